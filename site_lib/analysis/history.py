"""The archived answers in the order in which they came, up to the one that is looked at.

That is the order of dates and revisions, since an answer older than the newest is refused. What
came after the last answer of a history is not in it, so what is computed from it stays true for
ever.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from site_lib.analysis.series import Point, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from site_lib.analysis.day_models import DayModels
    from site_lib.analysis.rankings import Rankings
    from site_lib.analysis.ranks import Rank
    from site_lib.errors import Finding
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.check import CheckResult
    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.summary import DaySummary


class Answers(Protocol):
    """Reads archived answers when they are needed: a history keeps no more than their days."""

    def rankings(self, entry: Entry) -> Rankings:
        """Return the rankings of one answer."""

    def models(self, entry: Entry) -> DayModels:
        """Return the models of one answer in brief."""

    def model_ranks(self, entry: Entry) -> Mapping[str, Mapping[str, Rank]]:
        """Return the ranks by requests of the models of one answer, by tag and id."""

    def notices(self, entry: Entry) -> Sequence[Finding]:
        """Return the notices about one answer."""

    def results(self, entry: Entry, before: Entry | None) -> Sequence[CheckResult]:
        """Return what the checks of one answer measured; `before` is the answer before it."""


@dataclass(frozen=True)
class Gap:
    """Dates without a snapshot, the first and the last of them."""

    first: date
    last: date


@dataclass(frozen=True)
class History:
    """Archived answers, the oldest first, as they were known when the last one had come.

    `days` holds what each of `entries` says of tasks and categories. There is at least one.
    """

    entries: Sequence[Entry]
    days: Sequence[DaySummary]
    answers: Answers

    @property
    def newest(self) -> Entry:
        """The answer that the history ends with."""
        return self.entries[-1]

    @property
    def newest_day(self) -> DaySummary:
        """The tasks and categories of the newest answer."""
        return self.days[-1]

    @property
    def results(self) -> Sequence[CheckResult]:
        """What the checks of the newest answer measured."""
        before = self.entries[-2] if len(self.entries) > 1 else None
        return self.answers.results(self.newest, before)

    @property
    def rankings(self) -> Rankings:
        """The rankings of the newest answer."""
        return self.rankings_of(self.newest)

    @property
    def window_days(self) -> int:
        """Days that the newest answer is about."""
        return self.newest_day.window_days

    @cached_property
    def notices(self) -> tuple[tuple[Entry, Finding], ...]:
        """Each answer's notices with the answer, those of the newest first."""
        return tuple(
            (entry, notice)
            for entry in reversed(self.entries)
            for notice in self.answers.notices(entry)
        )

    def rankings_of(self, entry: Entry) -> Rankings:
        """Return the rankings of one answer."""
        return self.answers.rankings(entry)

    def day_of(self, entry: Entry) -> DaySummary:
        """Return what one answer says of tasks and categories."""
        return self.days[bisect_left(self.entries, entry)]

    @cached_property
    def dates(self) -> tuple[Entry, ...]:
        """The last answer for each date."""
        return tuple({entry.as_of: entry for entry in self.entries}.values())

    @cached_property
    def last_days(self) -> tuple[DaySummary, ...]:
        """What the last answer for each date says of tasks and categories."""
        return tuple({day.as_of: day for day in self.days}.values())

    def until(self, entry: Entry) -> History:
        """Return the history as it was when `entry` had come."""
        return self._part(0, bisect_right(self.entries, entry))

    def recent(self, span: timedelta) -> History:
        """Return the part of the history from `span` before its newest date on."""
        first = self.newest.as_of - span
        return self._part(bisect_left(self.entries, first, key=_date), len(self.entries))

    def _part(self, start: int, end: int) -> History:
        return History(self.entries[start:end], self.days[start:end], self.answers)

    @property
    def restated(self) -> Entry | None:
        """The answer for the same date that the newest one replaces."""
        before = self.entries[-2:-1]
        return before[0] if before and before[0].as_of == self.newest.as_of else None

    @property
    def reference(self) -> Entry | None:
        """The last answer for the nearest date whose window shares no day with the newest one's."""
        window = timedelta(days=self.window_days)
        # Backwards, the last answer for a date comes first.
        apart = (e for e in reversed(self.entries) if self.newest.as_of - e.as_of >= window)
        return next(apart, None)

    @property
    def shared_days(self) -> int:
        """How many days the windows of the newest two dates share."""
        if len(self.dates) == 1:
            return 0
        return max(self.window_days - (self.newest.as_of - self.dates[-2].as_of).days, 0)

    def last_with_category(self, key: str) -> Entry:
        """Return the last answer that has a category; one must have it."""
        return self._last(key in day.categories for day in self.days)

    def last_with_tag(self, category_key: str, tag: str) -> Entry:
        """Return the last answer that has a tag in a category; one must have it."""
        return self._last(day.has_tag(category_key, tag) for day in self.days)

    @cached_property
    def last_models(self) -> tuple[DayModels, ...]:
        """What the last answer for each date says of models, in brief."""
        return tuple(map(self.answers.models, self.dates))

    def _last(self, has: Iterable[bool]) -> Entry:
        return [entry for entry, found in zip(self.entries, has, strict=True) if found][-1]

    def tag_series(self, tag: str) -> Series[Point]:
        """Return a tag's shares of everything on the dates that have it."""
        days = self.last_days
        return self._series((d.as_of, d.tags[tag].shares) for d in days if tag in d.tags)

    def category_series(self, key: str) -> Series[Point]:
        """Return a category's shares of everything on the dates that have it."""
        days = self.last_days
        return self._series(
            (d.as_of, d.categories[key].shares) for d in days if key in d.categories
        )

    def _series(self, points: Iterable[tuple[date, Shares]]) -> Series[Point]:
        return Series(tuple(Point(*point) for point in points), self.window_days)

    def model_ranks(self, tag: str, model: str, dates: Iterable[date]) -> tuple[Rank | None, ...]:
        """Return a model's ranks by requests in a tag's list on some dates; None: not listed."""
        lists = (self.answers.model_ranks(self._by_date[day]) for day in dates)
        return tuple(ranks.get(tag, {}).get(model) for ranks in lists)

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
