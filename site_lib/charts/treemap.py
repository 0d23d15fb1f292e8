"""Tasks as areas in proportion to their share of requests, a band for each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.chart import BOLD, TIP_HEIGHT, VALUE, WIDTH, finished, hint, kept, tip, widest
from site_lib.charts.labels import Box
from site_lib.drawing import Sheet
from site_lib.formats import percent
from site_lib.lettering import Lettering

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    sheet = Sheet(subject.name, WIDTH, top + AREA_HEIGHT + len(shown) * (HEAD + GAP))
    hint(sheet, "Areas are shares of requests. Small ones have no room for a name.")
    for band in shown:
        height = AREA_HEIGHT * _total(band.rows) / whole
        _head(sheet, band.category, top + HEAD - 5)
        _areas(sheet, band, Box(0, top + HEAD, WIDTH, top + HEAD + height))
        top += HEAD + height + GAP
    return finished(sheet.svg(), subject, "treemap")


def squarified(sizes: Sequence[float], room: Box) -> list[Box]:
    """Divide a rectangle in proportion to sizes, the largest first, into parts near to squares.

    Sizes are positive. The way of Bruls, Huizing and van Wijk, "Squarified treemaps" (2000): a
    strip along the shorter side takes parts for as long as that makes its worst one squarer.
    """
    if not sizes:
        return []
    width, height = room.right - room.left, room.bottom - room.top
    scale = width * height / sum(sizes)
    number = 1
    while number < len(sizes) and _worst(sizes[: number + 1], scale, min(width, height)) <= _worst(
        sizes[:number], scale, min(width, height)
    ):
        number += 1
    strip, rest = _strip(sizes[:number], scale, room)
    return strip + squarified(sizes[number:], rest)


def _worst(sizes: Sequence[float], scale: float, side: float) -> float:
    """Return the largest ratio of sides in a strip of a length."""
    thickness = sum(sizes) * scale / side
    lengths = [size * scale / thickness for size in sizes]
    return max(max(length / thickness, thickness / length) for length in lengths)


def _strip(sizes: Sequence[float], scale: float, room: Box) -> tuple[list[Box], Box]:
    """Cut a strip off the shorter side of a room; return its parts and what is left."""
    left, top, right, bottom = room
    is_wide = right - left >= bottom - top
    thickness = sum(sizes) * scale / ((bottom - top) if is_wide else (right - left))
    boxes = []
    at = top if is_wide else left
    for size in sizes:
        end = at + size * scale / thickness
        boxes.append(
            Box(left, at, left + thickness, end) if is_wide else Box(at, top, end, top + thickness)
        )
        at = end
    rest = (
        Box(left + thickness, top, right, bottom)
        if is_wide
        else Box(left, top + thickness, right, bottom)
    )
    return boxes, rest


def _total(rows: Sequence[Row]) -> float:
    return sum(row.shares.requests for row in rows)


def _head(sheet: Sheet, category: Row, base: float) -> None:
    text = f"{category.label} {percent(category.shares.requests)}"
    with sheet.row(category.in_words, category.href, category.look):
        sheet.label(0, base, Lettering(VALUE * BOLD).fitted(text, WIDTH), "head")


def _areas(sheet: Sheet, band: Band, room: Box) -> None:
    rows = [row for row in band.rows if row.shares.requests]
    boxes = squarified([row.shares.requests for row in rows], room)
    for row, box in zip(rows, boxes, strict=True):
        with sheet.row(row.in_words, row.href, band.category.look):
            sheet.bar(box.left, box.top, box.right - box.left, box.bottom - box.top, "area")
            for (x, y), line, look in _inside(row, box):
                sheet.label(x, y, line, look)
            tip(sheet, row)


def _inside(row: Row, box: Box) -> list[tuple[tuple[float, float], str, str]]:
    """Place what fits into an area: its whole name with or without the share, or nothing."""
    width = box.right - box.left - 2 * PADDING
    for look, size in TEXTS.items():
        if widest(row.label.split(" "), size) > width:
            continue
        name, share = Lettering(size).wrapped(row.label, width), percent(row.shares.requests)
        room = int((box.bottom - box.top - 1.5 * PADDING) // (size + 2))
        for lines in ([*name, share], name):
            if len(lines) <= room and widest(lines, size) <= width:
                x, y = box.left + PADDING, box.top + PADDING - 2
                return [
                    ((x, y + (size + 2) * index), line, look) for index, line in enumerate(lines, 1)
                ]
    return []
