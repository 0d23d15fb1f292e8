"""Charts on pages: what can be done with them, what they say, their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from tests.site_reader import (
    CITATION,
    SHARE,
    SVG,
    WITHOUT_FIGURES,
    Site,
    menu,
    numbers,
    parsed,
    percent,
)

if TYPE_CHECKING:
    from tests.answers import Data


def test_every_figure_can_be_linked_saved_embedded_and_cited_without_a_script(site: Site) -> None:
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            (here,), (file,), (table,) = (
                menu(figure)[each] for each in ("Link to this figure", "SVG", "Data table")
            )
            assert here.attrib["href"] == f"#{figure.attrib['id']}"
            assert table.attrib["href"].startswith("#")
            svg = urljoin(path, file.attrib["href"])
            assert svg in site.files
            page_url = f"https://example.org/x/{path.removesuffix('index.html')}"
            image, credited, cite = (code.text or "" for code in figure.iterfind("details/p/code"))
            picture = parsed(image).find("body/img")
            assert picture is not None
            assert picture.attrib["src"] == f"https://example.org/x/{svg}"
            assert picture.attrib["alt"].endswith(CITATION)
            whole = parsed(credited).find("body/figure")
            assert whole is not None
            assert whole.find("img").attrib == picture.attrib  # type: ignore[union-attr]
            credit = whole.find("figcaption/a")
            assert credit is not None
            figure_url = f"{page_url}{here.attrib['href']}"
            assert (credit.text, credit.attrib["href"]) == (CITATION, figure_url)
            anchor = path.removesuffix("index.html").strip("/")
            fragment = f"#{anchor}" if anchor else ""
            assert cite == f"{CITATION} https://example.org/x/on/2026-10-06/{fragment}"
            (dated,) = (link.attrib["href"] for link in figure.iterfind("details/p/a"))
            assert urljoin(path, dated) == f"on/2026-10-06/index.html{fragment}"
            ids = {each.get("id") for each in site.editions["on/2026-10-06/index.html"].iter()}
            assert not anchor or anchor in ids


def pages_with_figures(site: Site) -> list[str]:
    return [path for path in site.pages if path not in WITHOUT_FIGURES]


def test_what_needs_the_sites_address_is_left_out_where_it_is_not_known(unplaced: Site) -> None:
    home = unplaced.pages["index.html"]
    assert [code.text for code in home.iterfind(".//figure/details/p/code")] == [CITATION] * 4
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
        ("by-category", "by-category.svg"),
        ("leaders", "leaders.svg"),
        ("shape", "chart.svg"),
    ]
    assert figures("code/index.html") == [("by-task", "chart.svg"), ("leaders", "leaders.svg")]
    assert figures("code/debugging/index.html") == [
        ("by-model", "chart.svg"),
        ("standing", "standing.svg"),
    ]


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


def description(site: Site, path: str, figure: str) -> str:
    chart = site.pages[path].find(f".//figure[@id='{figure}']/svg")
    assert chart is not None
    return chart.findtext("desc") or ""


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
    assert "selects the models by requests." in models
    assert "Tokens are counted by each provider’s own tokenizer." in models
    for path in ("index.html", "code/index.html"):
        moved = re.search(r"move each of these figures by up to ([\d.]+)", site.text(path))
        assert moved
        for said in (visible(path, "leaders"), description(site, path, "leaders")):
            assert f"can move each end by up to {moved[1]} percentage points." in said


def test_descriptions_say_what_the_answer_says(site: Site, answer: Data) -> None:
    tags = answer["classifications"]
    above = sum(tag["token_share"] > tag["usage_share"] for tag in tags)
    below = sum(tag["token_share"] < tag["usage_share"] for tag in tags)
    words = description(site, "index.html", "shape")
    assert f"more tokens per request, stand {above}, below it stand {below}, on it" in words
    assert "The most requests: Classification: 30.1% of requests, 7.3% of tokens." in words
    areas = description(site, "index.html", "areas")
    for tag in tags:
        assert f"{tag['display_name']} {percent(tag['usage_share'])}" in areas
    leaders = description(site, "index.html", "leaders")
    for name, low, high, *_ in site.rows("index.html", "The 10 leading models"):
        ends = f"{numbers(low)[0][1]} to {numbers(high)[0][1]}"
        assert f"{(name.text or '').strip()} {ends}" in leaders


def test_every_chart_stands_beside_a_table_and_links_where_it_names_pages(site: Site) -> None:
    for path, page in site.pages.items():
        charts = list(page.iter("svg"))
        if path in WITHOUT_FIGURES:
            continue
        assert charts, path
        for chart in charts:
            assert chart.attrib["role"] == ("group" if list(chart.iter("a")) else "img")
            assert chart.findtext("title")
            assert SHARE.search(chart.findtext("desc") or "")
        tables = {table.get("id") for table in page.iter("table")}
        for figure in page.iter("figure"):
            assert {link.attrib["href"][1:] for link in menu(figure)["Data table"]} <= tables
