"""The ranges in data files: held against linear programmes, and never narrower than they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import recorded_data
from tests.data_files import check, check_then, content, rows
from tests.site_reader import model_page, percent, rank

if TYPE_CHECKING:
    from tests.answers import Data
    from tests.recomputed import Range
    from tests.site_reader import Site

NOW, THEN = "2026-10-06", "2026-09-04"
MODELS = (
    "deepseek/deepseek-v4-flash-20260731",
    "stealth/space-bunny-alpha",
    "typesafe/jev-1.13-20260917",
    "google/gemma-4-31b-it-20260402",
    "perplexity/sonar",
)
SHARES = "tag_usage_share", "tag_token_share"
every_model = pytest.mark.parametrize("model", MODELS)


def folder(model: str) -> str:
    return model_page(model).removesuffix("index.html")


@cache
def answer(as_of: str) -> Data:
    return recorded_data(as_of)


def listing(model: str, as_of: str) -> dict[str, Data]:
    """Return the model in each list that has it, by tag."""
    return {
        tag["tag"]: each
        for tag in answer(as_of)["classifications"]
        for each in tag["models"]
        if each["id"] == model
    }


@cache
def requests(model: str, as_of: str) -> Range:
    weights = recomputed.weights_of_all(answer(as_of), "usage")
    return recomputed.model_requests(model, answer(as_of)["classifications"], weights)


def holds(row: Data, name: str, ends: Range, then: str = "") -> None:
    """Check that a range in a row is that one, its ends rounded outwards by less than 1e-6."""
    low, high = row[f"{name}_min{then}"], row[f"{name}_max{then}"]
    assert ends[0] - 1.1e-6 <= low <= ends[0] + 2e-9
    assert ends[1] - 2e-9 <= high <= ends[1] + 1.1e-6


@every_model
def test_a_model_has_its_share_of_everything_now_and_then(model: str, full_site: Site) -> None:
    tags = answer(NOW)["classifications"]
    assert content(full_site, folder(model))["compared_with"] == THEN
    (row,) = rows(full_site, folder(model), share_of="everything")
    assert (row["kind"], row["model"], row["author"]) == ("model", model, model.partition("/")[0])
    holds(row, "request_share", requests(model, NOW))
    weights = recomputed.weights_of_all(answer(NOW), "token")
    holds(row, "token_share", recomputed.model_tokens(model, tags, weights))
    holds(row, "request_share", requests(model, THEN), "_then")
    lists = listing(model, NOW)
    assert row["listed_in"] == len(lists)
    assert row["listed_in_then"] == len(listing(model, THEN))
    ranks = {
        tag["tag"]: rank(lists[tag["tag"]][SHARES[0]], [e[SHARES[0]] for e in tag["models"]])
        for tag in tags
        if tag["tag"] in lists
    }
    best = min(ranks.values(), key=lambda place: (int(place.strip("=")), "=" in place))
    assert f"{row['best_rank']}{'=' if row['best_rank_tied'] else ''}" == best
    assert ranks[row["best_task"]] == best
    shares = {tag["tag"]: tag["usage_share"] for tag in tags}
    known = {
        tag: shares[tag] * lists[tag][SHARES[0]] for tag, place in ranks.items() if place == best
    }
    assert known[row["best_task"]] == pytest.approx(max(known.values()), rel=0.1)


@every_model
def test_each_task_that_lists_a_model_has_its_shares_and_its_part(
    model: str, full_site: Site
) -> None:
    tags = answer(NOW)["classifications"]
    before = {tag["tag"]: tag for tag in answer(THEN)["classifications"]}
    weights = recomputed.weights_of_all(answer(NOW), "usage")
    low, high = requests(model, NOW)
    lists, old = listing(model, NOW), listing(model, THEN)
    found = rows(full_site, folder(model), share_of="task")
    listed = {row["task"]: row for row in found if row["request_share"] is not None}
    assert listed.keys() == lists.keys()
    for tag in tags:
        if tag["tag"] not in listed:
            continue
        row = listed[tag["tag"]]
        check(row, lists[tag["tag"]], tag["models"], *SHARES)
        if low / high >= 0.5:
            holds(row, "part", recomputed.part_range(model, tags, weights, {tag["tag"]}))
        else:
            assert row["part_min"] is row["part_max"] is None
        if tag["tag"] in old:
            check_then(row, old[tag["tag"]], before[tag["tag"]]["models"], *SHARES)
        else:
            assert row["request_share_then"] is None
    elsewhere = {row["task"]: row for row in found if row["request_share"] is None}
    assert elsewhere.keys() == {tag["tag"] for tag in tags} - lists.keys()
    for tag in tags:
        if tag["tag"] in elsewhere:
            row = elsewhere[tag["tag"]]
            holds(row, "request_share", (0, recomputed.most_unlisted(tag["models"])))
            holds(row, "token_share", (0, recomputed.rest_of_tokens(tag)))


@every_model
def test_each_category_has_the_range_of_a_models_share_of_it(model: str, full_site: Site) -> None:
    data = answer(NOW)
    of_all = recomputed.weights_of_all(data, "usage")
    low, high = requests(model, NOW)
    found = {row["category"]: row for row in rows(full_site, folder(model), share_of="category")}
    assert found.keys() == {group["key"] for group in data["macro_categories"]}
    for group in data["macro_categories"]:
        row = found[group["key"]]
        tags = [e for e in data["classifications"] if e["macro_category"] == group["key"]]
        weights = [recomputed.share_of_category(tag, group, "usage") for tag in tags]
        holds(row, "request_share", recomputed.model_requests(model, tags, weights))
        weights = [recomputed.share_of_category(tag, group, "token") for tag in tags]
        holds(row, "token_share", recomputed.model_tokens(model, tags, weights))
        names = {tag["tag"] for tag in tags}
        assert row["listed_in"] == len(names & listing(model, NOW).keys())
        if low / high >= 0.5:
            part = recomputed.part_range(model, data["classifications"], of_all, names)
            holds(row, "part", part)


def test_a_task_says_what_part_it_is_of_each_models_known_requests(full_site: Site) -> None:
    tags = answer(NOW)["classifications"]
    weights = recomputed.weights_of_all(answer(NOW), "usage")
    seen = 0
    for row in rows(full_site, "code/debugging/", kind="model"):
        low, high = requests(row["model"], NOW)
        if row["request_share"] is not None and low / high >= 0.5:
            part = recomputed.part_range(row["model"], tags, weights, {"code:debugging"})
            holds(row, "part", part)
            seen += 1
        else:
            assert row["part_min"] is None
    assert seen == 5


def test_an_author_has_the_sum_of_its_models_minimums(full_site: Site) -> None:
    everything = rows(full_site, "models/", kind="author")
    models = {each["id"] for tag in answer(NOW)["classifications"] for each in tag["models"]}
    authors = {model.partition("/")[0] for model in models}
    assert {row["author"] for row in everything} == authors
    for row in everything:
        own = [model for model in models if model.partition("/")[0] == row["author"]]
        assert row["models"] == len(own)
        least = sum(requests(model, NOW)[0] for model in own)
        assert least - 1.1e-6 <= row["request_share_min"] <= least + 1e-7
        (alone,) = rows(full_site, f"models/{row['author']}/", kind="author")
        names = ("models", "request_share_min", "share_of")
        assert [alone[name] for name in names] == [row[name] for name in names]


def test_leaders_of_a_category_have_ranges_of_its_requests(full_site: Site) -> None:
    data = answer(NOW)
    (group,) = (each for each in data["macro_categories"] if each["key"] == "code")
    tags = [each for each in data["classifications"] if each["macro_category"] == "code"]
    requests_of = [recomputed.share_of_category(tag, group, "usage") for tag in tags]
    tokens_of = [recomputed.share_of_category(tag, group, "token") for tag in tags]
    leaders = rows(full_site, "code/", kind="model")
    assert len(leaders) == 10
    for row in leaders:
        assert (row["share_of"], row["category"]) == ("category", "code")
        holds(row, "request_share", recomputed.model_requests(row["model"], tags, requests_of))
        holds(row, "token_share", recomputed.model_tokens(row["model"], tags, tokens_of))
        lists = [tag for tag in tags if row["model"] in {each["id"] for each in tag["models"]}]
        assert row["listed_in"] == len(lists)


def test_tokens_per_request_has_all_that_rounding_leaves(full_site: Site) -> None:
    data = answer(NOW)
    groups = {group["key"]: group for group in data["macro_categories"]}
    for tag in data["classifications"]:
        (row,) = rows(full_site, "", kind="task", task=tag["tag"])
        shares = (
            recomputed.share_of_all(tag, groups[tag["macro_category"]], e)
            for e in ("usage", "token")
        )
        low, high = recomputed.tokens_per_request(*shares)
        holds(row, "tokens_per_request", (low, high))
        assert row["tokens_per_request"] == pytest.approx((low + high) / 2, abs=1e-6)


def test_a_model_of_the_past_has_its_last_figures(full_site: Site) -> None:
    model, day = "anthropic/claude-4.6-sonnet-20260217", "2026-09-04"
    said = content(full_site, folder(model))
    assert (said["as_of"], said["compared_with"]) == (day, None)
    (whole,) = (row for row in said["rows"] if row["share_of"] == "everything")
    holds(whole, "request_share", requests(model, day))
    listed = {row["task"]: row for row in said["rows"] if row["share_of"] == "task"}
    assert listed.keys() == listing(model, day).keys()
    for tag in answer(day)["classifications"]:
        if tag["tag"] in listed:
            check(listed[tag["tag"]], listing(model, day)[tag["tag"]], tag["models"], *SHARES)
    assert percent(0.028) == percent(listed["code:general_impl"]["request_share"])
