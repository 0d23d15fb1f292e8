"""A chart as a file of its own: it says what it shows, from where and when, wherever it is put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from site_lib.charts.chart import BOLD, LINE, WIDTH, kept
from site_lib.charts.text import TextStyle
from site_lib.site.addresses import public

if TYPE_CHECKING:
    from datetime import date

    from site_lib.charts.chart import Chart

MARGIN = 16
TITLE_SIZE, TITLE_LINE = 15, 20
CREDIT_SIZE = 10
"""Sizes of text; the charts' style repeats them for the classes `headline` and `credit`."""
DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
SPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:cc": "http://creativecommons.org/ns#",
}


@dataclass(frozen=True)
class Credit:
    """Where a chart's figures come from and what may be done with them."""

    citation: str
    as_of: date
    source: str
    licence: str
    """The licence's address."""
    licence_words: str
    url: str | None
    """Where the page with the chart is published."""


@kept
def as_file(chart: Chart, credit: Credit, style: str) -> bytes:
    """Write a chart with its title, its credit, its metadata and its own style as an SVG file."""
    # The text is the chart's own writing.
    drawn = ET.fromstring(chart.svg)  # noqa: S314
    _, _, drawn_width, drawn_height = map(float, drawn.attrib["viewBox"].split())
    title = TextStyle(TITLE_SIZE * BOLD).wrapped(chart.title, WIDTH)
    footer = _footer(chart.note, credit)
    top = MARGIN + TITLE_LINE * len(title)
    size = (drawn_width + 2 * MARGIN, top + drawn_height + LINE * len(footer) + 1.5 * MARGIN)
    root = _root(drawn, size)
    root.append(_metadata(chart, credit))
    ET.SubElement(root, "style").text = style
    width, height = (f"{side:g}" for side in size)
    ET.SubElement(root, "rect", {"width": width, "height": height, "class": "ground"})
    _lines(root, title, (MARGIN + TITLE_LINE - LINE / 3, TITLE_LINE), "headline")
    root.append(_body(drawn, credit.url, top))
    _lines(root, footer, (top + drawn_height + MARGIN + LINE / 3, LINE), "credit")
    # Encoded at once: by itself it would encode each of a thousand pieces.
    return f"{DECLARATION}{ET.tostring(root, encoding='unicode')}".encode()


def _footer(note: str, credit: Credit) -> list[str]:
    words = filter(None, [note, credit.citation, credit.licence_words, credit.url])
    return [line for text in words for line in TextStyle(CREDIT_SIZE).wrapped(text, WIDTH)]


def _root(drawn: ET.Element, size: tuple[float, float]) -> ET.Element:
    width, height = (f"{side:g}" for side in size)
    root = ET.Element(
        "svg",
        SPACES
        | {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
        | {
            key: drawn.attrib[key]
            for key in ("class", "role", "aria-labelledby", "aria-describedby")
        },
    )
    for name in ("title", "desc"):
        root.extend(drawn.findall(name))
    return root


def _metadata(chart: Chart, credit: Credit) -> ET.Element:
    """Say in RDF what the title, the citation and the licence say in words."""
    metadata = ET.Element("metadata")
    work = ET.SubElement(ET.SubElement(metadata, "rdf:RDF"), "cc:Work")
    work.set("rdf:about", credit.url or "")
    texts = {
        "dc:title": chart.title,
        "dc:description": chart.description,
        "dc:date": credit.as_of.isoformat(),
        "dc:source": credit.source,
        "dc:rights": f"{credit.citation} {credit.licence_words}",
        "dc:format": "image/svg+xml",
    }
    for name, text in texts.items():
        ET.SubElement(work, name).text = text
    ET.SubElement(work, "dc:type", {"rdf:resource": "http://purl.org/dc/dcmitype/StillImage"})
    ET.SubElement(work, "cc:license", {"rdf:resource": credit.licence})
    return metadata


def _body(drawn: ET.Element, url: str | None, top: float) -> ET.Element:
    """Move the drawing below the title; its links lead to the published pages, or nowhere."""
    body = ET.Element("g", {"transform": f"translate({MARGIN} {top:g})"})
    body.extend(child for child in drawn if child.tag not in {"title", "desc"})
    for link in body.iter("a"):
        href = link.attrib.pop("href")
        if url:
            link.set("href", public(urljoin(url, href)))
        else:
            link.tag = "g"
    return body


def _lines(root: ET.Element, lines: list[str], place: tuple[float, float], look: str) -> None:
    first, step = place
    for index, line in enumerate(lines):
        at = {"x": str(MARGIN), "y": f"{first + index * step:g}", "class": look}
        ET.SubElement(root, "text", at).text = line
