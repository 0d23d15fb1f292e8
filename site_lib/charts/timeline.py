"""Shares and ranks over time: lines where windows meet, bands where there is no snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from site_lib.charts.chart import LABEL, LINE, SPACE, VALUE, WIDTH, finished, kept
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import TextStyle, width_of
from site_lib.site.formats import percent
from site_lib.snapshots.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Series
    from site_lib.charts.chart import Chart, Subject

LEGEND_HEIGHT, PLOT_HEIGHT, DATES_HEIGHT = 26, 130, 18
ROW, STRIP = 62, 34
"""Height of a model's row in the chart of ranks, and of the part that ranks are drawn in."""
HEAD = 20
"""Height of the line that says how a strip is read."""
END = 54
"""Width on the right of the plot, for the newest values."""
SCALE = 46
"""Width on its left, for the names of the lines."""
RIGHT = WIDTH - END
DOT, MOST_DOTS = 2.2, 31
GAP_WORDS = "no data"
MOST_LINES = 4
LINES = MaxNLocator(MOST_LINES, steps=[1, 2, 5, 10])
HEADROOM = 1.08


@dataclass(frozen=True)
class RankHistory:
    """A model's ranks in a task's list, in the order of the dates; None where it is not in it."""

    name: str
    ranks: tuple[Rank | None, ...]


class _Axis:
    """Dates from left to right."""

    def __init__(self, series: Series, left: float) -> None:
        self.left = left
        self.stretches = series.shown
        self.first, self.last = series.points[0].as_of, series.points[-1].as_of
        self._days = max((self.last - self.first).days, 1)
        self._has_dots = len(series.dates) <= MOST_DOTS

    def x(self, day: date) -> float:
        width = RIGHT - self.left - 2 * DOT
        return self.left + DOT + width * (day - self.first).days / self._days

    def gaps(self, series: Series) -> Iterator[tuple[float, float]]:
        for before, after in pairwise(series.stretches):
            yield self.x(before[-1].as_of), self.x(after[0].as_of)

    def trace(self, sheet: Drawing, points: list[tuple[float, float]], look: str) -> None:
        """Draw a line through some points, and the points where they can be told apart."""
        if len(points) > 1:
            sheet.line(points, f"trace {look}")
        if self._has_dots or len(points) == 1:
            for x, y in points:
                sheet.dot(x, y, DOT, look)

    def dates(self, sheet: Drawing, y: float) -> None:
        sheet.label(self.left, y, self.first.isoformat(), "tick")
        if self.last != self.first:
            sheet.label(RIGHT, y, self.last.isoformat(), "tick", "end")


@kept
def trend_chart(subject: Subject, series: Series, look: str | None) -> Chart:
    """Draw a share of requests and one of tokens over time, from 0."""
    sheet = Drawing(subject.name, WIDTH, LEGEND_HEIGHT + PLOT_HEIGHT + DATES_HEIGHT)
    axis, bottom = _Axis(series, SCALE), LEGEND_HEIGHT + PLOT_HEIGHT
    shares = [share for p in series.points for share in (p.shares.requests, p.shares.tokens)]
    largest = max(shares) * HEADROOM or 1

    def y(share: float) -> float:
        return bottom - PLOT_HEIGHT * share / largest

    _gaps(sheet, axis, series, (LEGEND_HEIGHT, PLOT_HEIGHT))
    for share in _lines(largest):
        sheet.line([(SCALE, y(share)), (RIGHT, y(share))], "grid")
        sheet.label(0, y(share) + 4, percent(share) if share else "0", "tick")
    for what, word in (("second", "tokens"), ("first", "requests")):
        for stretch in axis.stretches:
            drawn = [(axis.x(p.as_of), y(getattr(p.shares, word))) for p in stretch]
            axis.trace(sheet, drawn, what)
    _legend(sheet)
    newest = series.points[-1].shares
    _ends(sheet, (newest.requests, y(newest.requests)), (newest.tokens, y(newest.tokens)))
    axis.dates(sheet, sheet.height - 4)
    return finished(sheet.svg(), subject, look)


@kept
def ranks_chart(
    subject: Subject, series: Series, models: tuple[RankHistory, ...], look: str | None
) -> Chart:
    """Draw the ranks of some models over time, a strip each with rank 1 at its top."""
    sheet = Drawing(subject.name, WIDTH, HEAD + len(models) * ROW + DATES_HEIGHT)
    axis = _Axis(series, 0)
    lowest = max(rank.position for model in models for rank in model.ranks if rank)
    sheet.label(
        0, LINE - 3, f"In each strip, rank 1 is at the top and {lowest} at the bottom.", "tick"
    )
    for index, model in enumerate(models):
        top = HEAD + index * ROW + ROW - STRIP - 6
        _gaps(sheet, axis, series, (top, STRIP), is_named=False)
        sheet.label(0, top - 9, TextStyle(LABEL).fitted(model.name, WIDTH), "label")
        for place in sorted({1, lowest}):
            y = _height(place, lowest, top)
            sheet.line([(0, y), (RIGHT, y)], "grid")
        ranks = dict(zip(series.dates, model.ranks, strict=True))
        for stretch in axis.stretches:
            for run in _runs([(p.as_of, ranks[p.as_of]) for p in stretch]):
                drawn = [(axis.x(day), _height(rank.position, lowest, top)) for day, rank in run]
                axis.trace(sheet, drawn, "first")
        newest = model.ranks[-1]
        if newest:
            y = _height(newest.position, lowest, top)
            sheet.label(RIGHT + SPACE, y + VALUE / 3, f"{newest}", "value")
    axis.dates(sheet, sheet.height - 4)
    return finished(sheet.svg(), subject, look)


def _height(place: int, lowest: int, top: float) -> float:
    return top + STRIP * (place - 1) / max(lowest - 1, 1)


def _runs(ranks: list[tuple[date, Rank | None]]) -> Iterator[list[tuple[date, Rank]]]:
    """Yield the parts in which a model is listed all along."""
    run: list[tuple[date, Rank]] = []
    for day, rank in ranks:
        if rank:
            run.append((day, rank))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _gaps(
    sheet: Drawing,
    axis: _Axis,
    series: Series,
    place: tuple[float, float],
    *,
    is_named: bool = True,
) -> None:
    top, height = place
    for left, right in axis.gaps(series):
        sheet.bar(left, top, right - left, height, "gap")
        if is_named and right - left > width_of(GAP_WORDS, VALUE):
            sheet.label((left + right) / 2, top + height / 2, GAP_WORDS, "tick", "middle")


def _lines(largest: float) -> list[float]:
    """Return round shares up to the largest, 0 first."""
    # Labels show a tenth of a percent, so lines closer than that would be named alike.
    ticks = LINES.tick_values(0, max(largest, MOST_LINES * 10**-DECIMALS))
    return [float(share) for share in ticks if share <= largest]


def _legend(sheet: Drawing) -> None:
    x = 0.0
    for word, look in (("requests", "first"), ("tokens", "second")):
        sheet.line([(x, 8), (x + 18, 8)], f"trace {look}")
        sheet.dot(x + 9, 8, DOT, look)
        sheet.label(x + 18 + SPACE, 12, word, "value")
        x += 18 + 4 * SPACE + width_of(word, VALUE)


def _ends(sheet: Drawing, *ends: tuple[float, float]) -> None:
    """Write the newest values beside their points, apart from each other."""
    (first, upper), (second, lower) = sorted(ends, key=lambda end: end[1])
    middle = (upper + lower) / 2
    apart = max(lower - upper, VALUE + 1)
    for share, y in ((first, middle - apart / 2), (second, middle + apart / 2)):
        sheet.label(RIGHT + SPACE, y + VALUE / 3, percent(share), "value")
