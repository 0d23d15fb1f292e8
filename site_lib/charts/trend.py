"""A line chart of one thing's shares of requests and of tokens over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

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
from site_lib.charts.time_axis import DATES_HEIGHT, DOT_RADIUS, RIGHT, TimeAxis
from site_lib.site.formats import percent
from site_lib.snapshots.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_lib.analysis.series import Series
    from site_lib.charts.chart import Caption, Chart
    from site_lib.snapshots.precision import Shares

LEGEND_HEIGHT, PLOT_HEIGHT = 26, 130
BOTTOM = LEGEND_HEIGHT + PLOT_HEIGHT
TICKS_WIDTH = 46
"""Width left of the plot, for the labels of the grid lines."""
SWATCH_WIDTH = 18
MAX_GRID_LINES = 4
LOCATOR = MaxNLocator(MAX_GRID_LINES, steps=[1, 2, 5, 10])
HEADROOM = 1.08
"""Ratio between the top of the plot and the largest share."""
CLASSES = {"tokens": "second", "requests": "first"}
"""The lines' classes; requests are drawn last, above tokens."""


@memoized
def trend_chart(caption: Caption, series: Series, css_class: str | None) -> Chart:
    """Draw the shares of requests and of tokens over time, on a scale from 0."""
    drawing = Drawing(caption.name, WIDTH, BOTTOM + DATES_HEIGHT)
    axis = TimeAxis(drawing, series, TICKS_WIDTH)
    largest = max(all_values(point.shares for point in series.points)) * HEADROOM or 1

    def y(share: float) -> float:
        return BOTTOM - PLOT_HEIGHT * share / largest

    axis.draw_gaps(LEGEND_HEIGHT, PLOT_HEIGHT)
    _draw_grid(drawing, largest, y)
    for name, line_class in CLASSES.items():
        for run in axis.runs:
            points = [(axis.x(point.as_of), y(getattr(point.shares, name))) for point in run]
            axis.draw_line(points, line_class)
    _draw_legend(drawing)
    _draw_newest(drawing, series.points[-1].shares, y)
    axis.draw_dates()
    return to_chart(drawing.svg(), caption, css_class)


def _draw_grid(drawing: Drawing, largest: float, y: Callable[[float], float]) -> None:
    for share in _ticks(largest):
        drawing.line([(TICKS_WIDTH, y(share)), (RIGHT, y(share))], "grid")
        drawing.label(0, y(share) + 4, percent(share) if share else "0", "tick")


def _ticks(largest: float) -> list[float]:
    """Return round shares from 0 to the largest."""
    # Labels show a tenth of a percent, so lines closer than that would have equal labels.
    ticks = LOCATOR.tick_values(0, max(largest, MAX_GRID_LINES * 10**-DECIMALS))
    return [float(share) for share in ticks if share <= largest]


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
