"""What differs between two answers: tasks and categories, their shares, the models listed.

Notices, news and the archive's page all ask here, each in its own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary


@dataclass(frozen=True)
class ShareChange:
    """One share then and now, as the source rounds it.

    Rounding keeps order: shares that are printed differently did differ, in that direction and by
    the difference give or take a tenth of a percentage point. Shares that are
    printed alike may have changed by less than that.
    """

    then: float
    now: float

    @property
    def points(self) -> float:
        """The difference, as a fraction of 1."""
        return rounded(self.now - self.then)

    @property
    def is_measurable(self) -> bool:
        """Whether rounding lets it be seen."""
        return bool(self.points)


@dataclass(frozen=True)
class SharesChange:
    """How a pair of shares has changed."""

    requests: ShareChange
    tokens: ShareChange

    @property
    def is_measurable(self) -> bool:
        """Whether rounding lets either change be seen."""
        return self.requests.is_measurable or self.tokens.is_measurable

    @property
    def by_measure(self) -> tuple[tuple[str, ShareChange], tuple[str, ShareChange]]:
        """Both changes, each with what it is a share of: `requests`, `tokens`."""
        return ("requests", self.requests), ("tokens", self.tokens)


@dataclass(frozen=True)
class Differences:
    """How the things of one kind, tasks or categories, differ between two answers, by key."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]
    """All three in alphabetical order."""
    shares: Mapping[str, SharesChange]
    """Shares of everything, of what both answers have, in the later one's order."""


@dataclass(frozen=True)
class DayDifferences:
    """How tasks and categories differ between two answers."""

    tags: Differences
    categories: Differences
    reclassified: tuple[str, ...]
    """The tags that are in another category now, in alphabetical order."""


def compare_days(then: DaySummary, now: DaySummary) -> DayDifferences:
    """Compare the tasks and categories of two answers."""
    both = sorted(then.tags.keys() & now.tags.keys())
    return DayDifferences(
        tags=_differences(then.tags, now.tags),
        categories=_differences(then.categories, now.categories),
        reclassified=tuple(
            tag for tag in both if then.tags[tag].category_key != now.tags[tag].category_key
        ),
    )


def compare_shares(then: Shares, now: Shares) -> SharesChange:
    """Compare two pairs of shares of the same thing."""
    return SharesChange(
        ShareChange(then.requests, now.requests), ShareChange(then.tokens, now.tokens)
    )


def changed_models(then: Mapping[str, Shares], now: Mapping[str, Shares]) -> frozenset[str]:
    """Return the models whose shares of a task differ, or that only one of two lists has."""
    moved = (
        model
        for model in then.keys() & now.keys()
        if compare_shares(then[model], now[model]).is_measurable
    )
    return frozenset(moved) | (then.keys() ^ now.keys())


def _differences(
    then: Mapping[str, TagSummary] | Mapping[str, CategorySummary],
    now: Mapping[str, TagSummary] | Mapping[str, CategorySummary],
) -> Differences:
    both = then.keys() & now.keys()
    return Differences(
        added=tuple(sorted(now.keys() - then.keys())),
        removed=tuple(sorted(then.keys() - now.keys())),
        renamed=tuple(sorted(key for key in both if then[key].name != now[key].name)),
        shares={
            key: compare_shares(then[key].shares, each.shares)
            for key, each in now.items()
            if key in both
        },
    )
