"""What is reported about an answer that is published all the same."""

from __future__ import annotations

import pytest

from tests.answers import Data, small
from tests.checking import notices


def test_an_unknown_field_is_a_notice(data: Data) -> None:
    data["classifications"][0]["trend"] = 0.1
    (notice,) = notices(data)
    assert str(notice).startswith("data.classifications[*].trend: unknown field (value 0.1)")


def test_a_field_that_is_new_everywhere_is_one_notice(data: Data) -> None:
    for tag in data["classifications"]:
        tag["trend"] = 0.1
    (notice,) = notices(data)
    assert "data.classifications[*].trend: unknown field in 29 places (first value 0.1)" in str(
        notice
    )


def test_a_new_and_a_missing_tag_and_category_are_notices() -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-10-05")
    now = small(("a", "x", 0.5, 0.5), ("c", "z", 0.5, 0.5))
    assert [str(notice) for notice in notices(now, before)] == [
        "data.classifications: tag 'c' is new; it was not there on 2026-10-05",
        "data.classifications: tag 'b' is missing; it was there on 2026-10-05",
        "data.macro_categories: category 'z' is new; it was not there on 2026-10-05",
        "data.macro_categories: category 'y' is missing; it was there on 2026-10-05",
    ]


def test_a_renamed_tag_and_category_are_notices_with_both_names() -> None:
    before = small(("a", "x", 0.4, 0.5), ("b", "y", 0.6, 0.5), as_of="2026-10-05")
    now = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    now["classifications"][1]["display_name"] = "Bee"
    now["macro_categories"][0]["label"] = "Ex"
    assert [str(notice) for notice in notices(now, before)] == [
        (
            "data.classifications[1].display_name: tag 'b' is called 'Bee' now; "
            "it was called 'B' on 2026-10-05"
        ),
        (
            "data.macro_categories[0].label: category 'x' is called 'Ex' now; "
            "it was called 'X' on 2026-10-05"
        ),
    ]


def test_a_tag_that_moves_to_another_category_is_a_notice_with_both_categories() -> None:
    tags = ("a", "x", 0.3, 0.3), ("c", "y", 0.4, 0.4)
    before = small(*tags, ("b", "x", 0.3, 0.3), as_of="2026-10-01")
    now = small(*tags, ("b", "y", 0.3, 0.3))
    assert [str(notice) for notice in notices(now, before)] == [
        (
            "data.classifications[2].macro_category: tag 'b' has moved to category 'y'; "
            "it was in 'x' on 2026-10-01"
        ),
    ]


def test_a_restatement_that_renames_or_moves_a_tag_is_noticed() -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), ("c", "y", 0, 0))
    now = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), ("c", "x", 0, 0))
    now["classifications"][0]["display_name"] = "Ay"
    assert [str(notice) for notice in notices(now, before)] == [
        (
            "data.classifications[0].display_name: tag 'a' is called 'Ay' now; "
            "it was called 'A' in the earlier answer for 2026-10-06"
        ),
        (
            "data.classifications[2].macro_category: tag 'c' has moved to category 'x'; "
            "it was in 'y' in the earlier answer for 2026-10-06"
        ),
    ]


def test_a_new_date_with_the_old_figures_is_a_notice(data: Data) -> None:
    before = data | {"as_of": "2026-10-05"}
    (notice,) = notices(data, before)
    assert "the date is 2026-10-06, but all figures are those of 2026-10-05" in str(notice)


def test_a_tag_that_lists_no_model_is_a_notice(data: Data) -> None:
    data["classifications"][3]["models"] = []
    assert [notice.where for notice in notices(data)] == ["data.classifications[3].models"]


def test_the_same_answer_on_the_same_date_is_no_notice(data: Data) -> None:
    assert notices(data, data) == ()


def test_a_share_that_moves_further_than_the_window_allows_is_a_notice_with_the_sum() -> None:
    before = small(("a", "x", 0.7, 0.5), ("b", "x", 0.3, 0.5), as_of="2026-10-05")
    now = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    told = (
        "moved by 0.200, from 0.7 on 2026-10-05 to 0.5; with 1 of 7 days replaced and equal "
        "traffic every day, a share can move by at most 1 ÷ 7 = 0.143"
    )
    first, second = notices(now, before)
    assert str(first) == f"data.classifications[0].usage_share: {told}"
    assert second.where == "data.classifications[1].usage_share"


@pytest.mark.parametrize(
    ("share", "day", "told"),
    [
        (0.357, "2026-10-05", 0),  # a seventh, and no more than rounding adds
        (0.356, "2026-10-05", 2),
        (0.3, "2026-10-04", 0),
        (0.01, "2026-09-29", 0),  # no day is shared
    ],
)
def test_a_share_may_move_as_far_as_the_days_that_differ_allow(
    share: float, day: str, told: int
) -> None:
    before = small(("a", "x", share, 0.5), ("b", "x", round(1 - share, 3), 0.5), as_of=day)
    now = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    assert len(notices(now, before)) == told


def test_a_category_that_jumps_is_a_notice_too() -> None:
    before = small(("a", "x", 0.7, 0.5), ("b", "y", 0.3, 0.5), as_of="2026-10-05")
    now = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    wheres = [str(notice).partition(":")[0] for notice in notices(now, before)]
    assert "data.macro_categories[1].usage_share" in wheres


def test_a_restatement_is_a_notice_that_says_how_much(data: Data) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    after = small(("a", "x", 0.52, 0.5), ("b", "x", 0.48, 0.5))
    after["classifications"][0]["models"][0]["tag_usage_share"] = 0.61
    (notice,) = notices(after, before)
    assert str(notice) == (
        "data.as_of: OpenRouter has revised 2026-10-06; changed shares of tasks and categories: 4 "
        "(the largest change: usage_share of 'a', from 0.5 to 0.52); "
        "tasks with a changed model list: 1"
    )
    assert notices(before, before) == ()
    assert notices(data, data) == ()


@pytest.mark.parametrize("field", ["category_usage_share", "category_token_share"])
def test_a_restatement_of_a_share_of_a_category_alone_is_a_notice(field: str) -> None:
    before = small(("a", "x", 0.2, 0.2), ("b", "x", 0.2, 0.2), ("c", "y", 0.6, 0.6))
    after = small(("a", "x", 0.2, 0.2), ("b", "x", 0.2, 0.2), ("c", "y", 0.6, 0.6))
    after["classifications"][1][field] = 0.501
    (notice,) = notices(after, before)
    assert str(notice) == (
        "data.as_of: OpenRouter has revised 2026-10-06; changed shares of tasks and categories: 1 "
        f"(the largest change: {field} of 'b', from 0.5 to 0.501); "
        "tasks with a changed model list: 0"
    )
