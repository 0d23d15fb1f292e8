"""Tasks' pages, read back and compared with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answers import Data, raw, small
from tests.site_reader import (
    Site,
    build_site,
    numbers,
    percent,
    rank,
    tag_page,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_each_tag_page_says_the_three_denominators_apart(site: Site, answer: Data) -> None:
    sizes = {
        key["key"]: sum(tag["macro_category"] == key["key"] for tag in answer["classifications"])
        for key in answer["macro_categories"]
    }
    for tag in answer["classifications"]:
        page = site.pages[tag_page(tag)]
        heading = page.find(".//h1")
        assert heading is not None
        assert words(heading) == f"{tag['display_name']} {tag['tag']}"
        everything, category = site.rows(tag_page(tag), f"{tag['display_name']} among all tasks")
        assert words(everything[0]) == "of everything, among 29 tasks"
        label = next(
            m["label"] for m in answer["macro_categories"] if m["key"] == tag["macro_category"]
        )
        size = sizes[tag["macro_category"]]
        assert words(category[0]) == f"of {label}, among {size} tasks"
        fields = ("usage_share", "token_share", "category_usage_share", "category_token_share")
        cells = (everything[1], everything[3], category[1], category[3])
        for field, cell in zip(fields, cells, strict=True):
            assert numbers(cell) == [(f"{tag[field]:g}", percent(tag[field]))], (tag["tag"], field)
        of_all = answer["classifications"]
        within = [each for each in of_all if each["macro_category"] == tag["macro_category"]]
        for row, group, prefix in ((everything, of_all, ""), (category, within, "category_")):
            for cell, name in ((row[2], "usage_share"), (row[4], "token_share")):
                field = prefix + name
                assert words(cell) == rank(tag[field], [each[field] for each in group])
        assert "selected by requests" in site.text(tag_page(tag))
        assert "tokenizer" in site.text(tag_page(tag))


def test_each_tag_page_lists_its_models_and_what_is_not_listed(site: Site, answer: Data) -> None:
    for tag in answer["classifications"]:
        *listed, remainder = site.rows(tag_page(tag), "Models by requests")
        tokens = [model["tag_token_share"] for model in tag["models"]]
        requests = [model["tag_usage_share"] for model in tag["models"]]
        by_id = {model["id"]: model for model in tag["models"]}
        for name, request_rank, request_share, token_share, token_rank in listed:
            model = by_id.pop((name.text or "").strip())
            assert numbers(request_share)[0][1] == percent(model["tag_usage_share"])
            assert float(numbers(request_share)[0][0]) == model["tag_usage_share"]
            assert numbers(token_share)[0][1] == percent(model["tag_token_share"])
            assert words(request_rank) == rank(model["tag_usage_share"], requests)
            assert words(token_rank) == rank(model["tag_token_share"], tokens)
            undisclosed = "maker undisclosed" in words(name)
            assert undisclosed == model["id"].startswith("stealth/")
        assert not by_id
        assert words(remainder[0]) == "Not listed"
        assert numbers(remainder[2])[0][1] == percent(1 - sum(requests))
        assert numbers(remainder[3])[0][1] == percent(1 - sum(tokens))


def test_each_tags_chart_draws_the_numbers_of_its_table(site: Site, answer: Data) -> None:
    for tag in answer["classifications"]:
        chart = site.pages[tag_page(tag)].find(".//figure/svg")
        assert chart is not None
        rows = [group for group in chart.findall("g") if group.find("title") is not None]
        shares = [(m["tag_usage_share"], m["tag_token_share"]) for m in tag["models"]]
        remainder = (1 - sum(r for r, _ in shares), 1 - sum(t for _, t in shares))
        in_order = sorted(shares, key=lambda pair: (-pair[0], -pair[1]))
        assert len(rows) == 11
        for row, (requests, tokens) in zip(rows, [*in_order, remainder], strict=True):
            written = [text.text for text in row.iter("text")][1:]
            assert written == [percent(requests), percent(tokens)]
        lengths = [float(bar.attrib["width"]) for row in rows for bar in row.iter("rect")]
        drawn = [share for pair in [*in_order, remainder] for share in pair]
        scale = max(lengths) / max(drawn)
        assert lengths == pytest.approx([share * scale for share in drawn], abs=0.11)


def test_each_tag_page_opens_with_who_does_most(site: Site, answer: Data, tmp_path: Path) -> None:
    for tag in answer["classifications"]:
        requests, tokens = (
            max((model[field], model["id"]) for model in tag["models"])
            for field in ("tag_usage_share", "tag_token_share")
        )
        said = f"{requests[1]} takes the most of its requests, {percent(requests[0])}"
        if requests[1] == tokens[1]:
            said += f", and, among the models listed, the most of its tokens, {percent(tokens[0])}."
        else:
            said += (
                f". Among the models listed, {tokens[1]} takes the most of its tokens, "
                f"{percent(tokens[0])}."
            )
        assert said in site.text(tag_page(tag))
    data = small(("a", "x", 1, 1))
    twin = dict(data["classifications"][0]["models"][0], id="maker/twin", tag_usage_share=0.3)
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    data["classifications"][0]["models"].append(twin)
    tied = build_site(tmp_path, raw(data)).text("x/a/index.html")
    assert "maker/model and maker/twin take the most of its requests, 30.0% each." in tied


def test_a_tag_with_one_model_and_one_with_none_say_what_is_known(tmp_path: Path) -> None:
    data = small(("one", "x", 0.5, 0.5), ("none", "x", 0.5, 0.5))
    data["classifications"][1]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert "The source lists 1 model for this task" in built.text("x/one/index.html")
    assert len(built.rows("x/one/index.html", "Models by requests")) == 2
    assert "lists no model for this task" in built.text("x/none/index.html")
    assert [svg.get("class") for svg in built.pages["x/none/index.html"].iter("svg")] == [
        "chart standing"
    ]
    assert "x/none/chart.svg" in built.files
    assert "1 leading model of 1 listed" in built.text("index.html")


def test_no_model_at_all_is_said(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert "No task lists a model in this snapshot." in built.text("index.html")
    assert "No task of this category lists a model" in built.text("x/index.html")
