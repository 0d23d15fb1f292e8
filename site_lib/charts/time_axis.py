"""The time axis of a chart: its dates, lines over time, and gaps where there is no snapshot."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Generic

from site_lib.analysis.series import PointT
from site_lib.charts.chart import SPACE, TEXT_SIZE, WIDTH
from site_lib.charts.text import text_width

if TYPE_CHECKING:
    from datetime import date

    from site_lib.analysis.series import Series
    from site_lib.charts.drawing import Drawing

VALUES_WIDTH = 54
"""Width right of the plot, for the newest values."""
RIGHT = WIDTH - VALUES_WIDTH
DATES_HEIGHT = 18
DOT_RADIUS, MAX_DOTS = 2.2, 31
GAP_TEXT = "no snapshot"


class TimeAxis(Generic[PointT]):
    """Dates from left to right, and what is drawn along them."""

    def __init__(self, drawing: Drawing, series: Series[PointT], left: float) -> None:
        """Start the axis at `left`; it ends at `RIGHT`."""
        self.runs = series.shown
        self._drawing, self._series, self._left = drawing, series, left
        self._first, self._last = series.points[0].as_of, series.points[-1].as_of
        self._days = max((self._last - self._first).days, 1)
        self._has_dots = len(series.dates) <= MAX_DOTS

    def x(self, day: date) -> float:
        """Return the x of a date."""
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
        """Shade the time between runs of snapshots.

        What a gap is stands at its bottom, below the first of the lines that cross the plot.
        """
        for before, after in pairwise(self._series.stretches):
            left, right = self.x(before[-1].as_of), self.x(after[0].as_of)
            self._drawing.bar(left, top, right - left, height, "gap")
            if is_labelled and right - left > text_width(GAP_TEXT, TEXT_SIZE) + 2 * SPACE:
                middle = (left + right) / 2
                self._drawing.label(middle, top + height - SPACE, GAP_TEXT, "tick", "middle")

    def draw_dates(self) -> None:
        """Write the first and the last date at the bottom."""
        y = self._drawing.height - 4
        self._drawing.label(self._left, y, self._first.isoformat(), "tick")
        if self._last != self._first:
            self._drawing.label(RIGHT, y, self._last.isoformat(), "tick", "end")
