"""How the rankings of two days differ: shares in percentage points, ranks, lists.

Pure. A change compares windows that share no day; overlapping ones say little, since a jump
in them can come from a day up to a week ago. The exception is an answer that restates a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.leaders import most_unlisted
from site_lib.snapshots.differences import SharesChange, compare_days, compare_shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.analysis.rankings import Category, Model, Rankings, Tag
    from site_lib.analysis.ranks import Ranks


@dataclass(frozen=True)
class Change(SharesChange):
    """How one thing's shares have changed, and the ranks that it had."""

    ranks: Ranks

    @classmethod
    def since(cls, shares: SharesChange, ranks: Ranks) -> Change:
        """Add the ranks of then to changed shares."""
        return cls(shares.requests, shares.tokens, ranks)


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
    """How a tag's shares have changed, and its list."""

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
    """All that has changed between two days."""

    since: date
    categories: Mapping[str, Change]
    """Of the categories that both have, by key."""
    tags: Mapping[str, TagChange]
    """Of the tags that both have."""
    reclassified: frozenset[str]
    """Categories that had other tags then: their change is partly one of classification."""


def compare(then: Rankings, now: Rankings) -> Changes:
    """Compare two days; raises ValueError where their windows overlap.

    Two answers for one date may be compared: then the change is the restatement.
    """
    apart = (now.as_of - then.as_of).days
    if apart and apart < now.window_days:
        raise ValueError(f"{then.as_of} and {now.as_of} share {now.window_days - apart} days")
    days = compare_days(then.summary, now.summary)
    of_all = days.tags.shares
    categories = {category.key: category for category in then.categories}
    tags = {tag.tag: tag for tag in then.tags}
    return Changes(
        since=then.as_of,
        categories={
            key: Change.since(shares, categories[key].ranks)
            for key, shares in days.categories.shares.items()
        },
        tags={
            tag.tag: _tag(tags[tag.tag], tag, of_all[tag.tag])
            for tag in now.tags
            if tag.tag in tags
        },
        reclassified=frozenset(
            each.key
            for each in now.categories
            if each.key in categories and _tags_of(each) != _tags_of(categories[each.key])
        ),
    )


def _tags_of(category: Category) -> set[str]:
    return {tag.tag for tag in category.tags}


def _tag(then: Tag, now: Tag, of_all: SharesChange) -> TagChange:
    old = {model.id: model for model in then.models}
    new = {model.id: model for model in now.models}
    return TagChange(
        of_all=Change.since(of_all, then.ranks),
        of_category=_of_category(then, now),
        models={
            key: Change.since(compare_shares(old[key].shares, model.shares), old[key].ranks)
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


def _of_category(then: Tag, now: Tag) -> Change | None:
    if then.category_key != now.category_key:
        return None
    shares = compare_shares(then.category_shares, now.category_shares)
    return Change.since(shares, then.category_ranks)
