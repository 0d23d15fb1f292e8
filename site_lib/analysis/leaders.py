"""The models that lead a group of tasks: their shares as the ranges that the answer allows.

`group.py` reads an answer, and says which statements the ranges rest on. Shares are fractions of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from site_lib.analysis.bounds import bounds_by_rank
from site_lib.analysis.group import NO_LIST_NAMES_IT, everything, of_category
from site_lib.analysis.rankings import Identified
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval

if TYPE_CHECKING:
    from site_lib.analysis.group import Group, Reading
    from site_lib.analysis.rankings import Category, Rankings, Tag

TOP = 10


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


def overall_leaders(rankings: Rankings) -> Leaders:
    """Return the range of each listed model's share of everything."""
    return leaders_of(everything(rankings))


def category_leaders(category: Category) -> Leaders:
    """Return the range of each listed model's share of a category."""
    return leaders_of(of_category(category))


def most_unlisted(tag: Tag) -> float:
    """Return the largest share of a task's requests that a model can have without being listed."""
    printed = {model.id: model.shares.requests for model in tag.models}
    return bounds_by_rank(printed, HALF_STEP).unlisted.high


def leaders_of(group: Group) -> Leaders:
    """Return the range of each listed model's share of a group of tasks."""
    requests, tokens, printed = group.requests, group.tokens, group.requests_as_printed
    leaders = [
        Leader(model, requests.share(model), tokens.share(model), times)
        for model, times in group.listed_in.items()
    ]
    leaders.sort(key=sort_key)
    models = [each.id for each in leaders]
    is_sure = bool(models) and _is_sure(requests, models)
    return Leaders(
        models=tuple(leaders),
        tags=len(group.members),
        certain_first=leaders[0] if is_sure else None,
        undecided_because=_what_leaves_open(printed, models) if models and not is_sure else None,
        rounding=max((_moved(each, printed) for each in leaders[:TOP]), default=0.0),
    )


def sort_key(leader: Leader) -> tuple[float, float, str]:
    """Sort models by the least that they have of the requests, then the most, then the id."""
    return _order(leader.id, leader.requests)


def _order(model: str, share: Interval) -> tuple[float, float, str]:
    return -share.low, -share.high, model


def _is_sure(requests: Reading, models: list[str]) -> bool:
    """Return whether the first model has more than each other, even one that no list names.

    Only the model with the highest low end can: where it is at that end, each other has less.
    """
    first, *others = models
    rivals = (*others, NO_LIST_NAMES_IT)
    return all(requests.least_lead(first, rival) > FLOAT_NOISE for rival in rivals)


def _what_leaves_open(printed: Reading, models: list[str]) -> Literal["lists", "rounding"]:
    """Return why the first place cannot be told, of requests as printed."""
    first, *others = sorted(models, key=lambda each: _order(each, printed.share(each)))
    for rival in (*others, NO_LIST_NAMES_IT):
        lead, back = printed.least_lead(first, rival), printed.least_lead(rival, first)
        is_tie = min(lead, back) >= -FLOAT_NOISE
        if lead <= FLOAT_NOISE and not is_tie:
            return "lists"
    return "rounding"


def _moved(leader: Leader, printed: Reading) -> float:
    """Return how far rounding moves an end of a leader's range of requests at most."""
    true, read = leader.requests, printed.share(leader.id)
    return max(abs(true.low - read.low), abs(true.high - read.high))
