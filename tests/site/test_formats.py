from __future__ import annotations

import math

import pytest

from site_lib.analysis.rankings import TokensPerRequest
from site_lib.site import formats
from site_lib.snapshots.differences import ShareChange
from site_lib.snapshots.precision import Interval


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.301, "30.1%"),
        (1, "100.0%"),
        (0.0005, "0.1%"),
        (0.001, "0.1%"),
        (0.0004, "<0.05%"),
        (0, "<0.05%"),
        (None, "–"),
    ],
)
def test_shares_are_written_in_percent_with_one_decimal(share: float | None, written: str) -> None:
    assert formats.percent(share) == written


def test_a_share_of_the_source_is_written_exactly() -> None:
    for thousandths in range(1, 1001):
        whole, tenth = divmod(thousandths, 10)
        share = thousandths / 1000
        for write in (formats.percent, formats.percent_down, formats.percent_up):
            assert write(share) == f"{whole}.{tenth}%"


def test_bounds_are_rounded_so_that_they_still_hold() -> None:
    assert (formats.percent_down(0.09999), formats.percent_up(0.09001)) == ("9.9%", "9.1%")
    assert (formats.percent_down(0.0004), formats.percent_up(0.0004)) == ("0.0%", "0.1%")


def test_changes_have_a_sign_and_one_decimal_and_those_that_rounding_hides_have_neither() -> None:
    assert [formats.points(each) for each in (0.054, -0.021, 0)] == ["+5.4", "−2.1", "±0"]
    assert formats.points_size(-0.021) == "2.1"
    words = [formats.share_change(ShareChange(0.1, now)) for now in (0.154, 0.079, 0.1002)]
    assert words == [
        "+5.4\N{NO-BREAK SPACE}points",
        "−2.1\N{NO-BREAK SPACE}points",
        "no measurable change",
    ]


def test_numbers_for_machines_are_the_sources() -> None:
    assert [formats.plain(number) for number in (0.301, -0.0, 1.0, 0.1 + 0.2, 0.0947199999)] == [
        "0.301",
        "0",
        "1",
        "0.3",
        "0.09472",
    ]


def test_an_intensity_has_no_digit_that_its_interval_makes_meaningless() -> None:
    sharp = TokensPerRequest(2.5824, Interval(2.5673, 2.5990))
    small = TokensPerRequest(0.00325, Interval(0.0027, 0.0038))
    vague = TokensPerRequest(5.0, Interval(3.361, 5.912))
    open_ended = TokensPerRequest(None, Interval(1.26, math.inf))
    assert (formats.tokens_per_request(sharp), formats.tokens_per_request_bounds(sharp)) == (
        "2.58×",
        "2.56 to 2.60",
    )
    assert (formats.tokens_per_request(small), formats.tokens_per_request_bounds(small)) == (
        "0.003×",
        "0.002 to 0.004",
    )
    assert (
        formats.tokens_per_request(TokensPerRequest(0.018 / 0.048, Interval(0.35, 0.4))) == "0.38×"
    )
    assert (formats.tokens_per_request(vague), formats.tokens_per_request_bounds(vague)) == (
        "5×",
        "3 to 6",
    )
    assert (
        formats.tokens_per_request(open_ended),
        formats.tokens_per_request_bounds(open_ended),
    ) == ("–", "–")


def test_words_follow_their_number() -> None:
    assert formats.count(1, "tag") == "1 tag"
    assert formats.count(29, "tag") == "29 tags"
    assert formats.count(0, "category", "categories") == "0 categories"
    assert formats.listing(["a"]) == "a"
    assert formats.listing(["a", "b", "c"]) == "a, b and c"


def test_a_label_is_written_small_in_a_sentence_unless_it_is_an_abbreviation() -> None:
    labels = ("Agent", "SQL", "", "DevOps")
    assert [formats.in_sentence(label) for label in labels] == ["agent", "SQL", "", "DevOps"]
