"""Bar charts of shares: requests beside tokens, and shares known only as intervals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_lib.charts.chart import (
    LABEL_SIZE,
    SPACE,
    TEXT_SIZE,
    WIDTH,
    all_values,
    draw_legend,
    max_width,
    memoized,
    scale_to,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import MAX_LABEL_LENGTH, TextStyle, text_width
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.chart import Caption, Chart, RangeRow, Row

LABEL_HEIGHT, BAR_HEIGHT, BAR_STEP, ROW_GAP = 18, 9, 13, 9
LEGEND_HEIGHT = 24
HATCHED = {"rest", "open"}
"""The classes of bars that are hatched."""


@memoized
def shares_chart(caption: Caption, rows: tuple[Row, ...], css_class: str | None = None) -> Chart:
    """Draw two bars per row, requests and tokens, on one scale from 0.

    `css_class` colours the chart; a row's own class takes precedence.
    """
    row_height = LABEL_HEIGHT + 2 * BAR_STEP + ROW_GAP
    drawing = Drawing(caption.name, WIDTH, LEGEND_HEIGHT + len(rows) * row_height)
    _draw_legend(drawing, {"requests": "requests", "tokens": "tokens"})
    shares = all_values(row.shares for row in rows)
    scale = _scale(shares, list(map(percent, shares)))
    for index, row in enumerate(rows):
        with drawing.group(row.in_words, row.href, row.css_class):
            _draw_row(drawing, row, LEGEND_HEIGHT + index * row_height, scale)
    return to_chart(drawing.svg(), caption, css_class)


def _draw_row(drawing: Drawing, row: Row, top: float, scale: float) -> None:
    _draw_label(drawing, top + LABEL_SIZE, row.label)
    for index, css_class in enumerate(("requests", "tokens")):
        share = getattr(row.shares, css_class)
        y = top + LABEL_HEIGHT + index * BAR_STEP
        _draw_bar(drawing, 0, y, share * scale, "rest" if row.is_remainder else css_class)
        drawing.label(share * scale + SPACE, y + BAR_HEIGHT, percent(share), "value")


@memoized
def ranges_chart(
    caption: Caption, rows: tuple[RangeRow, ...], css_class: str | None = None
) -> Chart:
    """Draw a bar per row: solid up to the lowest possible share, hatched up to the highest."""
    row_height = LABEL_HEIGHT + BAR_STEP + ROW_GAP
    drawing = Drawing(caption.name, WIDTH, LEGEND_HEIGHT + len(rows) * row_height)
    _draw_legend(drawing, {"at least": "requests", "at most": "open"})
    scale = _scale([row.share.high for row in rows], [row.range_in_words for row in rows])
    for index, row in enumerate(rows):
        with drawing.group(row.in_words, row.href, row.css_class):
            _draw_range(drawing, row, LEGEND_HEIGHT + index * row_height, scale)
    return to_chart(drawing.svg(), caption, css_class)


def _draw_range(drawing: Drawing, row: RangeRow, top: float, scale: float) -> None:
    low, high = row.share.low * scale, row.share.high * scale
    y = top + LABEL_HEIGHT
    _draw_label(drawing, top + LABEL_SIZE, row.label)
    _draw_bar(drawing, 0, y, low, "requests")
    _draw_bar(drawing, low, y, high - low, "open")
    drawing.label(high + SPACE, y + BAR_HEIGHT, row.range_in_words, "value")


def _draw_label(drawing: Drawing, base: float, text: str) -> None:
    """Write a row's label, in a smaller font if it is too wide, truncated if still too wide."""
    if text_width(text[:MAX_LABEL_LENGTH], LABEL_SIZE) <= WIDTH:
        drawing.label(0, base, text, "label")
    else:
        drawing.label(0, base, TextStyle(TEXT_SIZE).truncate(text, WIDTH), "name")


def _draw_bar(drawing: Drawing, x: float, y: float, width: float, css_class: str) -> None:
    draw = drawing.hatched_bar if css_class in HATCHED else drawing.bar
    draw(x, y, width, BAR_HEIGHT, css_class)


def _draw_legend(drawing: Drawing, classes: dict[str, str]) -> None:
    """Write the legend from words and the classes of their bars."""
    entries = [
        (word, partial(_draw_bar, drawing, y=3, width=BAR_HEIGHT, css_class=css_class))
        for word, css_class in classes.items()
    ]
    draw_legend(drawing, entries, BAR_HEIGHT)


def _scale(shares: Sequence[float], texts: Sequence[str]) -> float:
    """Return the units per share that leave room for the widest value beside the longest bar."""
    return scale_to(WIDTH - SPACE - max_width(texts, TEXT_SIZE), shares)
