"""What differs between two answers: tasks and categories, their shares, the models listed.

Notices, news and the archive page all use this module, and word the result themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary

    Summaries = Mapping[str, TagSummary] | Mapping[str, CategorySummary]


@dataclass(frozen=True)
class ShareChange:
    """One share then and now, rounded by OpenRouter.

    Rounding keeps order. If the rounded shares differ, the true shares differ in the same
    direction, by the same amount give or take a tenth of a percentage point. If the rounded shares
    are equal, the true ones may still differ by less than that.
    """

    then: float
    now: float

    @property
    def points(self) -> float:
        """The difference, as a fraction of 1."""
        return rounded(self.now - self.then)

    @property
    def is_measurable(self) -> bool:
        """Whether the rounded shares differ."""
        return bool(self.points)


@dataclass(frozen=True)
class SharesChange:
    """How a pair of shares has changed."""

    requests: ShareChange
    tokens: ShareChange

    @property
    def is_measurable(self) -> bool:
        """Whether either of the rounded shares differs."""
        return self.requests.is_measurable or self.tokens.is_measurable

    @property
    def by_measure(self) -> tuple[tuple[str, ShareChange], tuple[str, ShareChange]]:
        """Both changes, each with the name of its measure: `requests`, `tokens`."""
        return ("requests", self.requests), ("tokens", self.tokens)


@dataclass(frozen=True)
class Differences:
    """How all tasks, or all categories, differ between two answers; by key.

    Each kind of difference is computed only when it is needed: the archive page compares thousands
    of days and shows few kinds.
    """

    then: Summaries
    now: Summaries

    @property
    def added(self) -> list[str]:
        """The keys that only the later answer has, in alphabetical order."""
        return sorted(self.now.keys() - self.then.keys())

    @property
    def removed(self) -> list[str]:
        """The keys that only the earlier answer has, in alphabetical order."""
        return sorted(self.then.keys() - self.now.keys())

    @property
    def renamed(self) -> list[str]:
        """The keys whose names differ, in alphabetical order."""
        then, now = self.then, self.now
        return sorted(key for key in then.keys() & now.keys() if then[key].name != now[key].name)

    @property
    def shares(self) -> dict[str, SharesChange]:
        """Shares of everything, for the keys in both answers, in the later answer's order."""
        both = self.then.keys() & self.now.keys()
        return {
            key: compare_shares(self.then[key].shares, self.now[key].shares)
            for key in self.now
            if key in both
        }


@dataclass(frozen=True)
class DayDifferences:
    """How tasks and categories differ between two answers; computed when it is asked for."""

    then: DaySummary
    now: DaySummary

    @property
    def tags(self) -> Differences:
        """How the tasks differ, with their shares of everything."""
        return Differences(self.then.tags, self.now.tags)

    @property
    def categories(self) -> Differences:
        """How the categories differ, with their shares of everything."""
        return Differences(self.then.categories, self.now.categories)

    @property
    def reclassified(self) -> list[str]:
        """The tags that are in another category now, in alphabetical order."""
        then, now = self.then.tags, self.now.tags
        return sorted(
            tag
            for tag in then.keys() & now.keys()
            if then[tag].category_key != now[tag].category_key
        )

    @property
    def category_shares(self) -> dict[str, SharesChange]:
        """Shares of the category, of the tags that both answers have in the same category."""
        return {
            tag: compare_shares(self.then.tags[tag].category_shares, each.category_shares)
            for tag, each in self.now.tags.items()
            if self.then.has_tag(each.category_key, tag)
        }


def compare_days(then: DaySummary, now: DaySummary) -> DayDifferences:
    """Compare the tasks and categories of two answers."""
    return DayDifferences(then, now)


def compare_shares(then: Shares, now: Shares) -> SharesChange:
    """Compare two pairs of shares of the same thing."""
    return SharesChange(
        ShareChange(then.requests, now.requests), ShareChange(then.tokens, now.tokens)
    )


def changed_models(then: Mapping[str, Shares], now: Mapping[str, Shares]) -> frozenset[str]:
    """Return the models whose shares of a task differ, or that are in only one of the lists."""
    moved = (
        model
        for model in then.keys() & now.keys()
        if compare_shares(then[model], now[model]).is_measurable
    )
    return frozenset(moved) | (then.keys() ^ now.keys())
