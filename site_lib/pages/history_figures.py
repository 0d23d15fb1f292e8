"""Figures that show shares and ranks over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from site_lib.analysis.series import PointT
from site_lib.charts.chart import Caption
from site_lib.charts.ranks import RankHistory, ranks_chart
from site_lib.charts.trend import trend_chart
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS, captioned
from site_lib.site.formats import count, listing, percent

if TYPE_CHECKING:
    from datetime import date

    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Point, Series
    from site_lib.pages.figures import Figure, FigureContext


def trend_figure(
    context: FigureContext, name: str, series: Series[Point], css_class: str
) -> Figure | None:
    """Show a share over time, where the archive holds enough of it to be called a history."""
    if not series.is_long_enough:
        return None
    first, last = series.points[0], series.points[-1]
    holes = len(series.stretches) - 1
    words = (
        f"{count(len(series.points), 'snapshot')} from {first.as_of} to {last.as_of}, each of the "
        f"{count(series.window_days, 'day')} to its date. The first has {_in_words_of(first)}, the "
        f"last {_in_words_of(last)}."
    )
    if holes:
        words += f" In {count(holes, 'place')} the lines break: no snapshot covers the days."
    if series.step_days > 1:
        words += f" One snapshot in {series.step_days} days is drawn."
    caption = captioned(
        _from_to(name, first, last),
        f"{name} over time, by share of all requests and tokens",
        chart="trend",
        description=words,
        note=TOKENIZERS,
    )
    return context.figure(trend_chart(caption, series, css_class), "history")


def _from_to(name: str, first: Point, last: Point) -> str:
    then, now = percent(first.shares.requests), percent(last.shares.requests)
    if then == now:
        return f"{name} had {now} of requests on {first.as_of} and {now} on {last.as_of}"
    return f"{name} went from {then} of requests on {first.as_of} to {now} on {last.as_of}"


def _in_words_of(point: Point) -> str:
    shares = point.shares
    return f"{percent(shares.requests)} of requests and {percent(shares.tokens)} of tokens"


@dataclass(frozen=True)
class RankTable(Generic[PointT]):
    """Ranks over time: of some models in a task, or of one model in some tasks."""

    series: Series[PointT]
    columns: tuple[RankHistory, ...]
    """With a rank for each date of the series that is shown."""

    @property
    def rows(self) -> tuple[tuple[date, tuple[Rank | None, ...]], ...]:
        """The dates, the newest first, each with its ranks."""
        return tuple(
            (day, tuple(each.ranks[index] for each in self.columns))
            for index, day in reversed(list(enumerate(self.series.dates)))
        )


def ranks_figure(
    context: FigureContext, title: str, table: RankTable[PointT], css_class: str
) -> Figure | None:
    """Show ranks over time; None where there are none."""
    if not table.columns:
        return None
    words = "; ".join(
        f"{each.name}: {', '.join(map(_rank_in_words, each.ranks))}" for each in table.columns
    )
    caption = Caption(
        "ranks-over-time",
        title,
        f"On {listing([day.isoformat() for day in table.series.dates])}: {words}.",
        f"{BY_REQUESTS} A line breaks where a model was not listed.",
    )
    chart = ranks_chart(caption, table.series, table.columns, css_class)
    return context.figure(chart, "ranks-then")


def _rank_in_words(rank: Rank | None) -> str:
    return f"{rank}" if rank else "not listed"
