"""The home page, read back and compared with the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.answers import Data, raw, small
from tests.site_reader import (
    Site,
    build_site,
    numbers,
    percent,
    rank,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_home_ranks_all_tags_with_the_sources_numbers(site: Site, answer: Data) -> None:
    rows = site.rows("index.html", "29 tasks by requests")
    assert len(rows) == 29
    by_tag = {tag["tag"]: tag for tag in answer["classifications"]}
    requests = [tag["usage_share"] for tag in answer["classifications"]]
    tokens = [tag["token_share"] for tag in answer["classifications"]]
    for name, request_share, request_rank, token_share, token_rank, times in rows:
        tag = by_tag.pop(name.findtext("code") or "")
        assert name.findtext("a") == tag["display_name"]
        assert numbers(request_share) == [(f"{tag['usage_share']:g}", percent(tag["usage_share"]))]
        assert numbers(token_share) == [(f"{tag['token_share']:g}", percent(tag["token_share"]))]
        assert words(request_rank) == rank(tag["usage_share"], requests)
        assert words(token_rank) == rank(tag["token_share"], tokens)
        ((value, _),) = numbers(times)
        low, high = re.findall(r"[\d.]+", words(times))[1:]
        assert float(low) <= float(value) <= float(high)
    assert not by_tag


def test_home_says_the_shape_of_the_whole_in_computed_sentences(site: Site) -> None:
    text = site.text("index.html")
    assert (
        "Agent and Code are 25.8% of classified requests on OpenRouter and 70.7% of their tokens."
    ) in text
    assert (
        "sorts a sample of them into 29 tasks. Classification is the largest, with 30.1% of the "
        "requests and 7.3% of the tokens."
    ) in text


def test_home_bounds_the_models_as_the_lists_do(site: Site, answer: Data) -> None:
    rows = site.rows("index.html", "The 10 leading models")
    assert len(rows) == 10
    for name, low, high, tokens, listed in rows:
        model = (name.text or "").strip()
        expected_low = expected_high = expected_tokens = 0.0
        listed_in = 0
        for tag in answer["classifications"]:
            models = {each["id"]: each for each in tag["models"]}
            shares = [each["tag_usage_share"] for each in tag["models"]]
            if model in models:
                expected_low += tag["usage_share"] * models[model]["tag_usage_share"]
                expected_tokens += tag["token_share"] * models[model]["tag_token_share"]
                listed_in += 1
            else:
                expected_high += tag["usage_share"] * min(*shares, 1 - sum(shares))
        expected_high += expected_low
        assert float(numbers(low)[0][0]) == pytest.approx(expected_low, rel=1e-5)
        assert float(numbers(high)[0][0]) == pytest.approx(expected_high, rel=1e-5)
        assert float(numbers(tokens)[0][0]) == pytest.approx(expected_tokens, rel=1e-5)
        assert float(numbers(low)[0][1][:-1]) / 100 <= expected_low
        assert float(numbers(high)[0][1][:-1]) / 100 >= expected_high - 1e-9
        assert words(listed) == f"{listed_in} of 29"


def test_home_has_the_categories_with_both_shares_and_tokens_per_request(
    site: Site, answer: Data
) -> None:
    rows = site.rows("index.html", "4 categories")
    by_share = sorted(answer["macro_categories"], key=lambda each: -each["usage_share"])
    for row, category in zip(rows, by_share, strict=True):
        name, requests, tokens, times = row
        assert name.findtext("a") == category["label"]
        assert numbers(requests)[0][1] == percent(category["usage_share"])
        assert numbers(tokens)[0][1] == percent(category["token_share"])
        ratio = category["token_share"] / category["usage_share"]
        assert float(numbers(times)[0][0]) == pytest.approx(ratio, rel=1e-4)


def test_the_first_place_is_said_where_it_is_certain_and_only_there(
    site: Site, tmp_path: Path
) -> None:
    assert (
        "typesafe/jev-1.13-20260917 has the most of all classified requests: "
        "by the published figures 10.8% or more"
    ) in site.text("index.html")
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert "Which model has the most of all classified requests cannot be told" in text


def test_ties_at_the_top_are_not_called_the_largest(tmp_path: Path) -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert "A is among the largest, with" in text
    assert "A is 50.0% of classified requests on OpenRouter and 50.0% of their tokens." in text
