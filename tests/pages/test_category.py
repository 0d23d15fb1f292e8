"""Categories' pages, read back and compared with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tests import recomputed
from tests.answers import Data, raw, small
from tests.pages.ranges import check_ranges
from tests.site_reader import (
    RankedShare,
    Site,
    build_site,
    is_author,
    key_figures,
    model_name,
    numbers,
    percent,
    rank,
    ranked_share,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_each_category_page_has_its_tags_with_their_shares_of_it_and_their_ranks(
    site: Site, answer: Data
) -> None:
    for category in answer["macro_categories"]:
        path = f"{category['key']}/index.html"
        tags = [t for t in answer["classifications"] if t["macro_category"] == category["key"]]
        fields = "category_usage_share", "category_token_share"
        tags.sort(key=lambda t: [-t[field] for field in fields])
        caption = f"{len(tags)} tasks by share of {category['label']} requests"
        rows = site.rows(path, caption)
        assert [words(row[0].find("code")) for row in rows] == [tag["tag"] for tag in tags]
        for tag, (_, *cells, times) in zip(tags, rows, strict=True):
            for cell, field in zip(cells, fields, strict=True):
                place = rank(tag[field], [each[field] for each in tags])
                assert ranked_share(cell) == RankedShare(place, percent(tag[field]), "")
            ranges = (recomputed.share_of_all(tag, category, kind) for kind in ("usage", "token"))
            assert words(times) == recomputed.middle(*recomputed.tokens_per_request(*ranges))
        figures = [figure.attrib["id"] for figure in site.pages[path].iter("figure")]
        assert figures == ["by-task", "leaders"]


def test_each_category_page_opens_with_its_shares_and_ranks(site: Site, answer: Data) -> None:
    groups = answer["macro_categories"]
    for group in groups:
        requests, tokens, times = key_figures(site, f"{group['key']}/index.html")
        assert requests[2] == "of all classified requests on OpenRouter"
        assert tokens[2] == "of all tokens in classified requests"
        for (share, place, _), field in ((requests, "usage_share"), (tokens, "token_share")):
            assert share == percent(group[field])
            assert place == f"rank {rank(group[field], [each[field] for each in groups])} of 4"
        ranges = (recomputed.around(group[field]) for field in ("usage_share", "token_share"))
        assert times[0] == recomputed.middle(*recomputed.tokens_per_request(*ranges))


def test_each_category_bounds_its_models_as_the_lists_and_the_rounding_do(
    site: Site, answer: Data
) -> None:
    for group in answer["macro_categories"]:
        path, label = f"{group['key']}/index.html", group["label"]
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        requests, tokens = (
            [recomputed.share_of_category(tag, group, kind) for tag in tags]
            for kind in ("usage", "token")
        )
        listed = {model["id"] for tag in tags for model in tag["models"]}
        caption = f"Top 10 of {len(listed)} listed models, by minimum share of {label} requests"
        rows = site.rows(path, caption)
        assert len(rows) == 10
        check_ranges(rows, tags, requests, tokens)


def test_the_category_page_says_what_its_figures_are_of_and_no_more_that_they_differ(
    site: Site, answer: Data
) -> None:
    for group in answer["macro_categories"]:
        text, label = site.text(f"{group['key']}/index.html"), group["label"]
        assert (
            "The large figures and “Over time” are shares of everything. Under “Tasks” and "
            f"“Models”, shares are of {label} requests and tokens."
        ) in text
        assert (
            "Tokens per request compare with the average request, which is 1×. They are computed "
            "from shares of everything, which the shares of the category make more exact, with as "
            "many digits as the source’s rounding allows."
        ) in text
        assert "quotient" not in text
        assert "differ from" not in text
        first, *_ = site.rows(f"{group['key']}/index.html", "Top 10")
        least = numbers(first[1])[0]
        decided = f"{model_name(first[0])} handles at least {least} of {label} requests"
        assert (decided in text) == ("cannot be told" not in text)


def test_siblings_are_a_chain_through_all_tags_of_a_category(site: Site) -> None:
    path, seen = "code/general-impl/index.html", []
    while path:
        seen.append(path)
        following = site.pages[path].find(".//a[@rel='next']")
        path = "" if following is None else urljoin(path, following.attrib["href"])
    assert len(seen) == len(set(seen)) == 9


def test_an_empty_category_is_shown_as_such(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["macro_categories"].append({"key": "y", "label": "Y", "usage_share": 0, "token_share": 0})
    built = build_site(tmp_path, raw(data))
    assert "This category has no task in this snapshot." in built.text("y/index.html")
    assert [number for number, *_ in key_figures(built, "y/index.html")] == ["<0.05%"] * 2
    assert not list(built.pages["y/index.html"].iter("figure"))


def test_tag_and_category_pages_say_the_tokens_per_request_of_homes_tables(site: Site) -> None:
    seen = 0
    for caption in ("29 tasks", "4 categories"):
        for name, *_, times in site.rows("index.html", caption):
            link = name.find("a")
            assert link is not None
            said = key_figures(site, link.attrib["href"])[-1][0]
            assert [said] == numbers(times)
            seen += 1
    assert seen == 33


def test_siblings_lead_back_the_way_they_came(site: Site) -> None:
    for path, page in site.pages.items():
        following = page.find(".//a[@rel='next']")
        if following is not None:
            target = urljoin(path, following.attrib["href"])
            back = site.pages[target].find(".//a[@rel='prev']")
            assert back is not None
            assert urljoin(target, back.attrib["href"]) == path
    starts = [
        path
        for path, page in site.pages.items()
        if page.find(".//a[@rel='prev']") is None and not is_author(path)
    ]
    # Seven of their own, the first category, the first tags, the first model.
    assert len(starts) == 7 + 1 + 4 + 1


def test_categories_have_their_colours_and_unknown_ones_share_one(
    site: Site, tmp_path: Path
) -> None:
    colours = {
        (row[0].findtext("code") or "").split(":")[0]: table_row
        for row, table_row in (
            (list(tr), tr.attrib["class"])
            for tr in site.pages["index.html"].iter("tr")
            if tr.find("th/code") is not None
        )
    }
    assert {key: colours[key] for key in ("code", "data", "agent", "translation")} == {
        "code": "code",
        "data": "data",
        "agent": "agent",
        "translation": "general",
    }
    odd = build_site(tmp_path, raw(small(("a", "science", 1, 1))))
    assert b'<tr class="other">' in odd.files["index.html"]
