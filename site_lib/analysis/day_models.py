"""The models of one answer in brief: small enough to keep in memory for every archived answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_lib.analysis.group import NO_LIST_NAMES_IT, everything_in
from site_lib.snapshots.precision import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.snapshots.snapshot import Snapshot


class ModelRange(NamedTuple):
    """The range of a model's share of all requests, and how many tasks list it.

    A tuple, because a long archive has a hundred thousand of them.
    """

    low: float
    high: float
    listed_in: int

    @property
    def requests(self) -> Interval:
        """The range as an interval."""
        return Interval(self.low, self.high)


@dataclass(frozen=True)
class DayModels:
    """The models of one answer in brief: all that a chart over time needs."""

    as_of: date
    listed: Mapping[str, ModelRange]
    """The models that some task lists, by id."""
    most_unlisted: float
    """The largest share of all requests that a model can have if no task lists it."""

    def range_of(self, model: str) -> ModelRange:
        """Return a model's range, be it listed or not."""
        return self.listed.get(model) or self._unlisted

    @cached_property
    def _unlisted(self) -> ModelRange:
        return ModelRange(0.0, self.most_unlisted, 0)


def day_models(snapshot: Snapshot) -> DayModels:
    """Return the models of a snapshot in brief."""
    group = everything_in(snapshot)
    ranges = {}
    for model, times in group.listed_in.items():
        share = group.requests.share(model)
        ranges[intern(model)] = ModelRange(share.low, share.high, times)
    return DayModels(snapshot.as_of, ranges, group.requests.share(NO_LIST_NAMES_IT).high)
