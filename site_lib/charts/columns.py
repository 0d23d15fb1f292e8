"""A column per task, requests upwards and tokens downwards, with one task highlighted."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from site_lib.charts.chart import (
    TOOLTIP_HEIGHT,
    WIDTH,
    Row,
    all_values,
    draw_tooltip,
    memoized,
    scale_to,
    to_chart,
)
from site_lib.charts.drawing import Drawing

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from site_lib.charts.chart import Caption, Chart

COLUMN_HEIGHT = 90
"""Height of the columns in either direction."""
TOP = TOOLTIP_HEIGHT + 6
MAX_GAP = 1.5


@memoized
def columns_chart(
    caption: Caption, rows: tuple[Row, ...], highlighted: int, css_class: str | None
) -> Chart:
    """Draw a column per row, with the row at index `highlighted` in colour and named."""
    # The columns are the same on every page, so they are drawn once; only links differ.
    svg = copy.deepcopy(_columns(tuple(Row(row.label, row.shares) for row in rows)))
    columns = svg.findall("g")
    for column, row in zip(columns, rows, strict=True):
        if row.href:
            column.tag = "a"
            column.set("href", row.href)
    if css_class:
        columns[highlighted].set("class", css_class)
    _insert_hint(svg, columns[highlighted])
    return to_chart(svg, caption, "standing")


def _insert_hint(svg: ET.Element, column: ET.Element) -> None:
    """Repeat a column's tooltip as the hint that is shown while no column is pointed at."""
    for index, text in enumerate(copy.deepcopy(column.findall("text"))):
        text.set("class", "hint")
        svg.insert(index, text)


@memoized
def _columns(rows: tuple[Row, ...]) -> ET.Element:
    drawing = Drawing("standing", WIDTH, TOP + 2 * COLUMN_HEIGHT)
    scale = scale_to(COLUMN_HEIGHT, all_values(row.shares for row in rows))
    step = WIDTH / len(rows)
    for index, row in enumerate(rows):
        with drawing.group(row.in_words):
            _draw_column(drawing, row, index * step, step, scale)
    drawing.label(WIDTH, TOP + 12, "requests ↑", "tick", "end")
    drawing.label(WIDTH, TOP + 2 * COLUMN_HEIGHT - 3, "tokens ↓", "tick", "end")
    return drawing.svg()


def _draw_column(drawing: Drawing, row: Row, x: float, step: float, scale: float) -> None:
    width = step - min(MAX_GAP, step / 4)
    up, down = row.shares.requests * scale, row.shares.tokens * scale
    middle = TOP + COLUMN_HEIGHT
    drawing.bar(x, TOP, width, 2 * COLUMN_HEIGHT, "hit")
    drawing.bar(x, middle - up, width, up, "requests")
    drawing.bar(x, middle, width, down, "tokens")
    draw_tooltip(drawing, row)
