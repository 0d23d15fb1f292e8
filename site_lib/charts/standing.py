"""Where one task stands among all: a column each, requests upwards and tokens downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.chart import TIP_HEIGHT, WIDTH, finished, kept, tip
from site_lib.drawing import Sheet

if TYPE_CHECKING:
    from site_lib.charts.chart import Chart, Row, Subject

HALF = 90
"""Height of the columns in either direction."""
MOST_GAP = 1.5


@kept
def standing_chart(subject: Subject, rows: tuple[Row, ...], own: int, look: str | None) -> Chart:
    """Draw all rows in their order, that at index `own` in colour and named."""
    top = TIP_HEIGHT + 6
    sheet = Sheet(subject.name, WIDTH, top + 2 * HALF)
    largest = max(max(row.shares.requests, row.shares.tokens) for row in rows)
    scale = HALF / largest if largest else 0
    step = WIDTH / len(rows)
    width = step - min(MOST_GAP, step / 4)
    tip(sheet, rows[own], "hint")
    for index, row in enumerate(rows):
        with sheet.row(row.in_words, row.href, look if index == own else None):
            x = index * step
            up, down = row.shares.requests * scale, row.shares.tokens * scale
            sheet.bar(x, top, width, 2 * HALF, "hit")
            sheet.bar(x, top + HALF - up, width, up, "requests")
            sheet.bar(x, top + HALF, width, down, "tokens")
            tip(sheet, row)
    sheet.label(WIDTH, top + 12, "requests ↑", "tick", "end")
    sheet.label(WIDTH, top + 2 * HALF - 3, "tokens ↓", "tick", "end")
    return finished(sheet, subject, "standing")
