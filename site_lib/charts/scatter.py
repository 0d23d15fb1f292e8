"""Request share against token share, both on logarithmic scales; the diagonal is the average."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import LogLocator

from site_lib.charts.chart import (
    LINE,
    SPACE,
    TIP,
    TIP_HEIGHT,
    VALUE,
    WIDTH,
    finished,
    hint,
    kept,
    tip,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.labels import Box, Mark, placed
from site_lib.charts.text import TextStyle, width_of
from site_lib.site.formats import percent
from site_lib.snapshots.precision import DECIMALS, FLOAT_NOISE, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.chart import Chart, Row, Subject

TEXT = 10.5
"""Size of the names beside the marks; the charts' style repeats it."""
NAME_HEIGHT, LONGEST_NAME = 10, 150
PLOT = 360
"""Height of the plot, more than its width: names are wide, so room is needed above each other."""
RADIUS = 3.6
BESIDE, SPAN = 1.35, 10
"""Factors: between the plot's edges and the outermost shares, and between the edges at least."""
MOST_ASIDE = 2
"""By how many widths a mark is moved aside at most: further off it would tell something else."""
STEPS = 60
"""Of the diagonal, each as small as a line is thin."""
DECADES, BETWEEN = LogLocator(), LogLocator(subs=[1, 2, 5])
"""Where the grid's lines are: at powers of ten, or at more where fewer than two have a place."""
HINT_WITHOUT_SOME = (
    f"Above the line, more tokens per request than average. {percent(0)} has no place here."
)
HINT = "Above the line, a request takes more tokens than the average one; below it, fewer."


@dataclass(frozen=True)
class Group:
    """Tasks of one colour and shape."""

    label: str
    look: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Scale:
    """From shares to places on the sheet, alike for both directions."""

    low: float
    high: float
    top: float

    @property
    def ticks(self) -> list[float]:
        """The shares that have a line."""
        decades, more = (self._inside(locator) for locator in (DECADES, BETWEEN))
        return decades if len(decades) > 1 else more

    def _inside(self, locator: LogLocator) -> list[float]:
        # No share is below the source's precision, or above 1.
        low, high = max(self.low, 10**-DECIMALS - FLOAT_NOISE), min(self.high, 1)
        ticks = locator.tick_values(self.low, self.high)
        return [float(tick) for tick in ticks if low < tick < high]

    @property
    def bottom(self) -> float:
        """Where the plot ends."""
        return self.top + PLOT

    def part(self, share: float) -> float:
        """Return how far along the scale a share is, from 0 to 1."""
        return math.log(share / self.low) / math.log(self.high / self.low)

    def x(self, share: float) -> float:
        """Place a share of requests."""
        return self.part(share) * WIDTH

    def y(self, share: float) -> float:
        """Place a share of tokens."""
        return self.top + (1 - self.part(share)) * PLOT


@kept
def scatter_chart(subject: Subject, groups: tuple[Group, ...]) -> Chart | None:
    """Draw a mark a row, each linked and named; None where no row has a place.

    A row with a share of 0 has none on a logarithmic scale and is left out.
    """
    shown = [(group.look, row) for group in groups for row in group.rows if has_place(row)]
    if not shown:
        return None
    legend = _legend_lines(groups)
    top = len(legend) * LINE + TIP_HEIGHT + LINE
    scale = _scale([row for _, row in shown], top)
    sheet = Drawing(subject.name, WIDTH, top + PLOT + 2 * LINE)
    _draw_legend(sheet, legend)
    is_whole = len(shown) == sum(len(group.rows) for group in groups)
    hint(sheet, HINT if is_whole else HINT_WITHOUT_SOME, len(legend) * LINE)
    _grid(sheet, scale)
    _marks(sheet, shown, scale, len(legend) * LINE)
    return finished(sheet.svg(), subject, "scatter")


def has_place(row: Row) -> bool:
    """Tell whether a row can stand on logarithmic scales."""
    return bool(rounded(row.shares.requests) and rounded(row.shares.tokens))


def _scale(rows: Sequence[Row], top: float) -> _Scale:
    shares = [share for row in rows for share in (row.shares.requests, row.shares.tokens)]
    low, high = min(shares) / BESIDE, max(shares) * BESIDE
    wider = math.sqrt(max(SPAN * low / high, 1))
    return _Scale(low / wider, high * wider, top)


def _legend_lines(groups: Sequence[Group]) -> list[list[tuple[float, Group]]]:
    """Set the groups' names side by side, in as many lines as they need."""
    lines: list[list[tuple[float, Group]]] = [[]]
    x = 0.0
    for group in groups:
        width = 2 * RADIUS + SPACE + width_of(_shown(group), VALUE)
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((x, group))
        x += width + 2 * SPACE
    return lines


def _shown(group: Group) -> str:
    return TextStyle(VALUE).fitted(group.label, WIDTH - 2 * RADIUS - SPACE)


def _draw_legend(sheet: Drawing, lines: list[list[tuple[float, Group]]]) -> None:
    for index, line in enumerate(lines):
        for x, group in line:
            base = LINE * (index + 1) - 3
            with sheet.row(None, look=group.look):
                _mark(sheet, x + RADIUS, base - RADIUS - 0.5, group.look)
                sheet.label(x + 2 * RADIUS + SPACE, base, _shown(group), "value")


def _grid(sheet: Drawing, scale: _Scale) -> None:
    bottom = scale.bottom
    for tick in scale.ticks:
        x, y, half = scale.x(tick), scale.y(tick), width_of(percent(tick), TIP) / 2
        sheet.line([(x, scale.top), (x, bottom)], "grid")
        sheet.line([(0, y), (WIDTH, y)], "grid")
        middle = min(max(x, half), WIDTH - half)
        sheet.label(middle, bottom + LINE - 3, percent(tick), "tick", "middle")
        sheet.label(0, _tick_box(scale, tick).bottom - 2, percent(tick), "tick")
    sheet.line([(0, bottom), (WIDTH, scale.top)], "average")
    sheet.label(WIDTH, bottom + 2 * LINE - 3, "share of requests →", "tick", "end")
    sheet.label(0, scale.top - 3, "↑ share of tokens", "tick")


def _tick_box(scale: _Scale, tick: float) -> Box:
    """Return what the label of a line across covers: above the line, but inside the plot."""
    base = max(scale.y(tick), scale.top + LINE)
    return Box(0, base - LINE, width_of(percent(tick), TIP), base)


def _marks(sheet: Drawing, shown: Sequence[tuple[str, Row]], scale: _Scale, tip_top: float) -> None:
    names = [TextStyle(TEXT).fitted(row.label, LONGEST_NAME) for _, row in shown]
    points = _apart([(scale.x(r.shares.requests), scale.y(r.shares.tokens)) for _, r in shown])
    marks = [
        Mark(x, y, RADIUS + 0.5, width_of(name, TEXT), NAME_HEIGHT)
        for (x, y), name in zip(points, names, strict=True)
    ]
    room = Box(0, scale.top, WIDTH, scale.bottom)
    taken = [_tick_box(scale, tick) for tick in scale.ticks]
    places = placed(marks, room, taken, avoided=_along_the_average(scale))
    for (look, row), mark, name, place in zip(shown, marks, names, places, strict=True):
        with sheet.row(row.in_words, row.href, look):
            if place and place.is_far:
                sheet.line([(mark.x, mark.y), place.nearest(mark.x, mark.y)], "thread")
            _mark(sheet, mark.x, mark.y, look)
            if place:
                sheet.label(place.x, place.box.bottom - 2, name, "name", place.anchor)
            tip(sheet, row, top=tip_top)


def _along_the_average(scale: _Scale) -> list[Box]:
    """Return boxes along the diagonal, which names should not cross."""
    across, down = WIDTH / STEPS, PLOT / STEPS
    corners = [(step * across, scale.bottom - step * down) for step in range(STEPS)]
    return [Box(x, y - down, x + across, y) for x, y in corners]


def _apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Set a few points that are the same side by side, so that they do not hide each other."""
    seen: list[tuple[float, float]] = []
    for x, y in points:
        step = 0
        while step < MOST_ASIDE and (x + step * 2 * RADIUS, y) in seen:
            step += 1
        seen.append((x + step * 2 * RADIUS, y))
    return seen


def _mark(sheet: Drawing, x: float, y: float, look: str) -> None:
    """Draw a mark in the shape of its category: colour is never the only sign."""
    r = RADIUS
    if look == "code":
        sheet.shape([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)])
    elif look == "data":
        sheet.shape([(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)])
    elif look == "agent":
        sheet.shape([(x, y - 1.2 * r), (x + 1.3 * r, y + r), (x - 1.3 * r, y + r)])
    elif look == "general":
        sheet.dot(x, y, r)
    else:
        sheet.shape([(x - r, y - r), (x + r, y - r), (x, y + 1.3 * r)])
