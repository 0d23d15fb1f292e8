"""A treemap of tasks by their share of requests, with a band for each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import squarify

from site_lib.charts.box import Box
from site_lib.charts.chart import (
    BOLD_FACTOR,
    TEXT_SIZE,
    TOOLTIP_HEIGHT,
    WIDTH,
    draw_hint,
    draw_tooltip,
    max_width,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import TextStyle
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_lib.charts.chart import Caption, Chart, Row

AREA_HEIGHT = 420
"""Of all bands together; their areas are proportional because all have the same width."""
HEADING_HEIGHT, GAP = 18, 8
LABEL_SIZES = {"inside": 11, "inside small": 9}
"""Font sizes of the labels by class, largest first; static/charts.css repeats them."""
PADDING = 4


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
    shown = [band for band in bands if band.requests]
    if not shown:
        return None
    total = sum(row.shares.requests for band in bands for row in band.rows)
    top = float(TOOLTIP_HEIGHT)
    height = top + AREA_HEIGHT + len(shown) * (HEADING_HEIGHT + GAP)
    drawing = Drawing(caption.name, WIDTH, height)
    draw_hint(drawing, "Areas are shares of requests. Small ones have no room for a name.")
    for band in shown:
        _draw_heading(drawing, band.category, top + HEADING_HEIGHT - 5)
        top += HEADING_HEIGHT
        height = AREA_HEIGHT * band.requests / total
        _draw_areas(drawing, band, Box(0, top, WIDTH, top + height))
        top = top + height + GAP
    return to_chart(drawing.svg(), caption, "treemap")


def _draw_heading(drawing: Drawing, category: Row, base: float) -> None:
    text = f"{category.label} {percent(category.shares.requests)}"
    with drawing.group(category.in_words, category.href, category.css_class):
        short = TextStyle(TEXT_SIZE * BOLD_FACTOR).truncate(text, WIDTH)
        drawing.label(0, base, short, "head")


def _draw_areas(drawing: Drawing, band: Band, bounds: Box) -> None:
    rows = [row for row in band.rows if row.shares.requests]
    for row, box in zip(rows, _subdivide(rows, bounds), strict=True):
        with drawing.group(row.in_words, row.href, band.category.css_class):
            drawing.bar(box.left, box.top, box.width, box.height, "area")
            _draw_area_label(drawing, row, box)
            draw_tooltip(drawing, row)


def _subdivide(rows: Sequence[Row], bounds: Box) -> Iterator[Box]:
    """Divide a box in proportion to shares of requests, into parts that are nearly squares."""
    shares = [row.shares.requests for row in rows]
    sizes = squarify.normalize_sizes(shares, bounds.width, bounds.height)
    for part in squarify.squarify(sizes, bounds.left, bounds.top, bounds.width, bounds.height):
        yield Box(part["x"], part["y"], part["x"] + part["dx"], part["y"] + part["dy"])


def _draw_area_label(drawing: Drawing, row: Row, box: Box) -> None:
    css_class, lines = _fitting_label(row, box)
    for index, line in enumerate(lines, 1):
        y = box.top + PADDING - 2 + _line_height(css_class) * index
        drawing.label(box.left + PADDING, y, line, css_class)


def _fitting_label(row: Row, box: Box) -> tuple[str, list[str]]:
    """Return the class and the lines of the largest label that fits into a box, or no lines.

    A label is the whole name, with the share where there is room for it.
    """
    width = box.width - 2 * PADDING
    for css_class, size in LABEL_SIZES.items():
        if max_width(row.label.split(" "), size) > width:
            continue
        name, share = TextStyle(size).wrap(row.label, width), percent(row.shares.requests)
        max_lines = int((box.height - 1.5 * PADDING) // _line_height(css_class))
        for lines in ([*name, share], name):
            if len(lines) <= max_lines and max_width(lines, size) <= width:
                return css_class, lines
    return "", []


def _line_height(css_class: str) -> float:
    return LABEL_SIZES[css_class] + 2
