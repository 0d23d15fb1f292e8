"""The charts of the site: what is drawn, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from site_lib.drawing import Sheet, fitted, width_of
from site_lib.formats import percent, percent_down, percent_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.rankings import Leader, Shares

WIDTH = 360
"""Narrow enough to be read on a phone at nearly its own size."""
LABEL, VALUE = 13, 12
"""Sizes of text; the page's style repeats them for the classes of the same name."""
LABEL_LINE, BAR, BAR_STEP, ROW_GAP = 18, 9, 13, 9
LEGEND_HEIGHT = 24
SPACE = 5


@dataclass(frozen=True)
class Row:
    """One thing with its share of requests and of tokens."""

    label: str
    shares: Shares
    href: str | None = None
    look: str | None = None
    """The class that colours it, where that is not the whole chart's."""
    is_remainder: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawn chart: an id on its page, a title, a description in words, and its SVG markup."""

    name: str
    title: str
    description: str
    svg: str


@lru_cache(maxsize=1024)
def shares_chart(
    name: str, title: str, description: str, rows: tuple[Row, ...], look: str | None = None
) -> Chart:
    """Draw two bars a row, one for requests and one for tokens, on one scale from 0.

    `look` is the class that colours the chart, a row's own goes before.
    """
    row_height = LABEL_LINE + 2 * BAR_STEP + ROW_GAP
    sheet = Sheet(name, WIDTH, LEGEND_HEIGHT + len(rows) * row_height)
    _legend(sheet, ("requests", "tokens"))
    shares = [share for row in rows for share in (row.shares.requests, row.shares.tokens)]
    scale = _scale(shares, max((width_of(percent(share), VALUE) for share in shares), default=0))
    for index, row in enumerate(rows):
        top = LEGEND_HEIGHT + index * row_height
        text = (
            f"{row.label}: {percent(row.shares.requests)} of requests, "
            f"{percent(row.shares.tokens)} of tokens"
        )
        with sheet.row(text, row.href, row.look):
            sheet.label(0, top + LABEL, fitted(row.label, WIDTH, LABEL), "label")
            for step, share in enumerate((row.shares.requests, row.shares.tokens)):
                _bar(sheet, top + LABEL_LINE + step * BAR_STEP, share, scale, _looks(row, step))
    return _chart(sheet, title, description, look, is_linked=any(row.href for row in rows))


@lru_cache(maxsize=1024)
def intervals_chart(
    name: str, title: str, description: str, leaders: tuple[Leader, ...], look: str | None = None
) -> Chart:
    """Draw a bar a model: solid up to the least it has, hatched up to the most it can have."""
    row_height = LABEL_LINE + BAR_STEP + ROW_GAP
    sheet = Sheet(name, WIDTH, LEGEND_HEIGHT + len(leaders) * row_height)
    _legend(sheet, ("at least", "at most"))
    texts = [
        f"{percent_down(i.low)} to {percent_up(i.high)}" for i in (m.requests for m in leaders)
    ]
    longest = max((width_of(text, VALUE) for text in texts), default=0)
    scale = _scale([leader.requests.high for leader in leaders], longest)
    for index, (leader, text) in enumerate(zip(leaders, texts, strict=True)):
        top = LEGEND_HEIGHT + index * row_height
        low, high = leader.requests.low * scale, leader.requests.high * scale
        with sheet.row(f"{leader.name}: {text} of requests"):
            sheet.label(0, top + LABEL, fitted(leader.name, WIDTH, LABEL), "label")
            sheet.bar(0, top + LABEL_LINE, low, BAR, "requests")
            sheet.hatched_bar(low, top + LABEL_LINE, high - low, BAR, "open")
            sheet.label(high + SPACE, top + LABEL_LINE + BAR, text, "value")
    return _chart(sheet, title, description, look, is_linked=False)


def _looks(row: Row, step: int) -> str:
    return "rest" if row.is_remainder else ("requests", "tokens")[step]


def _bar(sheet: Sheet, y: float, share: float, scale: float, look: str) -> None:
    draw = sheet.hatched_bar if look == "rest" else sheet.bar
    draw(0, y, share * scale, BAR, look)
    sheet.label(share * scale + SPACE, y + BAR, percent(share), "value")


def _legend(sheet: Sheet, words: tuple[str, str]) -> None:
    x = 0.0
    looks = ("requests", "open" if words[1] == "at most" else "tokens")
    for word, look in zip(words, looks, strict=True):
        draw = sheet.hatched_bar if look == "open" else sheet.bar
        draw(x, 3, BAR, BAR, look)
        sheet.label(x + BAR + SPACE, 3 + BAR, word, "value")
        x += BAR + 4 * SPACE + width_of(word, VALUE)


def _scale(shares: Sequence[float], text_width: float) -> float:
    """Return units a share of 1, such that the longest bar leaves room for its value."""
    largest = max(shares, default=0)
    return (WIDTH - SPACE - text_width) / largest if largest else 0


def _chart(
    sheet: Sheet, title: str, description: str, look: str | None, *, is_linked: bool
) -> Chart:
    svg = sheet.svg()
    heading, words = f"{sheet.name}-title", f"{sheet.name}-text"
    # A picture hides what is inside it from screen readers: links need a group instead.
    svg.attrib |= {
        "class": f"chart {look}" if look else "chart",
        "role": "group" if is_linked else "img",
        "aria-labelledby": heading,
        "aria-describedby": words,
    }
    for place, (tag, key, text) in enumerate(
        (("title", heading, title), ("desc", words, description))
    ):
        element = ET.Element(tag, {"id": key})
        element.text = text
        svg.insert(place, element)
    return Chart(sheet.name, title, description, ET.tostring(svg, encoding="unicode"))
