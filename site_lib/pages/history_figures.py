"""Figures that show shares and ranks over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.chart import Caption
from site_lib.charts.ranks import RankHistory, ranks_chart
from site_lib.charts.trend import trend_chart
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS
from site_lib.site.formats import count, listing, percent
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Tag
    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Point, Series
    from site_lib.pages.figures import Figure, FigureContext


def trend_figure(
    context: FigureContext, name: str, series: Series, css_class: str
) -> Figure | None:
    """Show a share over time, where the archive holds enough of it to be called a history."""
    if not series.is_long_enough:
        return None
    first, last = series.points[0], series.points[-1]
    holes = len(series.stretches) - 1
    words = (
        f"{count(len(series.points), 'snapshot')} from {first.as_of} to {last.as_of}, each of the "
        f"{count(series.window_days, 'day')} to its date. At first {_in_words_of(first)}, at last "
        f"{_in_words_of(last)}."
    )
    if holes:
        words += f" {count(holes, 'gap')} without data."
    if series.step_days > 1:
        words += f" Of every {series.step_days} days, the last that has a snapshot is drawn."
    note = f"All shares are of everything. {TOKENIZERS}"
    caption = Caption("trend", f"{name} over time, by share of requests and of tokens", words, note)
    return context.figure(trend_chart(caption, series, css_class), "history")


def _in_words_of(point: Point) -> str:
    shares = point.shares
    return f"{percent(shares.requests)} of requests and {percent(shares.tokens)} of tokens"


def ranks_figure(
    context: FigureContext, tag: Tag, series: Series, models: tuple[RankHistory, ...]
) -> Figure | None:
    """Show the ranks over time of the models that lead a task now."""
    if not (series.is_long_enough and models):
        return None
    words = "; ".join(
        f"{each.name}: {', '.join(map(_rank_in_words, each.ranks))}" for each in models
    )
    caption = Caption(
        "ranks-over-time",
        f"Ranks by requests of the models that lead {tag.name} now",
        f"On {listing([day.isoformat() for day in series.dates])}: {words}.",
        f"{BY_REQUESTS} A line breaks where a model is not listed.",
    )
    return context.figure(
        ranks_chart(caption, series, models, category_class(tag.category_key)), "ranks-then"
    )


def _rank_in_words(rank: Rank | None) -> str:
    return f"{rank}" if rank else "not listed"
