"""What all charts share: their sizes, their input, their texts, and the finished chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from site_lib.charts.text import TextStyle, text_width
from site_lib.site.formats import percent, share_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_lib.charts.drawing import Drawing
    from site_lib.snapshots.precision import Interval, Shares

WIDTH = 320
"""Narrow enough to be read on the smallest phone at nearly its own size."""
HEADLINE_SIZE, LABEL_SIZE, TEXT_SIZE = 15, 13, 11
"""Font sizes: of the classes `headline` and `label`, and of all other text."""
LINE_HEIGHT = 15
"""From base line to base line."""
TOOLTIP_HEIGHT = 2 * LINE_HEIGHT + 3
"""Height of the two lines at the top that describe what the reader points at."""
SPACE = 5
BOLD_FACTOR = 1.15
"""How much wider bold letters are, at most, than the regular ones that text is measured with."""


memoized = lru_cache(maxsize=128)
"""For functions that draw: a preview that renders again draws only the charts that changed."""


@dataclass(frozen=True)
class Row:
    """One item of a chart with its shares of requests and of tokens, from 0 to 1."""

    label: str
    shares: Shares
    href: str | None = None
    css_class: str | None = None
    """The class that colours the row, where it differs from the chart's."""
    is_remainder: bool = False
    whole: str = ""
    """Whose requests and tokens the shares are of; empty for those of everything."""

    @property
    def shares_in_words(self) -> str:
        """Both shares, as part of a sentence."""
        of = f"of {self.whole} " if self.whole else "of "
        requests, tokens = percent(self.shares.requests), percent(self.shares.tokens)
        return f"{requests} {of}requests, {tokens} {of}tokens"

    @property
    def in_words(self) -> str:
        """The label and both shares."""
        return f"{self.label}: {self.shares_in_words}"


@dataclass(frozen=True)
class RangeRow:
    """One item of a chart with the range of its share, from 0 to 1."""

    label: str
    share: Interval
    of: str
    """What the share is of, as in "of requests"."""
    href: str | None = None
    css_class: str | None = None
    """The class that colours the row, where it differs from the chart's."""

    @property
    def range_in_words(self) -> str:
        """The range, its ends rounded outwards."""
        return share_range(self.share)

    @property
    def in_words(self) -> str:
        """The label and the range."""
        return f"{self.label}: {self.range_in_words} {self.of}"


@dataclass(frozen=True)
class Caption:
    """A chart's id on the page, its title, and a description of what it shows."""

    name: str
    title: str
    description: str
    note: str = ""
    """What readers must know to interpret the chart, shown with it everywhere."""
    subtitle: str = ""
    """The neutral name of the chart, shown small under a title that says what is to be seen."""


@dataclass(frozen=True)
class Chart(Caption):
    """A finished chart: its caption and its SVG markup."""

    svg: str = ""


def to_chart(svg: ET.Element, caption: Caption, css_class: str | None = None) -> Chart:
    """Add caption and accessibility attributes to an `svg` element and serialize it.

    `css_class` colours the whole chart. Its links are no stops of the keyboard, since the table
    beside it has the same.
    """
    title_id, description_id = f"{caption.name}-title", f"{caption.name}-text"
    # The role `img` hides content from screen readers, so charts with links are a group.
    svg.attrib |= {
        "class": f"chart {css_class}" if css_class else "chart",
        "role": "img" if svg.find(".//a") is None else "group",
        "aria-labelledby": title_id,
        "aria-describedby": description_id,
    }
    for link in svg.iter("a"):
        link.set("tabindex", "-1")
    svg.insert(0, _text_element("title", title_id, caption.title))
    svg.insert(1, _text_element("desc", description_id, caption.description))
    return Chart(**vars(caption), svg=ET.tostring(svg, encoding="unicode"))


def _text_element(tag: str, element_id: str, text: str) -> ET.Element:
    element = ET.Element(tag, {"id": element_id})
    element.text = text
    return element


def draw_tooltip(drawing: Drawing, row: Row, top: float = 0) -> None:
    """Write a row's label and shares in two lines; the page shows them on hover and focus."""
    label = TextStyle(TEXT_SIZE).truncate(row.label, WIDTH)
    _draw_tooltip_lines(drawing, [label, row.shares_in_words], top, "tip")


def draw_hint(drawing: Drawing, text: str, top: float = 0) -> None:
    """Write up to two lines that stand in the tooltip's place while none is shown."""
    lines = TextStyle(TEXT_SIZE).wrap(text, WIDTH)
    _draw_tooltip_lines(drawing, lines[:2], top, "hint")


def _draw_tooltip_lines(drawing: Drawing, lines: list[str], top: float, css_class: str) -> None:
    for index, line in enumerate(lines, 1):
        drawing.label(0, top + LINE_HEIGHT * index - 3, line, css_class)


def draw_legend(
    drawing: Drawing, entries: Sequence[tuple[str, Callable[[float], None]]], swatch_width: float
) -> None:
    """Write legend entries side by side, each a word and a function that draws its swatch at x."""
    x = 0.0
    for word, draw_swatch in entries:
        draw_swatch(x)
        drawing.label(x + swatch_width + SPACE, 12, word, "value")
        x += swatch_width + 4 * SPACE + text_width(word, TEXT_SIZE)


def all_values(shares: Iterable[Shares]) -> list[float]:
    """Return the shares of requests and of tokens in one list."""
    return [value for each in shares for value in (each.requests, each.tokens)]


def scale_to(length: float, values: Sequence[float]) -> float:
    """Return the units per share at which the largest value has a length; 0 if all are 0."""
    largest = max(values, default=0)
    return length / largest if largest else 0


def max_width(texts: Iterable[str], size: float) -> float:
    """Return the width of the widest text at a font size; 0 without texts."""
    return max((text_width(text, size) for text in texts), default=0.0)
