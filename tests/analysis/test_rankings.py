"""Rankings of one day."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_lib.analysis.rankings import derive, share_of_category
from site_lib.snapshots.precision import HALF_STEP, Interval
from site_lib.snapshots.snapshot import parse
from tests.answers import Data, small, snapshot_of


def test_tags_and_models_stand_by_requests_whatever_the_order_of_the_answer(
    data: Data,
) -> None:
    expected = derive(snapshot_of(data))
    shuffle = random.Random(1).shuffle
    shuffle(data["classifications"])
    shuffle(data["macro_categories"])
    for tag in data["classifications"]:
        shuffle(tag["models"])
    assert derive(snapshot_of(data)) == expected
    requests = [tag.shares.requests for tag in expected.tags]
    assert requests == sorted(requests, reverse=True)


def test_ranks_are_among_all_and_within_the_category(data: Data) -> None:
    by_tag = {tag.tag: tag for tag in derive(snapshot_of(data)).tags}
    tag = by_tag["code:general_impl"]
    assert [str(tag.ranks.requests), str(tag.ranks.tokens)] == ["7", "2"]
    assert [str(tag.category_ranks.requests), str(tag.category_ranks.tokens)] == ["1", "1"]
    assert str(by_tag["summarization"].ranks.requests) == "11="


def test_the_category_is_the_one_stated_not_the_tags_prefix(data: Data) -> None:
    rankings = derive(snapshot_of(data))
    sizes = {category.key: len(category.tags) for category in rankings.categories}
    assert sizes == {"general": 13, "code": 9, "agent": 5, "data": 2}


def test_what_is_not_listed_is_one_minus_the_listed(recorded: bytes) -> None:
    snapshot = parse(recorded, "recorded").data
    for tag in derive(snapshot).tags:
        source = next(each for each in snapshot.classifications if each.tag == tag.tag)
        listed = sum(Fraction(str(model.tag_usage_share)) for model in source.models)
        assert tag.unlisted.requests == pytest.approx(float(1 - listed), abs=1e-9)
        assert 0.1 < tag.unlisted.requests < 0.6


def test_lists_that_round_to_more_than_one_leave_nothing() -> None:
    data = small(("a", "x", 1, 1))
    models = [
        {"id": f"m/{n}", "tag_usage_share": 0.167, "tag_token_share": 0.167} for n in range(6)
    ]
    data["classifications"][0]["models"] = models
    assert derive(snapshot_of(data)).tags[0].unlisted.requests == 0


def test_tokens_per_request_are_the_middle_of_what_both_statements_leave(
    recorded: bytes,
) -> None:
    for tag in derive(parse(recorded, "recorded").data).tags:
        bounds, shares = tag.tokens_per_request.bounds, tag.shares
        assert tag.tokens_per_request.middle == pytest.approx((bounds.low + bounds.high) / 2)
        assert bounds.low >= (shares.tokens - HALF_STEP) / (shares.requests + HALF_STEP) - 1e-12
        assert bounds.high <= (shares.tokens + HALF_STEP) / (shares.requests - HALF_STEP) + 1e-12


@given(st.data())
def test_the_true_tokens_per_request_are_inside_the_interval(draw: st.DataObject) -> None:
    weights = st.lists(st.integers(1, 1000), min_size=2, max_size=6)
    requests = draw.draw(weights)
    size = st.lists(st.integers(1, 1000), min_size=len(requests), max_size=len(requests))
    tokens = draw.draw(size)
    true = [
        (Fraction(r, sum(requests)), Fraction(t, sum(tokens)))
        for r, t in zip(requests, tokens, strict=True)
    ]
    tags = [(f"t{n}", "x", round(float(r), 3), round(float(t), 3)) for n, (r, t) in enumerate(true)]
    data = small(*tags)
    data["macro_categories"][0] |= {"usage_share": 1, "token_share": 1}
    for tag, (_, _, r, t) in zip(data["classifications"], tags, strict=True):
        tag |= {"category_usage_share": r, "category_token_share": t}
    for tag in derive(snapshot_of(data)).tags:
        requests_share, tokens_share = true[int(tag.tag[1:])]
        ratio = float(tokens_share / requests_share)
        assert (
            tag.tokens_per_request.bounds.low - 1e-12
            <= ratio
            <= tag.tokens_per_request.bounds.high + 1e-12
        )


def test_tokens_per_request_of_no_requests_are_not_stated() -> None:
    data = small(("a", "x", 1, 0.998), ("b", "x", 0, 0.002))
    tag = derive(snapshot_of(data)).tags[1]
    assert tag.tokens_per_request.middle is None
    assert tag.tokens_per_request.bounds.low == pytest.approx(0.0015 / 0.0005)
    assert tag.tokens_per_request.bounds.high == float("inf")


def test_two_statements_leave_less_open_than_one(data: Data) -> None:
    narrower = 0
    for tag in derive(snapshot_of(data)).tags:
        once = (tag.shares.tokens + HALF_STEP) / (tag.shares.requests - HALF_STEP)
        narrower += tag.tokens_per_request.bounds.high < once - 1e-9
    assert narrower > 20


def test_a_share_of_a_category_lies_in_what_both_statements_leave() -> None:
    # 0.02 ÷ 0.05 is 0.0195 ÷ 0.0505 to 0.0205 ÷ 0.0495: more than the other statement leaves.
    assert share_of_category(0.02, 0.4, 0.05) == Interval.around(0.4)
    both = share_of_category(0.4, 0.401, 1.0)
    assert (both.low, both.high) == pytest.approx((0.4005, 0.4005 / 0.9995))
    nothing = share_of_category(0.0, 0.3, 0.0)
    assert nothing == Interval.around(0.3)


def test_a_categorys_tokens_per_request_are_those_of_its_shares(data: Data) -> None:
    for category in derive(snapshot_of(data)).categories:
        low = (category.shares.tokens - HALF_STEP) / (category.shares.requests + HALF_STEP)
        high = (category.shares.tokens + HALF_STEP) / (category.shares.requests - HALF_STEP)
        bounds = category.tokens_per_request.bounds
        assert (bounds.low, bounds.high) == pytest.approx((low, high))
        assert category.tokens_per_request.middle == pytest.approx((low + high) / 2)


def test_names_are_made_fit_to_be_shown(data: Data) -> None:
    data["classifications"][0]["display_name"] = "Two\nlines"
    data["classifications"][0]["models"][0]["id"] = "m/\u202e1"
    data["macro_categories"][3]["label"] = "Tab\tbed"
    rankings = derive(snapshot_of(data))
    assert rankings.tags[0].name == "Two lines"
    assert rankings.tags[0].models[0].name == "m/ 1"
    assert "Tab bed" in [category.label for category in rankings.categories]
