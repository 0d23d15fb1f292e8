"""How the rankings of two days differ: shares in percentage points, ranks, lists.

Pure. A change compares windows that share no day; overlapping ones say little, since a jump
in them can come from a day up to a week ago. The exception is an answer that restates a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.leaders import most_unlisted
from site_lib.analysis.standout import PastPairs
from site_lib.snapshots.differences import ShareChange, compare_days, compare_shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.analysis.rankings import Category, Model, Rankings, Tag
    from site_lib.analysis.ranks import Ranks
    from site_lib.analysis.standout import SharesOn
    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.summary import DaySummary

NOT_COMPARED = PastPairs((), 0)
"""Without earlier days, no change can be told to stand out."""


@dataclass(frozen=True)
class JudgedChange(ShareChange):
    """A share then and now, and whether the change stands out among earlier ones."""

    stands_out: bool | None
    """None where the archive holds too little to tell."""


@dataclass(frozen=True)
class Change:
    """How one thing's shares have changed, and the ranks that it had."""

    requests: JudgedChange
    tokens: JudgedChange
    ranks: Ranks

    @property
    def by_measure(self) -> tuple[tuple[str, JudgedChange], tuple[str, JudgedChange]]:
        """Both changes, each with what it is a share of: `requests`, `tokens`."""
        return ("requests", self.requests), ("tokens", self.tokens)


@dataclass(frozen=True)
class Unlisted:
    """A model that one of two lists does not have, and the most it can have had of requests there.

    No more than the last one listed, and no more than all that is not listed; rounding included.
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
    with_other_tasks: frozenset[str]
    """Categories that other tags moved into or out of, by key."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    """The names of tags that only one of the days has. Each changes what all shares are of."""


def compare(then: Rankings, now: Rankings, past: PastPairs = NOT_COMPARED) -> Changes:
    """Compare two days; raises ValueError where their windows overlap.

    `past` are earlier pairs of days that the changes are judged by. Two answers for one date may
    be compared: then the change is the restatement.
    """
    apart = (now.as_of - then.as_of).days
    if apart and apart < now.window_days:
        raise ValueError(f"{then.as_of} and {now.as_of} share {now.window_days - apart} days")
    days = compare_days(then.summary, now.summary)
    categories = {category.key: category for category in then.categories}
    tags, now_tags = {tag.tag: tag for tag in then.tags}, {tag.tag for tag in now.tags}
    return Changes(
        since=then.as_of,
        categories={
            each.key: _category(categories[each.key], each, past)
            for each in now.categories
            if each.key in categories
        },
        tags={tag.tag: _tag(tags[tag.tag], tag, past) for tag in now.tags if tag.tag in tags},
        with_other_tasks=frozenset(
            each.key
            for each in now.categories
            if each.key in categories
            and _tags_of(each) & tags.keys() != _tags_of(categories[each.key]) & now_tags
        ),
        added=tuple(now.summary.tags[tag].name for tag in days.tags.added),
        removed=tuple(then.summary.tags[tag].name for tag in days.tags.removed),
    )


def _tags_of(category: Category) -> set[str]:
    return {tag.tag for tag in category.tags}


def _category(then: Category, now: Category, past: PastPairs) -> Change:
    def on(day: DaySummary) -> Shares | None:
        return day.categories[now.key].shares if now.key in day.categories else None

    return _change(then.shares, now.shares, then.ranks, past, on)


def _tag(then: Tag, now: Tag, past: PastPairs) -> TagChange:
    old = {model.id: model for model in then.models}
    new = {model.id: model for model in now.models}
    return TagChange(
        of_all=_of_all(then, now, past),
        of_category=_of_category(then, now, past),
        models={
            key: _unjudged(old[key].shares, model.shares, old[key].ranks)
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


def _of_all(then: Tag, now: Tag, past: PastPairs) -> Change:
    def on(day: DaySummary) -> Shares | None:
        return day.tags[now.tag].shares if now.tag in day.tags else None

    return _change(then.shares, now.shares, then.ranks, past, on)


def _of_category(then: Tag, now: Tag, past: PastPairs) -> Change | None:
    if then.category_key != now.category_key:
        return None

    def on(day: DaySummary) -> Shares | None:
        is_same = day.has_tag(now.category_key, now.tag)
        return day.tags[now.tag].category_shares if is_same else None

    return _change(then.category_shares, now.category_shares, then.category_ranks, past, on)


def _change(then: Shares, now: Shares, ranks: Ranks, past: PastPairs, on: SharesOn) -> Change:
    both = compare_shares(then, now)
    requests, tokens = past.judge((both.requests, both.tokens), on)
    return Change(
        JudgedChange(then.requests, now.requests, requests),
        JudgedChange(then.tokens, now.tokens, tokens),
        ranks,
    )


def _unjudged(then: Shares, now: Shares, ranks: Ranks) -> Change:
    """Compare a model's shares; the archive's summaries have none that these could be held to."""
    return Change(
        JudgedChange(then.requests, now.requests, None),
        JudgedChange(then.tokens, now.tokens, None),
        ranks,
    )
