"""Tasks as areas in proportion to their share of requests, a band for each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import squarify

from site_lib.charts.chart import BOLD, TIP_HEIGHT, VALUE, WIDTH, finished, hint, kept, tip, widest
from site_lib.charts.drawing import Drawing
from site_lib.charts.labels import Box
from site_lib.charts.text import TextStyle
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_lib.charts.chart import Chart, Row, Subject

AREA_HEIGHT = 420
"""Of all bands together: their areas are in proportion because all have one width."""
HEAD, GAP = 18, 8
TEXTS = {"inside": 11, "inside small": 9}
"""Sizes of the names inside the areas, by the classes for which the charts' style repeats them."""
PADDING = 4


@dataclass(frozen=True)
class Band:
    """A category and its tasks, the largest first."""

    category: Row
    rows: tuple[Row, ...]


@kept
def treemap_chart(subject: Subject, bands: tuple[Band, ...]) -> Chart | None:
    """Draw an area a task; None where no task has a visible share."""
    whole = sum(row.shares.requests for band in bands for row in band.rows)
    shown = [band for band in bands if _total(band.rows)]
    if not shown:
        return None
    top = TIP_HEIGHT + 0.0
    sheet = Drawing(subject.name, WIDTH, top + AREA_HEIGHT + len(shown) * (HEAD + GAP))
    hint(sheet, "Areas are shares of requests. Small ones have no room for a name.")
    for band in shown:
        height = AREA_HEIGHT * _total(band.rows) / whole
        _head(sheet, band.category, top + HEAD - 5)
        _areas(sheet, band, Box(0, top + HEAD, WIDTH, top + HEAD + height))
        top += HEAD + height + GAP
    return finished(sheet.svg(), subject, "treemap")


def _total(rows: Sequence[Row]) -> float:
    return sum(row.shares.requests for row in rows)


def _head(sheet: Drawing, category: Row, base: float) -> None:
    text = f"{category.label} {percent(category.shares.requests)}"
    with sheet.row(category.in_words, category.href, category.look):
        sheet.label(0, base, TextStyle(VALUE * BOLD).fitted(text, WIDTH), "head")


def _areas(sheet: Drawing, band: Band, room: Box) -> None:
    rows = [row for row in band.rows if row.shares.requests]
    for row, box in zip(rows, _divided(rows, room), strict=True):
        with sheet.row(row.in_words, row.href, band.category.look):
            sheet.bar(box.left, box.top, box.right - box.left, box.bottom - box.top, "area")
            for (x, y), line, look in _inside(row, box):
                sheet.label(x, y, line, look)
            tip(sheet, row)


def _divided(rows: Sequence[Row], room: Box) -> Iterator[Box]:
    """Divide a rectangle in proportion to shares of requests, into parts near to squares."""
    width, height = room.right - room.left, room.bottom - room.top
    sizes = squarify.normalize_sizes([row.shares.requests for row in rows], width, height)
    for part in squarify.squarify(sizes, room.left, room.top, width, height):
        yield Box(part["x"], part["y"], part["x"] + part["dx"], part["y"] + part["dy"])


def _inside(row: Row, box: Box) -> list[tuple[tuple[float, float], str, str]]:
    """Place what fits into an area: its whole name with or without the share, or nothing."""
    width = box.right - box.left - 2 * PADDING
    for look, size in TEXTS.items():
        if widest(row.label.split(" "), size) > width:
            continue
        name, share = TextStyle(size).wrapped(row.label, width), percent(row.shares.requests)
        room = int((box.bottom - box.top - 1.5 * PADDING) // (size + 2))
        for lines in ([*name, share], name):
            if len(lines) <= room and widest(lines, size) <= width:
                x, y = box.left + PADDING, box.top + PADDING - 2
                return [
                    ((x, y + (size + 2) * index), line, look) for index, line in enumerate(lines, 1)
                ]
    return []
