"""A chart of models' ranks over time, a strip for each model, or for each task of one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.chart import (
    LABEL_SIZE,
    LINE_HEIGHT,
    SPACE,
    TEXT_SIZE,
    WIDTH,
    memoized,
    to_chart,
)
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import TextStyle
from site_lib.charts.time_axis import DATES_HEIGHT, RIGHT, TimeAxis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import PointT, Series
    from site_lib.charts.chart import Caption, Chart

HEADER_HEIGHT = 20
"""Height of the line that explains the strips."""
ROW_HEIGHT, STRIP_HEIGHT = 62, 34
"""Heights of a model's row, and of the plot inside it."""


@dataclass(frozen=True)
class RankHistory:
    """A model's ranks in a task's list, by date; None where the list does not have it.

    `name` is the model's on a task's page, and the task's on a model's page.
    """

    name: str
    ranks: tuple[Rank | None, ...]
    href: str | None = None


@memoized
def ranks_chart(
    caption: Caption, series: Series[PointT], models: tuple[RankHistory, ...], css_class: str | None
) -> Chart:
    """Draw the ranks of models over time, a strip for each with rank 1 at its top."""
    drawing = Drawing(caption.name, WIDTH, HEADER_HEIGHT + len(models) * ROW_HEIGHT + DATES_HEIGHT)
    axis = TimeAxis(drawing, series, 0)
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
    drawing: Drawing, model: RankHistory, lowest: int, top: float, axis: TimeAxis[PointT]
) -> None:
    """Draw the gaps, the name and the grid of a model's strip."""
    axis.draw_gaps(top, STRIP_HEIGHT, is_labelled=False)
    with drawing.group(None, model.href):
        drawing.label(0, top - 9, TextStyle(LABEL_SIZE).truncate(model.name, WIDTH), "label")
    for rank in sorted({1, lowest}):
        y = _rank_y(rank, lowest, top)
        drawing.line([(0, y), (RIGHT, y)], "grid")


def _draw_ranks(
    axis: TimeAxis[PointT], ranks: dict[date, Rank | None], lowest: int, top: float
) -> None:
    for run in axis.runs:
        for listed in _listed_runs([(point.as_of, ranks[point.as_of]) for point in run]):
            points = [(axis.x(day), _rank_y(rank.position, lowest, top)) for day, rank in listed]
            axis.draw_line(points, "first")


def _draw_newest_rank(drawing: Drawing, newest: Rank | None, lowest: int, top: float) -> None:
    if newest:
        y = _rank_y(newest.position, lowest, top)
        drawing.label(RIGHT + SPACE, y + TEXT_SIZE / 3, f"{newest}", "value")


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
