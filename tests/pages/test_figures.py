"""Charts on pages: what can be done with them, what they say, their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from tests.answers import raw, small
from tests.site_reader import (
    CITATION,
    SHARE,
    SVG,
    WITHOUT_FIGURES,
    Site,
    build_site,
    is_model,
    menu,
    parsed,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


DATED = re.compile(r"\d{4}-\d\d-\d\d")
UNDATED = "Source: OpenRouter (openrouter.ai/rankings); the picture prints its date."


def test_every_figure_can_be_linked_saved_and_cited_without_a_script(site: Site) -> None:
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            (here,), (file,), (table,) = (
                menu(figure)[each] for each in ("Link to this figure", "SVG", "Data table")
            )
            assert here.attrib["href"] == f"#{figure.attrib['id']}"
            assert table.attrib["href"].startswith("#")
            assert urljoin(path, file.attrib["href"]) in site.files
            _, cite = copied(figure)
            has_place = not path.startswith("models/")
            anchor = path.removesuffix("index.html").strip("/") if has_place else ""
            fragment = f"#{anchor}" if anchor else ""
            assert cite == f"{CITATION} https://example.org/x/on/2026-10-06/{fragment}"
            (dated,) = (link.attrib["href"] for link in figure.iterfind("details/p/a"))
            assert urljoin(path, dated) == f"on/2026-10-06/index.html{fragment}"
            ids = {each.get("id") for each in site.editions["on/2026-10-06/index.html"].iter()}
            assert not anchor or anchor in ids


def test_the_code_to_embed_shows_the_file_names_the_source_and_has_no_date(
    full_site: Site,
) -> None:
    for path in pages_with_figures(full_site):
        for figure in full_site.pages[path].iter("figure"):
            embed, _ = copied(figure)
            whole = parsed(embed).find("body/figure")
            assert whole is not None
            picture, credit = whole.find("img"), whole.find("figcaption/a")
            assert picture is not None
            assert credit is not None
            svg = urljoin(path, menu(figure)["SVG"][0].attrib["href"])
            assert picture.attrib["src"] == f"https://example.org/x/{svg}"
            small = figure.find("figcaption/small")
            title = figure.find("figcaption") if small is None else small
            assert picture.attrib["alt"] == words(title)
            page_url = f"https://example.org/x/{path.removesuffix('index.html')}"
            assert credit.attrib["href"] == f"{page_url}#{figure.attrib['id']}"
            assert words(credit) == UNDATED
            # The date in a model's id is part of its name, and so of its address.
            if is_model(path):
                said = full_site.pages[path].findtext("head/title") or ""
                for own in (path.removesuffix("index.html"), said.partition(": what it ")[0]):
                    embed = embed.replace(own, "")
            assert not DATED.search(embed), (path, figure.attrib["id"])


def test_every_menu_is_named_after_its_figure(full_site: Site) -> None:
    for path in pages_with_figures(full_site):
        by_id = {
            each.attrib["id"]: each for each in full_site.pages[path].iter() if "id" in each.attrib
        }
        names = []
        for figure in full_site.pages[path].iter("figure"):
            summary = figure.find("details/summary")
            assert summary is not None
            own, title = summary.attrib["aria-labelledby"].split()
            assert by_id[own] is summary
            assert by_id[title] in list(figure.iter())
            assert words(summary) == "Link, save, embed, cite"
            names.append(f"{words(summary)} {words(by_id[title])}")
            assert words(figure.find("figcaption")).startswith(words(by_id[title]))
        assert len(names) == len(set(names))


def test_the_main_figure_offers_the_card_where_there_are_cards(tmp_path: Path, site: Site) -> None:
    data = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    built = build_site(tmp_path, raw(data), has_cards=True)
    for path in ("index.html", "x/index.html", "x/a/index.html"):
        offers = {}
        for figure in built.pages[path].iter("figure"):
            links = menu(figure)
            for card in links.get("PNG card of this page", []):
                offers[links["SVG"][0].attrib["href"]] = urljoin(path, card.attrib["href"])
        assert offers.keys() == {"chart.svg"}
        assert built.files[offers["chart.svg"]].startswith(b"\x89PNG")
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            assert "PNG card of this page" not in menu(figure)


def copied(figure: ET.Element) -> list[str]:
    """Return the texts that a figure's menu offers to be copied."""
    fields = figure.findall("details/p/label/input")
    assert all("readonly" in field.attrib for field in fields)
    return [field.attrib["value"] for field in fields]


def pages_with_figures(site: Site) -> list[str]:
    return [path for path in site.pages if path not in WITHOUT_FIGURES]


def test_what_needs_the_sites_address_is_left_out_where_it_is_not_known(unplaced: Site) -> None:
    home = unplaced.pages["index.html"]
    assert [copied(figure) for figure in home.iter("figure")] == [[CITATION]] * 2
    assert {words(each) for each in home.iterfind(".//figure/details/summary")} == {
        "Link, save, cite"
    }
    assert b"og:url" not in unplaced.files["index.html"]
    assert b"<a " not in unplaced.files["chart.svg"]


def test_each_page_has_the_figures_that_its_kind_has(site: Site) -> None:
    def figures(path: str) -> list[tuple[str, str]]:
        return [
            (figure.attrib["id"], menu(figure)["SVG"][0].attrib["href"])
            for figure in site.pages[path].iter("figure")
        ]

    assert sorted(figures("index.html")) == [
        ("areas", "areas.svg"),
        ("shape", "chart.svg"),
    ]
    assert figures("models/index.html") == [("leaders", "leaders.svg")]
    assert figures("models/openai/index.html") == [("models-of-author", "chart.svg")]
    assert figures("models/openai/gpt-4o-mini/index.html") == [("uses", "chart.svg")]
    assert figures("code/index.html") == [("by-task", "chart.svg"), ("leaders", "leaders.svg")]
    assert figures("code/debugging/index.html") == [("by-model", "chart.svg")]


def test_figures_over_time_come_with_the_archive(full_site: Site) -> None:
    figures = {
        path: [figure.attrib["id"] for figure in full_site.pages[path].iter("figure")]
        for path in (
            "index.html",
            "code/index.html",
            "code/debugging/index.html",
            "models/openai/gpt-4o-mini/index.html",
        )
    }
    assert figures == {
        "index.html": ["shape", "areas"],
        "code/index.html": ["by-task", "leaders", "trend"],
        "code/debugging/index.html": ["by-model", "trend", "ranks-over-time"],
        "models/openai/gpt-4o-mini/index.html": ["uses", "trend", "ranks-over-time"],
    }


def test_each_figures_file_is_the_pages_chart_and_credits_itself(site: Site) -> None:
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            file = urljoin(path, menu(figure)["SVG"][0].attrib["href"])
            root = ET.fromstring(site.files[file])  # noqa: S314 (our own)
            visible = "".join(text.text or "" for text in root.iter(f"{SVG}text"))
            assert CITATION in visible.replace("as of2", "as of 2"), file
            assert "Licensed under CC BY 4.0." in visible
            drawn = [text.text for text in figure.find("svg").iter("text")]  # type: ignore[union-attr]
            assert drawn == [text.text for text in root.iterfind(f"{SVG}g//{SVG}text")]
            for link in root.iter(f"{SVG}a"):
                assert link.attrib["href"].startswith("https://example.org/x/")


def file_of(site: Site, path: str, figure: str) -> ET.Element:
    """Parse the file of a page's figure."""
    folder = path.removesuffix("index.html")
    for name in (f"{folder}{figure}.svg", f"{folder}chart.svg"):
        if name in site.files:
            return ET.fromstring(site.files[name])  # noqa: S314 (our own)
    raise LookupError(figure)


def test_each_figures_file_brings_its_style_its_ground_and_its_licence(site: Site) -> None:
    for path, content in site.files.items():
        if not path.endswith(".svg"):
            continue
        root = ET.fromstring(content)  # noqa: S314 (our own)
        style = root.findtext(f"{SVG}style") or ""
        assert "prefers-color-scheme:dark" in style, path
        assert ".chart text{" in style, path
        assert root.find(f"{SVG}rect[@class='ground']") is not None, path
        assert b'resource="https://creativecommons.org/licenses/by/4.0/"' in content, path
        assert b"<dc:source>https://openrouter.ai/rankings</dc:source>" in content, path


def test_what_must_be_known_to_read_a_chart_goes_with_its_file(site: Site) -> None:
    def visible(path: str, figure: str) -> str:
        texts = [text.text or "" for text in file_of(site, path, figure).iter(f"{SVG}text")]
        return " ".join(texts)

    models = visible("code/debugging/index.html", "by-model")
    assert "OpenRouter lists the models with the most requests." in models
    assert "Each provider counts tokens with its own tokenizer." in models
    for path in ("models/index.html", "code/index.html"):
        leaders = visible(path, "leaders")
        assert "OpenRouter lists the models with the most requests." in leaders
        assert "The ranges include rounding." in leaders


def test_every_chart_stands_beside_a_table_and_links_where_it_names_pages(site: Site) -> None:
    for path, page in site.pages.items():
        charts = [chart for figure in page.iter("figure") for chart in figure.iter("svg")]
        if path in WITHOUT_FIGURES:
            continue
        assert charts, path
        for chart in charts:
            assert chart.attrib["role"] == ("group" if list(chart.iter("a")) else "img")
            assert chart.findtext("title")
            assert SHARE.search(chart.findtext("desc") or "")
        tables = {
            part.get("id")
            for part in page.iter()
            if part.tag == "table" or (part.tag == "details" and part.find("table") is not None)
        }
        for figure in page.iter("figure"):
            assert {link.attrib["href"][1:] for link in menu(figure)["Data table"]} <= tables
