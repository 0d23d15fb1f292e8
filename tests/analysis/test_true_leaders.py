"""Ranges of models' shares against made-up truths that answers were cut and rounded from."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from site_lib.analysis.leaders import category_leaders, overall_leaders
from site_lib.analysis.rankings import derive
from site_lib.snapshots.precision import FLOAT_NOISE
from tests.answers import Data, small, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_lib.analysis.leaders import Leaders

MODELS = 30


class Task(NamedTuple):
    """The true shares of a task, and each model's shares of it."""

    category: str
    requests: float
    tokens: float
    of_requests: list[float]
    of_tokens: list[float]


def parts(chance: random.Random, count: int, power: int) -> list[float]:
    """Divide a whole."""
    sizes = [chance.random() ** power for _ in range(count)]
    return [size / sum(sizes) for size in sizes]


def total(tasks: Iterable[Task]) -> tuple[float, float]:
    requests, tokens = zip(*((task.requests, task.tokens) for task in tasks), strict=True)
    return sum(requests), sum(tokens)


def random_truth(chance: random.Random) -> list[Task]:
    """Make up everything about some tasks; at times one model leads by little, or by much."""
    count, power = chance.randint(2, 12), chance.choice([1, 2, 4])
    lead = [chance.choice([0.0, 0.0, 0.2, 0.6])] + [0.0] * (MODELS - 1)
    truth: list[Task] = []
    for requests, tokens in zip(parts(chance, count, 2), parts(chance, count, 2), strict=True):
        of_requests = [
            own * (1 - lead[0]) + more
            for own, more in zip(parts(chance, MODELS, power), lead, strict=True)
        ]
        of_tokens = parts(chance, MODELS, power)
        truth.append(Task(chance.choice("xy"), requests, tokens, of_requests, of_tokens))
    return truth


def printed(truth: list[Task]) -> Data:
    """Write a truth as the source would: the first ten models only, three decimals."""
    data = small(*((f"t{n}", *task[:3]) for n, task in enumerate(truth)))
    totals = {
        key: total(task for task in truth if task.category == key)
        for key in {task.category for task in truth}
    }
    for group in data["macro_categories"]:
        requests, tokens = totals[group["key"]]
        group |= {"usage_share": round(requests, 3), "token_share": round(tokens, 3)}
    for tag, task in zip(data["classifications"], truth, strict=True):
        requests, tokens = totals[task.category]
        tag |= {
            "usage_share": round(task.requests, 3),
            "token_share": round(task.tokens, 3),
            "category_usage_share": round(task.requests / requests, 3),
            "category_token_share": round(task.tokens / tokens, 3),
            "models": [
                {
                    "id": f"m/{n}",
                    "tag_usage_share": round(task.of_requests[n], 3),
                    "tag_token_share": round(task.of_tokens[n], 3),
                }
                for n in sorted(range(MODELS), key=lambda n: -task.of_requests[n])[:10]
            ],
        }
    return data


def hold(leaders: Leaders, truth: list[Task]) -> bool:
    """Check each range, and who is first, against the truth; return whether one is named."""
    requests, tokens = total(truth)
    numbers = range(MODELS)
    true_requests = [sum(t.requests * t.of_requests[n] for t in truth) / requests for n in numbers]
    true_tokens = [sum(t.tokens * t.of_tokens[n] for t in truth) / tokens for n in numbers]
    for leader in leaders.models:
        number = int(leader.id.removeprefix("m/"))
        for bounds, share in ((leader.requests, true_requests), (leader.tokens, true_tokens)):
            assert bounds.low - FLOAT_NOISE <= share[number] <= bounds.high + FLOAT_NOISE
    assert (leaders.certain_first is None) == (leaders.undecided_because is not None)
    if leaders.certain_first:
        assert leaders.certain_first.id == f"m/{true_requests.index(max(true_requests))}"
    return leaders.certain_first is not None


def test_bounds_hold_the_truth_that_the_lists_were_cut_from() -> None:
    chance, named = random.Random(7), Counter[bool]()
    for _ in range(300):
        truth = random_truth(chance)
        rankings = derive(snapshot_of(printed(truth)))
        named[hold(overall_leaders(rankings), truth)] += 1
        for category in rankings.categories:
            within = [task for task in truth if task.category == category.key]
            named[hold(category_leaders(category), within)] += 1
    assert min(named[True], named[False]) > 100
