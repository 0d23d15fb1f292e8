"""What is said of models, against made-up truths that answers were cut and rounded from."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.day_models import day_models
from site_lib.analysis.group import everything, everything_in
from site_lib.analysis.models import family_of, model_use, model_uses
from site_lib.analysis.rankings import derive
from site_lib.snapshots.precision import FLOAT_NOISE, Interval
from site_lib.snapshots.snapshot import parse
from tests import recomputed
from tests.analysis.test_true_leaders import MODELS, Task, printed, random_truth, total
from tests.answers import RECORDED, newest_data, small, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_lib.analysis.models import ModelUse
    from tests.answers import Data

DRAWS = int(os.environ.get("DRAWS", "150"))
"""How many truths are made up."""
TENTH_OF_A_POINT = 0.001


def holds(bounds: Interval, share: float) -> bool:
    return bounds.low - FLOAT_NOISE <= share <= bounds.high + FLOAT_NOISE


def share_of(truth: Iterable[Task], number: int) -> tuple[float, float]:
    """Return a model's true shares of the requests and the tokens of some tasks."""
    tasks = list(truth)
    requests, tokens = total(tasks)
    return (
        sum(task.requests * task.of_requests[number] for task in tasks) / requests,
        sum(task.tokens * task.of_tokens[number] for task in tasks) / tokens,
    )


def check(use: ModelUse, truth: list[Task]) -> None:
    """Hold all that is said of a model against the truth."""
    number, named = int(use.id.removeprefix("m/")), {f"t{n}": task for n, task in enumerate(truth)}
    requests, tokens = share_of(truth, number)
    assert holds(use.requests, requests)
    assert holds(use.tokens, tokens)
    for each in use.categories:
        within = [task for task in truth if task.category == each.category.key]
        of_requests, of_tokens = share_of(within, number)
        assert holds(each.requests, of_requests)
        assert holds(each.tokens, of_tokens)
    for other in use.elsewhere:
        task = named[other.tag.tag]
        assert task.of_requests[number] <= other.requests + FLOAT_NOISE
        assert task.of_tokens[number] <= other.tokens + FLOAT_NOISE
    listed = {each.tag.tag for each in use.tasks}
    sizes = {tag: task.requests * task.of_requests[number] for tag, task in named.items()}
    known = sum(sizes[tag] for tag in listed)
    assert known / sum(sizes.values()) >= use.known - FLOAT_NOISE
    for listing in use.tasks:
        assert (listing.part is None) == (not use.is_known)
        assert not listing.part or holds(listing.part, sizes[listing.tag.tag] / known)
    for group in use.categories:
        of = sum(sizes[tag] for tag in listed if named[tag].category == group.category.key)
        assert not group.part or holds(group.part, of / known)
    if use.is_known:
        assert sum(sizes.values()) - known <= known * use.most_unknown + FLOAT_NOISE


def test_all_that_is_said_of_models_is_true_of_what_the_lists_were_cut_from() -> None:
    chance, parts = random.Random(11), 0
    for _ in range(DRAWS):
        truth = random_truth(chance)
        snapshot = snapshot_of(printed(truth))
        uses = model_uses(derive(snapshot))
        for use in uses:
            check(use, truth)
            parts += len(use.parts)
        day = day_models(snapshot)
        for number in range(MODELS):
            assert holds(day.range_of(f"m/{number}").requests, share_of(truth, number)[0])
    assert parts > 10 * DRAWS


def is_close(found: Interval, expected: tuple[float, float]) -> bool:
    return max(abs(found.low - expected[0]), abs(found.high - expected[1])) < TENTH_OF_A_POINT


def check_against_programmes(use: ModelUse, answer: Data) -> int:
    """Hold a model's ranges against linear programmes; return the number of its parts."""
    tags = answer["classifications"]
    requests, tokens = (recomputed.weights_of_all(answer, kind) for kind in ("usage", "token"))
    assert is_close(use.requests, recomputed.model_requests(use.id, tags, requests))
    assert is_close(use.tokens, recomputed.model_tokens(use.id, tags, tokens))
    for tag, part in use.parts.items():
        assert is_close(part, recomputed.part_range(use.id, tags, requests, {tag}))
    for each in use.categories:
        of = {tag["tag"] for tag in tags if tag["macro_category"] == each.category.key}
        expected = each.part and recomputed.part_range(use.id, tags, requests, of)
        assert not each.part or is_close(each.part, expected or (0.0, 0.0))
    return len(use.parts)


def test_ranges_are_as_narrow_as_programmes_over_the_same_statements_allow() -> None:
    chance, parts = random.Random(12), 0
    for _ in range(10):
        answer = printed(random_truth(chance))
        for use in model_uses(derive(snapshot_of(answer)))[:8]:
            parts += check_against_programmes(use, answer)
    assert parts > 100


def test_parts_of_a_recorded_answer_are_as_narrow() -> None:
    answer = newest_data()
    uses = model_uses(derive(snapshot_of(answer)))
    assert sum(check_against_programmes(use, answer) for use in uses if use.is_known) > 150


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_an_answer_and_its_rankings_say_the_same_of_every_model(file: Path) -> None:
    snapshot = parse(file.read_bytes(), file.name).data
    rankings = derive(snapshot)
    day, uses = day_models(snapshot), model_uses(rankings)
    assert set(day.models) == {use.id for use in uses}
    for use in uses:
        assert day.range_of(use.id).requests == pytest.approx(use.requests, abs=FLOAT_NOISE)
        assert day.range_of(use.id).listed_in == use.listed_in == len(use.tasks)
        assert len(use.tasks) + len(use.elsewhere) == len(rankings.tags)
    both = everything(rankings), everything_in(snapshot)
    one, other = (group.requests.share("no such model") for group in both)
    assert one == pytest.approx(other, abs=FLOAT_NOISE)
    unlisted = day.range_of("no such model")
    assert (unlisted.low, unlisted.listed_in) == (0, 0)
    assert unlisted.high == pytest.approx(other.high)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_the_parts_of_a_model_make_up_its_known_requests(file: Path) -> None:
    rankings = derive(parse(file.read_bytes(), file.name).data)
    for use in model_uses(rankings):
        assert use == model_use(rankings, use.id)
        for parts in (list(use.parts.values()), [each.part for each in use.categories]):
            found = [part for part in parts if part]
            assert bool(found) == use.is_known
            if found:
                assert sum(part.low for part in found) <= 1 <= sum(part.high for part in found)


def answer_of(*lists: dict[str, float]) -> Data:
    """Make data of tasks of equal size that list some models."""
    share = 1 / len(lists)
    data = small(*((f"t{n}", "x", share, share) for n in range(len(lists))))
    for tag, models in zip(data["classifications"], lists, strict=True):
        tag["models"] = [
            {"id": model, "tag_usage_share": part, "tag_token_share": part}
            for model, part in models.items()
        ]
    return data


def uses_of(*lists: dict[str, float]) -> dict[str, ModelUse]:
    return {use.id: use for use in model_uses(derive(snapshot_of(answer_of(*lists))))}


def test_a_model_in_all_lists_has_no_unknown_use() -> None:
    use = uses_of({"a/b": 0.5}, {"a/b": 0.5})["a/b"]
    assert use.elsewhere == ()
    assert use.known > 0.99
    assert [each.part and each.part.low > 0.49 for each in use.tasks] == [True, True]


def test_a_model_in_one_list_of_many_is_too_little_known() -> None:
    use = uses_of({"a/b": 0.3}, {"c/d": 0.2}, {"c/d": 0.2}, {"c/d": 0.2})["a/b"]
    assert not use.is_known
    assert use.parts == {}
    assert [each.part for each in use.categories] == [None]
    assert [each.tag.tag for each in use.elsewhere] == ["t1", "t2", "t3"]


def test_a_share_that_is_printed_as_zero_may_be_nothing_at_all() -> None:
    use = uses_of({"a/b": 0.0, "c/d": 0.9}, {"c/d": 0.9})["a/b"]
    assert use.requests.low == 0
    assert use.known == 0
    assert not use.is_known


def test_a_task_without_a_list_leaves_everything_open() -> None:
    uses = uses_of({"a/b": 0.9}, {})
    (other,) = uses["a/b"].elsewhere
    assert (other.requests, other.tokens) == (1, 1)
    assert model_uses(derive(snapshot_of(answer_of({}, {})))) == ()
    assert day_models(snapshot_of(answer_of({}, {}))).models == ()


def test_the_best_rank_of_two_is_that_without_a_tie() -> None:
    use = uses_of({"a/b": 0.4, "c/d": 0.4}, {"a/b": 0.3, "c/d": 0.2})["a/b"]
    assert use.best.tag.tag == "t1"


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("a/b", "a/b"),
        ("a/b:free", "a/b"),
        ("a/b-20260731", "a/b"),
        ("a/b-20260731:free", "a/b"),
        ("a/b-2025-04-14", "a/b"),
        ("a/b-04-02", "a/b"),
        ("a/b-2509", "a/b-2509"),
        ("a/b-mini", "a/b-mini"),
        ("a/b-mini-20260731", "a/b-mini"),
    ],
)
def test_a_family_differs_in_variant_and_date_only(model: str, family: str) -> None:
    assert family_of(model) == family
