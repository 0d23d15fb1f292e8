"""Tasks' pages, read back and compared with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import Data, raw, small
from tests.site_reader import (
    RankedShare,
    Site,
    build_site,
    key_figures,
    model_name,
    numbers,
    percent,
    rank,
    ranked_share,
    tag_page,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


SAID_ONCE = """\
The large figures and “Over time” are shares of everything. The models’ shares are of this \
task’s requests and tokens.
OpenRouter lists a task’s top models by requests. A model with many tokens and few requests can be \
missing.
“Not listed” is the rest: all other models, and requests that OpenRouter counts for no model.
Each provider counts tokens with its own tokenizer, so token shares of different models compare \
only roughly.
A share says how much a model is used, not how good it is.
OpenRouter publishes no definition of this task beyond its name and tag.
""".splitlines()


def test_each_task_page_opens_with_its_shares_of_everything_and_its_tokens_per_request(
    site: Site, answer: Data
) -> None:
    groups = {each["key"]: each for each in answer["macro_categories"]}
    tags = answer["classifications"]
    for tag in tags:
        assert words(site.pages[tag_page(tag)].find(".//h1")) == (
            f"{tag['display_name']} {tag['tag']}"
        )
        requests, tokens, times = key_figures(site, tag_page(tag))
        for (share, place, _), field in ((requests, "usage_share"), (tokens, "token_share")):
            assert share == percent(tag[field])
            assert place == f"rank {rank(tag[field], [t[field] for t in tags])} of 29"
        assert (requests[2], tokens[2]) == (
            "of all classified requests on OpenRouter",
            "of all tokens in classified requests",
        )
        ranges = (
            recomputed.share_of_all(tag, groups[tag["macro_category"]], kind)
            for kind in ("usage", "token")
        )
        low, high = recomputed.tokens_per_request(*ranges)
        assert times[0] == recomputed.middle(low, high)
        assert times[2] == "as many tokens as the average request"
        ends = times[1].removeprefix("exact value: ").split(" to ")
        step = 10.0 ** -len(ends[0].partition(".")[2])
        assert low - step < float(ends[0]) <= low + 1e-9
        assert high - 1e-9 <= float(ends[1]) < high + step
        decimals = {len(each.partition(".")[2]) for each in (*ends, times[0].rstrip("×"))}
        assert len(decimals) == 1


def test_each_task_page_says_where_the_task_stands_in_its_category(
    site: Site, answer: Data
) -> None:
    fields = "category_usage_share", "category_token_share"
    for group in answer["macro_categories"]:
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        tags.sort(key=lambda t: [-t[field] for field in fields])
        names = [tag["display_name"] for tag in tags]
        for index, tag in enumerate(tags):
            places = [rank(tag[field], [t[field] for t in tags]) for field in fields]
            if index == 0:
                between = f", before {names[1]}"
            elif index == len(tags) - 1:
                between = f", after {names[-2]}"
            else:
                between = f", between {names[index - 1]} and {names[index + 1]}"
            size, label = len(tags), group["label"]
            said = (
                f"{tag['display_name']} is {percent(tag[fields[0]])} of {label} requests, rank "
                f"{places[0]} of {size}{between}. It is {percent(tag[fields[1]])} of {label} "
                f"tokens, rank {places[1]} of {size}. All {label} tasks"
            )
            assert said in site.text(tag_page(tag))


def test_each_task_page_says_what_its_shares_are_of_and_what_lists_leave_out(
    site: Site, answer: Data
) -> None:
    for tag in answer["classifications"]:
        text = site.text(tag_page(tag))
        for said in SAID_ONCE:
            assert text.count(said) == 1, (tag["tag"], said)


def test_each_tag_page_lists_its_models_and_what_is_not_listed(site: Site, answer: Data) -> None:
    fields = "tag_usage_share", "tag_token_share"
    for tag in answer["classifications"]:
        caption = f"Top {len(tag['models'])} models by share of {tag['display_name']} requests"
        *listed, remainder = site.rows(tag_page(tag), caption)
        by_id = {model["id"]: model for model in tag["models"]}
        in_order = []
        for name, *cells in listed:
            model = by_id.pop(model_name(name))
            in_order.append((-model[fields[0]], -model[fields[1]], model["id"]))
            for cell, field in zip(cells[:2], fields, strict=True):
                place = rank(model[field], [each[field] for each in tag["models"]])
                assert ranked_share(cell) == RankedShare(place, percent(model[field]), "")
            undisclosed = "maker undisclosed" in words(name)
            assert undisclosed == model["id"].startswith("stealth/")
        assert not by_id
        assert in_order == sorted(in_order)
        rest = [percent(1 - sum(model[field] for model in tag["models"])) for field in fields]
        assert [words(cell) for cell in remainder[:3]] == ["Not listed", *rest]


def test_each_tags_chart_draws_the_numbers_of_its_table(site: Site, answer: Data) -> None:
    for tag in answer["classifications"]:
        chart = site.pages[tag_page(tag)].find(".//figure[@id='by-model']/svg")
        assert chart is not None
        rows = [group for group in chart if group.find("title") is not None]
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


def test_each_task_page_says_who_does_most(site: Site, answer: Data) -> None:
    for tag in answer["classifications"]:
        requests, tokens = (
            max((model[field], model["id"]) for model in tag["models"])
            for field in ("tag_usage_share", "tag_token_share")
        )
        assert recomputed.first(tag) == {requests[1]}  # no ties in this answer
        said = (
            f"{requests[1]} handled {percent(requests[0])} of {tag['display_name']} requests in "
            "the 7 days to 2026-10-06, more than any other model. "
        )
        who = "it also" if requests[1] == tokens[1] else tokens[1]
        of = f"{percent(tokens[0])} of {tag['display_name']} tokens"
        said += f"Of the listed models, {who} used the most tokens: {of}."
        assert said in site.text(tag_page(tag))


def test_models_that_share_the_first_rank_are_both_named(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    twin = dict(data["classifications"][0]["models"][0], id="maker/twin", tag_usage_share=0.3)
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    data["classifications"][0]["models"].append(twin)
    tied = build_site(tmp_path, raw(data)).text("x/a/index.html")
    assert "maker/model and maker/twin each handled 30.0% of A requests in the 7 days to" in tied
    both = "maker/model and maker/twin"
    assert f"Of the listed models, {both} used the most tokens: 40.0% of A tokens each." in tied
    assert "more than any other model" not in tied


def test_a_tag_with_one_model_and_one_with_none_say_what_is_known(tmp_path: Path) -> None:
    data = small(("one", "x", 0.5, 0.5), ("none", "x", 0.5, 0.5))
    data["classifications"][1]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert len(built.rows("x/one/index.html", "Top 1 model by share of One requests")) == 2
    text = built.text("x/none/index.html")
    assert (
        "OpenRouter lists no model for this task, so nothing can be said about who does it."
    ) in text
    assert "handled" not in text
    assert not list(built.pages["x/none/index.html"].iter("svg"))
    assert "x/none/chart.svg" not in built.files
    assert "1 listed model, by minimum share of all classified requests" in built.text("index.html")


def test_a_task_alone_in_its_category_is_called_the_only_one(tmp_path: Path) -> None:
    text = build_site(tmp_path, raw(small(("a", "x", 1, 1)))).text("x/a/index.html")
    assert "A is the only X task." in text
    assert "X requests, rank" not in text


def test_no_model_at_all_is_said(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert "No task lists a model in this snapshot." in built.text("index.html")
    assert "No task of this category lists a model" in built.text("x/index.html")


def test_a_task_without_requests_has_no_tokens_per_request(tmp_path: Path) -> None:
    built = build_site(tmp_path, raw(small(("a", "x", 1, 1), ("b", "x", 0, 0))))
    shares = [number for number, *_ in key_figures(built, "x/b/index.html")]
    assert shares == ["<0.05%"] * 2
    for path in ("index.html", "x/index.html"):
        *_, (_, _, _, times) = built.rows(path, "2 tasks")
        assert (words(times), numbers(times)) == ("–", [])
