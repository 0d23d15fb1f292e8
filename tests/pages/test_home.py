"""The home page, read back and compared with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import recomputed
from tests.answers import Data, raw, small
from tests.pages.ranges import check_ranges
from tests.site_reader import (
    RankedShare,
    Site,
    build_site,
    model_name,
    percent,
    rank,
    ranked_share,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_home_ranks_all_tags_with_the_sources_numbers(site: Site, answer: Data) -> None:
    rows = site.rows("index.html", "29 tasks by share of all classified requests")
    groups = {each["key"]: each for each in answer["macro_categories"]}
    by_tag = {tag["tag"]: tag for tag in answer["classifications"]}
    fields = ("usage_share", "token_share")
    of_all = [[tag[field] for tag in answer["classifications"]] for field in fields]
    in_order = []
    for name, requests, tokens, times in rows:
        tag = by_tag.pop(name.findtext("code") or "")
        in_order.append((tag["usage_share"], tag["token_share"]))
        assert name.findtext("a") == tag["display_name"]
        for cell, field, shares in zip((requests, tokens), fields, of_all, strict=True):
            expected = RankedShare(rank(tag[field], shares), percent(tag[field]), "")
            assert ranked_share(cell) == expected
        group = groups[tag["macro_category"]]
        ranges = (recomputed.share_of_all(tag, group, kind) for kind in ("usage", "token"))
        assert words(times) == recomputed.middle(*recomputed.tokens_per_request(*ranges))
    assert not by_tag
    assert in_order == sorted(in_order, reverse=True)


def test_home_says_the_shape_of_the_whole_in_computed_sentences(site: Site) -> None:
    text = site.text("index.html")
    assert (
        "Agent and code tasks make up 25.8% of classified requests on OpenRouter, "
        "but 70.7% of all tokens."
    ) in text
    assert (
        "sorts a sample of these requests into 29 tasks. The largest task by requests is "
        "Classification: 30.1% of requests, 7.3% of tokens."
    ) in text


def test_home_bounds_the_models_as_the_lists_and_the_rounding_do(site: Site, answer: Data) -> None:
    listed = {model["id"] for tag in answer["classifications"] for model in tag["models"]}
    caption = f"Top 10 of {len(listed)} listed models, by minimum share of all classified requests"
    rows = site.rows("index.html", caption)
    assert len(rows) == 10
    groups = {each["key"]: each for each in answer["macro_categories"]}
    tags = answer["classifications"]
    requests, tokens = (
        [recomputed.share_of_all(tag, groups[tag["macro_category"]], kind) for tag in tags]
        for kind in ("usage", "token")
    )
    lows = check_ranges(rows, tags, requests, tokens)
    assert len(tags) == 29
    assert lows == sorted(lows, reverse=True)
    others = listed - {model_name(name) for name, *_ in rows}
    for model in others:
        assert recomputed.model_requests(model, tags, requests)[0] < lows[-1]


def test_home_has_the_categories_with_both_shares_and_tokens_per_request(
    site: Site, answer: Data
) -> None:
    rows = site.rows("index.html", "4 categories by share of all classified requests")
    by_share = sorted(answer["macro_categories"], key=lambda each: -each["usage_share"])
    for row, category in zip(rows, by_share, strict=True):
        name, requests, tokens, times = row
        assert name.findtext("a") == category["label"]
        tags = [t for t in answer["classifications"] if t["macro_category"] == category["key"]]
        assert name.findtext("small") == f"{len(tags)} tasks"
        assert words(requests) == percent(category["usage_share"])
        assert words(tokens) == percent(category["token_share"])
        ranges = (recomputed.around(category[field]) for field in ("usage_share", "token_share"))
        assert words(times) == recomputed.middle(*recomputed.tokens_per_request(*ranges))


def test_the_first_place_is_said_where_it_is_certain_and_only_there(
    site: Site, tmp_path: Path
) -> None:
    assert (
        "typesafe/jev-1.13-20260917 handles at least 10.8% of all classified requests, "
        "more than any other model can"
    ) in site.text("index.html")
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert (
        "Which model handles most of all classified requests cannot be told: "
        "the lists leave too much open."
    ) in text
    assert "more than any other model can" not in text


def test_ties_at_the_top_are_not_called_the_largest(tmp_path: Path) -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert "One of the largest tasks by requests is A: 50.0% of requests" in text
    assert "is the largest task" not in text
    assert "A makes up 50.0% of classified requests on OpenRouter and 50.0% of all tokens." in text
