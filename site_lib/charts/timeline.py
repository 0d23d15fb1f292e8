"""Line charts of shares and ranks over time, with shaded gaps where there is no snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from site_lib.charts.chart import (
    LABEL_SIZE,
    LINE_HEIGHT,
    SPACE,
    VALUE_SIZE,
    WIDTH,
    all_values,
    draw_legend,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import TextStyle, text_width
from site_lib.site.formats import percent
from site_lib.snapshots.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Series
    from site_lib.charts.chart import Caption, Chart
    from site_lib.snapshots.precision import Shares

LEGEND_HEIGHT, PLOT_HEIGHT, DATES_HEIGHT = 26, 130, 18
BOTTOM = LEGEND_HEIGHT + PLOT_HEIGHT
ROW_HEIGHT, STRIP_HEIGHT = 62, 34
"""Heights of a model's row in the chart of ranks, and of the plot inside it."""
HEADER_HEIGHT = 20
"""Height of the line that explains the strips."""
VALUES_WIDTH, TICKS_WIDTH = 54, 46
"""Widths right of the plot, for the newest values, and left of it, for the grid's labels."""
RIGHT = WIDTH - VALUES_WIDTH
DOT_RADIUS, MAX_DOTS = 2.2, 31
SWATCH_WIDTH = 18
GAP_TEXT = "no data"
MAX_GRID_LINES = 4
LOCATOR = MaxNLocator(MAX_GRID_LINES, steps=[1, 2, 5, 10])
HEADROOM = 1.08
"""Ratio between the top of the plot and the largest share."""
CLASSES = {"tokens": "second", "requests": "first"}
"""The lines' classes; requests are drawn last, above tokens."""


@dataclass(frozen=True)
class RankHistory:
    """A model's ranks in a task's list, by date; None where the list does not have it."""

    name: str
    ranks: tuple[Rank | None, ...]


class _TimeAxis:
    """The time axis of a chart, with what is drawn along it."""

    def __init__(self, drawing: Drawing, series: Series, left: float) -> None:
        self.runs = series.shown
        self._drawing, self._series, self._left = drawing, series, left
        self._first, self._last = series.points[0].as_of, series.points[-1].as_of
        self._days = max((self._last - self._first).days, 1)
        self._has_dots = len(series.dates) <= MAX_DOTS

    def x(self, day: date) -> float:
        width = RIGHT - self._left - 2 * DOT_RADIUS
        return self._left + DOT_RADIUS + width * (day - self._first).days / self._days

    def draw_line(self, points: list[tuple[float, float]], css_class: str) -> None:
        """Draw a line through points, with dots where they are few enough to be told apart."""
        if len(points) > 1:
            self._drawing.line(points, f"trace {css_class}")
        if self._has_dots or len(points) == 1:
            for x, y in points:
                self._drawing.dot(x, y, DOT_RADIUS, css_class)

    def draw_gaps(self, top: float, height: float, *, is_labelled: bool = True) -> None:
        """Shade the time between runs of snapshots."""
        for before, after in pairwise(self._series.stretches):
            left, right = self.x(before[-1].as_of), self.x(after[0].as_of)
            self._drawing.bar(left, top, right - left, height, "gap")
            if is_labelled and right - left > text_width(GAP_TEXT, VALUE_SIZE):
                middle = (left + right) / 2
                self._drawing.label(middle, top + height / 2, GAP_TEXT, "tick", "middle")

    def draw_dates(self) -> None:
        """Write the first and the last date at the bottom."""
        y = self._drawing.height - 4
        self._drawing.label(self._left, y, self._first.isoformat(), "tick")
        if self._last != self._first:
            self._drawing.label(RIGHT, y, self._last.isoformat(), "tick", "end")


@memoized
def trend_chart(caption: Caption, series: Series, css_class: str | None) -> Chart:
    """Draw the shares of requests and of tokens over time, on a scale from 0."""
    drawing = Drawing(caption.name, WIDTH, BOTTOM + DATES_HEIGHT)
    axis = _TimeAxis(drawing, series, TICKS_WIDTH)
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


@memoized
def ranks_chart(
    caption: Caption, series: Series, models: tuple[RankHistory, ...], css_class: str | None
) -> Chart:
    """Draw the ranks of models over time, a strip for each with rank 1 at its top."""
    drawing = Drawing(caption.name, WIDTH, HEADER_HEIGHT + len(models) * ROW_HEIGHT + DATES_HEIGHT)
    axis = _TimeAxis(drawing, series, 0)
    lowest = max(rank.position for model in models for rank in model.ranks if rank)
    header = f"In each strip, rank 1 is at the top and {lowest} at the bottom."
    drawing.label(0, LINE_HEIGHT - 3, header, "tick")
    for index, model in enumerate(models):
        top = HEADER_HEIGHT + (index + 1) * ROW_HEIGHT - STRIP_HEIGHT - 6
        ranks = dict(zip(series.dates, model.ranks, strict=True))
        _draw_strip(drawing, model, lowest, top, axis)
        _draw_ranks(axis, ranks, lowest, top)
        _draw_newest_rank(drawing, model.ranks[-1], lowest, top)
    axis.draw_dates()
    return to_chart(drawing.svg(), caption, css_class)


def _draw_strip(
    drawing: Drawing, model: RankHistory, lowest: int, top: float, axis: _TimeAxis
) -> None:
    """Draw the gaps, the name and the grid of a model's strip."""
    axis.draw_gaps(top, STRIP_HEIGHT, is_labelled=False)
    drawing.label(0, top - 9, TextStyle(LABEL_SIZE).truncate(model.name, WIDTH), "label")
    for rank in sorted({1, lowest}):
        y = _rank_y(rank, lowest, top)
        drawing.line([(0, y), (RIGHT, y)], "grid")


def _draw_ranks(axis: _TimeAxis, ranks: dict[date, Rank | None], lowest: int, top: float) -> None:
    for run in axis.runs:
        for listed in _listed_runs([(point.as_of, ranks[point.as_of]) for point in run]):
            points = [(axis.x(day), _rank_y(rank.position, lowest, top)) for day, rank in listed]
            axis.draw_line(points, "first")


def _draw_newest_rank(drawing: Drawing, newest: Rank | None, lowest: int, top: float) -> None:
    if newest:
        y = _rank_y(newest.position, lowest, top)
        drawing.label(RIGHT + SPACE, y + VALUE_SIZE / 3, f"{newest}", "value")


def _rank_y(rank: int, lowest: int, top: float) -> float:
    return top + STRIP_HEIGHT * (rank - 1) / max(lowest - 1, 1)


def _listed_runs(ranks: list[tuple[date, Rank | None]]) -> Iterator[list[tuple[date, Rank]]]:
    """Yield the runs of dates on which a model is listed."""
    run: list[tuple[date, Rank]] = []
    for day, rank in ranks:
        if rank:
            run.append((day, rank))
        elif run:
            yield run
            run = []
    if run:
        yield run


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
    half = max(y(lower) - y(upper), VALUE_SIZE + 1) / 2
    for share, base in ((upper, middle - half), (lower, middle + half)):
        drawing.label(RIGHT + SPACE, base + VALUE_SIZE / 3, percent(share), "value")
