"""A treemap of tasks by their share of requests, with a band for each category."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import squarify

from site_lib.charts.box import Box
from site_lib.charts.chart import BOLD_FACTOR, max_width, memoized, to_chart
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import TextStyle
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.chart import Caption, Chart, Row

MAP_WIDTH, AREA_HEIGHT = 960, 520
"""The chart is as wide as a page. The height is that of all bands, which share it by size."""
MIN_AREA = 4
"""In square units; what would be smaller is left out, since nobody could see it."""
HEADING_HEIGHT, GAP = 20, 8
HEADING_WIDTH = 300
"""The rest of a heading's line is for what the reader points at."""
STRETCHES = (1.5, 2.0, 2.5, 3.0, 4.0)
"""How much wider than high areas may be made, since names are."""
PADDING, LINE_SPACING = 0.23, 1.15
"""Around a name, and from base line to base line; both in font sizes."""
SIZES = {"inside": 13, "phone": 33}
"""Font sizes of names by class: on wide windows and on phones, which show the other ones only.

Both are shown as large as `TEXT_SIZE` in other charts. static/charts.css repeats them.
"""
TEXT = TextStyle(SIZES["inside"])


@dataclass(frozen=True)
class Band:
    """A horizontal band of the treemap: a category and its tasks, the largest first."""

    category: Row
    rows: tuple[Row, ...]

    @property
    def requests(self) -> float:
        """The share of requests of all its tasks together."""
        return sum(row.shares.requests for row in self.rows)


@memoized
def treemap_chart(caption: Caption, bands: tuple[Band, ...]) -> Chart | None:
    """Draw an area per task; None where no task has a share above 0."""
    shown = with_areas(bands)
    if not shown:
        return None
    total = sum(band.requests for band in shown)
    height = AREA_HEIGHT + len(shown) * (HEADING_HEIGHT + GAP) - GAP
    drawing = Drawing(caption.name, MAP_WIDTH, height)
    top = 0.0
    for band in shown:
        _draw_heading(drawing, band.category, top)
        bottom = top + HEADING_HEIGHT + AREA_HEIGHT * band.requests / total
        _draw_areas(drawing, band, Box(0, top + HEADING_HEIGHT, MAP_WIDTH, bottom))
        top = bottom + GAP
    return to_chart(drawing.svg(), caption, "treemap")


def with_areas(bands: Sequence[Band]) -> list[Band]:
    """Leave out tasks whose area would be too small to be seen, and bands without any other."""
    total = sum(band.requests for band in bands)
    least = total * MIN_AREA / (MAP_WIDTH * AREA_HEIGHT)
    rows = [tuple(row for row in band.rows if row.shares.requests > least) for band in bands]
    return [replace(band, rows=each) for band, each in zip(bands, rows, strict=True) if each]


def _draw_heading(drawing: Drawing, category: Row, top: float) -> None:
    text = f"{category.label} {percent(category.shares.requests)}"
    with drawing.group(category.in_words, category.href, category.css_class):
        short = TextStyle(TEXT.size * BOLD_FACTOR).truncate(text, HEADING_WIDTH)
        drawing.label(0, top + TEXT.size, short, "head")


def _draw_areas(drawing: Drawing, band: Band, bounds: Box) -> None:
    for row, box in zip(band.rows, _subdivide(band.rows, bounds), strict=True):
        with drawing.group(row.in_words, row.href, band.category.css_class):
            drawing.bar(box.left, box.top, box.width, box.height, "area")
            for css_class in SIZES:
                _draw_name(drawing, row, box, css_class)
            tip = TEXT.truncate(row.in_words, MAP_WIDTH - HEADING_WIDTH)
            base = bounds.top - HEADING_HEIGHT + TEXT.size
            drawing.label(MAP_WIDTH, base, tip, "tip", "end")


def _subdivide(rows: Sequence[Row], bounds: Box) -> list[Box]:
    """Divide a box in proportion to shares of requests, so that as many names fit as possible."""

    def named(boxes: list[Box]) -> int:
        pairs = zip(rows, boxes, strict=True)
        return sum(bool(_fitting_lines(row, box, size)) for row, box in pairs for size in sizes)

    sizes = SIZES.values()
    return max([_stretched(rows, bounds, stretch) for stretch in STRETCHES], key=named)


def _stretched(rows: Sequence[Row], bounds: Box, stretch: float) -> list[Box]:
    """Divide a box into parts that are about so much wider than high."""
    width, height = bounds.width / stretch, bounds.height
    sizes = squarify.normalize_sizes([row.shares.requests for row in rows], width, height)
    return [
        Box(
            bounds.left + part["x"] * stretch,
            part["y"],
            bounds.left + (part["x"] + part["dx"]) * stretch,
            part["y"] + part["dy"],
        )
        for part in squarify.squarify(sizes, 0, bounds.top, width, height)
    ]


def _draw_name(drawing: Drawing, row: Row, box: Box, css_class: str) -> None:
    size = SIZES[css_class]
    for index, line in enumerate(_fitting_lines(row, box, size)):
        y = box.top + size * (PADDING + 0.9 + index * LINE_SPACING)
        drawing.label(box.left + size * PADDING, y, line, css_class)


def _fitting_lines(row: Row, box: Box, size: float) -> list[str]:
    """Return the lines of a name at a font size, or none where it does not fit whole into a box.

    The share follows where there is room for it.
    """
    width, height = box.width - 2 * PADDING * size, box.height - 2 * PADDING * size
    if max_width(row.label.split(" "), size) > width:
        return []
    name = TextStyle(size).wrap(row.label, width)
    for lines in ([*name, percent(row.shares.requests)], name):
        fits = size * (1 + (len(lines) - 1) * LINE_SPACING) <= height
        if fits and max_width(lines, size) <= width:
            return lines
    return []
