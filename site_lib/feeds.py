"""Feeds: an entry for each edition, with the news of that day.

An entry is made of the archive up to its edition, so it stays the same when later ones come.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from site_lib import addresses
from site_lib.digest import digest
from site_lib.editions.anchors import anchors
from site_lib.formats import percent
from site_lib.site import citation

if TYPE_CHECKING:
    from site_lib.archive import Entry
    from site_lib.changes import Change
    from site_lib.digest import Digest
    from site_lib.editions.anchors import Anchors
    from site_lib.history import History
    from site_lib.rankings import Category, Rankings, Shares, Tag
    from site_lib.site import Site

MOST_ENTRIES = 30
"""How many editions a feed has, the newest first; the archive's page has all."""


@dataclass(frozen=True)
class News:
    """An edition and what it brings."""

    entry: Entry
    rankings: Rankings
    digest: Digest
    anchors: Anchors

    @property
    def path(self) -> str:
        """The edition's page."""
        return addresses.edition(self.entry.as_of, self.entry.revision)

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.entry.as_of)

    @property
    def name(self) -> str:
        """The date, and whether it is restated."""
        restated = " (restated)" if self.entry.revision > 1 else ""
        return f"{self.entry.as_of.isoformat()}{restated}"

    @property
    def time(self) -> str:
        """When the edition's window ended; a restatement's is a second later than what it restates.

        The clock has no part in it, so that the same archive always gives the same feed.
        """
        start = datetime.combine(self.entry.as_of, time(), UTC)
        return (start + timedelta(seconds=self.entry.revision - 1)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Told:
    """What an entry says before any news: a task or a category with its shares."""

    name: str
    shares: Shares
    change: Change | None

    @property
    def sentence(self) -> str:
        """Its shares in words."""
        requests, tokens = percent(self.shares.requests), percent(self.shares.tokens)
        return f"{self.name} is {requests} of classified requests and {tokens} of their tokens"


@dataclass(frozen=True)
class FeedEntry:
    """The news of an edition for one feed."""

    id: str
    anchor: str
    """Where in the edition it is about; empty for all of it."""
    told: Told
    news: News
    digest: Digest
    """The part of the edition's that the feed is about."""

    @property
    def title(self) -> str:
        """The date and the figures, in a line."""
        return f"{self.news.name}: {self.told.sentence}"

    @property
    def target(self) -> str:
        """The path of what it is about."""
        return f"{self.news.path}#{self.anchor}" if self.anchor else self.news.path


@dataclass(frozen=True)
class Feed:
    """A feed beside the page that it is about."""

    id: str
    path: str
    page: str
    title: str
    entries: tuple[FeedEntry, ...]

    @property
    def time(self) -> str:
        """The time of the newest entry."""
        return self.entries[0].news.time


def latest(history: History) -> tuple[News, ...]:
    """Return the news of the newest editions, the newest first."""
    return tuple(_news(history.until(entry)) for entry in history.entries[: -MOST_ENTRIES - 1 : -1])


def _news(history: History) -> News:
    rankings = history.rankings
    return News(history.newest, rankings, digest(history), anchors(rankings))


def of_all(site: Site, news: tuple[News, ...]) -> Feed:
    """Return the feed of the whole site."""
    path = addresses.FEED
    entries = (_whole(site, path, each) for each in news)
    return Feed(_id(site, path), path, addresses.HOME, site.title, tuple(entries))


def of_category(site: Site, news: tuple[News, ...], page: str, key: str, label: str) -> Feed:
    """Return the feed of a category, of the editions that have it."""
    path = addresses.beside(page, addresses.FEED)
    entries = (
        entry
        for each in news
        for category in each.rankings.categories
        if category.key == key
        for entry in [_category(site, path, each, category)]
    )
    return Feed(_id(site, path), path, page, f"{label} · {site.title}", tuple(entries))


def of_tag(site: Site, news: tuple[News, ...], page: str, tag: str, name: str) -> Feed:
    """Return the feed of a tag, of the editions that have it."""
    path = addresses.beside(page, addresses.FEED)
    entries = (
        _tag(site, path, each, found)
        for each in news
        for found in each.rankings.tags
        if found.tag == tag
    )
    return Feed(_id(site, path), path, page, f"{name} · {site.title}", tuple(entries))


def _whole(site: Site, feed: str, news: News) -> FeedEntry:
    largest = news.rankings.tags[0]
    changes = news.digest.past.changes
    change = changes.tags.get(largest.tag) if changes else None
    told = Told(largest.name, largest.shares, change.of_all if change else None)
    return FeedEntry(_id(site, feed, news), "", told, news, news.digest)


def _category(site: Site, feed: str, news: News, category: Category) -> FeedEntry:
    changes = news.digest.past.changes
    change = changes.categories.get(category.key) if changes else None
    told = Told(category.label, category.shares, change)
    about = frozenset({category.key, *(tag.tag for tag in category.tags)})
    anchor = news.anchors.category(category)
    return FeedEntry(_id(site, feed, news), anchor, told, news, news.digest.about(about))


def _tag(site: Site, feed: str, news: News, tag: Tag) -> FeedEntry:
    changes = news.digest.past.changes
    change = changes.tags.get(tag.tag) if changes else None
    told = Told(tag.name, tag.shares, change.of_all if change else None)
    part = news.digest.about(frozenset({tag.tag}))
    return FeedEntry(_id(site, feed, news), news.anchors.tag(tag), told, news, part)


def _id(site: Site, feed: str, news: News | None = None) -> str:
    """Return an id that no other feed or entry has, the same in every build of the site."""
    name = f"{site.base_url or site.title}{feed}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{name}#{news.path}" if news else name).urn
