from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.changes import compare
from site_lib.analysis.rankings import derive
from site_lib.snapshots.differences import ShareChange
from tests.answers import RECORDED, Data, recorded_data, small, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [
    (then, now)
    for then, now in combinations(RECORDED, 2)
    if now.stem.startswith("2026-10") and then.stem < "2026-10"
]


def ranked(data: Data, tag: str, field: str) -> str:
    """Rank a tag independently of the site's own ranking."""
    shares = {each["tag"]: round(each[field], 3) for each in data["classifications"]}
    place = 1 + sum(share > shares[tag] for share in shares.values())
    return f"{place}{'=' if list(shares.values()).count(shares[tag]) > 1 else ''}"


def most_hidden(models: list[Data]) -> float:
    """Return the most that a model outside of a list can have; its last share may be rounded."""
    last = min(model["tag_usage_share"] for model in models) + 0.0005
    rest = 1 - sum(max(model["tag_usage_share"] - 0.0005, 0) for model in models)
    assert rest > last  # so what is not listed leaves room for it
    return float(last)


@pytest.mark.parametrize(("then", "now"), PAIRS, ids=lambda file: file.stem)
def test_each_change_is_the_difference_of_the_answers(then: Path, now: Path) -> None:
    old, new = (json.loads(file.read_bytes())["data"] for file in (then, now))
    changes = compare(derive(snapshot_of(old)), derive(snapshot_of(new)))
    before = {tag["tag"]: tag for tag in old["classifications"]}
    assert changes.tags.keys() == before.keys()
    for tag in new["classifications"]:
        was, change = before[tag["tag"]], changes.tags[tag["tag"]]
        for moved, prefix in ((change.of_all, ""), (change.of_category, "category_")):
            assert moved
            thousandths = round(1000 * tag[f"{prefix}usage_share"]) - round(
                1000 * was[f"{prefix}usage_share"]
            )
            assert round(1000 * moved.requests.points) == thousandths
            assert moved.requests.is_measurable == bool(thousandths)
            tokens = round(1000 * tag[f"{prefix}token_share"]) - round(
                1000 * was[f"{prefix}token_share"]
            )
            assert round(1000 * moved.tokens.points) == tokens
        assert str(change.of_all.ranks.requests) == ranked(old, tag["tag"], "usage_share")
        assert str(change.of_all.ranks.tokens) == ranked(old, tag["tag"], "token_share")
        mine = {model["id"]: model for model in tag["models"]}
        theirs = {model["id"]: model for model in was["models"]}
        assert set(change.models) == mine.keys() & theirs.keys()
        assert set(change.entered) == mine.keys() - theirs.keys()
        assert {each.model.id for each in change.left} == theirs.keys() - mine.keys()
        for entered in change.entered.values():
            assert entered.at_most == pytest.approx(most_hidden(was["models"]))
        for left in change.left:
            assert left.at_most == pytest.approx(most_hidden(tag["models"]))
            assert left.model.shares.requests == theirs[left.model.id]["tag_usage_share"]
    groups = {group["key"]: group for group in old["macro_categories"]}
    for group in new["macro_categories"]:
        moved = changes.categories[group["key"]]
        assert moved.requests.then == groups[group["key"]]["usage_share"]
        assert moved.tokens.now == group["token_share"]


@pytest.mark.parametrize("then", ["2026-08-31", "2026-09-01", "2026-09-02"])
def test_windows_that_overlap_are_not_compared(then: str) -> None:
    old, new = (derive(snapshot_of(recorded_data(day))) for day in (then, "2026-09-04"))
    with pytest.raises(ValueError, match=rf"{then} and 2026-09-04 share [345] days"):
        compare(old, new)
    with pytest.raises(ValueError, match="share"):
        compare(derive(snapshot_of(recorded_data("2026-10-06"))), old)


def test_a_difference_in_the_last_digit_can_be_seen_and_none_cannot() -> None:
    assert ShareChange(0.100, 0.101).is_measurable
    assert ShareChange(0.3, 0.1 + 0.2).points == 0
    assert not ShareChange(0.3, 0.1 + 0.2).is_measurable


def test_a_model_outside_the_list_has_at_most_what_is_not_listed() -> None:
    then = small(("a", "x", 1, 1))
    then["classifications"][0]["models"] = [
        {"id": f"m/{n}", "tag_usage_share": 0.199, "tag_token_share": 0.2} for n in range(5)
    ]
    now = small(("a", "x", 1, 1), as_of="2026-10-13")
    change = compare(derive(snapshot_of(then)), derive(snapshot_of(now))).tags["a"]
    # 1 − 5 × 0.199 = 0.005 is left, and rounding may hide as much as 5 × 0.0005 more.
    assert change.entered["maker/model"].at_most == pytest.approx(0.0075)
    assert [left.at_most for left in change.left] == [pytest.approx(0.4005)] * 5


def test_a_tag_that_moved_has_no_change_of_its_share_of_the_category() -> None:
    then = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    now = small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-10-13")
    changes = compare(derive(snapshot_of(then)), derive(snapshot_of(now)))
    assert changes.tags["a"].of_category is None
    assert changes.tags["b"].of_category
    assert changes.categories.keys() == {"y"}
