"""Feeds: an entry for each edition, with the news of that day.

An entry is made of the archive up to its edition, so it stays the same when later ones come.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from site_lib.analysis.news import news_of
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.context import citation
from site_lib.site.formats import percent
from site_lib.site.news_words import denominator_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.analysis.changes import Change
    from site_lib.analysis.history import History
    from site_lib.analysis.news import News
    from site_lib.analysis.rankings import Rankings, Tag
    from site_lib.site.anchors import Anchors
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.precision import Shares

MOST_ENTRIES = 30
"""How many editions a feed has, the newest first; the archive's page has all."""


@dataclass(frozen=True)
class EditionNews:
    """An edition and what it brings."""

    entry: Entry
    rankings: Rankings
    news: News
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
        restated = " (revised)" if self.entry.revision > 1 else ""
        return f"{self.entry.as_of.isoformat()}{restated}"

    @property
    def time(self) -> str:
        """The edition's date as a moment; a restatement's is a second later than what it restates.

        The clock has no part in it, so that the same archive always gives the same feed.
        """
        start = datetime.combine(self.entry.as_of, time(), UTC)
        return (start + timedelta(seconds=self.entry.revision - 1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def category_news(self, key: str) -> News:
        """Return the news of a category and of the tags that it has or had the time before."""
        return self.news.about(frozenset({key}) | self.members.get(key, frozenset()))


@dataclass(frozen=True)
class EntrySubject:
    """What an entry is about: a task or a category with its shares."""

    name: str
    shares: Shares
    change: Change | None
    anchor: str
    """The id under which the edition has it; empty for the whole edition."""
    denominator_note: str
    """Why shares moved that did not change in use; empty where the tasks are those of then."""

    @property
    def sentence(self) -> str:
        """Its shares in words."""
        requests, tokens = percent(self.shares.requests), percent(self.shares.tokens)
        return f"{self.name} is {requests} of classified requests and {tokens} of all tokens"


@dataclass(frozen=True)
class FeedEntry:
    """The news of an edition for one feed."""

    id: str
    subject: EntrySubject | None
    """None where the edition does not have what the feed is about: that has vanished."""
    edition: EditionNews
    news: News
    """The part of the edition's that the feed is about."""

    @property
    def title(self) -> str:
        """The date and the figures, or what has happened, in a line."""
        sentence = self.subject.sentence if self.subject else self.news.taxonomy[0].sentence
        return f"{self.edition.name}: {sentence}"

    @property
    def target(self) -> str:
        """The path of what it is about."""
        anchor = self.subject.anchor if self.subject else ""
        return f"{self.edition.path}#{anchor}" if anchor else self.edition.path


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
        return self.entries[0].edition.time


def latest_news(history: History) -> tuple[EditionNews, ...]:
    """Return the news of the newest editions, the newest first."""
    newest = history.entries[: -MOST_ENTRIES - 1 : -1]
    return tuple(_edition_news(history.until(entry)) for entry in newest)


def _edition_news(history: History) -> EditionNews:
    members: dict[str, set[str]] = {}
    for day in history.last_days[-2:]:
        for tag, summary in day.tags.items():
            members.setdefault(summary.category_key, set()).add(tag)
    return EditionNews(
        history.newest,
        history.rankings,
        news_of(history),
        anchors(history.rankings),
        {key: frozenset(tags) for key, tags in members.items()},
    )


def site_feed(site: Site, editions: tuple[EditionNews, ...]) -> Feed:
    """Return the feed of the whole site; its entries open with the largest task."""
    maker = _FeedMaker(site, "", addresses.FEED)
    entries = (maker.entry(each, _task_subject(each), each.news) for each in editions)
    return Feed(
        maker.id(), addresses.FEED, addresses.HOME, site.title, tuple(filter(None, entries))
    )


def category_feed(
    site: Site, editions: tuple[EditionNews, ...], page: str, key: str, label: str
) -> Feed | None:
    """Return the feed of a category, None where no recent edition has news of it."""
    maker = _FeedMaker(site, f"category {key}", addresses.beside(page, addresses.FEED))
    entries = (
        maker.entry(each, _category_subject(each, key), each.category_news(key))
        for each in editions
    )
    return maker.feed(page, label, tuple(filter(None, entries)))


def task_feed(
    site: Site, editions: tuple[EditionNews, ...], page: str, tag: str, name: str
) -> Feed | None:
    """Return the feed of a task, None where no recent edition has news of it."""
    maker = _FeedMaker(site, f"task {tag}", addresses.beside(page, addresses.FEED))
    keys = frozenset({tag})
    entries = (
        maker.entry(each, _task_subject(each, tag), each.news.about(keys)) for each in editions
    )
    return maker.feed(page, name, tuple(filter(None, entries)))


@dataclass(frozen=True)
class _FeedMaker:
    """Makes one feed and its entries; their ids depend on what it is about, not on its path."""

    site: Site
    name: str
    path: str

    def feed(self, page: str, title: str, entries: tuple[FeedEntry, ...]) -> Feed | None:
        title = f"{title} · {self.site.title}"
        return Feed(self.id(), self.path, page, title, entries) if entries else None

    def entry(
        self, edition: EditionNews, subject: EntrySubject | None, news: News
    ) -> FeedEntry | None:
        """Make an entry of an edition that has what the feed is about, or says that it is gone.

        A restatement makes one only where it restates something of that.
        """
        is_same = news.restatement and news.restatement.is_empty and self.name
        if is_same or not (subject or news.taxonomy):
            return None
        return FeedEntry(self.id(edition.path), subject, edition, news)

    def id(self, edition: str = "") -> str:
        """Return an id that no other feed or entry has, the same in every build of the site."""
        name = f"{self.site.base_url or self.site.title}{self.name}#{edition}"
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _task_subject(edition: EditionNews, tag: str | None = None) -> EntrySubject | None:
    """Return a task as the subject of an entry, or the largest one where none is named."""
    if tag is None:
        return _of_task(edition, edition.rankings.tags[0], "")
    found = [each for each in edition.rankings.tags if each.tag == tag]
    return _of_task(edition, found[0], edition.anchors.tag(found[0])) if found else None


def _of_task(edition: EditionNews, tag: Tag, anchor: str) -> EntrySubject:
    changes = edition.news.baseline.changes
    change = changes.tags.get(tag.tag) if changes else None
    of_all = change.of_all if change else None
    return EntrySubject(tag.name, tag.shares, of_all, anchor, denominator_note(changes))


def _category_subject(edition: EditionNews, key: str) -> EntrySubject | None:
    changes = edition.news.baseline.changes
    change = changes.categories.get(key) if changes else None
    found = [each for each in edition.rankings.categories if each.key == key]
    if not found:
        return None
    category = found[0]
    anchor = edition.anchors.category(category)
    note = denominator_note(changes, [category])
    return EntrySubject(category.label, category.shares, change, anchor, note)
