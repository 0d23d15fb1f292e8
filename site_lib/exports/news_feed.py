"""Feeds of the site, of categories and of tasks: an entry for each edition, with its news.

An entry is made of the archive up to its edition, so it stays the same when later ones come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.model_news import model_news
from site_lib.analysis.news import news_of
from site_lib.exports.feed import EditionEntry, Feed, feed_id
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.formats import percent
from site_lib.site.news_words import denominator_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.analysis.changes import Change
    from site_lib.analysis.history import History
    from site_lib.analysis.model_news import ModelNews
    from site_lib.analysis.news import News
    from site_lib.analysis.rankings import Rankings, Tag
    from site_lib.site.anchors import Anchors
    from site_lib.site.context import Site
    from site_lib.snapshots.precision import Shares

MOST_ENTRIES = 30
"""How many editions a feed has, the newest first; the archive's page has all."""


@dataclass(frozen=True)
class EditionNews(EditionEntry):
    """An edition and what it brings."""

    rankings: Rankings
    news: News
    anchors: Anchors
    members: Mapping[str, frozenset[str]]
    """The tags that each category has or had in the edition before, by key."""
    models: Mapping[str, ModelNews]
    """What is new of models, by id."""

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
class NewsEntry:
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
        model_news(history),
    )


def site_feed(site: Site, editions: tuple[EditionNews, ...]) -> Feed:
    """Return the feed of the whole site; its entries open with the largest task."""
    maker = _FeedMaker(site, "", addresses.FEED)
    found = (maker.entry(each, _task_subject(each), each.news) for each in editions)
    entries = tuple(filter(None, found))
    time_ = entries[0].edition.time
    return Feed(maker.id(), addresses.FEED, addresses.HOME, site.title, time_, entries)


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
    """Makes one feed and its entries."""

    site: Site
    name: str
    path: str

    def feed(self, page: str, title: str, entries: tuple[NewsEntry, ...]) -> Feed | None:
        title = f"{title} · {self.site.title}"
        if not entries:
            return None
        return Feed(self.id(), self.path, page, title, entries[0].edition.time, entries)

    def entry(
        self, edition: EditionNews, subject: EntrySubject | None, news: News
    ) -> NewsEntry | None:
        """Make an entry of an edition that has what the feed is about, or says that it is gone.

        A restatement makes one only where it restates something of that.
        """
        is_same = news.restatement and news.restatement.is_empty and self.name
        if is_same or not (subject or news.taxonomy):
            return None
        return NewsEntry(self.id(edition.path), subject, edition, news)

    def id(self, edition: str = "") -> str:
        return feed_id(self.site, self.name, edition)


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
