"""Models over time: the ranges of their shares of all requests, and whether they have moved."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from site_lib.analysis.series import Series
from site_lib.snapshots.precision import FLOAT_NOISE, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.analysis.day_models import DayModels, ModelRange
    from site_lib.analysis.history import History
    from site_lib.snapshots.archive import Entry


class ModelPoint(NamedTuple):
    """The range of a model's share of all requests on a date, and how many tasks list it."""

    as_of: date
    requests: Interval
    listed_in: int


@dataclass(frozen=True)
class RangesOverTime:
    """The ranges of a model's share of all requests on dates in their order.

    Arrays, because a build of a long archive holds those of a thousand models at once.
    """

    dates: tuple[date, ...]
    lows: array[float]
    highs: array[float]
    listed_in: array[int]

    def series(self, window_days: int) -> Series[ModelPoint]:
        """Return the points that pages show; each is about so many days."""
        numbers = zip(self.dates, self.lows, self.highs, self.listed_in, strict=True)
        points = (ModelPoint(day, Interval(low, high), n) for day, low, high, n in numbers)
        return Series(tuple(points), window_days)


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
            for model in self.history.answers.models(entry).models:
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

    def left_at(self, model: str) -> int:
        """Return the position of the answer after the last that lists a model, if there is one."""
        return self._ends[model][1] + 1

    def left_with(self, model: str) -> Entry:
        """Return the answer after the last one that lists a model; there must be one."""
        return self.history.entries[self.left_at(model)]

    def ranges_of(self, model: str) -> RangesOverTime:
        """Return a model's ranges on all dates from the first to the last that list it."""
        start = bisect_left(self.history.dates, self.first(model).as_of, key=_date)
        end = bisect_right(self.history.dates, self.last(model).as_of, key=_date)
        days = self.history.last_models[start:end]
        ranges = [day.range_of(model) for day in days]
        return RangesOverTime(
            tuple(day.as_of for day in days),
            array("d", [each.low for each in ranges]),
            array("d", [each.high for each in ranges]),
            array("H", [each.listed_in for each in ranges]),
        )

    def series_of(self, model: str) -> Series[ModelPoint]:
        """Return the same as a series."""
        return self.ranges_of(model).series(self.history.window_days)


def _date(entry: Entry) -> date:
    return entry.as_of


def range_changes(history: History) -> Mapping[str, RangeChange]:
    """Return how models have changed since the nearest day that shares no day with the newest.

    It has all models that either day lists, by id; none where there is no such day.
    """
    days = _compared(history)
    if days is None:
        return {}
    then, now = days
    return {
        model: RangeChange(then.as_of, then.range_of(model), now.range_of(model))
        for model in {*then.models, *now.models}
    }


def range_change(history: History, model: str) -> RangeChange | None:
    """Return the same of one model, listed or not; None where there is no such day."""
    days = _compared(history)
    if days is None:
        return None
    then, now = days
    return RangeChange(then.as_of, then.range_of(model), now.range_of(model))


def _compared(history: History) -> tuple[DayModels, DayModels] | None:
    if history.reference is None:
        return None
    answers = history.answers
    return answers.models(history.reference), answers.models(history.newest)
