"""Where one task stands among all: a column each, requests upwards and tokens downwards."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from site_lib.charts.chart import TIP_HEIGHT, WIDTH, Row, finished, kept, tip
from site_lib.charts.drawing import Drawing

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from site_lib.charts.chart import Chart, Subject

HALF = 90
"""Height of the columns in either direction."""
MOST_GAP = 1.5


@kept
def standing_chart(subject: Subject, rows: tuple[Row, ...], own: int, look: str | None) -> Chart:
    """Draw all rows in their order, that at index `own` in colour and named."""
    # The columns are the same wherever they stand: they are drawn once, and linked for each page.
    svg = copy.deepcopy(_columns(tuple(Row(row.label, row.shares) for row in rows)))
    columns = svg.findall("g")
    for index, (column, row) in enumerate(zip(columns, rows, strict=True)):
        column.tag = "a" if row.href else "g"
        links = {"href": row.href} if row.href else {}
        column.attrib |= links | ({"class": look} if index == own and look else {})
    hints = copy.deepcopy(columns[own].findall("text"))
    for place, hint in enumerate(hints):
        hint.set("class", "hint")
        svg.insert(place, hint)
    return finished(svg, subject, "standing")


@kept
def _columns(rows: tuple[Row, ...]) -> ET.Element:
    top = TIP_HEIGHT + 6
    sheet = Drawing("standing", WIDTH, top + 2 * HALF)
    largest = max(max(row.shares.requests, row.shares.tokens) for row in rows)
    scale = HALF / largest if largest else 0
    step = WIDTH / len(rows)
    width = step - min(MOST_GAP, step / 4)
    for index, row in enumerate(rows):
        with sheet.row(row.in_words):
            x = index * step
            up, down = row.shares.requests * scale, row.shares.tokens * scale
            sheet.bar(x, top, width, 2 * HALF, "hit")
            sheet.bar(x, top + HALF - up, width, up, "requests")
            sheet.bar(x, top + HALF, width, down, "tokens")
            tip(sheet, row)
    sheet.label(WIDTH, top + 12, "requests ↑", "tick", "end")
    sheet.label(WIDTH, top + 2 * HALF - 3, "tokens ↓", "tick", "end")
    return sheet.svg()
