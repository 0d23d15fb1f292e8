"""A chart of the range of a share over time: what it is at least, and at most."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from site_lib.analysis.series import MOST_SHOWN
from site_lib.charts.chart import (
    SPACE,
    TEXT_SIZE,
    WIDTH,
    draw_legend,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.share_axis import draw_share_grid
from site_lib.charts.time_axis import DATES_HEIGHT, RIGHT, TimeAxis
from site_lib.site.formats import percent_down, percent_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_lib.analysis.model_history import ModelPoint
    from site_lib.analysis.series import Series
    from site_lib.charts.chart import Caption, Chart

    Height = Callable[[float], float]

LEGEND_HEIGHT, PLOT_HEIGHT = 26, 130
BOTTOM = LEGEND_HEIGHT + PLOT_HEIGHT
TICKS_WIDTH = 46
"""Width left of the plot, for the labels of the grid lines."""
SWATCH_WIDTH, SWATCH_HEIGHT = 18, 9
HEADROOM = 1.08
"""Ratio between the top of the plot and the largest share."""
POINT_WIDTH = 4
"""Width of the band of a single date."""


def band_chart(caption: Caption, series: Series[ModelPoint], css_class: str | None = None) -> Chart:
    """Draw the ranges of a share of requests over time, on a scale from 0.

    The band of dates on which no task lists the model has no line at its lower end, which is 0.
    """
    # Long ones would stay in memory with all their points, of thousands of models.
    draw = _drawn_once if len(series.points) <= MOST_SHOWN else _draw
    return draw(caption, series, css_class)


def _draw(caption: Caption, series: Series[ModelPoint], css_class: str | None) -> Chart:
    drawing = Drawing(caption.name, WIDTH, BOTTOM + DATES_HEIGHT)
    axis = TimeAxis(drawing, series, TICKS_WIDTH)
    largest = max(point.requests.high for point in series.points) * HEADROOM or 1

    def y(share: float) -> float:
        return BOTTOM - PLOT_HEIGHT * share / largest

    axis.draw_gaps(LEGEND_HEIGHT, PLOT_HEIGHT)
    draw_share_grid(drawing, largest, (TICKS_WIDTH, RIGHT), y)
    for run in axis.runs:
        _draw_run(drawing, axis, run, y)
    entries = {"at least": partial(_draw_line_swatch, drawing)}
    entries["up to at most"] = partial(_draw_band_swatch, drawing, "band")
    if any(not point.listed_in for points in axis.runs for point in points):
        entries["not listed: at most"] = partial(_draw_band_swatch, drawing, "unlisted")
    draw_legend(drawing, list(entries.items()), SWATCH_WIDTH)
    _draw_newest(drawing, series.points[-1], y)
    axis.draw_dates()
    return to_chart(drawing.svg(), caption, css_class)


_drawn_once = memoized(_draw)


def _draw_run(
    drawing: Drawing, axis: TimeAxis[ModelPoint], run: Sequence[ModelPoint], y: Height
) -> None:
    """Draw a run of dates without a gap, in parts that are listed or not."""
    for is_listed, points in groupby(run, key=lambda point: point.listed_in > 0):
        part = list(points)
        corners = [(axis.x(each.as_of), y(each.requests.high)) for each in part]
        corners += [(axis.x(each.as_of), y(each.requests.low)) for each in reversed(part)]
        if len(part) == 1:
            corners = _widened(corners)
        drawing.polygon(corners, "band" if is_listed else "unlisted")
        if is_listed:
            axis.draw_line([(axis.x(e.as_of), y(e.requests.low)) for e in part], "first")


def _widened(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a rectangle around a vertical line from its upper to its lower end."""
    (x, top), (_, bottom) = corners
    left, right = x - POINT_WIDTH / 2, x + POINT_WIDTH / 2
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _draw_line_swatch(drawing: Drawing, x: float) -> None:
    drawing.line([(x, 8), (x + SWATCH_WIDTH, 8)], "trace first")


def _draw_band_swatch(drawing: Drawing, css_class: str, x: float) -> None:
    drawing.bar(x, 3, SWATCH_WIDTH, SWATCH_HEIGHT, css_class)


def _draw_newest(drawing: Drawing, newest: ModelPoint, y: Height) -> None:
    """Write the newest ends beside them, moved apart where they would overlap."""
    upper, lower = y(newest.requests.high), y(newest.requests.low)
    middle, half = (upper + lower) / 2, max(lower - upper, TEXT_SIZE + 1) / 2
    for text, base in (
        (percent_up(newest.requests.high), middle - half),
        (percent_down(newest.requests.low), middle + half),
    ):
        drawing.label(RIGHT + SPACE, base + TEXT_SIZE / 3, text, "value")
