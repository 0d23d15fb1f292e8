"""The closed forms of bounds against linear programmes over the same statements."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import linprog

from site_lib.analysis.bounds import Weights, bounds_by_rank, bounds_by_sum
from site_lib.analysis.leaders import category_leaders, overall_leaders
from site_lib.analysis.rankings import derive
from site_lib.snapshots.precision import HALF_STEP, Interval
from site_lib.snapshots.snapshot import parse
from tests.answers import RECORDED, newest_data, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.bounds import ListBounds
    from site_lib.analysis.rankings import Category, Rankings, Tag

UNLISTED = "unlisted"
Box = tuple[float, float | None]


def least(values: Sequence[float], box: Sequence[Box], **constraints: Any) -> float:  # noqa: ANN401
    """Return the least Σ value × x of a linear programme."""
    found = linprog(values, bounds=box, **constraints)
    assert found.success, found.message
    return float(found.fun)


def ends(values: Sequence[float], box: Sequence[Box], **constraints: Any) -> Interval:  # noqa: ANN401
    low = least(values, box, **constraints)
    return Interval(low, -least([-value for value in values], box, **constraints))


def around(share: float) -> tuple[float, float]:
    return max(share - HALF_STEP, 0.0), min(share + HALF_STEP, 1.0)


def requests_of(tag: Tag) -> dict[str, float]:
    return {model.id: model.shares.requests for model in tag.models}


def random_list(chance: random.Random) -> dict[str, float]:
    """Return a list such as the source may print, at times full, with ties or with zeros."""
    true = [chance.random() ** chance.choice([1, 4]) for _ in range(chance.randint(1, 9))]
    true = sorted((share / sum(true) for share in true), reverse=True)
    listed = true[: chance.randint(1, len(true))]
    return {f"m/{n}": round(share, 3) for n, share in enumerate(listed)}


def random_weights(chance: random.Random) -> Weights:
    true = [chance.random() ** 3 for _ in range(chance.randint(1, 12))]
    width = chance.choice([HALF_STEP, 0.05])
    shares = [share / sum(true) for share in true]
    return Weights(
        tuple(
            Interval(max(share - chance.random() * width, 0.0), share + chance.random() * width)
            for share in shares
        )
    )


def programme_of(printed: dict[str, float]) -> tuple[list[Box], dict[str, Any]]:
    """State what a list says of its models' shares and, last, of one that is not listed."""
    count = len(printed)
    not_less = np.hstack([-np.eye(count), np.ones((count, 1))])
    upper = np.vstack([not_less, np.ones((1, count + 1))])
    limits = np.append(np.zeros(count), 1.0)
    box: list[Box] = [*map(around, printed.values()), (0.0, None)]
    return box, {"A_ub": upper, "b_ub": limits}


def agree_on(printed: dict[str, float], bounds: ListBounds) -> None:
    """Compare the range of each model, and the least lead of each over each, with programmes."""
    box, constraints = programme_of(printed)
    unit = np.eye(len(printed) + 1).tolist()
    one_hot = dict(zip([*printed, UNLISTED], unit, strict=True))
    for model, values in one_hot.items():
        expected = ends(values, box, **constraints)
        found = bounds.share(model)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
        for rival, others in one_hot.items():
            if model != rival:
                difference = np.subtract(values, others).tolist()
                lead = least(difference, box, **constraints)
                assert bounds.least_lead(model, rival) == pytest.approx(lead, abs=1e-9)


def test_what_a_list_leaves_is_what_a_linear_programme_finds() -> None:
    chance = random.Random(11)
    for _ in range(40):
        printed = random_list(chance)
        agree_on(printed, bounds_by_rank(printed, HALF_STEP))


def test_what_a_recorded_list_leaves_is_what_a_linear_programme_finds() -> None:
    for tag in derive(snapshot_of(newest_data())).tags[::7]:
        printed = requests_of(tag)
        agree_on(printed, bounds_by_rank(printed, HALF_STEP))


def test_a_list_by_something_else_leaves_all_that_is_not_listed() -> None:
    bounds = bounds_by_sum({"m/1": 0.1, "m/2": 0.3}, HALF_STEP)
    assert bounds.share(UNLISTED).high == pytest.approx(0.6 + 2 * HALF_STEP)
    assert bounds.share("m/2").high == pytest.approx(0.3 + HALF_STEP)
    full = bounds_by_sum({"m/1": 0.0, "m/2": 1.0}, HALF_STEP)
    assert full.share("m/1").high == pytest.approx(HALF_STEP)
    assert full.share("m/2").high == pytest.approx(1.0)


def test_the_greedy_mean_is_what_a_linear_programme_finds() -> None:
    chance = random.Random(12)
    for _ in range(200):
        weights = random_weights(chance)
        values = [chance.uniform(-1, 1) for _ in weights.intervals]
        box: list[Box] = [(each.low, each.high) for each in weights.intervals]
        expected = least(values, box, A_eq=[[1.0] * len(box)], b_eq=[1.0])
        assert weights.least(values) == pytest.approx(expected, abs=1e-9)


def test_weights_that_cannot_have_their_sum_leave_no_less_open() -> None:
    values = [Interval(0.2, 0.3), Interval(0.5, 0.6)]
    # What lacks may go to either value.
    few = Weights((Interval(0.1, 0.2), Interval(0.3, 0.4))).mean(values)
    assert (few.low, few.high) == pytest.approx((0.24 + 0.4 * 0.2, 0.3 + 0.4 * 0.6))
    # What is too much may be of either value.
    many = Weights((Interval(0.6, 0.7), Interval(0.5, 0.6))).mean(values)
    assert (many.low, many.high) == pytest.approx((0.37 - 0.1 * 0.5, 0.48 - 0.1 * 0.3))
    none = Weights((Interval(0.0, 0.0),)).mean([Interval(0.2, 0.3)])
    assert none == Interval(0.2, 0.3)


def test_a_mean_is_a_share_even_where_the_weights_are_no_true_ones() -> None:
    weights = Weights((Interval(0.9, 0.9),) * 3)
    assert weights.mean([Interval(0.0, 0.0), Interval(0.0, 1.0), Interval(0.5, 1.0)]) == Interval(
        0.0, 1.0
    )


def test_a_list_that_sums_to_more_than_one_leaves_nothing_and_stays_as_it_is() -> None:
    printed = {"m/1": 0.501, "m/2": 0.501}
    for bounds in (bounds_by_rank(printed, 0.0), bounds_by_sum(printed, 0.0)):
        assert bounds.share("m/1") == Interval(0.501, 0.501)
        assert bounds.share(UNLISTED) == Interval(0.0, 0.0)


def test_known_weights_need_not_sum_to_one() -> None:
    mean = Weights.exactly([0.5, 0.499]).mean([Interval(0.2, 0.3), Interval(0.1, 0.1)])
    assert (mean.low, mean.high) == pytest.approx((0.1499, 0.1999))


Programme = tuple[Sequence["Tag"], list[Box], dict[str, Any]]
"""The tags that its first numbers belong to, and what is stated of all."""


def each_for_itself(tags: Sequence[Tag], boxes: Sequence[tuple[Box, Box]]) -> Programme:
    """State of each tag's share both that is said of it, and of all that they sum to 1."""
    box: list[Box] = [
        (max(low, other_low), min(high or 1.0, other_high or 1.0))
        for (low, high), (other_low, other_high) in boxes
    ]
    return tags, box, {"A_eq": [[1.0] * len(box)], "b_eq": [1.0]}


def shares_of_all(rankings: Rankings) -> Programme:
    categories = {each.key: around(each.shares.requests) for each in rankings.categories}
    boxes = []
    for tag in rankings.tags:
        part, whole = around(tag.category_shares.requests), categories[tag.category_key]
        boxes.append((around(tag.shares.requests), (part[0] * whole[0], part[1] * whole[1])))
    return each_for_itself(rankings.tags, boxes)


def shares_of_category(category: Category) -> Programme:
    whole, boxes = around(category.shares.requests), []
    for tag in category.tags:
        part = around(tag.shares.requests)
        boxes.append(
            (around(tag.category_shares.requests), (part[0] / whole[1], part[1] / whole[0]))
        )
    return each_for_itself(category.tags, boxes)


def all_of_everything(rankings: Rankings) -> Programme:
    """State all that is said of the tags' and, after them, the categories' shares together.

    The shares of a category's tags sum to its share, their shares of it are w ÷ c.
    """
    tags, groups = rankings.tags, rankings.categories
    size = len(tags) + len(groups)
    upper, sums = [], [np.append(np.ones(len(tags)), np.zeros(len(groups)))]
    for place, group in enumerate(groups, len(tags)):
        within = np.array([tag.category_key == group.key for tag in tags], dtype=float)
        sums.append(np.append(within, np.zeros(len(groups))))
        sums[-1][place] = -1.0
        for n, tag in enumerate(tags):
            if within[n]:
                upper += between(size, n, place, around(tag.category_shares.requests))
    stated = [*(each.shares for each in tags), *(each.shares for each in groups)]
    box: list[Box] = [around(each.requests) for each in stated]
    equal = np.append(1.0, np.zeros(len(groups)))
    limits = np.zeros(len(upper))
    return tags, box, {"A_ub": upper, "b_ub": limits, "A_eq": sums, "b_eq": equal}


def all_of_category(category: Category) -> Programme:
    """State all that is said of the tags' shares of a category and, last, of 1 ÷ its share."""
    tags = category.tags
    upper = [
        row
        for n, tag in enumerate(tags)
        for row in between(len(tags) + 1, n, len(tags), around(tag.shares.requests))
    ]
    low, high = around(category.shares.requests)
    box: list[Box] = [*(around(tag.category_shares.requests) for tag in tags), (1 / high, 1 / low)]
    sums = [np.append(np.ones(len(tags)), 0.0)]
    return tags, box, {"A_ub": upper, "b_ub": np.zeros(len(upper)), "A_eq": sums, "b_eq": [1.0]}


def between(size: int, number: int, unit: int, ends: tuple[float, float]) -> list[Any]:
    """State that one number lies between two multiples of another."""
    low, high = np.zeros(size), np.zeros(size)
    low[[number, unit]] = -1.0, ends[0]
    high[[number, unit]] = 1.0, -ends[1]
    return [low, high]


def range_by(programme: Programme, model: str) -> Interval:
    tags, box, constraints = programme
    shares = [bounds_by_rank(requests_of(tag), HALF_STEP).share(model) for tag in tags]
    others = [0.0] * (len(box) - len(tags))
    low = least([*(each.low for each in shares), *others], box, **constraints)
    high = -least([*(-each.high for each in shares), *others], box, **constraints)
    return Interval(low, high)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_recorded_ranges_are_what_linear_programmes_find(file: Path) -> None:
    rankings = derive(parse(file.read_bytes(), file.name).data)
    groups = [(overall_leaders(rankings), shares_of_all(rankings), all_of_everything(rankings))]
    groups += [
        (category_leaders(each), shares_of_category(each), all_of_category(each))
        for each in rankings.categories
    ]
    for leaders, programme, of_all_statements in groups:
        for leader in leaders.top:
            found = leader.requests
            expected = range_by(programme, leader.id)
            assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
            # The sums of the categories, which the ranges ignore, would make them hardly narrower.
            full = range_by(of_all_statements, leader.id)
            assert found.low - 1e-9 <= full.low < found.low + 0.0002
            assert found.high + 1e-9 >= full.high > found.high - 0.0002
