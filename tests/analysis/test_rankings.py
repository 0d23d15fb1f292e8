from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_lib.analysis.leaders import Leaders, category_leaders, overall_leaders
from site_lib.analysis.rankings import derive
from site_lib.analysis.ranks import competition_ranks
from site_lib.snapshots.precision import HALF_STEP
from site_lib.snapshots.snapshot import parse
from tests.answers import Data, small, snapshot_of

THOUSANDTHS = st.integers(0, 1000).map(lambda number: number / 1000)


def test_equal_shares_share_a_rank_and_the_next_one_is_skipped() -> None:
    ranks = competition_ranks([0.3, 0.02, 0.1, 0.1, 0.0204])
    assert [str(rank) for rank in ranks] == ["1", "4=", "2=", "2=", "4="]


@given(st.lists(THOUSANDTHS, min_size=1, max_size=40))
def test_a_rank_is_one_plus_the_number_of_larger_shares(shares: list[float]) -> None:
    for share, rank in zip(shares, competition_ranks(shares), strict=True):
        assert rank.position == 1 + len([other for other in shares if other > share])
        assert rank.tied == (shares.count(share) > 1)


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


def test_an_intensity_lies_in_its_interval_and_that_in_what_one_statement_leaves(
    recorded: bytes,
) -> None:
    for tag in derive(parse(recorded, "recorded").data).tags:
        bounds, shares = tag.tokens_per_request.bounds, tag.shares
        assert tag.tokens_per_request.ratio is not None
        assert bounds.low <= tag.tokens_per_request.ratio <= bounds.high
        assert bounds.low >= (shares.tokens - HALF_STEP) / (shares.requests + HALF_STEP) - 1e-12
        assert bounds.high <= (shares.tokens + HALF_STEP) / (shares.requests - HALF_STEP) + 1e-12


@given(st.data())
def test_the_true_intensity_is_inside_the_interval(draw: st.DataObject) -> None:
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


def test_an_intensity_of_no_requests_is_not_stated() -> None:
    data = small(("a", "x", 1, 0.998), ("b", "x", 0, 0.002))
    tag = derive(snapshot_of(data)).tags[1]
    assert tag.tokens_per_request.ratio is None
    assert tag.tokens_per_request.bounds.low == pytest.approx(0.0015 / 0.0005)
    assert tag.tokens_per_request.bounds.high == float("inf")


def leaders_data() -> Data:
    data = small(("a", "x", 0.6, 0.5), ("b", "x", 0.2, 0.3), ("c", "y", 0.2, 0.2))
    lists = (
        [("m/1", 0.5, 0.4), ("m/2", 0.3, 0.2)],
        [("m/1", 0.2, 0.2), ("m/3", 0.1, 0.1)],
        [("m/2", 1.0, 1.0)],
    )
    for tag, listed in zip(data["classifications"], lists, strict=True):
        tag["models"] = [
            {"id": name, "tag_usage_share": requests, "tag_token_share": tokens}
            for name, requests, tokens in listed
        ]
    return data


def test_a_models_share_of_everything_is_bounded_by_what_the_lists_say_and_hide() -> None:
    leaders = overall_leaders(derive(snapshot_of(leaders_data())))
    first, second, third = leaders.models
    assert (first.id, second.id, third.id) == ("m/2", "m/1", "m/3")
    # 0.6 × 0.3 + 0.2 × 1.0, and in b no more than the last one listed, 0.1.
    assert first.requests.low == pytest.approx(0.38)
    assert first.requests.high == pytest.approx(0.38 + 0.2 * 0.1)
    # 0.6 × 0.5 + 0.2 × 0.2, and in c nothing: all of it is listed.
    assert (second.requests.low, second.requests.high) == pytest.approx((0.34, 0.34))
    # In a no more than what is not listed, 0.2, which is less than the last one listed.
    assert (third.requests.low, third.requests.high) == pytest.approx((0.02, 0.02 + 0.6 * 0.2))
    assert second.tokens_at_least == pytest.approx(0.5 * 0.4 + 0.3 * 0.2)
    assert [model.listed_in for model in leaders.models] == [2, 2, 1]


def test_the_shares_of_a_category_are_those_of_its_tags_in_it() -> None:
    rankings = derive(snapshot_of(leaders_data()))
    x = next(category for category in rankings.categories if category.key == "x")
    first = category_leaders(x).models[0]
    assert first.id == "m/1"
    assert first.requests.low == pytest.approx(0.75 * 0.5 + 0.25 * 0.2)
    assert category_leaders(x).tags == 2


def test_bounds_hold_the_truth_that_the_lists_were_cut_from() -> None:
    chance = random.Random(7)
    weights = [0.5, 0.3, 0.2]
    for _ in range(50):
        true = [[chance.random() ** 3 for _ in range(30)] for _ in weights]
        true = [[share / sum(shares) for share in shares] for shares in true]
        data = small(*((f"t{n}", "x", weight, weight) for n, weight in enumerate(weights)))
        for tag, shares in zip(data["classifications"], true, strict=True):
            top = sorted(range(30), key=lambda model: -shares[model])[:10]
            tag["models"] = [
                {"id": f"m/{n}", "tag_usage_share": round(shares[n], 3), "tag_token_share": 0}
                for n in top
            ]
        leaders = overall_leaders(derive(snapshot_of(data)))
        for leader in leaders.models:
            model = int(leader.id[2:])
            share = sum(w * shares[model] for w, shares in zip(weights, true, strict=True))
            assert leader.requests.low - leaders.rounding <= share
            assert share <= leader.requests.high + leaders.rounding


def first_two(first: float, second: float) -> Leaders:
    """Return the leaders of one tag that lists two models and nothing else."""
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = [
        {"id": "m/1", "tag_usage_share": first, "tag_token_share": 0.5},
        {"id": "m/2", "tag_usage_share": second, "tag_token_share": 0.5},
    ]
    return overall_leaders(derive(snapshot_of(data)))


def test_the_first_place_is_certain_only_beyond_what_rounding_can_turn() -> None:
    sure = first_two(0.51, 0.49).certain_first
    assert sure
    assert sure.id == "m/1"
    # A model that is not listed can have what two rounded shares leave, of a rounded share.
    assert first_two(0.51, 0.49).rounding == pytest.approx(0.001 + 0.0005 * 0.001)
    # A listed one can have half a step more of both factors.
    assert first_two(0.51, 0.1).rounding == pytest.approx(0.0005 * (1 + 0.51) + 0.0005**2)
    assert first_two(0.5005, 0.4995).certain_first is None


def test_the_first_place_is_uncertain_where_another_interval_reaches_it() -> None:
    data = leaders_data()
    first, second, _ = overall_leaders(derive(snapshot_of(data))).models
    assert first.requests.low > second.requests.high
    data["classifications"][2]["models"][0]["tag_usage_share"] = 0.8
    leaders = overall_leaders(derive(snapshot_of(data)))
    assert leaders.models[0].requests.low < leaders.models[1].requests.high
    assert leaders.certain_first is None


def test_models_stand_by_the_least_they_have_then_by_the_most_then_by_name() -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    lists = ([("m/4", 0.2), ("m/1", 0.2)], [("m/3", 0.2), ("m/5", 0.05)])
    for tag, listed in zip(data["classifications"], lists, strict=True):
        tag["models"] = [
            {"id": name, "tag_usage_share": share, "tag_token_share": 0.1} for name, share in listed
        ]
    leaders = overall_leaders(derive(snapshot_of(data))).models
    # b hides at most 0.05 of the models of a, a hides at most 0.2 of those of b.
    assert [leader.id for leader in leaders] == ["m/3", "m/1", "m/4", "m/5"]


def test_models_whose_names_look_alike_stay_two_models() -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = [
        {"id": name, "tag_usage_share": share, "tag_token_share": 0.1}
        for name, share in (("m/a", 0.6), ("m/a ", 0.2))
    ]
    leaders = overall_leaders(derive(snapshot_of(data))).models
    assert [leader.requests.low for leader in leaders] == [0.6, 0.2]


def test_the_margin_of_rounding_counts_what_is_hidden_too() -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    data["classifications"][0]["models"] = [
        {"id": name, "tag_usage_share": share, "tag_token_share": 0.1}
        for name, share in (("A", 0.103), ("B", 0.1))
    ]
    data["classifications"][1]["models"] = [
        {"id": f"z{n}", "tag_usage_share": 0.05, "tag_token_share": 0.05} for n in range(20)
    ]
    leaders = overall_leaders(derive(snapshot_of(data)))
    # In b all is listed, but twenty rounded shares can hide 20 × 0.0005 of it.
    assert leaders.rounding >= 0.5 * 20 * 0.0005
    assert leaders.certain_first is None


def test_two_statements_leave_less_open_than_one(data: Data) -> None:
    narrower = 0
    for tag in derive(snapshot_of(data)).tags:
        once = (tag.shares.tokens + HALF_STEP) / (tag.shares.requests - HALF_STEP)
        narrower += tag.tokens_per_request.bounds.high < once - 1e-9
    assert narrower > 20


def test_a_categorys_intensity_is_that_of_its_shares(data: Data) -> None:
    for category in derive(snapshot_of(data)).categories:
        ratio = category.shares.tokens / category.shares.requests
        assert category.tokens_per_request.ratio == pytest.approx(ratio)
        assert (
            category.tokens_per_request.bounds.low < ratio < category.tokens_per_request.bounds.high
        )


def test_models_of_undisclosed_makers_are_known_as_such(data: Data) -> None:
    rankings = derive(snapshot_of(data))
    for leader in overall_leaders(rankings).models:
        assert leader.is_undisclosed == leader.id.startswith("stealth/")
    assert any(leader.is_undisclosed for leader in overall_leaders(rankings).top)


def test_names_are_made_fit_to_be_shown(data: Data) -> None:
    data["classifications"][0]["display_name"] = "Two\nlines"
    data["classifications"][0]["models"][0]["id"] = "m/\u202e1"
    data["macro_categories"][3]["label"] = "Tab\tbed"
    rankings = derive(snapshot_of(data))
    assert rankings.tags[0].name == "Two lines"
    assert rankings.tags[0].models[0].name == "m/ 1"
    assert "Tab bed" in [category.label for category in rankings.categories]


def test_a_model_that_no_list_names_can_make_the_first_place_uncertain() -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.4
    assert overall_leaders(derive(snapshot_of(data))).certain_first is None


def test_a_tag_without_models_hides_everything() -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    data["classifications"][1]["models"] = []
    (leader,) = overall_leaders(derive(snapshot_of(data))).models
    assert (leader.requests.low, leader.requests.high) == pytest.approx((0.3, 0.8))
