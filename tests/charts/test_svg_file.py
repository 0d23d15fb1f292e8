from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from site_lib.charts.bars import shares_chart
from site_lib.charts.chart import HEADLINE_SIZE, TEXT_SIZE, WIDTH, Caption, Chart, Row
from site_lib.charts.svg_file import MARGIN, Credit, svg_document
from site_lib.charts.text import text_width
from site_lib.snapshots.precision import Shares
from tests.answers import ROOT

if TYPE_CHECKING:
    from tests.site_reader import Site

SVG = "{http://www.w3.org/2000/svg}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
CC = "{http://creativecommons.org/ns#}"

CREDIT = Credit(
    citation="Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06.",
    as_of=date(2026, 10, 6),
    source="https://openrouter.ai/rankings",
    licence="https://creativecommons.org/licenses/by/4.0/",
    licence_words="Licensed under CC BY 4.0.",
    url="https://example.org/x/code/debugging/",
    dated_url="https://example.org/x/on/2026-10-06/#t-debugging",
)
CHART = shares_chart(
    Caption("models", "Some & other <models>", "In words"),
    (Row("a", Shares(0.5, 0.2), "../repo-scan/index.html"), Row("b", Shares(0.1, 0.2))),
    "code",
)


def written(credit: Credit = CREDIT, chart: Chart = CHART) -> ET.Element:
    return ET.fromstring(svg_document(chart, credit, ".chart > text {}"))  # noqa: S314 (our own)


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def credits_of(root: ET.Element) -> str:
    """Return the small print, its lines joined."""
    return " ".join(t.text or "" for t in root.iter(f"{SVG}text") if t.get("class") == "credit")


def test_it_shows_title_citation_licence_and_the_dated_address() -> None:
    assert texts(written())[0] == "Some & other <models>"
    assert credits_of(written()) == " ".join(
        [CREDIT.citation, CREDIT.licence_words, CREDIT.dated_url or "none"]
    )


def test_a_published_file_shows_the_address_of_the_days_edition(site: Site) -> None:
    root = ET.fromstring(site.files["code/debugging/chart.svg"])  # noqa: S314 (our own)
    dated = "https://example.org/x/on/2026-10-06/"
    assert dated in credits_of(root).replace(" ", "")


def test_a_subtitle_stands_between_the_title_and_the_drawing() -> None:
    root = written(chart=replace(CHART, subtitle="Models by share"))
    headline, subtitle = list(root.iter(f"{SVG}text"))[:2]
    assert (subtitle.text, subtitle.get("class")) == ("Models by share", "credit")
    top = drawing_top(root)
    assert float(headline.attrib["y"]) + 11 < float(subtitle.attrib["y"]) < top
    assert top > drawing_top(written())


def drawing_top(root: ET.Element) -> float:
    body = root.find(f"{SVG}g")
    assert body is not None
    return float(body.attrib["transform"].split()[1][:-1])


def test_texts_are_as_wide_as_the_drawing() -> None:
    wide = replace(
        CHART, svg=CHART.svg.replace('viewBox="0 0 320', 'viewBox="0 0 960'), note="W " * 99
    )
    lines = [
        t.text or "" for t in written(chart=wide).iter(f"{SVG}text") if t.get("class") == "credit"
    ]
    assert WIDTH < text_width(lines[0], TEXT_SIZE) <= 960


def test_it_says_the_same_to_machines() -> None:
    work = written().find(f"{SVG}metadata/{RDF}RDF/{CC}Work")
    assert work is not None
    assert work.attrib[f"{RDF}about"] == CREDIT.url
    assert work.findtext(f"{DC}title") == CHART.title
    assert work.findtext(f"{DC}date") == "2026-10-06"
    assert work.findtext(f"{DC}source") == CREDIT.source
    assert CREDIT.citation in (work.findtext(f"{DC}rights") or "")
    licence = work.find(f"{CC}license")
    assert licence is not None
    assert licence.attrib[f"{RDF}resource"] == CREDIT.licence


def test_it_has_a_size_a_name_and_all_of_the_drawing() -> None:
    root = written()
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
    assert width == WIDTH + 2 * MARGIN
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    drawn = ET.fromstring(CHART.svg)  # noqa: S314 (our own)
    inside = [text.text for text in drawn.iter("text")]
    assert texts(root)[1 : len(inside) + 1] == inside
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.attrib["y"]) < height


def test_its_style_is_its_own_with_both_themes_and_loads_nothing() -> None:
    style = (ROOT / "static" / "tokens.css").read_text() + (
        ROOT / "static" / "charts.css"
    ).read_text()
    file = svg_document(CHART, CREDIT, style).decode()
    assert "prefers-color-scheme: dark" in file
    for trace in ("@import", "url(http", "<script", "<image", "<foreignObject", "font-face"):
        assert trace not in file


def test_its_links_lead_to_the_published_pages_or_nowhere() -> None:
    (link,) = written().iter(f"{SVG}a")
    assert link.attrib["href"] == "https://example.org/x/code/repo-scan/"
    unplaced = written(replace(CREDIT, url=None, dated_url=None))
    assert not list(unplaced.iter(f"{SVG}a"))
    assert "example.org" not in ET.tostring(unplaced, encoding="unicode")
    assert credits_of(unplaced) == f"{CREDIT.citation} {CREDIT.licence_words}"


def test_the_keyboard_reaches_its_links_but_not_those_of_the_same_chart_on_a_page() -> None:
    assert [link.get("tabindex") for link in written().iter(f"{SVG}a")] == [None]
    on_page = ET.fromstring(CHART.svg)  # noqa: S314 (our own)
    assert [link.get("tabindex") for link in on_page.iter("a")] == ["-1"]


@pytest.mark.parametrize("title", ["word " * 40, "W" * 300])
def test_a_long_title_takes_more_lines_and_moves_the_drawing_down(title: str) -> None:
    chart = replace(CHART, title=title.strip())
    root = ET.fromstring(svg_document(chart, CREDIT, ""))  # noqa: S314 (our own)
    headline = [t for t in root.iter(f"{SVG}text") if t.get("class") == "headline"]
    for line in headline:
        assert text_width(line.text or "", HEADLINE_SIZE) <= WIDTH
    assert float(headline[-1].attrib["y"]) < drawing_top(root)
