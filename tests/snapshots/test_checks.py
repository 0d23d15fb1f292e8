"""What must hold in an answer."""

from __future__ import annotations

import pytest

from site_lib.errors import SnapshotError
from site_lib.snapshots import checks
from site_lib.snapshots.check import findings_of, run
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.checks import require
from site_lib.snapshots.notices import NOTICES
from site_lib.snapshots.snapshot import parse
from tests.answers import Data, raw, small
from tests.checking import AS_OF, context, notices


def findings(
    data: Data, newest: Data | None = None, *, age: int = 1, live: bool = True
) -> list[str]:
    """Return what fails, one line a finding."""
    with pytest.raises(SnapshotError) as caught:
        require(context(data, newest, age=age, live=live), "test")
    return [str(finding) for finding in caught.value.findings]


def test_every_recorded_answer_passes_without_notice(recorded: bytes) -> None:
    answer = parse(recorded, "recorded")
    given = CheckContext(answer, answer.data.as_of, None, live=True)
    require(given, "recorded")
    assert findings_of(run(NOTICES, given)) == ()


def test_nothing_classified_fails(data: Data) -> None:
    data["classifications"] = []
    assert "data.classifications: empty; a snapshot needs at least one tag" in findings(data)
    data["macro_categories"] = []
    assert "data.macro_categories: empty; a snapshot needs at least one macro-category" in findings(
        data
    )


def test_a_tag_a_category_or_a_model_that_stands_twice_fails(data: Data) -> None:
    data["classifications"][1]["tag"] = data["classifications"][0]["tag"]
    data["classifications"][4]["models"][9]["id"] = data["classifications"][4]["models"][0]["id"]
    data["macro_categories"][0]["key"] = data["macro_categories"][1]["key"]
    wheres = {line.split(": ")[0] for line in findings(data)}
    assert {
        "data.classifications[0].tag",
        "data.classifications[1].tag",
        "data.classifications[4].models[9].id",
        "data.macro_categories[0].key",
    } <= wheres


def test_the_free_and_the_paid_variant_of_a_model_are_two_models(data: Data) -> None:
    models = data["classifications"][4]["models"]
    models[9]["id"] = models[8]["id"] + ":free"
    assert notices(data) == ()


def test_a_tag_of_a_category_that_is_not_there_fails(data: Data) -> None:
    data["classifications"][0]["macro_category"] = "Code"
    message = "'Code' is not a listed category; they are 'code'"
    assert any(
        line.startswith(f"data.classifications[0].macro_category: {message}")
        for line in findings(data)
    )


@pytest.mark.parametrize("field", ["usage_share", "token_share"])
def test_category_shares_that_miss_the_whole_fail(data: Data, field: str) -> None:
    data["macro_categories"][0][field] += 0.004
    assert any("data.macro_categories[*]" in line for line in findings(data))


@pytest.mark.parametrize("field", ["usage_share", "token_share"])
def test_tag_shares_that_miss_the_whole_fail(data: Data, field: str) -> None:
    for tag in data["classifications"]:
        tag[field] = round(tag[field] + 0.001, 3)
    assert any(f"data.classifications[*].{field}" in line for line in findings(data))


@pytest.mark.parametrize("field", ["category_usage_share", "category_token_share"])
def test_shares_of_a_category_that_miss_it_fail(data: Data, field: str) -> None:
    for tag in data["classifications"]:
        tag[field] = tag[field] * 0.95
    assert any(f"{field} of its tags" in line for line in findings(data))


@pytest.mark.parametrize("field", ["usage_share", "token_share"])
@pytest.mark.parametrize("change", [0.002, -0.002])
def test_any_tag_share_off_by_two_thousandths_is_caught(
    recorded: bytes, field: str, change: float
) -> None:
    answer = parse(recorded, "recorded")
    snapshot = answer.data
    for index, tag in enumerate(snapshot.classifications):
        changed = tag.model_copy(update={field: getattr(tag, field) + change})
        tags = (*snapshot.classifications[:index], changed, *snapshot.classifications[index + 1 :])
        wrong = answer.model_copy(
            update={"data": snapshot.model_copy(update={"classifications": tags})}
        )
        context = CheckContext(wrong, snapshot.as_of, None, live=False)
        places = [each.where for each in checks.twice_stated_shares_agree(context).findings]
        assert places == [f"data.classifications[{index}].{field}"]


def test_listed_models_that_are_more_than_their_tag_fail(data: Data) -> None:
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.9
    (line,) = findings(data)
    assert line.startswith(
        "data.classifications[0].models[*].tag_usage_share: 10 shares sum to 1.2440"
    )


def test_listed_models_may_miss_one_by_their_rounding() -> None:
    data = small(("a", "x", 1, 1))
    models = [
        {"id": f"m/{n}", "tag_usage_share": 0.167, "tag_token_share": 0.167} for n in range(6)
    ]
    data["classifications"][0]["models"] = models
    assert notices(data) == ()
    models[0]["tag_usage_share"] = 0.17
    assert findings(data)


@pytest.mark.parametrize("days", [1, 8, 30, 0, -7])
def test_another_window_fails(data: Data, days: int) -> None:
    data["window_days"] = days
    assert findings(data) == [f"data.window_days: the window is {days} days, but 7 were requested"]


def test_a_date_in_the_future_fails(data: Data) -> None:
    assert notices(data, age=0) == ()
    assert "in the future" in findings(data, age=-1)[0]


def test_a_date_before_the_archives_newest_fails(data: Data) -> None:
    older = data | {"as_of": "2026-10-05"}
    assert "older than the newest archived snapshot, 2026-10-06" in findings(older, data)[0]


def test_a_fetched_snapshot_is_noticed_after_three_days_and_fails_after_ten(data: Data) -> None:
    assert notices(data, age=3) == ()
    assert "the limit is 3 days, so OpenRouter seems to have stopped" in str(
        notices(data, age=4)[0]
    )
    assert len(notices(data, age=10)) == 1
    assert "the limit is 10 days, so OpenRouter seems to have stopped" in findings(data, age=11)[0]


def test_the_age_of_an_archived_snapshot_says_nothing_about_the_source(data: Data) -> None:
    assert notices(data, age=4000, live=False) == ()


def test_an_answer_that_has_lost_most_tags_fails(data: Data) -> None:
    few = small(*((f"t{n}", "x", 0.2, 0.2) for n in range(5)))
    message = "only 0 of the 29 tags of 2026-10-06 are left; at least half must still be there"
    assert f"data.classifications: {message}" in findings(few, data)


def test_a_category_without_traffic_is_legitimate() -> None:
    assert notices(small(("a", "x", 1, 1), ("b", "y", 0, 0))) == ()


def test_no_traffic_at_all_fails() -> None:
    assert any("sum to 0.0000, not 1" in line for line in findings(small(("a", "x", 0, 0))))


def test_findings_name_the_answer_and_are_all_told() -> None:
    data = small(("a", "x", 0.9, 1), as_of="2027-01-01")
    data["window_days"] = 1
    with pytest.raises(
        SnapshotError, match=r"^answer\.json failed \d checks; nothing was changed"
    ) as caught:
        require(CheckContext(parse(raw(data), ""), AS_OF, None, live=True), "answer.json")
    assert str(caught.value).count("\n") == len(caught.value.findings) > 2


@pytest.mark.parametrize("field", ["tag_usage_share", "tag_token_share"])
def test_both_sums_of_listed_models_are_held(data: Data, field: str) -> None:
    data["classifications"][0]["models"][0][field] = 1
    assert f"models[*].{field}: 10 shares sum to" in findings(data)[0]


@pytest.mark.parametrize("field", ["usage_share", "token_share"])
@pytest.mark.parametrize(("missing", "passes"), [(0.0015, True), (0.0016, False)])
def test_tags_may_miss_their_category_by_their_rounding_and_its(
    field: str,
    missing: float,
    passes: bool,  # noqa: FBT001 (one of a pair)
) -> None:
    data = small(("a", "x", 0.25, 0.25), ("b", "x", 0.25, 0.25), ("c", "y", 0.5, 0.5))
    data["macro_categories"][0][field] += missing
    found = checks.tags_sum_to_their_category(context(data)).findings
    assert [each.where for each in found] == (
        [] if passes else [f"data.macro_categories[0].{field}"]
    )
