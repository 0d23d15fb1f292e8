"""A chart as an SVG file of its own, which states its content, source, licence and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from site_lib.charts.chart import BOLD_FACTOR, HEADLINE_SIZE, LINE_HEIGHT, TEXT_SIZE, memoized
from site_lib.charts.text import TextStyle
from site_lib.site.addresses import public

if TYPE_CHECKING:
    from datetime import date

    from site_lib.charts.chart import Chart

MARGIN = 16
TITLE_LINE_HEIGHT, TITLE_GAP = 20, 6
DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
NAMESPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:cc": "http://creativecommons.org/ns#",
}


@dataclass(frozen=True)
class Credit:
    """The source and the licence of a chart's data."""

    citation: str
    as_of: date
    source: str
    licence: str
    """The licence's URL."""
    licence_words: str
    url: str | None
    """The URL of the page with the chart, None where it is not known; links start from it."""
    dated_url: str | None
    """The URL of the same figures in the day's edition, which readers see."""


@memoized
def svg_document(chart: Chart, credit: Credit, style: str) -> bytes:
    """Return a chart as an SVG document with title, credit, metadata and style sheet."""
    # The markup is this package's own output, so it is safe to parse.
    svg = ET.fromstring(chart.svg)  # noqa: S314
    _, _, chart_width, chart_height = map(float, svg.attrib["viewBox"].split())
    title = TextStyle(HEADLINE_SIZE * BOLD_FACTOR).wrap(chart.title, chart_width)
    subtitle = _wrap([chart.subtitle], chart_width)
    credit_lines = _wrap(
        [chart.note, credit.citation, credit.licence_words, credit.dated_url], chart_width
    )
    title_bottom = MARGIN + TITLE_LINE_HEIGHT * len(title)
    top = title_bottom + LINE_HEIGHT * len(subtitle) + TITLE_GAP
    bottom = top + chart_height
    width = f"{chart_width + 2 * MARGIN:g}"
    height = f"{bottom + LINE_HEIGHT * len(credit_lines) + 1.5 * MARGIN:g}"
    root = _root(svg, width, height)
    root.append(_metadata(chart, credit))
    ET.SubElement(root, "style").text = style
    ET.SubElement(root, "rect", {"width": width, "height": height, "class": "ground"})
    first = MARGIN + TITLE_LINE_HEIGHT - LINE_HEIGHT / 3
    _add_lines(root, title, first, TITLE_LINE_HEIGHT, "headline")
    _add_lines(root, subtitle, title_bottom + 2 / 3 * LINE_HEIGHT, LINE_HEIGHT, "credit")
    root.append(_body(svg, credit.url, top))
    _add_lines(root, credit_lines, bottom + MARGIN + LINE_HEIGHT / 3, LINE_HEIGHT, "credit")
    # Encoding the whole string is faster: ElementTree would encode every piece by itself.
    return f"{DECLARATION}{ET.tostring(root, encoding='unicode')}".encode()


def _wrap(texts: list[str | None], width: float) -> list[str]:
    """Break texts into lines of a width, leaving out what is empty."""
    style = TextStyle(TEXT_SIZE)
    return [line for text in filter(None, texts) for line in style.wrap(text, width)]


def _root(svg: ET.Element, width: str, height: str) -> ET.Element:
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    copied = ("class", "role", "aria-labelledby", "aria-describedby")
    root = ET.Element("svg", NAMESPACES | size | {key: svg.attrib[key] for key in copied})
    for name in ("title", "desc"):
        root.extend(svg.findall(name))
    return root


def _metadata(chart: Chart, credit: Credit) -> ET.Element:
    """Return title, citation and licence as RDF."""
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


def _body(svg: ET.Element, url: str | None, top: float) -> ET.Element:
    """Move the chart below the title; make its links absolute, or remove them without a URL.

    No table stands beside a file, so the keyboard reaches its links.
    """
    body = ET.Element("g", {"transform": f"translate({MARGIN} {top:g})"})
    body.extend(child for child in svg if child.tag not in {"title", "desc"})
    for link in body.iter("a"):
        href = link.attrib.pop("href")
        link.attrib.pop("tabindex", None)
        if url:
            link.set("href", public(urljoin(url, href)))
        else:
            link.tag = "g"
    return body


def _add_lines(
    root: ET.Element, lines: list[str], first: float, line_height: float, css_class: str
) -> None:
    """Add lines of text; `first` is the base line of the first one."""
    for index, line in enumerate(lines):
        y = f"{first + index * line_height:g}"
        ET.SubElement(root, "text", {"x": str(MARGIN), "y": y, "class": css_class}).text = line
