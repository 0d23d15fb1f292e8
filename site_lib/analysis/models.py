"""What one answer says of each model: where it is listed, and what it is used for.

A model's known requests are those in the tasks that list it: Σ task's share × model's share of it.
Its parts are what they divide into: a task's share × the model's share of it ÷ known requests.
Shares and parts are ranges that include rounding, exact for the statements that `group.py` names.
Shares are fractions of 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from site_lib.analysis.group import everything, of_category
from site_lib.analysis.leaders import Leader, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_lib.analysis.group import Group
    from site_lib.analysis.rankings import Category, Model, Rankings, Tag
    from site_lib.snapshots.precision import Interval

DATE = re.compile(r"-(\d{8}|(\d{4}-)?\d\d-\d\d)$")
"""How ids of dated models end: `-20260731`, `-2025-04-14`, `-04-02`."""
FEWEST_KNOWN = 0.5
"""If the lists show less of a model's requests than this, they do not say what it is used for."""


@dataclass(frozen=True)
class TaskUse:
    """A task that lists a model."""

    tag: Tag
    model: Model
    """Its shares and ranks in the task's list."""
    part: Interval | None
    """The part that the task is of the model's known requests; None if too few are known."""


@dataclass(frozen=True)
class CategoryUse:
    """A category, and the ranges of a model's shares of it."""

    category: Category
    model: str
    """The model's id."""
    part: Interval | None
    """The part that its tasks are of the model's known requests; None if too few are known."""
    group: Group
    """Its tasks."""

    # Computed only where they are shown.
    @cached_property
    def requests(self) -> Interval:
        """The range of the model's share of the category's requests."""
        return self.group.requests.share(self.model)

    @cached_property
    def tokens(self) -> Interval:
        """The range of the model's share of the category's tokens."""
        return self.group.tokens.share(self.model)

    @property
    def listed_in(self) -> int:
        """Number of its tasks that list the model."""
        return self.group.listed_in.get(self.model, 0)


@dataclass(frozen=True)
class Elsewhere:
    """A task that does not list a model, and the most that the model can have of it."""

    tag: Tag
    requests: float
    tokens: float


@dataclass(frozen=True)
class ModelUse(Leader):
    """What a model is used for, and the ranges of its shares of everything."""

    tasks: tuple[TaskUse, ...]
    """Those that list it, by what they are of its known requests; the most first."""
    categories: tuple[CategoryUse, ...]
    """Those that have tasks, by requests."""
    elsewhere: tuple[Elsewhere, ...]
    """The tasks that do not list it, by requests."""
    fewest_known: ClassVar[float] = FEWEST_KNOWN

    @property
    def known(self) -> float:
        """What its known requests are of all its requests, or less: minimum ÷ maximum."""
        return known_part(self.requests)

    @property
    def is_known(self) -> bool:
        """Whether the lists show enough of its requests to say what it is used for."""
        return self.known >= FEWEST_KNOWN

    @property
    def most_unknown(self) -> float:
        """What tasks that do not list it can add at most, as a part of its known requests.

        Only where some are known.
        """
        return 1 / self.known - 1

    @property
    def best(self) -> TaskUse:
        """The task whose list it ranks best in; of several, that which is most of its requests."""
        # Of equal ranks, the untied is better; of those, the first task is the largest part.
        return min(self.tasks, key=lambda each: each.model.ranks.requests)

    @cached_property
    def parts(self) -> Mapping[str, Interval]:
        """The parts that tasks are of its known requests, by tag; empty if too few are known."""
        return {each.tag.tag: each.part for each in self.tasks if each.part}


def family_of(model: str) -> str:
    """Return what a model's id is without its variant (`:free`) and its date (`-20260731`)."""
    return DATE.sub("", model.partition(":")[0])


def least_together(uses: Iterable[ModelUse]) -> float:
    """Return the sum of some models' minimum shares of requests: together they have no less."""
    return sum(use.requests.low for use in uses)


def known_part(requests: Interval) -> float:
    """Return the least that known requests are of all requests, from the range of a share."""
    return requests.low / requests.high if requests.high else 0.0


def model_uses(rankings: Rankings) -> tuple[ModelUse, ...]:
    """Return every listed model, that with the largest minimum share of requests first."""
    day = _Day(rankings)
    return tuple(sorted(map(day.use, day.group.listed_in), key=sort_key))


def model_use(rankings: Rankings, model: str) -> ModelUse:
    """Return one model that some task lists."""
    return _Day(rankings).use(model)


class _Day:
    """What all models of a day are read from."""

    def __init__(self, rankings: Rankings) -> None:
        self.group = everything(rankings)
        self._tags = rankings.tags
        self._in_group = [tag for category in rankings.categories for tag in category.tags]
        """The tags in the order of the group's members."""
        self._categories = [
            (category, of_category(category)) for category in rankings.categories if category.tags
        ]

    def use(self, model: str) -> ModelUse:
        """Return a model that some task lists."""
        requests = self.group.requests.share(model)
        is_known = known_part(requests) >= FEWEST_KNOWN

        def part(of: set[str]) -> Interval | None:
            counted = [tag.tag in of for tag in self._in_group]
            return self.group.requests.part(model, counted) if is_known else None

        tasks = [
            TaskUse(tag, found, part({tag.tag}))
            for tag in self._tags
            for found in tag.models
            if found.id == model
        ]
        return ModelUse(
            id=model,
            requests=requests,
            tokens=self.group.tokens.share(model),
            listed_in=len(tasks),
            tasks=tuple(sorted(tasks, key=_size, reverse=True)),
            categories=tuple(
                CategoryUse(category, model, part({tag.tag for tag in category.tags}), group)
                for category, group in self._categories
            ),
            elsewhere=tuple(self._elsewhere({each.tag.tag for each in tasks})),
        )

    def _elsewhere(self, listing: set[str]) -> Iterator[Elsewhere]:
        """Yield the tasks that do not list a model, by requests."""
        at = {tag.tag: index for index, tag in enumerate(self._in_group)}
        both = self.group.requests, self.group.tokens
        for tag in self._tags:
            if tag.tag not in listing:
                requests, tokens = (each.lists[at[tag.tag]].unlisted.high for each in both)
                yield Elsewhere(tag, requests, tokens)


def _size(use: TaskUse) -> tuple[float, float]:
    """Sort tasks by the least that they are of known requests, then by what is printed."""
    printed = use.tag.shares.requests * use.model.shares.requests
    return use.part.low if use.part else 0.0, printed


def _standing(model: Model) -> tuple[int, bool]:
    return model.ranks.requests.position, model.ranks.requests.tied
