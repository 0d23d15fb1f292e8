"""A group of tasks: what an answer says of models' shares of all its tasks together.

A task lists only its first models by requests, and every share is rounded. The ranges hold just the
true shares that fit what is stated of each task, where the tasks' shares sum to 1. That those of a
category's tasks also sum to its share is left out: in recorded answers that would narrow the range
of a share by less than a hundredth of a percentage point, of a task's part of a model's requests by
less than a tenth, and of a category's part by 0.2 points at most. `bounds.py` computes the ranges.
Shares are fractions of 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_lib.analysis.bounds import Weights, bounds_by_rank, bounds_by_sum
from site_lib.analysis.rankings import share_of_all, share_of_category
from site_lib.snapshots.precision import HALF_STEP, Interval, Shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_lib.analysis.bounds import ListBounds
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.snapshots.snapshot import Snapshot

NO_LIST_NAMES_IT = ""
"""Stands for the id of a model that no tag lists."""


@dataclass(frozen=True)
class Member:
    """A task of a group, and what the answer says of its share of the group."""

    models: Mapping[str, Shares]
    """The listed models' shares of the task, by id."""
    printed_requests: float
    requests: Interval
    tokens: Interval


@dataclass(frozen=True)
class Reading:
    """What an answer says of requests or of tokens in a group: as printed, or with rounding."""

    weights: Weights
    lists: Sequence[ListBounds]

    def share(self, model: str) -> Interval:
        """Return the range of a model's share of the group."""
        return self.weights.mean([each.share(model) for each in self.lists])

    def least_lead(self, model: str, rival: str) -> float:
        """Return the least by which a model's share of the group exceeds another's."""
        return self.weights.least([each.least_lead(model, rival) for each in self.lists])

    def part(self, model: str, of: Sequence[bool]) -> Interval:
        """Return the range of the part that some tasks are of a model's listed requests.

        `of` says of each task whether it counts. The model's listed requests must be more than 0
        in every case that fits the answer.
        """
        shares = [each.listed.get(model, Interval(0.0, 0.0)) for each in self.lists]
        least = self.weights.least_part(
            [each.low if is_part else each.high for each, is_part in zip(shares, of, strict=True)],
            of,
        )
        least_rest = self.weights.least_part(
            [each.high if is_part else each.low for each, is_part in zip(shares, of, strict=True)],
            [not is_part for is_part in of],
        )
        return Interval(least, max(1 - least_rest, least))


@dataclass(frozen=True)
class Group:
    """Some tasks that make up a whole: all of them, or those of a category."""

    members: tuple[Member, ...]

    @cached_property
    def listed_in(self) -> Mapping[str, int]:
        """How many of the tasks list each model, by id."""
        return Counter(model for member in self.members for model in member.models)

    @cached_property
    def requests(self) -> Reading:
        """Shares of requests: each printed one is any true one that is rounded to it."""
        return Reading(
            Weights(tuple(each.requests for each in self.members)),
            [bounds_by_rank(_requests(each), HALF_STEP) for each in self.members],
        )

    @cached_property
    def requests_as_printed(self) -> Reading:
        """Shares of requests: each printed one is the true one, though they need not sum to 1."""
        return Reading(
            Weights.exactly(each.printed_requests for each in self.members),
            [bounds_by_rank(_requests(each), 0.0) for each in self.members],
        )

    @cached_property
    def tokens(self) -> Reading:
        """Shares of tokens: each printed one is any true one that is rounded to it."""
        tokens = [
            {model: both.tokens for model, both in each.models.items()} for each in self.members
        ]
        return Reading(
            Weights(tuple(each.tokens for each in self.members)),
            [bounds_by_sum(printed, HALF_STEP) for printed in tokens],
        )


def everything(rankings: Rankings) -> Group:
    """Return all tasks, those of the first category first, as `Rankings.categories` has them."""
    return Group(
        tuple(
            _of_all(_listed(tag), tag.shares, tag.category_shares, category.shares)
            for category in rankings.categories
            for tag in category.tags
        )
    )


def everything_in(snapshot: Snapshot) -> Group:
    """Return all tasks of a snapshot, in its order: `everything` without the rankings."""
    whole = {
        each.key: Shares(each.usage_share, each.token_share) for each in snapshot.macro_categories
    }
    return Group(
        tuple(
            _of_all(
                {e.id: Shares(e.tag_usage_share, e.tag_token_share) for e in tag.models},
                Shares(tag.usage_share, tag.token_share),
                Shares(tag.category_usage_share, tag.category_token_share),
                whole[tag.macro_category],
            )
            for tag in snapshot.classifications
        )
    )


def of_category(category: Category) -> Group:
    """Return the tasks of a category, in its order."""
    return Group(
        tuple(
            Member(
                _listed(tag),
                tag.category_shares.requests,
                *map(share_of_category, tag.shares, tag.category_shares, category.shares),
            )
            for tag in category.tags
        )
    )


def _of_all(
    models: Mapping[str, Shares], shares: Shares, of_category: Shares, category: Shares
) -> Member:
    """Return a task as a part of everything, from its shares of everything and of its category."""
    return Member(models, shares.requests, *map(share_of_all, shares, of_category, category))


def _listed(tag: Tag) -> dict[str, Shares]:
    return {each.id: each.shares for each in tag.models}


def _requests(member: Member) -> dict[str, float]:
    return {model: both.requests for model, both in member.models.items()}
