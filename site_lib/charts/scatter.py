"""Token share against request share, both on log scales; the diagonal is the average request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.box import Box
from site_lib.charts.chart import (
    LINE_HEIGHT,
    SPACE,
    TEXT_SIZE,
    TOOLTIP_HEIGHT,
    WIDTH,
    all_values,
    draw_hint,
    draw_tooltip,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.labels import Marker, place_beside, place_labels
from site_lib.charts.log_scale import LogScale
from site_lib.charts.text import TextStyle, text_width
from site_lib.site.formats import percent
from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.chart import Caption, Chart, Row
    from site_lib.charts.labels import LabelPosition

    LegendLine = list[tuple[float, "Group"]]
    """Groups by the x at which their legend entries start."""

MAX_NAMES = 15
"""How many tasks are named; the others say their name when they are pointed at."""
NAME_HEIGHT, NAME_DEPTH, MAX_NAME_WIDTH = 13.2, 2.8, 120
"""Of a name, from top to bottom and from the base line down, and where it is cut."""
RADIUS = 3.6
REACH = 1.3 * RADIUS + 0.5
"""How far the largest of the shapes and its outline reach from a marker's centre."""
MAX_SHIFT = 2
"""By how many diameters a marker is moved aside at most; further off it would mislead."""
PLOT_HEIGHT, TICK_LENGTH = 360, 4
"""The plot is higher than wide: names are wide, so they need room above each other."""
AVERAGE = "average request"
"""The name of the diagonal."""
HINT_WITH_OMISSIONS = (
    f"Above the line, more tokens per request than average. {percent(0)} has no place here."
)
HINT = "Above the line, a request takes more tokens than average. Point at a mark for its name."


@dataclass(frozen=True)
class Group:
    """Rows that share a colour and a marker shape."""

    label: str
    css_class: str
    rows: tuple[Row, ...]


@memoized
def scatter_chart(caption: Caption, groups: tuple[Group, ...]) -> Chart | None:
    """Draw a linked and named marker per row; None where no row can be drawn.

    A log scale has no place for a share of 0, so rows with one are left out.
    """
    rows = [(group.css_class, row) for group in groups for row in group.rows]
    shown = [(css_class, row) for css_class, row in rows if fits_log_scale(row)]
    if not shown:
        return None
    legend = _legend_lines(groups)
    legend_height = len(legend) * LINE_HEIGHT
    scale = _scale([row for _, row in shown], legend_height + TOOLTIP_HEIGHT + LINE_HEIGHT)
    drawing = Drawing(caption.name, WIDTH, scale.box.bottom + TICK_LENGTH + 2 * LINE_HEIGHT)
    _draw_legend(drawing, legend)
    draw_hint(drawing, HINT if len(shown) == len(rows) else HINT_WITH_OMISSIONS, legend_height)
    _draw_axes(drawing, scale)
    _draw_rows(drawing, shown, scale, legend_height)
    return to_chart(drawing.svg(), caption, "scatter")


def _scale(rows: Sequence[Row], top: float) -> LogScale:
    """Return the scale of a plot with room for the labels of ticks on its left."""
    left = text_width(percent(0.99), TEXT_SIZE) + SPACE + TICK_LENGTH
    box = Box(left, top, WIDTH, top + PLOT_HEIGHT)
    return LogScale.around(all_values(row.shares for row in rows), box)


def fits_log_scale(row: Row) -> bool:
    """Return whether both shares of a row are above 0 as the source rounds them."""
    return bool(rounded(row.shares.requests) and rounded(row.shares.tokens))


def _legend_lines(groups: Sequence[Group]) -> list[LegendLine]:
    """Set the groups' names side by side, in as many lines as they need."""
    lines: list[LegendLine] = [[]]
    x = 0.0
    for group in groups:
        width = 2 * RADIUS + SPACE + text_width(_legend_text(group), TEXT_SIZE)
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((x, group))
        x += width + 2 * SPACE
    return lines


def _legend_text(group: Group) -> str:
    return TextStyle(TEXT_SIZE).truncate(group.label, WIDTH - 2 * RADIUS - SPACE)


def _draw_legend(drawing: Drawing, lines: list[LegendLine]) -> None:
    for index, line in enumerate(lines, 1):
        base = LINE_HEIGHT * index - 3
        for x, group in line:
            with drawing.group(None, css_class=group.css_class):
                _draw_marker(drawing, x + RADIUS, base - RADIUS - 0.5, group.css_class)
                drawing.label(x + 2 * RADIUS + SPACE, base, _legend_text(group), "value")


def _draw_axes(drawing: Drawing, scale: LogScale) -> None:
    left, top, right, bottom = scale.box
    drawing.line([(left, top), (left, bottom), (right, bottom)], "axis")
    for tick in scale.ticks:
        _draw_tick(drawing, scale, tick)
    drawing.line(scale.diagonal, "average")
    drawing.label(right, drawing.height - 3, "share of requests →", "tick", "end")
    drawing.label(0, top - 5, "↑ share of tokens", "tick")


def _draw_tick(drawing: Drawing, scale: LogScale, tick: float) -> None:
    """Draw a short line and a share outside of the plot, at both axes."""
    x, y, text = scale.x(tick), scale.y(tick), percent(tick)
    left, bottom = scale.box.left - TICK_LENGTH, scale.box.bottom + TICK_LENGTH
    drawing.line([(left, y), (scale.box.left, y)], "axis")
    drawing.label(left - 2, y + TEXT_SIZE / 3, text, "tick", "end")
    drawing.line([(x, scale.box.bottom), (x, bottom)], "axis")
    middle = min(x, WIDTH - text_width(text, TEXT_SIZE) / 2)
    drawing.label(middle, bottom + TEXT_SIZE, text, "tick", "middle")


def _draw_rows(
    drawing: Drawing, shown: Sequence[tuple[str, Row]], scale: LogScale, tooltip_top: float
) -> None:
    markers = _markers([row for _, row in shown], scale)
    size = text_width(AVERAGE, TEXT_SIZE), NAME_HEIGHT
    average = place_beside(scale.diagonal, size, scale.box, [marker.box for marker in markers])
    if average:
        drawing.label(average.x, average.box.bottom - NAME_DEPTH, AVERAGE, "tick", average.anchor)
    positions = _name_positions([row for _, row in shown], markers, scale, average)
    for (css_class, row), marker, position in zip(shown, markers, positions, strict=True):
        with drawing.group(row.in_words, row.href, css_class):
            _draw_marker(drawing, marker.x, marker.y, css_class)
            if position:
                base = position.box.bottom - NAME_DEPTH
                drawing.label(position.x, base, _name(row), "name", position.anchor)
            draw_tooltip(drawing, row, tooltip_top)


def _name_positions(
    rows: Sequence[Row], markers: Sequence[Marker], scale: LogScale, average: LabelPosition | None
) -> list[LabelPosition | None]:
    """Place the names, those with the largest share of either kind first."""

    def importance(index: int) -> float:
        return max(rows[index].shares.requests, rows[index].shares.tokens)

    order = sorted(range(len(rows)), key=importance, reverse=True)
    positions = place_labels(
        [markers[index] for index in order],
        scale.box,
        MAX_NAMES,
        obstacles=[average.box] if average else [],
        lines=[scale.diagonal],
    )
    by_index = dict(zip(order, positions, strict=True))
    return [by_index[index] for index in range(len(rows))]


def _markers(rows: Sequence[Row], scale: LogScale) -> list[Marker]:
    points = [(scale.x(row.shares.requests), scale.y(row.shares.tokens)) for row in rows]
    return [
        Marker(x, y, REACH, text_width(_name(row), TEXT_SIZE), NAME_HEIGHT)
        for (x, y), row in zip(_spread_duplicates(points), rows, strict=True)
    ]


def _name(row: Row) -> str:
    return TextStyle(TEXT_SIZE).truncate(row.label, MAX_NAME_WIDTH)


def _spread_duplicates(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move equal points side by side, so that their markers do not hide each other."""
    result: list[tuple[float, float]] = []
    for x, y in points:
        step = 0
        while step < MAX_SHIFT and (x + step * 2 * RADIUS, y) in result:
            step += 1
        result.append((x + step * 2 * RADIUS, y))
    return result


def _draw_marker(drawing: Drawing, x: float, y: float, css_class: str) -> None:
    """Draw a marker in the shape of its category, so that colour is never the only sign."""
    if css_class == "general":
        drawing.dot(x, y, RADIUS)
    else:
        offsets = SHAPES.get(css_class, TRIANGLE_DOWN)
        drawing.polygon([(x + right * RADIUS, y + down * RADIUS) for right, down in offsets])


TRIANGLE_DOWN = ((-1, -1), (1, -1), (0, 1.3))
SHAPES = {
    "code": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "data": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "agent": ((0, -1.2), (1.3, 1), (-1.3, 1)),
}
"""Corners of the markers by category, in radii."""
