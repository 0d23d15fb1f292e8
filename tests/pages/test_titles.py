"""What figures are called and what is said of them to those who do not see them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_lib.pages.home import HomePage
from site_lib.pages.plan import plan
from tests import recomputed
from tests.answers import RECORDED, history_of, newest_data, raw, recorded_data, site_at, small
from tests.site_reader import Site, build_site, model_name, numbers, percent, tag_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data

OLDEST, NEWEST = RECORDED[0].stem, RECORDED[-1].stem


def title(site: Site, path: str, figure: str) -> tuple[str, str]:
    """Return the title of a figure and what stands small below it."""
    caption = site.pages[path].find(f".//figure[@id='{figure}']/figcaption")
    assert caption is not None
    return (caption.text or "").strip(), caption.findtext("small") or ""


def description(site: Site, path: str, figure: str) -> str:
    chart = site.pages[path].find(f".//figure[@id='{figure}']/svg")
    assert chart is not None
    return chart.findtext("desc") or ""


def test_homes_figures_say_what_is_to_be_seen_and_small_what_they_are(site: Site) -> None:
    (heaviest,) = (
        words(row[3])
        for row in site.rows("index.html", "4 categories")
        if row[0].findtext("a") == "Code"
    )
    assert title(site, "index.html", "shape") == (
        f"Code requests use {heaviest.rstrip('×')} times as many tokens as the average request",
        "Tasks by share of requests and of tokens, on logarithmic scales",
    )
    assert heaviest == "3.19×"
    assert title(site, "index.html", "areas") == (
        "Classification is the largest task, with 30.1% of classified requests",
        "Tasks as areas, by share of requests",
    )
    first = "typesafe/jev-1.13-20260917 handles at least 10.8% of all classified requests"
    assert title(site, "models/index.html", "leaders") == (
        f"{first}, more than any other model can",
        "Top models by share of all classified requests, at least and at most",
    )


def test_a_categorys_figures_name_its_largest_task_and_its_first_model(
    site: Site, answer: Data
) -> None:
    for group in answer["macro_categories"]:
        path, label = f"{group['key']}/index.html", group["label"]
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        largest = max(tags, key=lambda tag: tag["category_usage_share"])
        name, share = largest["display_name"], percent(largest["category_usage_share"])
        assert title(site, path, "by-task") == (
            f"{name} is the largest {label} task, with {share} of {label} requests",
            f"Tasks by share of {label} requests and {label} tokens",
        )
        first, *_ = site.rows(path, "Top 10")
        neutral = f"Top models by share of {label} requests, at least and at most"
        if "cannot be told" in site.text(path):
            assert title(site, path, "leaders") == (neutral, "")
        else:
            said = f"{model_name(first[0])} handles at least {numbers(first[1])[0]} of {label} "
            more = "requests, more than any other model can"
            assert title(site, path, "leaders") == (f"{said}{more}", neutral)


def test_a_tasks_figure_names_the_model_that_does_most_of_it(site: Site, answer: Data) -> None:
    for tag in answer["classifications"]:
        name = tag["display_name"]
        first = max(tag["models"], key=lambda model: model["tag_usage_share"])
        assert title(site, tag_page(tag), "by-model") == (
            f"{first['id']} handles {percent(first['tag_usage_share'])} of {name} requests",
            f"Models by share of {name} requests and tokens",
        )


def test_figures_over_time_name_both_ends(full_site: Site) -> None:
    for kind, key in (("classifications", "tag"), ("macro_categories", "key")):
        before = {each[key]: each["usage_share"] for each in recorded_data(OLDEST)[kind]}
        for each in newest_data()[kind]:
            name = each.get("display_name") or each["label"]
            then, now = percent(before[each[key]]), percent(each["usage_share"])
            path = tag_page(each) if key == "tag" else f"{each[key]}/index.html"
            said = (
                f"{name} went from {then} of requests on {OLDEST} to {now} on {NEWEST}"
                if then != now
                else f"{name} had {now} of requests on {OLDEST} and {now} on {NEWEST}"
            )
            neutral = f"{name} over time, by share of all requests and tokens"
            assert title(full_site, path, "trend") == (said, neutral)
            assert f"The first has {then} of requests and " in description(full_site, path, "trend")
            assert f"the last {now} of requests and " in description(full_site, path, "trend")
            if key == "tag":
                ranks = f"Ranks by requests of the top 5 models in {name}"
                assert title(full_site, path, "ranks-over-time") == (ranks, "")


def test_titles_are_neutral_where_nothing_is_ahead(tmp_path: Path) -> None:
    data = small(("a", "x", 0.25, 0.25), ("b", "x", 0.25, 0.25), ("c", "y", 0.5, 0.5))
    for tag in data["classifications"]:
        tag["models"] = [
            {"id": f"m/{name}", "tag_usage_share": 0.3, "tag_token_share": 0.3} for name in "12"
        ]
    data["classifications"].append(dict(data["classifications"][2], tag="d", display_name="D"))
    for tag in data["classifications"][2:]:
        tag["usage_share"] = tag["token_share"] = 0.25
        tag["category_usage_share"] = tag["category_token_share"] = 0.5
    built = build_site(tmp_path, raw(data))
    for path, figure, name in (
        ("", "shape", "Tasks by share of requests and of tokens, on logarithmic scales"),
        ("", "areas", "Tasks as areas, by share of requests"),
        (
            "models/",
            "leaders",
            "Top models by share of all classified requests, at least and at most",
        ),
        ("x/", "by-task", "Tasks by share of X requests and X tokens"),
        ("x/", "leaders", "Top models by share of X requests, at least and at most"),
        ("x/a/", "by-model", "Models by share of A requests and tokens"),
    ):
        assert title(built, f"{path}index.html", figure) == (name, "")


def scatter(folder: Path, data: Data | bytes) -> str:
    """Return what is said of the scatter chart of an answer."""
    pages = plan(history_of(folder, data), site_at(), is_sample=False, has_cards=False).pages
    home = pages[0]()
    assert isinstance(home, HomePage)
    assert home.scatter
    return home.scatter.chart.description


def test_the_scatter_chart_counts_tasks_by_what_rounding_leaves_of_tokens_per_request(
    tmp_path: Path, recorded: bytes
) -> None:
    said, answer = scatter(tmp_path, recorded), json.loads(recorded)["data"]
    groups = {each["key"]: each for each in answer["macro_categories"]}
    ranges = [
        recomputed.tokens_per_request(
            *(
                recomputed.share_of_all(tag, groups[tag["macro_category"]], kind)
                for kind in ("usage", "token")
            )
        )
        for tag in answer["classifications"]
    ]
    above, below = sum(low > 1 for low, _ in ranges), sum(high < 1 for _, high in ranges)
    unclear = 29 - above - below
    count = f"{above} have more tokens per request, {below} have fewer."
    left_open = f" For {unclear}, rounding leaves it open." if unclear else ""
    assert f"The diagonal is the average request: {count}{left_open} The most requests: " in said
    printed = [float(recomputed.middle(*each).rstrip("×")) for each in ranges]
    assert sum(each > 1 for each in printed) >= above
    assert sum(each < 1 for each in printed) >= below


def test_the_scatter_chart_says_what_it_leaves_out(tmp_path: Path) -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.3, 0.2), ("c", "x", 0.2, 0.3), ("d", "x", 0, 0))
    said = scatter(tmp_path, data)
    assert said.startswith("3 tasks, each placed by its share of requests (across) and of tokens")
    assert (
        "1 have more tokens per request, 1 have fewer. "
        "For 1, rounding leaves it open. The most requests: A: 50.0% of requests, 50.0% of "
        "tokens. 1 task with a share printed as <0.05% cannot be placed."
    ) in said


@pytest.mark.parametrize("share", [0, -0.0, 1e-320, 1e-17, 1e-9, 1e-6])
def test_areas_say_which_tasks_and_categories_are_too_small_to_be_drawn(
    tmp_path: Path, share: float
) -> None:
    data = small(("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4), ("c", "x", share, 0), ("d", "y", 0, 0))
    data["classifications"][2]["models"] = data["classifications"][3]["models"] = []
    data["classifications"][2]["category_usage_share"] = share
    built = build_site(tmp_path, raw(data))
    assert description(built, "index.html", "areas") == (
        "A band for each category, in it a box for each task, as large as its share. "
        "X with 100.0% of requests, led by A and B. "
        "2 tasks with a share printed as <0.05% cannot be drawn."
    )
    links = built.pages["index.html"].iterfind(".//figure[@id='areas']/svg/a")
    assert [link.attrib["href"] for link in links] == [
        "x/index.html",
        "x/a/index.html",
        "x/b/index.html",
    ]


def test_descriptions_of_areas_and_leaders_say_what_the_answer_says(
    site: Site, answer: Data
) -> None:
    areas = description(site, "index.html", "areas")
    for group in answer["macro_categories"]:
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        tags.sort(key=lambda tag: -tag["usage_share"])
        assert (
            f"{group['label']} with {percent(group['usage_share'])} of requests, led by "
            f"{tags[0]['display_name']} and {tags[1]['display_name']}"
        ) in areas
    leaders = description(site, "code/index.html", "leaders")
    for name, low, high, *_ in site.rows("code/index.html", "Top 10"):
        ends = f"{numbers(low)[0]} to {numbers(high)[0]}"
        assert f"{model_name(name)} {ends}" in leaders
    leaders = description(site, "models/index.html", "leaders")
    for name, both, *_ in site.rows("index.html", "Top 10"):
        assert f"{model_name(name)} {' to '.join(numbers(both))}" in leaders


def said(name: str, shares: list[str], whole: str) -> str:
    return f"{name}: {shares[0]} of {whole} requests, {shares[1]} of {whole} tokens"


def test_descriptions_of_bars_say_each_share(site: Site, answer: Data) -> None:
    labels = {each["key"]: each["label"] for each in answer["macro_categories"]}
    for tag in answer["classifications"]:
        models = description(site, tag_page(tag), "by-model")
        for model in tag["models"]:
            shares = [percent(model[field]) for field in ("tag_usage_share", "tag_token_share")]
            assert said(model["id"], shares, tag["display_name"]) in models
        tasks = description(site, f"{tag['macro_category']}/index.html", "by-task")
        fields = "category_usage_share", "category_token_share"
        shares = [percent(tag[field]) for field in fields]
        assert said(tag["display_name"], shares, labels[tag["macro_category"]]) in tasks
