"""Categories' pages, read back and compared with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tests.answers import Data, raw, small
from tests.site_reader import (
    Site,
    build_site,
    key_figures,
    numbers,
    percent,
    rank,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_each_category_page_has_its_tags_its_shares_and_its_models(
    site: Site, answer: Data
) -> None:
    for category in answer["macro_categories"]:
        path = f"{category['key']}/index.html"
        tags = [t for t in answer["classifications"] if t["macro_category"] == category["key"]]
        rows = site.rows(path, f"{len(tags)} tasks in {category['label']}")
        assert [row[0].findtext("code") for row in rows] == [
            tag["tag"]
            for tag in sorted(
                tags, key=lambda t: (-t["category_usage_share"], -t["category_token_share"])
            )
        ]
        requests, tokens, _ = key_figures(site, path)
        assert requests[0] == percent(category["usage_share"])
        assert requests[2] == "of all classified requests on OpenRouter"
        assert tokens[0] == percent(category["token_share"])
        assert tokens[2] == "of all their tokens"
        assert len(site.rows(path, "The 10 leading models")) == 10
        assert len(list(site.pages[path].iter("svg"))) == 2


def test_siblings_are_a_chain_through_all_tags_of_a_category(site: Site) -> None:
    path, seen = "code/general-impl/index.html", []
    while path:
        seen.append(path)
        following = site.pages[path].find(".//a[@rel='next']")
        path = "" if following is None else urljoin(path, following.attrib["href"])
    assert len(seen) == len(set(seen)) == 9


def test_an_empty_category_and_a_task_without_traffic_are_shown_as_such(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1), ("b", "x", 0, 0))
    data["macro_categories"].append({"key": "y", "label": "Y", "usage_share": 0, "token_share": 0})
    built = build_site(tmp_path, raw(data))
    assert "This category has no task in this snapshot." in built.text("y/index.html")
    assert [number for number, *_ in key_figures(built, "x/b/index.html")] == ["<0.05%"] * 2
    assert "too small for tokens per request to be stated" in built.text("x/b/index.html")


def test_each_category_page_says_its_ranks_and_the_ranks_of_its_tags(
    site: Site, answer: Data
) -> None:
    groups = answer["macro_categories"]
    for group in groups:
        path = f"{group['key']}/index.html"
        by_requests = rank(group["usage_share"], [each["usage_share"] for each in groups])
        by_tokens = rank(group["token_share"], [each["token_share"] for each in groups])
        requests, tokens, _ = key_figures(site, path)
        assert (requests[1], tokens[1]) == (f"rank {by_requests} of 4", f"rank {by_tokens} of 4")
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        for row in site.rows(path, f"{len(tags)} tasks"):
            tag = next(each for each in tags if each["tag"] == row[0].findtext("code"))
            for share, place, field in (
                (row[1], row[2], "category_usage_share"),
                (row[3], row[4], "category_token_share"),
            ):
                assert numbers(share)[0][1] == percent(tag[field])
                assert words(place) == rank(tag[field], [each[field] for each in tags])


def test_tag_and_category_pages_say_the_tokens_per_request_of_their_table(site: Site) -> None:
    for name, *_, times in site.rows("index.html", "29 tasks"):
        link = name.find("a")
        assert link is not None
        path = link.attrib["href"]
        ((value, text),) = numbers(times)
        assert f"A request of this task has {text} (" in site.text(path)
        assert f'<data value="{value}">{text}</data>'.encode() in site.files[path]


def test_siblings_lead_back_the_way_they_came(site: Site) -> None:
    for path, page in site.pages.items():
        following = page.find(".//a[@rel='next']")
        if following is not None:
            target = urljoin(path, following.attrib["href"])
            back = site.pages[target].find(".//a[@rel='prev']")
            assert back is not None
            assert urljoin(target, back.attrib["href"]) == path
    starts = [path for path, page in site.pages.items() if page.find(".//a[@rel='prev']") is None]
    assert len(starts) == 4 + 1 + 4  # four of their own; first category; first tags


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
