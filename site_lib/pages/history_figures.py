"""Figures that show shares and ranks over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.chart import Caption
from site_lib.charts.ranks import RankHistory, ranks_chart
from site_lib.charts.trend import trend_chart
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS, captioned
from site_lib.site.formats import count, listing, percent
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from site_lib.analysis.model_history import ModelPoint
    from site_lib.analysis.models import ModelUse
    from site_lib.analysis.rankings import Tag
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


def ranks_figure(
    context: FigureContext, tag: Tag, series: Series[Point], models: tuple[RankHistory, ...]
) -> Figure | None:
    """Show the ranks over time of the models that lead a task now."""
    if not (series.is_long_enough and models):
        return None
    words = "; ".join(
        f"{each.name}: {', '.join(map(_rank_in_words, each.ranks))}" for each in models
    )
    caption = Caption(
        "ranks-over-time",
        f"Ranks by requests of the top {count(len(models), 'model')} in {tag.name}",
        f"On {listing([day.isoformat() for day in series.dates])}: {words}.",
        f"{BY_REQUESTS} A line breaks where a model was not listed.",
    )
    return context.figure(
        ranks_chart(caption, series, models, category_class(tag.category_key)), "ranks-then"
    )


def model_ranks_figure(
    context: FigureContext,
    use: ModelUse,
    series: Series[ModelPoint],
    tasks: tuple[RankHistory, ...],
) -> Figure | None:
    """Show a model's ranks over time in the tasks where it ranks best now."""
    if not tasks:
        return None
    words = "; ".join(
        f"{each.name}: {', '.join(map(_rank_in_words, each.ranks))}" for each in tasks
    )
    caption = Caption(
        "ranks-over-time",
        f"Ranks of {use.name} by requests in {count(len(tasks), 'task')}",
        f"On {listing([day.isoformat() for day in series.dates])}: {words}.",
        f"{BY_REQUESTS} A line breaks where the model was not listed.",
    )
    chart = ranks_chart(caption, series, tasks, category_class("other"))
    return context.figure(chart, "ranks-then")


def _rank_in_words(rank: Rank | None) -> str:
    return f"{rank}" if rank else "not listed"
