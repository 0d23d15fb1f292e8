"""Feeds: an entry for each edition, with the news of that day.

An entry is made of the archive up to its edition, so it stays the same when later ones come.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from site_lib.analysis.news import digest
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.context import citation
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.analysis.changes import Change
    from site_lib.analysis.history import History
    from site_lib.analysis.news import News
    from site_lib.analysis.rankings import Rankings, Shares, Tag
    from site_lib.site.anchors import Anchors
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry

MOST_ENTRIES = 30
"""How many editions a feed has, the newest first; the archive's page has all."""


@dataclass(frozen=True)
class EditionNews:
    """An edition and what it brings."""

    entry: Entry
    rankings: Rankings
    digest: News
    anchors: Anchors
    members: Mapping[str, frozenset[str]]
    """The tags that each category has or had in the edition before, by key."""

    @property
    def path(self) -> str:
        """The edition's page."""
        return addresses.edition_of(self.entry)

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
        """The edition's date as a moment; a restatement's is a second later than what it restates.

        The clock has no part in it, so that the same archive always gives the same feed.
        """
        start = datetime.combine(self.entry.as_of, time(), UTC)
        return (start + timedelta(seconds=self.entry.revision - 1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def of_category(self, key: str) -> News:
        """Return the news of a category and of the tags that it has or had the time before."""
        return self.digest.about(frozenset({key}) | self.members.get(key, frozenset()))


@dataclass(frozen=True)
class EntrySubject:
    """What an entry says before any news: a task or a category with its shares."""

    name: str
    shares: Shares
    change: Change | None
    anchor: str
    """Where in the edition it stands; empty for all of it."""

    @property
    def sentence(self) -> str:
        """Its shares in words."""
        requests, tokens = percent(self.shares.requests), percent(self.shares.tokens)
        return f"{self.name} is {requests} of classified requests and {tokens} of their tokens"


@dataclass(frozen=True)
class FeedEntry:
    """The news of an edition for one feed."""

    id: str
    told: EntrySubject | None
    """None where the edition does not have what the feed is about: that has vanished."""
    news: EditionNews
    digest: News
    """The part of the edition's that the feed is about."""

    @property
    def title(self) -> str:
        """The date and the figures or what has happened, in a line."""
        sentence = self.told.sentence if self.told else self.digest.taxonomy[0].sentence
        return f"{self.news.name}: {sentence}"

    @property
    def target(self) -> str:
        """The path of what it is about."""
        at = self.told.anchor if self.told else ""
        return f"{self.news.path}#{at}" if at else self.news.path


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


def latest(history: History) -> tuple[EditionNews, ...]:
    """Return the news of the newest editions, the newest first."""
    return tuple(_news(history.until(entry)) for entry in history.entries[: -MOST_ENTRIES - 1 : -1])


def _news(history: History) -> EditionNews:
    rankings = history.rankings
    members: dict[str, set[str]] = {}
    for entry in history.entries[-2:]:
        for tag, seen in history.day_of(entry).tags.items():
            members.setdefault(seen.category_key, set()).add(tag)
    return EditionNews(
        history.newest,
        rankings,
        digest(history),
        anchors(rankings),
        {key: frozenset(tags) for key, tags in members.items()},
    )


def of_all(site: Site, news: tuple[EditionNews, ...]) -> Feed:
    """Return the feed of the whole site."""
    about = _About(site, "", addresses.FEED)
    entries = (about.entry(each, _largest(each), each.digest) for each in news)
    return Feed(
        about.id(), addresses.FEED, addresses.HOME, site.title, tuple(filter(None, entries))
    )


def of_category(
    site: Site, news: tuple[EditionNews, ...], page: str, key: str, label: str
) -> Feed | None:
    """Return the feed of a category, None where no recent edition tells of it."""
    about = _About(site, f"category {key}", addresses.beside(page, addresses.FEED))
    entries = (about.entry(each, _category(each, key), each.of_category(key)) for each in news)
    return about.feed(page, label, tuple(filter(None, entries)))


def of_tag(
    site: Site, news: tuple[EditionNews, ...], page: str, tag: str, name: str
) -> Feed | None:
    """Return the feed of a tag, None where no recent edition tells of it."""
    about = _About(site, f"task {tag}", addresses.beside(page, addresses.FEED))
    keys = frozenset({tag})
    entries = (about.entry(each, _tag(each, tag), each.digest.about(keys)) for each in news)
    return about.feed(page, name, tuple(filter(None, entries)))


@dataclass(frozen=True)
class _About:
    """What a feed is about, wherever its page stands."""

    site: Site
    name: str
    path: str

    def feed(self, page: str, title: str, entries: tuple[FeedEntry, ...]) -> Feed | None:
        title = f"{title} · {self.site.title}"
        return Feed(self.id(), self.path, page, title, entries) if entries else None

    def entry(self, news: EditionNews, told: EntrySubject | None, digest: News) -> FeedEntry | None:
        """Make an entry of an edition that has what the feed is about, or tells of its end.

        A restatement makes one where it says something else of that.
        """
        is_same = digest.restatement and digest.restatement.is_empty and self.name
        if is_same or not (told or digest.taxonomy):
            return None
        return FeedEntry(self.id(news.path), told, news, digest)

    def id(self, edition: str = "") -> str:
        """Return an id that no other feed or entry has, the same in every build of the site."""
        name = f"{self.site.base_url or self.site.title}{self.name}#{edition}"
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _largest(news: EditionNews) -> EntrySubject:
    return _of_tag(news, news.rankings.tags[0], "")


def _tag(news: EditionNews, tag: str) -> EntrySubject | None:
    found = [each for each in news.rankings.tags if each.tag == tag]
    return _of_tag(news, found[0], news.anchors.tag(found[0])) if found else None


def _of_tag(news: EditionNews, tag: Tag, anchor: str) -> EntrySubject:
    changes = news.digest.past.changes
    change = changes.tags.get(tag.tag) if changes else None
    return EntrySubject(tag.name, tag.shares, change.of_all if change else None, anchor)


def _category(news: EditionNews, key: str) -> EntrySubject | None:
    changes = news.digest.past.changes
    change = changes.categories.get(key) if changes else None
    found = [each for each in news.rankings.categories if each.key == key]
    return (
        EntrySubject(found[0].label, found[0].shares, change, news.anchors.category(found[0]))
        if found
        else None
    )
