"""What pages print, computed anew from answers and independently of the site's own code."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from scipy.optimize import linprog

from tests.site_reader import rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.answers import Data

    Range = tuple[float, float]

HALF = 0.0005
"""How far a printed share can be from the true one."""


def points(now: float, before: float) -> str:
    """Write a change in percentage points."""
    thousandths = round(1000 * now) - round(1000 * before)
    if not thousandths:
        return "±0"
    tenths = abs(thousandths)
    return f"{'−' if thousandths < 0 else '+'}{tenths // 10}.{tenths % 10}"


def was(now: float, all_now: list[float], before: float, all_before: list[float]) -> str:
    """Write the rank of then where the position of now is another one."""
    then, today = rank(before, all_before), rank(now, all_now)
    return "" if then.removesuffix("=") == today.removesuffix("=") else f"was {then}"


def small_print(now: float, all_now: list[float], before: float, all_before: list[float]) -> str:
    """Write what stands small under a share."""
    return ", ".join(filter(None, [points(now, before), was(now, all_now, before, all_before)]))


def around(share: float) -> Range:
    return max(share - HALF, 0), min(share + HALF, 1)


def share_of_all(tag: Data, group: Data, prefix: str) -> Range:
    """Return the range of a task's share of everything, which the answer states twice."""
    once, part, whole = (
        around(each)
        for each in (
            tag[f"{prefix}_share"],
            tag[f"category_{prefix}_share"],
            group[f"{prefix}_share"],
        )
    )
    return max(once[0], part[0] * whole[0]), min(once[1], part[1] * whole[1])


def share_of_category(tag: Data, group: Data, prefix: str) -> Range:
    """Return the range of a task's share of its category, which the answer states twice."""
    once, part, whole = (
        around(each)
        for each in (
            tag[f"category_{prefix}_share"],
            tag[f"{prefix}_share"],
            group[f"{prefix}_share"],
        )
    )
    return max(once[0], part[0] / whole[1]), min(once[1], part[1] / whole[0])


def tokens_per_request(requests: Range, tokens: Range) -> Range:
    return tokens[0] / requests[1], tokens[1] / requests[0]


def middle(low: float, high: float) -> str:
    """Write the middle of a range, with as many digits as the range supports."""
    middle = Fraction((low + high) / 2)
    for decimals in range(4):
        scale = 10**decimals
        nearest = Fraction(math.floor(middle * scale + Fraction(1, 2)), scale)
        if decimals == 3 or (low < nearest < high and 1 / scale <= high - low):
            break
    return f"{float(nearest):.{decimals}f}×"


def most_unlisted(models: list[Data]) -> float:
    """Return the most of a task's requests that a model can have without being listed.

    A linear programme: it has no more than any that is listed, each listed one is within its
    rounding, and all together have no more than everything.
    """
    return _most_unlisted(tuple(around(model["tag_usage_share"]) for model in models))


@cache  # the pages of dozens of models ask for the same
def _most_unlisted(shares: tuple[Range, ...]) -> float:
    count = len(shares)
    no_more = [[-1.0 * (at == each) for each in range(count)] + [1.0] for at in range(count)]
    found = linprog(
        [0.0] * count + [-1.0],
        A_ub=[*no_more, [1.0] * (count + 1)],
        b_ub=[0.0] * count + [1.0],
        bounds=[*shares, (0, 1)],
    )
    return float(-found.fun)


def up(share: float) -> str:
    """Write an upper bound."""
    return f"{math.ceil(1000 * share - 1e-6) / 10:.1f}%"


def down(share: float) -> str:
    """Write a lower bound."""
    return f"{math.floor(1000 * share + 1e-6) / 10:.1f}%"


def mean_range(weights: Sequence[Range], values: Sequence[Range]) -> Range:
    """Return the range of Σ weight × value where the weights sum to 1, as linear programmes."""
    ends = []
    for sign, end in ((1, 0), (-1, 1)):
        found = linprog(
            [sign * value[end] for value in values],
            A_eq=[[1.0] * len(weights)],
            b_eq=[1.0],
            bounds=list(weights),
        )
        ends.append(float(sign * found.fun))
    return ends[0], ends[1]


def model_requests(model: str, tags: list[Data], weights: Sequence[Range]) -> Range:
    """Return the range of a model's share of the requests of some tasks together."""
    values = []
    for tag in tags:
        listed = {each["id"]: each["tag_usage_share"] for each in tag["models"]}
        values.append(
            around(listed[model]) if model in listed else (0.0, most_unlisted(tag["models"]))
        )
    return mean_range(weights, values)


def least_tokens(model: str, tags: list[Data], weights: Sequence[Range]) -> float:
    """Return the least share of the tokens of some tasks together that a model can have."""
    values = []
    for tag in tags:
        listed = {each["id"]: each["tag_token_share"] for each in tag["models"]}
        values.append(around(listed[model]) if model in listed else (0.0, 1.0))
    return mean_range(weights, values)[0]


def new_leaders(then: Data, now: Data) -> tuple[set[str], int]:
    """Return the tasks whose leaders of now were not leaders then, and how many both days list."""
    before = {tag["tag"]: first(tag) for tag in then["classifications"]}
    both = [tag for tag in now["classifications"] if first(tag) and before.get(tag["tag"])]
    return {tag["tag"] for tag in both if not first(tag) & before[tag["tag"]]}, len(both)


def first(tag: Data) -> set[str]:
    """Return the models at rank 1 by requests."""
    most = max((model["tag_usage_share"] for model in tag["models"]), default=0)
    return {model["id"] for model in tag["models"] if model["tag_usage_share"] == most}


def part_range(model: str, tags: list[Data], weights: Sequence[Range], of: set[str]) -> Range:
    """Return the range of the part that some tasks are of a model's requests in all that list it.

    A linear-fractional programme made linear (Charnes and Cooper 1962): the weights are divided by
    the model's requests, and the last variable is 1 ÷ them.
    """
    ends = []
    for sign, counted, others in ((1, 0, 1), (-1, 1, 0)):
        shares, gains = [], []
        for tag in tags:
            listed = {each["id"]: each["tag_usage_share"] for each in tag["models"]}
            share = around(listed[model]) if model in listed else (0.0, 0.0)
            is_counted = tag["tag"] in of
            shares.append(share[counted] if is_counted else share[others])
            gains.append(sign * shares[-1] if is_counted else 0.0)
        at_least, at_most = [], []
        for index, (low, high) in enumerate(weights):
            row = [float(at == index) for at in range(len(tags))]
            at_least.append([*(-each for each in row), low])
            at_most.append([*row, -high])
        found = linprog(
            [*gains, 0.0],
            A_ub=[*at_least, *at_most],
            b_ub=[0.0] * (2 * len(tags)),
            A_eq=[[*shares, 0.0], [*([1.0] * len(tags)), -1.0]],
            b_eq=[1.0, 0.0],
        )
        ends.append(float(sign * found.fun))
    return ends[0], ends[1]


def model_tokens(model: str, tags: list[Data], weights: Sequence[Range]) -> Range:
    """Return the range of a model's share of the tokens of some tasks together."""
    values = []
    for tag in tags:
        listed = {each["id"]: each["tag_token_share"] for each in tag["models"]}
        values.append(around(listed[model]) if model in listed else (0.0, rest_of_tokens(tag)))
    return mean_range(weights, values)


def rest_of_tokens(tag: Data) -> float:
    """Return the largest share of a task's tokens that a model can have without being listed."""
    return max(1 - sum(around(each["tag_token_share"])[0] for each in tag["models"]), 0.0)


def weights_of_all(answer: Data, kind: str) -> list[Range]:
    """Return the ranges of the tasks' shares of everything, of requests (`usage`) or tokens."""
    groups = {each["key"]: each for each in answer["macro_categories"]}
    tags = answer["classifications"]
    return [share_of_all(tag, groups[tag["macro_category"]], kind) for tag in tags]


def share_range(ends: Range) -> str:
    """Write a range with its ends rounded outwards."""
    return f"{down(ends[0])} to {up(ends[1])}"
