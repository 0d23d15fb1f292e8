"""What all charts have: their size, their words, and how a drawing becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from site_lib.charts.text import TextStyle, width_of
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_lib.charts.drawing import Drawing
    from site_lib.snapshots.precision import Shares

WIDTH = 320
"""Narrow enough to be read on the smallest phone at nearly its own size."""
LABEL, VALUE = 13, 12
"""Sizes of text, of the class `label` and of all that has no class with another size."""
LINE = 15
"""From base line to base line."""
TIP = 11
"""Size of the two lines at the top that tell what is pointed at."""
TIP_HEIGHT = 2 * LINE + 3
SPACE = 5
BOLD = 1.15
"""How much wider bold letters are than those that text is measured with, at most."""


kept = lru_cache(maxsize=1024)
"""For functions that draw: a preview that renders again draws only what has changed."""


@dataclass(frozen=True)
class Row:
    """One thing with its share of requests and of tokens."""

    label: str
    shares: Shares
    href: str | None = None
    look: str | None = None
    """The class that colours it, where that is not the whole chart's."""
    is_remainder: bool = False

    @property
    def figures(self) -> str:
        """Its shares as a sentence's part."""
        return (
            f"{percent(self.shares.requests)} of requests, {percent(self.shares.tokens)} of tokens"
        )

    @property
    def in_words(self) -> str:
        """What it is and how much."""
        return f"{self.label}: {self.figures}"


@dataclass(frozen=True)
class Subject:
    """What a chart is about: its id on the page, its title, and what it shows in words."""

    name: str
    title: str
    description: str
    note: str = ""
    """What must be known to read it, wherever it is shown."""


@dataclass(frozen=True)
class Chart(Subject):
    """A drawn chart: what it is about, and its SVG markup."""

    svg: str = ""


def finished(svg: ET.Element, subject: Subject, look: str | None = None) -> Chart:
    """Make a chart of what is drawn; `look` is the class that colours all of it."""
    heading, words = f"{subject.name}-title", f"{subject.name}-text"
    # A picture hides what is inside it from screen readers: links need a group instead.
    svg.attrib |= {
        "class": f"chart {look}" if look else "chart",
        "role": "img" if svg.find("a") is None else "group",
        "aria-labelledby": heading,
        "aria-describedby": words,
    }
    for place, (tag, key, text) in enumerate(
        (("title", heading, subject.title), ("desc", words, subject.description))
    ):
        element = ET.Element(tag, {"id": key})
        element.text = text
        svg.insert(place, element)
    return Chart(**vars(subject), svg=ET.tostring(svg, encoding="unicode"))


def tip(sheet: Drawing, row: Row, look: str = "tip", top: float = 0) -> None:
    """Write what a row is and how much; a page shows it while the row is pointed at."""
    sheet.label(0, top + LINE - 3, TextStyle(TIP).fitted(row.label, WIDTH), look)
    sheet.label(0, top + 2 * LINE - 3, row.figures, look)


def hint(sheet: Drawing, words: str, top: float = 0) -> None:
    """Write two lines that stand where the tips do while nothing is pointed at."""
    for index, line in enumerate(TextStyle(TIP).wrapped(words, WIDTH)[:2]):
        sheet.label(0, top + LINE * (index + 1) - 3, line, "hint")


def widest(texts: Iterable[str], size: float) -> float:
    """Return the width of the longest of some texts."""
    return max((width_of(text, size) for text in texts), default=0.0)
