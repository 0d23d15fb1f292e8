"""Models over time: the ranges of their shares of all requests, and whether they have moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from site_lib.analysis.rankings import Identified
from site_lib.analysis.series import Series
from site_lib.snapshots.precision import FLOAT_NOISE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.analysis.day_models import ModelRange
    from site_lib.analysis.history import History
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.precision import Interval


class ModelPoint(NamedTuple):
    """The range of a model's share of all requests on a date, and how many tasks list it."""

    as_of: date
    requests: Interval
    listed_in: int


@dataclass(frozen=True)
class ModelHistory(Identified):
    """A model on all dates from the first to the last that the archive lists it.

    A model that is listed on the newest date goes on: its last date is that.
    """

    first: date
    last: date
    series: Series[ModelPoint]


@dataclass(frozen=True)
class RangeChange:
    """The range of a model's share of all requests on two days whose windows share no day."""

    since: date
    then: ModelRange
    now: ModelRange

    @property
    def direction(self) -> Literal["up", "down"] | None:
        """Where it has moved for certain; None where the ranges overlap, so that it is open."""
        return direction(self.then.requests, self.now.requests)


def direction(then: Interval, now: Interval) -> Literal["up", "down"] | None:
    """Return where a share has moved for certain: ranges that do not overlap tell."""
    if now.low > then.high + FLOAT_NOISE:
        return "up"
    return "down" if now.high < then.low - FLOAT_NOISE else None


@dataclass(frozen=True)
class ModelArchive:
    """All models that the archive has ever listed, be it in an answer that was revised."""

    history: History

    @cached_property
    def _ends(self) -> Mapping[str, tuple[int, int]]:
        """The positions of the first and the last answer that list a model, by id."""
        found: dict[str, tuple[int, int]] = {}
        for at, entry in enumerate(self.history.entries):
            for model in self.history.answers.models(entry).listed:
                found[model] = found.get(model, (at, at))[0], at
        return found

    @property
    def retired(self) -> tuple[str, ...]:
        """The ids of those that the newest answer does not list; the last to go first."""
        newest = len(self.history.entries) - 1
        gone = [(last, model) for model, (_, last) in self._ends.items() if last < newest]
        return tuple(model for _, model in sorted(gone, key=lambda each: (-each[0], each[1])))

    def first(self, model: str) -> Entry:
        """Return the first answer that lists a model."""
        return self.history.entries[self._ends[model][0]]

    def last(self, model: str) -> Entry:
        """Return the last answer that lists a model."""
        return self.history.entries[self._ends[model][1]]

    def left_with(self, model: str) -> Entry:
        """Return the answer after the last one that lists a model; there must be one."""
        return self.history.entries[self._ends[model][1] + 1]

    def history_of(self, model: str) -> ModelHistory:
        """Return a model on all dates from the first to the last that list it."""
        first, last = self.first(model).as_of, self.last(model).as_of
        start = bisect_left(self.history.dates, first, key=_date)
        end = bisect_right(self.history.dates, last, key=_date)
        days = self.history.last_models[start:end]
        ranges = [(day.as_of, day.range_of(model)) for day in days]
        points = tuple(ModelPoint(day, each.requests, each.listed_in) for day, each in ranges)
        return ModelHistory(model, first, last, Series(points, self.history.window_days))


def _date(entry: Entry) -> date:
    return entry.as_of


def range_changes(history: History) -> Mapping[str, RangeChange]:
    """Return how models have changed since the nearest day that shares no day with the newest.

    It has all models that either day lists, by id; none where there is no such day.
    """
    if history.reference is None:
        return {}
    then, now = (history.answers.models(each) for each in (history.reference, history.newest))
    return {
        model: RangeChange(then.as_of, then.range_of(model), now.range_of(model))
        for model in then.listed.keys() | now.listed.keys()
    }
