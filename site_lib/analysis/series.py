"""Something over time: its points, where it is interrupted, and how many of them are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.snapshots.precision import Shares

FEWEST_POINTS = 3
"""Fewer points than these are no history."""
MOST_SHOWN = 60
"""More than these would be closer together than a screen can show."""


class Dated(Protocol):
    """What a point over time must have."""

    @property
    def as_of(self) -> date:
        """Its date."""


PointT = TypeVar("PointT", bound=Dated)


class Point(NamedTuple):
    """A pair of shares on a date."""

    as_of: date
    shares: Shares


@dataclass(frozen=True)
class Series(Generic[PointT]):
    """Points in order of date, and how many days each of them covers."""

    points: tuple[PointT, ...]
    window_days: int

    fewest_points: ClassVar[int] = FEWEST_POINTS

    @property
    def is_long_enough(self) -> bool:
        """Whether it can be called a history."""
        return len(self.points) >= FEWEST_POINTS

    @cached_property
    def stretches(self) -> tuple[tuple[PointT, ...], ...]:
        """The points, divided where there are days that no window covers."""
        stretches = [[point] for point in self.points[:1]]
        for before, after in pairwise(self.points):
            if (after.as_of - before.as_of).days > self.window_days:
                stretches.append([])
            stretches[-1].append(after)
        return tuple(map(tuple, stretches))

    @cached_property
    def shown(self) -> tuple[tuple[PointT, ...], ...]:
        """The stretches, thinned to what can be looked at; the newest point always stays."""
        chosen = set(self._chosen())
        thinned = (tuple(p for p in points if p.as_of in chosen) for points in self.stretches)
        return tuple(points for points in thinned if points)

    @property
    def dates(self) -> tuple[date, ...]:
        """The dates that are shown."""
        return tuple(point.as_of for points in self.shown for point in points)

    @property
    def step_days(self) -> int:
        """Of how many days only the last that has a snapshot is shown; 1 where all are."""
        if len(self.points) <= MOST_SHOWN:
            return 1
        span = (self.points[-1].as_of - self.points[0].as_of).days
        return -(-span // (MOST_SHOWN - 2))

    def newest(self, number: int) -> Series[PointT]:
        """Return the part with the last points."""
        return Series(self.points[-number:], self.window_days)

    def _chosen(self) -> Iterator[date]:
        """Yield the last date of each block of days, and the newest.

        Blocks begin on fixed days, so a new snapshot leaves the choice of older ones as it is for
        as long as `step_days` stays the same.
        """
        step = self.step_days
        blocks = {point.as_of.toordinal() // step: point.as_of for point in self.points}
        yield from blocks.values()
