"""The models that lead a group of tasks, as intervals."""

from __future__ import annotations

from typing import Any

import pytest

from site_lib.analysis.leaders import Leaders, category_leaders, overall_leaders
from site_lib.analysis.rankings import derive
from tests.answers import Data, small, snapshot_of


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


def about(*shares: float) -> Any:  # noqa: ANN401 (as in pytest)
    """Return shares as they are printed: rounding moves what follows from them a little."""
    return pytest.approx(shares, abs=0.001)


def test_a_models_share_of_everything_is_bounded_by_what_the_lists_say_and_hide() -> None:
    leaders = overall_leaders(derive(snapshot_of(leaders_data())))
    first, second, third = leaders.models
    assert (first.id, second.id, third.id) == ("m/2", "m/1", "m/3")
    # 0.6 × 0.3 + 0.2 × 1.0, and in b no more than the last one listed, 0.1.
    assert (first.requests.low, first.requests.high) == about(0.38, 0.38 + 0.2 * 0.1)
    # 0.6 × 0.5 + 0.2 × 0.2, and in c nothing: all of it is listed.
    assert (second.requests.low, second.requests.high) == about(0.34, 0.34)
    # In a no more than what is not listed, 0.2, which is less than the last one listed.
    assert (third.requests.low, third.requests.high) == about(0.02, 0.02 + 0.6 * 0.2)
    assert [model.listed_in for model in leaders.models] == [2, 2, 1]


def test_of_tokens_a_model_may_have_all_that_is_not_listed() -> None:
    leaders = overall_leaders(derive(snapshot_of(leaders_data())))
    tokens = {model.id: (model.tokens.low, model.tokens.high) for model in leaders.models}
    assert tokens["m/1"] == about(0.5 * 0.4 + 0.3 * 0.2, 0.5 * 0.4 + 0.3 * 0.2)
    # 0.7 of b's tokens are not listed, though its last model has 0.1 of them.
    assert tokens["m/2"] == about(0.5 * 0.2 + 0.2 * 1.0, 0.5 * 0.2 + 0.2 * 1.0 + 0.3 * 0.7)


def test_the_ends_count_that_the_shares_of_the_tasks_sum_to_one() -> None:
    data = small(("a", "x", 0.6, 0.5), ("b", "y", 0.4, 0.5))
    for tag, share in zip(data["classifications"], (0.5, 0.2), strict=True):
        tag["models"] = [{"id": "m/1", "tag_usage_share": share, "tag_token_share": share}]
    (leader,) = overall_leaders(derive(snapshot_of(data))).models
    # What one task has less, the other has more.
    expected = (0.5995 * 0.4995 + 0.4005 * 0.1995, 0.6005 * 0.5005 + 0.3995 * 0.2005)
    assert (leader.requests.low, leader.requests.high) == pytest.approx(expected)


def test_the_shares_of_a_category_are_those_of_its_tags_in_it() -> None:
    rankings = derive(snapshot_of(leaders_data()))
    x = next(category for category in rankings.categories if category.key == "x")
    first = category_leaders(x).models[0]
    assert first.id == "m/1"
    # 0.75 × 0.5 + 0.25 × 0.2, each weight and share off by half a step.
    assert first.requests.low == pytest.approx(0.7495 * 0.4995 + 0.2505 * 0.1995)
    assert category_leaders(x).tags == 2


def first_two(first: float, second: float) -> Leaders:
    """Return the leaders of one tag that lists two models and nothing else."""
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = [
        {"id": "m/1", "tag_usage_share": first, "tag_token_share": 0.5},
        {"id": "m/2", "tag_usage_share": second, "tag_token_share": 0.5},
    ]
    return overall_leaders(derive(snapshot_of(data)))


def test_the_first_place_is_certain_only_beyond_what_rounding_can_turn() -> None:
    sure = first_two(0.501, 0.499)
    assert sure.certain_first
    assert sure.certain_first.id == "m/1"
    assert sure.undecided_because is None
    assert first_two(0.5, 0.499).certain_first is None


def test_a_lead_that_holds_in_every_task_is_certain_though_the_ranges_overlap() -> None:
    shares = [(0.49, 0.488)] * 4 + [(0.01, 0.008)] * 4
    data = small(*((f"t{n}", f"c{n}", 0.125, 0.125) for n in range(8)))
    for tag, pair in zip(data["classifications"], shares, strict=True):
        tag["models"] = [
            {"id": name, "tag_usage_share": share, "tag_token_share": 0.1}
            for name, share in zip(("m/1", "m/2"), pair, strict=True)
        ]
    leaders = overall_leaders(derive(snapshot_of(data)))
    first, second = leaders.models
    # The weights at which the one has the least are not those at which the other has the most.
    assert first.requests.low < second.requests.high
    assert leaders.certain_first == first


def test_what_leaves_the_first_place_open_is_said() -> None:
    # Nothing is hidden here: rounding can turn a small lead, and can make a tie.
    assert first_two(0.5005, 0.4995).undecided_because == "rounding"
    assert first_two(0.5, 0.5).undecided_because == "rounding"
    # What the list does not name may have as much as its last model, or be ahead elsewhere.
    assert first_two(0.3, 0.3).undecided_because == "lists"
    data = small(("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4))
    data["classifications"][1]["models"] = [
        {"id": "m/2", "tag_usage_share": 0.7, "tag_token_share": 0.1}
    ]
    assert overall_leaders(derive(snapshot_of(data))).undecided_because == "lists"


def test_rounding_leaves_the_first_place_open_where_another_model_is_first_as_printed() -> None:
    data = small(*((f"t{n}", f"c{n}", 0.125, 0.125) for n in range(8)))
    for tag, share in zip(data["classifications"], [0.381, 0.0] * 4, strict=True):
        tag["models"] = [
            {"id": "m/even", "tag_usage_share": 0.19, "tag_token_share": 0.1},
            {"id": "m/uneven", "tag_usage_share": share, "tag_token_share": 0.1},
        ]
    leaders = overall_leaders(derive(snapshot_of(data)))
    # As printed 0.1905 and 0.19, but the weights can move the one only.
    assert [each.id for each in leaders.models] == ["m/even", "m/uneven"]
    assert leaders.undecided_because == "rounding"


def test_the_margin_is_that_of_the_models_shown() -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    lists = ({"A": 0.02, "B": 0.01}, {f"z{n:02}": 0.05 for n in range(20)})
    for tag, listed in zip(data["classifications"], lists, strict=True):
        tag["models"] = [
            {"id": name, "tag_usage_share": share, "tag_token_share": 0}
            for name, share in listed.items()
        ]
    leaders = overall_leaders(derive(snapshot_of(data)))
    assert {each.id[0] for each in leaders.top} == {"z"}
    # Of A and B, which are not shown, b can hide 0.01.
    assert leaders.rounding < 0.001


def test_nothing_leaves_the_first_place_open_where_no_model_is_listed() -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    leaders = overall_leaders(derive(snapshot_of(data)))
    assert (leaders.models, leaders.certain_first, leaders.undecided_because) == ((), None, None)
    assert leaders.rounding == 0


def test_the_margin_is_by_how_much_rounding_moves_the_ends() -> None:
    # One task has everything, so its own share is no less than 1.
    assert first_two(0.51, 0.49).rounding == pytest.approx(0.0005)
    data = small(("a", "x", 0.6, 0.5), ("b", "y", 0.4, 0.5))
    for tag, share in zip(data["classifications"], (0.5, 0.2), strict=True):
        tag["models"] = [{"id": "m/1", "tag_usage_share": share, "tag_token_share": share}]
    leaders = overall_leaders(derive(snapshot_of(data)))
    assert leaders.rounding == pytest.approx(0.0005 + 0.0005 * (0.5 - 0.2))


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
    assert [leader.id for leader in leaders] == ["m/a", "m/a "]
    assert [leader.requests.low for leader in leaders] == pytest.approx([0.5995, 0.1995])


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


def test_models_of_undisclosed_makers_are_known_as_such(data: Data) -> None:
    rankings = derive(snapshot_of(data))
    for leader in overall_leaders(rankings).models:
        assert leader.is_undisclosed == leader.id.startswith("stealth/")
    assert any(leader.is_undisclosed for leader in overall_leaders(rankings).top)


def test_a_model_that_no_list_names_can_make_the_first_place_uncertain() -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.4
    assert overall_leaders(derive(snapshot_of(data))).certain_first is None


def test_a_tag_without_models_hides_everything() -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    data["classifications"][1]["models"] = []
    (leader,) = overall_leaders(derive(snapshot_of(data))).models
    assert (leader.requests.low, leader.requests.high) == about(0.3, 0.8)
