"""A line chart of one thing's shares of requests and of tokens over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_lib.charts.chart import (
    SPACE,
    TEXT_SIZE,
    WIDTH,
    all_values,
    draw_legend,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.share_axis import draw_share_grid
from site_lib.charts.time_axis import DATES_HEIGHT, DOT_RADIUS, RIGHT, TimeAxis
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_lib.analysis.series import Point, Series
    from site_lib.charts.chart import Caption, Chart
    from site_lib.snapshots.precision import Shares

LEGEND_HEIGHT, PLOT_HEIGHT = 26, 130
BOTTOM = LEGEND_HEIGHT + PLOT_HEIGHT
TICKS_WIDTH = 46
"""Width left of the plot, for the labels of the grid lines."""
SWATCH_WIDTH = 18
HEADROOM = 1.08
"""Ratio between the top of the plot and the largest share."""
CLASSES = {"tokens": "second", "requests": "first"}
"""The lines' classes; requests are drawn last, above tokens."""


@memoized
def trend_chart(caption: Caption, series: Series[Point], css_class: str | None) -> Chart:
    """Draw the shares of requests and of tokens over time, on a scale from 0."""
    drawing = Drawing(caption.name, WIDTH, BOTTOM + DATES_HEIGHT)
    axis = TimeAxis(drawing, series, TICKS_WIDTH)
    largest = max(all_values(point.shares for point in series.points)) * HEADROOM or 1

    def y(share: float) -> float:
        return BOTTOM - PLOT_HEIGHT * share / largest

    axis.draw_gaps(LEGEND_HEIGHT, PLOT_HEIGHT)
    draw_share_grid(drawing, largest, (TICKS_WIDTH, RIGHT), y)
    for name, line_class in CLASSES.items():
        for run in axis.runs:
            points = [(axis.x(point.as_of), y(getattr(point.shares, name))) for point in run]
            axis.draw_line(points, line_class)
    _draw_legend(drawing)
    _draw_newest(drawing, series.points[-1].shares, y)
    axis.draw_dates()
    return to_chart(drawing.svg(), caption, css_class)


def _draw_legend(drawing: Drawing) -> None:
    entries = [(word, partial(_draw_swatch, drawing, CLASSES[word])) for word in reversed(CLASSES)]
    draw_legend(drawing, entries, SWATCH_WIDTH)


def _draw_swatch(drawing: Drawing, css_class: str, x: float) -> None:
    drawing.line([(x, 8), (x + SWATCH_WIDTH, 8)], f"trace {css_class}")
    drawing.dot(x + SWATCH_WIDTH / 2, 8, DOT_RADIUS, css_class)


def _draw_newest(drawing: Drawing, newest: Shares, y: Callable[[float], float]) -> None:
    """Write the newest values beside their points, moved apart where they would overlap."""
    upper, lower = sorted((newest.requests, newest.tokens), key=y)
    middle = (y(upper) + y(lower)) / 2
    half = max(y(lower) - y(upper), TEXT_SIZE + 1) / 2
    for share, base in ((upper, middle - half), (lower, middle + half)):
        drawing.label(RIGHT + SPACE, base + TEXT_SIZE / 3, percent(share), "value")
