"""What has changed between two snapshots: shares in percentage points, ranks, lists.

Pure. A change compares windows that share no day; overlapping ones say little, since a cliff in
them tells of a day up to a week ago. The exception is an answer that restates a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import most_unlisted
from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.analysis.rankings import Category, Model, Rankings, Ranks, Shares, Tag


@dataclass(frozen=True)
class Move:
    """One share then and now, as the source rounds it.

    Rounding keeps order: shares that are printed differently did differ, in that direction and by
    the difference give or take a tenth of a percentage point. Of shares that are printed alike
    no more can be told than that they are less than that apart.
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
class Change:
    """How one thing's shares have moved, and the ranks that it had."""

    requests: Move
    tokens: Move
    ranks: Ranks

    @classmethod
    def between(cls, then: Shares, now: Shares, ranks: Ranks) -> Change:
        """Compare two pairs of shares."""
        return cls(Move(then.requests, now.requests), Move(then.tokens, now.tokens), ranks)


@dataclass(frozen=True)
class Unlisted:
    """A model that one of two lists does not have, and the most it can have had of requests there.

    That most is in the source's own rounded terms: no more than the last one listed, and no more
    than all that is not listed.
    """

    model: Model
    at_most: float


@dataclass(frozen=True)
class TagChange:
    """How a tag's shares have moved, and its list."""

    of_all: Change
    of_category: Change | None
    """None where the tag was in another category."""
    models: Mapping[str, Change]
    """Of the models that both lists have, by id."""
    entered: Mapping[str, Unlisted]
    """By id, in the order of the list now; what they can have had then. None if none was listed."""
    left: tuple[Unlisted, ...]
    """In the order of the list then; what they can have now."""


@dataclass(frozen=True)
class Changes:
    """Everything that two snapshots let one say about a change."""

    since: date
    categories: Mapping[str, Change]
    """Of the categories that both have, by key."""
    tags: Mapping[str, TagChange]
    """Of the tags that both have."""
    reclassified: frozenset[str]
    """Categories that had other tags then: their change is one of sorting, too."""


def compare(then: Rankings, now: Rankings) -> Changes:
    """Compare two snapshots; raises ValueError where their windows overlap.

    Two answers for one date may be compared: then the change is the restatement.
    """
    days = (now.as_of - then.as_of).days
    if days and days < now.window_days:
        raise ValueError(f"{then.as_of} and {now.as_of} share {now.window_days - days} days")
    groups = {category.key: category for category in then.categories}
    tags = {tag.tag: tag for tag in then.tags}
    return Changes(
        since=then.as_of,
        categories={
            each.key: Change.between(groups[each.key].shares, each.shares, groups[each.key].ranks)
            for each in now.categories
            if each.key in groups
        },
        tags={tag.tag: _tag(tags[tag.tag], tag) for tag in now.tags if tag.tag in tags},
        reclassified=frozenset(
            each.key
            for each in now.categories
            if each.key in groups and _names(each) != _names(groups[each.key])
        ),
    )


def _names(category: Category) -> set[str]:
    return {tag.tag for tag in category.tags}


def _tag(then: Tag, now: Tag) -> TagChange:
    old = {model.id: model for model in then.models}
    new = {model.id: model for model in now.models}
    is_same_category = then.category_key == now.category_key
    return TagChange(
        of_all=Change.between(then.shares, now.shares, then.ranks),
        of_category=Change.between(then.category_shares, now.category_shares, then.category_ranks)
        if is_same_category
        else None,
        models={
            key: Change.between(old[key].shares, model.shares, old[key].ranks)
            for key, model in new.items()
            if key in old
        },
        entered={
            key: Unlisted(model, most_unlisted(then))
            for key, model in new.items()
            if old and key not in old
        },
        left=tuple(
            Unlisted(model, most_unlisted(now))
            for key, model in old.items()
            if new and key not in new
        ),
    )
