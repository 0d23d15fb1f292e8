"""The models of one answer in brief: small enough to keep in memory for every archived answer."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_lib.analysis.group import NO_LIST_NAMES_IT, everything_in
from site_lib.snapshots.precision import Interval

if TYPE_CHECKING:
    from datetime import date

    from site_lib.snapshots.snapshot import Snapshot


class ModelRange(NamedTuple):
    """The range of a model's share of all requests, and how many tasks list it."""

    low: float
    high: float
    listed_in: int

    @property
    def requests(self) -> Interval:
        """The range as an interval."""
        return Interval(self.low, self.high)


@dataclass(frozen=True)
class DayModels:
    """The models of one answer in brief: all that a chart over time needs.

    Arrays, because a long archive has a hundred thousand ranges.
    """

    as_of: date
    models: tuple[str, ...]
    """The ids of the models that some task lists."""
    lows: array[float]
    """The lowest possible share of all requests of each of them."""
    highs: array[float]
    listed_in: array[int]
    most_unlisted: float
    """The largest share of all requests that a model can have if no task lists it."""

    def range_of(self, model: str) -> ModelRange:
        """Return a model's range, be it listed or not."""
        if model not in self.models:
            return ModelRange(0.0, self.most_unlisted, 0)
        at = self.models.index(model)
        return ModelRange(self.lows[at], self.highs[at], self.listed_in[at])


def day_models(snapshot: Snapshot) -> DayModels:
    """Return the models of a snapshot in brief."""
    group = everything_in(snapshot)
    shares = [group.requests.share(model) for model in group.listed_in]
    return DayModels(
        snapshot.as_of,
        tuple(map(intern, group.listed_in)),
        array("d", [share.low for share in shares]),
        array("d", [share.high for share in shares]),
        array("H", group.listed_in.values()),
        group.requests.share(NO_LIST_NAMES_IT).high,
    )
