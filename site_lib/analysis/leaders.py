"""The models that lead a group of tasks: their shares as the ranges that the answer allows.

A task lists only its first models by requests, and every share is rounded. A range holds just the
true shares that fit what is stated of each task, where the tasks' shares sum to 1. That those of a
category's tasks also sum to its share is left out: in recorded answers that would narrow a range by
less than a hundredth of a percentage point. `bounds.py` computes the ranges. Shares are fractions
of 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from site_lib.analysis.bounds import Weights, bounds_by_rank, bounds_by_sum
from site_lib.analysis.rankings import Identified, share_of_all, share_of_category
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval

if TYPE_CHECKING:
    from site_lib.analysis.bounds import ListBounds
    from site_lib.analysis.rankings import Category, Rankings, Tag

TOP = 10
NO_LIST_NAMES_IT = ""
"""Stands for the id of a model that no tag lists."""


@dataclass(frozen=True)
class Leader(Identified):
    """The ranges of a model's share of several tags together."""

    requests: Interval
    tokens: Interval
    """Far wider, as a model that is not listed may have all tokens that are not listed."""
    listed_in: int
    """Number of tags that list it."""


@dataclass(frozen=True)
class Leaders:
    """All models listed in a group of tags, by the least that each has of the requests."""

    models: tuple[Leader, ...]
    tags: int
    """Number of tags in the group."""
    certain_first: Leader | None
    """The model that has more requests than any other in all true shares that are possible."""
    undecided_because: Literal["lists", "rounding"] | None
    """What leaves the first place open, None if nothing does or no model is listed.

    "rounding" if the printed shares, were they exact, would decide it or make it a tie.
    """
    rounding: float
    """The most by which rounding moves an end of a range of requests of the `top` models."""

    @property
    def top(self) -> tuple[Leader, ...]:
        """The models that pages show."""
        return self.models[:TOP]


class _Member(NamedTuple):
    """A tag of a group, and what the answer says of its share of the group."""

    tag: Tag
    printed_requests: float
    requests: Interval
    tokens: Interval


@dataclass(frozen=True)
class _Reading:
    """What an answer says of requests or of tokens in a group: as printed, or with rounding."""

    weights: Weights
    lists: list[ListBounds]

    def share(self, model: str) -> Interval:
        """Return the range of a model's share of the group."""
        return self.weights.mean([each.share(model) for each in self.lists])

    def least_lead(self, model: str, rival: str) -> float:
        """Return the least by which a model's share of the group exceeds another's."""
        return self.weights.least([each.least_lead(model, rival) for each in self.lists])


def overall_leaders(rankings: Rankings) -> Leaders:
    """Return the range of each listed model's share of everything."""
    return _leaders(
        [
            _Member(
                tag,
                tag.shares.requests,
                *map(share_of_all, tag.shares, tag.category_shares, category.shares),
            )
            for category in rankings.categories
            for tag in category.tags
        ]
    )


def category_leaders(category: Category) -> Leaders:
    """Return the range of each listed model's share of a category."""
    return _leaders(
        [
            _Member(
                tag,
                tag.category_shares.requests,
                *map(share_of_category, tag.shares, tag.category_shares, category.shares),
            )
            for tag in category.tags
        ]
    )


def most_unlisted(tag: Tag) -> float:
    """Return the largest share of a task's requests that a model can have without being listed."""
    printed = {model.id: model.shares.requests for model in tag.models}
    return bounds_by_rank(printed, HALF_STEP).unlisted.high


def _leaders(members: list[_Member]) -> Leaders:
    """Compute the range of each listed model's share of a group."""
    listed_in = Counter(model.id for member in members for model in member.tag.models)
    requests, tokens, printed = _requests(members), _tokens(members), _requests_as_printed(members)
    leaders = [
        Leader(model, requests.share(model), tokens.share(model), times)
        for model, times in listed_in.items()
    ]
    leaders.sort(key=lambda each: _order(each.id, each.requests))
    models = [each.id for each in leaders]
    is_sure = bool(models) and _is_sure(requests, models)
    return Leaders(
        models=tuple(leaders),
        tags=len(members),
        certain_first=leaders[0] if is_sure else None,
        undecided_because=_what_leaves_open(printed, models) if models and not is_sure else None,
        rounding=max((_moved(each, printed) for each in leaders[:TOP]), default=0.0),
    )


def _order(model: str, share: Interval) -> tuple[float, float, str]:
    return -share.low, -share.high, model


def _requests(members: list[_Member]) -> _Reading:
    """Read each printed share as all the true shares that are rounded to it."""
    return _Reading(
        Weights(tuple(member.requests for member in members)),
        [bounds_by_rank(_listed_requests(member), HALF_STEP) for member in members],
    )


def _requests_as_printed(members: list[_Member]) -> _Reading:
    """Read each printed share as the true one, though they need not sum to 1."""
    return _Reading(
        Weights.exactly(member.printed_requests for member in members),
        [bounds_by_rank(_listed_requests(member), 0.0) for member in members],
    )


def _tokens(members: list[_Member]) -> _Reading:
    """Read each printed share as all the true shares that are rounded to it."""
    listed = [{each.id: each.shares.tokens for each in member.tag.models} for member in members]
    return _Reading(
        Weights(tuple(member.tokens for member in members)),
        [bounds_by_sum(shares, HALF_STEP) for shares in listed],
    )


def _listed_requests(member: _Member) -> dict[str, float]:
    return {each.id: each.shares.requests for each in member.tag.models}


def _is_sure(requests: _Reading, models: list[str]) -> bool:
    """Return whether the first model has more than each other, even one that no list names.

    Only the model with the highest low end can: where it is at that end, each other has less.
    """
    first, *others = models
    rivals = (*others, NO_LIST_NAMES_IT)
    return all(requests.least_lead(first, rival) > FLOAT_NOISE for rival in rivals)


def _what_leaves_open(printed: _Reading, models: list[str]) -> Literal["lists", "rounding"]:
    """Return why the first place cannot be told, of requests as printed."""
    first, *others = sorted(models, key=lambda each: _order(each, printed.share(each)))
    for rival in (*others, NO_LIST_NAMES_IT):
        lead, back = printed.least_lead(first, rival), printed.least_lead(rival, first)
        is_tie = min(lead, back) >= -FLOAT_NOISE
        if lead <= FLOAT_NOISE and not is_tie:
            return "lists"
    return "rounding"


def _moved(leader: Leader, printed: _Reading) -> float:
    """Return how far rounding moves an end of a leader's range of requests at most."""
    true, read = leader.requests, printed.share(leader.id)
    return max(abs(true.low - read.low), abs(true.high - read.high))
