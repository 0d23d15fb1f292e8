"""The archive's past: its answers in the order of their arrival, and what stands beside which.

That is the order of dates and revisions, since an answer older than the newest is refused. A
history ends with the answer that it is asked about. What came later is not in it, so that whatever
is computed from it stays true for ever.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from site_lib.analysis.rankings import Shares, derive, ranks_in
from site_lib.analysis.series import MOST_SHOWN, Point, Series
from site_lib.publish.cache import digest, key
from site_lib.site.addresses import Taxonomy
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from site_lib.analysis.rankings import Rank, Rankings
    from site_lib.publish.cache import Cache
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.snapshot import Snapshot

    Lists = Mapping[str, Mapping[str, Rank]]

KEPT_RANKINGS = MOST_SHOWN + 4
"""How many are held in memory: all that a chart over time shows, not those of a whole archive."""


class TagSummary(NamedTuple):
    """A task or a category as one answer shows it, without its models."""

    name: str
    category_key: str
    shares: Shares


@dataclass(frozen=True)
class Day:
    """What one answer says of tasks and categories."""

    as_of: date
    tags: Mapping[str, TagSummary]
    categories: Mapping[str, TagSummary]
    """By key."""

    def has(self, category_key: str, tag: str | None) -> bool:
        """Whether there is a category or, where a tag is named, whether that is in it."""
        if tag is None:
            return category_key in self.categories
        return tag in self.tags and self.tags[tag].category_key == category_key

    def as_json(self) -> list[dict[str, list[object]]]:
        """Return it as values of JSON: first the tags, then the categories."""
        return [
            {
                name: [seen.name, seen.category_key, seen.shares.requests, seen.shares.tokens]
                for name, seen in things.items()
            }
            for things in (self.tags, self.categories)
        ]

    @classmethod
    def from_json(cls, as_of: date, value: list[dict[str, list[Any]]]) -> Day:
        """Make a day again of what `as_json` returned."""
        tags, categories = (
            {
                name: TagSummary(label, category, Shares(requests, tokens))
                for name, (label, category, requests, tokens) in things.items()
            }
            for things in value
        )
        return cls(as_of, tags, categories)

    @property
    def sorting(self) -> Taxonomy:
        """Which tag is in which category."""
        return Taxonomy(
            frozenset(self.categories), {tag: seen.category_key for tag, seen in self.tags.items()}
        )


@dataclass(frozen=True)
class Gap:
    """Dates without a snapshot, the first and the last of them."""

    first: date
    last: date


class Reader:
    """Reads archived answers, and each of them seldom."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Take days that are known from a cache, where there is one."""
        self._cache = cache
        self._digests: dict[Entry, str] = {}
        self._days: dict[Entry, Day] = {}
        self.rankings: Callable[[Entry], Rankings] = lru_cache(KEPT_RANKINGS)(_rankings)
        self.ranks: Callable[[Entry], Lists] = lru_cache(KEPT_RANKINGS)(_ranks)

    def digest(self, entry: Entry) -> str:
        """Return the short name of an answer's bytes."""
        if entry not in self._digests:
            self._digests[entry] = digest(entry.raw())
        return self._digests[entry]

    def day(self, entry: Entry) -> Day:
        """Return what an answer says of tasks and categories; raises ArchiveError."""
        if entry not in self._days:
            self._days[entry] = self._day(entry)
        return self._days[entry]

    def _day(self, entry: Entry) -> Day:
        if not self._cache:
            return _day(entry.snapshot())
        name = key("day", entry.as_of.isoformat(), self.digest(entry))
        if known := self._cache.get(name):
            return Day.from_json(entry.as_of, known)
        day = _day(entry.snapshot())
        self._cache.put(name, day.as_json())
        return day


class History:
    """Archived answers, oldest first, as they stood when the last of them had come."""

    def __init__(self, entries: Sequence[Entry], reader: Reader | None = None) -> None:
        """Take entries in the archive's order; what is asked below needs at least one."""
        self.entries = tuple(entries)
        self._reader = reader or Reader()

    @property
    def newest(self) -> Entry:
        """The answer that the history ends with."""
        return self.entries[-1]

    @property
    def rankings(self) -> Rankings:
        """What follows from the newest answer."""
        return self.rankings_of(self.newest)

    @property
    def window_days(self) -> int:
        """Days that the newest answer is about."""
        return self.rankings.window_days

    @cached_property
    def dates(self) -> tuple[Entry, ...]:
        """The last answer for each date."""
        return tuple({entry.as_of: entry for entry in self.entries}.values())

    def until(self, entry: Entry) -> History:
        """Return the history as it was when `entry` had come."""
        return History(self.entries[: bisect_right(self.entries, entry)], self._reader)

    def recent(self, span: timedelta) -> History:
        """Return the part of the history from `span` before its newest date on."""
        first = self.newest.as_of - span
        return History(self.entries[bisect_left(self.entries, first, key=_date) :], self._reader)

    def with_entry(self, entry: Entry) -> History:
        """Return the history with one more answer at its end."""
        return History((*self.entries, entry), self._reader)

    def read(self) -> None:
        """Read all answers, and parse unknown ones; raises ArchiveError where one is damaged."""
        for entry in self.entries:
            self.day_of(entry)

    def rankings_of(self, entry: Entry) -> Rankings:
        """Return what follows from one answer."""
        return self._reader.rankings(entry)

    def digest_of(self, entry: Entry) -> str:
        """Return the short name of one answer's bytes."""
        return self._reader.digest(entry)

    def day_of(self, entry: Entry) -> Day:
        """Return what one answer says of tasks and categories."""
        return self._reader.day(entry)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """What the last answer for each date says."""
        return tuple(map(self.day_of, self.dates))

    @property
    def restated(self) -> Entry | None:
        """The answer for the same date that the newest one takes the place of."""
        before = self.entries[-2:-1]
        return before[0] if before and before[0].as_of == self.newest.as_of else None

    @property
    def reference(self) -> Entry | None:
        """The last answer for the nearest date whose window shares no day with the newest one's."""
        window = timedelta(days=self.window_days)
        apart = (e for e in reversed(self.dates) if self.newest.as_of - e.as_of >= window)
        return next(apart, None)

    @property
    def shared_days(self) -> int:
        """How many days the windows of the newest two dates share."""
        if len(self.dates) == 1:
            return 0
        return max(self.window_days - (self.newest.as_of - self.dates[-2].as_of).days, 0)

    def last_with(self, *, category: str, tag: str | None = None) -> Entry:
        """Return the last answer that has a category, or a tag in it; one must have."""
        return next(
            entry for entry in reversed(self.entries) if self.day_of(entry).has(category, tag)
        )

    def of_tag(self, tag: str) -> Series:
        """Return a tag's shares of everything on the dates that have it."""
        return self._series((day.as_of, day.tags.get(tag)) for day in self.days)

    def of_category(self, key: str) -> Series:
        """Return a category's shares of everything on the dates that have it."""
        return self._series((day.as_of, day.categories.get(key)) for day in self.days)

    def _series(self, found: Iterable[tuple[date, TagSummary | None]]) -> Series:
        points = tuple(Point(as_of, seen.shares) for as_of, seen in found if seen)
        return Series(points, self.window_days)

    def rank_history(self, tag: str, model: str, dates: Iterable[date]) -> tuple[Rank | None, ...]:
        """Return a model's ranks by requests in a tag's list on some dates; None: not in it."""
        ranks = (self._reader.ranks(self._by_date[day]) for day in dates)
        return tuple(lists.get(tag, {}).get(model) for lists in ranks)

    @cached_property
    def _by_date(self) -> Mapping[date, Entry]:
        return {entry.as_of: entry for entry in self.dates}

    def gaps(self) -> Iterator[Gap]:
        """Yield the dates between the first and the newest that have no snapshot."""
        one = timedelta(days=1)
        for before, after in pairwise(self.dates):
            if after.as_of - before.as_of > one:
                yield Gap(before.as_of + one, after.as_of - one)


def _date(entry: Entry) -> date:
    return entry.as_of


def _rankings(entry: Entry) -> Rankings:
    return derive(entry.snapshot())


def _ranks(entry: Entry) -> Lists:
    return {tag.tag: ranks_in(tag) for tag in entry.snapshot().classifications}


def _day(snapshot: Snapshot) -> Day:
    return Day(
        as_of=snapshot.as_of,
        tags={
            tag.tag: TagSummary(
                shown_name(tag.display_name),
                tag.macro_category,
                Shares(tag.usage_share, tag.token_share),
            )
            for tag in snapshot.classifications
        },
        categories={
            category.key: TagSummary(
                shown_name(category.label),
                category.key,
                Shares(category.usage_share, category.token_share),
            )
            for category in snapshot.macro_categories
        },
    )
