"""The models that lead a group of tasks: their shares as the intervals that the lists leave.

A task lists only its first models by requests. Where a model is not listed it has no more than the
last one listed, and no more than all that is not listed; the sum over the tasks gives the bounds.
Shares are fractions of 1.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import Identified
from site_lib.snapshots.precision import HALF_STEP, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_lib.analysis.rankings import Category, Model, Rankings, Tag
    from site_lib.snapshots.precision import Shares

TOP = 10


@dataclass(frozen=True)
class Leader(Identified):
    """Bounds for a model's share of several tags together."""

    requests: Interval
    """From the sum over the tags that list it to that plus the most that the others can hide."""
    tokens_at_least: float
    listed_in: int
    """Number of tags that list it."""


@dataclass(frozen=True)
class Leaders:
    """All models listed in a group of tags, by the least that each has of the requests."""

    models: tuple[Leader, ...]
    tags: int
    """Number of tags in the group."""
    unseen: float
    """The most that a model which no tag lists can have of the requests."""
    rounding: float
    """The most by which the source's rounding can move an end of an interval or a token share."""

    @property
    def top(self) -> tuple[Leader, ...]:
        """The models that pages show."""
        return self.models[:TOP]

    @property
    def certain_first(self) -> Leader | None:
        """The model that has the most requests whatever the lists hide, if there is one."""
        if not self.models:
            return None
        first, *others = self.models
        most_elsewhere = max([self.unseen, *(other.requests.high for other in others)])
        is_sure = first.requests.low - self.rounding > most_elsewhere + self.rounding
        return first if is_sure else None


def overall_leaders(rankings: Rankings) -> Leaders:
    """Return bounds for each listed model's share of everything."""
    return _leaders((tag, tag.shares) for tag in rankings.tags)


def category_leaders(category: Category) -> Leaders:
    """Return bounds for each listed model's share of a category."""
    return _leaders((tag, tag.category_shares) for tag in category.tags)


def most_unlisted(tag: Tag) -> float:
    """Return the largest request share that the source can have printed for a model not listed."""
    rest = tag.unlisted.requests + len(tag.models) * HALF_STEP
    return min([rest, *(model.shares.requests for model in tag.models)])


def _leaders(weighted: Iterable[tuple[Tag, Shares]]) -> Leaders:
    """Compute bounds for each listed model's share of a whole, from each tag's share of it."""
    tags = list(weighted)
    listings: dict[str, dict[str, Model]] = defaultdict(dict)
    for tag, _ in tags:
        for model in tag.models:
            listings[model.id][tag.tag] = model
    leaders = [_leader(name, listed, tags) for name, listed in listings.items()]
    leaders.sort(key=lambda each: (-each.requests.low, -each.requests.high, each.id))
    # The last one is the model that no tag lists.
    rounding = max(_rounding_error(listed, tags) for listed in [*listings.values(), {}])
    unseen = sum(whole.requests * _most_if_unlisted(tag) for tag, whole in tags)
    return Leaders(tuple(leaders), len(tags), unseen, rounding)


def _leader(name: str, listed: dict[str, Model], tags: Sequence[tuple[Tag, Shares]]) -> Leader:
    known = [(whole, listed[tag.tag].shares) for tag, whole in tags if tag.tag in listed]
    low = sum(whole.requests * share.requests for whole, share in known)
    hidden = sum(
        whole.requests * _most_if_unlisted(tag) for tag, whole in tags if tag.tag not in listed
    )
    return Leader(
        id=name,
        requests=Interval(low, min(low + hidden, 1.0)),
        tokens_at_least=sum(whole.tokens * share.tokens for whole, share in known),
        listed_in=len(known),
    )


def _most_if_unlisted(tag: Tag) -> float:
    """Return the most that a model outside a tag's list can have of the tag's requests.

    It has no more than the last one listed, and no more than all that is not listed.
    """
    return min([tag.unlisted.requests, *(model.shares.requests for model in tag.models)])


def _rounding_error(listed: dict[str, Model], tags: Sequence[tuple[Tag, Shares]]) -> float:
    """Return how far rounding of both factors can move a model's upper end or token share."""
    moved = 0.0
    for tag, whole in tags:
        if tag.tag in listed:
            share, error = listed[tag.tag].shares.requests, HALF_STEP
        else:
            share, error = _most_if_unlisted(tag), _rounding_if_unlisted(tag)
        moved += whole.requests * error + HALF_STEP * share + HALF_STEP * error
    known = [
        (whole.tokens, listed[tag.tag].shares.tokens) for tag, whole in tags if tag.tag in listed
    ]
    return max(moved, sum(HALF_STEP * (whole + share + HALF_STEP) for whole, share in known))


def _rounding_if_unlisted(tag: Tag) -> float:
    """Return how much more than `_most_if_unlisted` can be hidden: what is not listed is a sum."""
    unlisted = tag.unlisted.requests + len(tag.models) * HALF_STEP
    listed = [model.shares.requests + HALF_STEP for model in tag.models]
    return min([unlisted, *listed]) - _most_if_unlisted(tag)
