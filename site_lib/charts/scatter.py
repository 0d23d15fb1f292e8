"""Token share against request share, both on log scales; the diagonal is the average request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.box import Box
from site_lib.charts.chart import (
    LINE_HEIGHT,
    SPACE,
    TOOLTIP_HEIGHT,
    TOOLTIP_SIZE,
    VALUE_SIZE,
    WIDTH,
    all_values,
    draw_hint,
    draw_tooltip,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.labels import Marker, place_labels
from site_lib.charts.log_scale import PLOT_HEIGHT, LogScale
from site_lib.charts.text import TextStyle, text_width
from site_lib.site.formats import percent
from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.chart import Caption, Chart, Row
    from site_lib.charts.labels import LabelPosition

    LegendLine = list[tuple[float, "Group"]]
    """Groups by the x at which their legend entries start."""

NAME_SIZE = 10.5
"""Font size of the names beside the markers; static/charts.css repeats it."""
NAME_HEIGHT, MAX_NAME_WIDTH = 10, 150
RADIUS = 3.6
MAX_SHIFT = 2
"""By how many diameters a marker is moved aside at most; further off it would mislead."""
DIAGONAL_STEPS = 60
"""Boxes that cover the diagonal, each small enough to be about as thin as a line."""
HINT_WITH_OMISSIONS = (
    f"Above the line, more tokens per request than average. {percent(0)} has no place here."
)
HINT = "Above the line, a request takes more tokens than the average one; below it, fewer."


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
    shares = all_values(row.shares for _, row in shown)
    scale = LogScale.around(shares, legend_height + TOOLTIP_HEIGHT + LINE_HEIGHT)
    drawing = Drawing(caption.name, WIDTH, scale.bottom + 2 * LINE_HEIGHT)
    _draw_legend(drawing, legend)
    draw_hint(drawing, HINT if len(shown) == len(rows) else HINT_WITH_OMISSIONS, legend_height)
    _draw_grid(drawing, scale)
    _draw_rows(drawing, shown, scale, legend_height)
    return to_chart(drawing.svg(), caption, "scatter")


def fits_log_scale(row: Row) -> bool:
    """Return whether both shares of a row are above 0 as the source rounds them."""
    return bool(rounded(row.shares.requests) and rounded(row.shares.tokens))


def _legend_lines(groups: Sequence[Group]) -> list[LegendLine]:
    """Set the groups' names side by side, in as many lines as they need."""
    lines: list[LegendLine] = [[]]
    x = 0.0
    for group in groups:
        width = 2 * RADIUS + SPACE + text_width(_legend_text(group), VALUE_SIZE)
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((x, group))
        x += width + 2 * SPACE
    return lines


def _legend_text(group: Group) -> str:
    return TextStyle(VALUE_SIZE).truncate(group.label, WIDTH - 2 * RADIUS - SPACE)


def _draw_legend(drawing: Drawing, lines: list[LegendLine]) -> None:
    for index, line in enumerate(lines, 1):
        base = LINE_HEIGHT * index - 3
        for x, group in line:
            with drawing.group(None, css_class=group.css_class):
                _draw_marker(drawing, x + RADIUS, base - RADIUS - 0.5, group.css_class)
                drawing.label(x + 2 * RADIUS + SPACE, base, _legend_text(group), "value")


def _draw_grid(drawing: Drawing, scale: LogScale) -> None:
    for tick in scale.ticks:
        _draw_grid_lines(drawing, scale, tick)
    bottom = scale.bottom
    drawing.line([(0, bottom), (WIDTH, scale.top)], "average")
    drawing.label(WIDTH, bottom + 2 * LINE_HEIGHT - 3, "share of requests →", "tick", "end")
    drawing.label(0, scale.top - 3, "↑ share of tokens", "tick")


def _draw_grid_lines(drawing: Drawing, scale: LogScale, tick: float) -> None:
    x, y, text = scale.x(tick), scale.y(tick), percent(tick)
    drawing.line([(x, scale.top), (x, scale.bottom)], "grid")
    drawing.line([(0, y), (WIDTH, y)], "grid")
    half = text_width(text, TOOLTIP_SIZE) / 2
    middle = min(max(x, half), WIDTH - half)
    drawing.label(middle, scale.bottom + LINE_HEIGHT - 3, text, "tick", "middle")
    drawing.label(0, _tick_box(scale, tick).bottom - 2, text, "tick")


def _tick_box(scale: LogScale, tick: float) -> Box:
    """Return the box of a horizontal grid line's label: above the line, but inside the plot."""
    base = max(scale.y(tick), scale.top + LINE_HEIGHT)
    return Box(0, base - LINE_HEIGHT, text_width(percent(tick), TOOLTIP_SIZE), base)


def _draw_rows(
    drawing: Drawing, shown: Sequence[tuple[str, Row]], scale: LogScale, tooltip_top: float
) -> None:
    markers = _markers([row for _, row in shown], scale)
    ticks = [_tick_box(scale, tick) for tick in scale.ticks]
    positions = place_labels(markers, scale.box, ticks, soft_obstacles=_diagonal(scale))
    for (css_class, row), marker, position in zip(shown, markers, positions, strict=True):
        with drawing.group(row.in_words, row.href, css_class):
            if position and position.needs_leader_line:
                _draw_leader_line(drawing, marker, position)
            _draw_marker(drawing, marker.x, marker.y, css_class)
            if position:
                bottom = position.box.bottom - 2
                drawing.label(position.x, bottom, _name(row), "name", position.anchor)
            draw_tooltip(drawing, row, tooltip_top)


def _draw_leader_line(drawing: Drawing, marker: Marker, position: LabelPosition) -> None:
    start = (marker.x, marker.y)
    drawing.line([start, position.nearest_point(*start)], "thread")


def _markers(rows: Sequence[Row], scale: LogScale) -> list[Marker]:
    points = [(scale.x(row.shares.requests), scale.y(row.shares.tokens)) for row in rows]
    return [
        Marker(x, y, RADIUS + 0.5, text_width(_name(row), NAME_SIZE), NAME_HEIGHT)
        for (x, y), row in zip(_spread_duplicates(points), rows, strict=True)
    ]


def _name(row: Row) -> str:
    return TextStyle(NAME_SIZE).truncate(row.label, MAX_NAME_WIDTH)


def _diagonal(scale: LogScale) -> list[Box]:
    """Return boxes along the diagonal, which names should not cross."""
    width, height = WIDTH / DIAGONAL_STEPS, PLOT_HEIGHT / DIAGONAL_STEPS
    corners = [(step * width, scale.bottom - step * height) for step in range(DIAGONAL_STEPS)]
    return [Box(x, y - height, x + width, y) for x, y in corners]


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
