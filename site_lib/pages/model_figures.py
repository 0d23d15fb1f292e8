"""Figures of models: those that lead, those of a task, and what one model is used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.band import band_chart
from site_lib.charts.bars import ranges_chart, shares_chart
from site_lib.charts.chart import RangeRow, Row
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS, captioned, rows_in_words
from site_lib.pages.leading_models import first_place
from site_lib.site.formats import count, percent, share_range
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.leaders import Leader, Leaders
    from site_lib.analysis.model_history import ModelPoint
    from site_lib.analysis.models import ModelUse
    from site_lib.analysis.rankings import Tag
    from site_lib.pages.figures import Figure, FigureContext
    from site_lib.pages.page import ShareHistory

WITH_ROUNDING = f"{BY_REQUESTS} The ranges include rounding."


def leaders_figure(
    context: FigureContext, leaders: Leaders, whole: str, css_class: str | None
) -> Figure | None:
    """Show the models that lead a group of tasks, as the ranges that the lists leave."""
    if not leaders.top:
        return None
    caption = captioned(
        first_place(leaders, whole).removesuffix(".") if leaders.certain_first else "",
        f"Top models by share of {whole}, at least and at most",
        chart="leaders",
        description=f"The lowest and the highest possible share of {whole}: "
        f"{_ranges_in_words(leaders.top)}.",
        note=WITH_ROUNDING,
    )
    rows = _range_rows(context, leaders.top)
    return context.figure(ranges_chart(caption, rows, css_class), "models")


def author_figure(context: FigureContext, name: str, models: Sequence[Leader]) -> Figure | None:
    """Show an author's models, as the ranges that the lists leave."""
    if not models:
        return None
    caption = captioned(
        "",
        f"{name}: models by share of all classified requests, at least and at most",
        chart="models-of-author",
        description=f"The lowest and the highest possible share: {_ranges_in_words(models)}.",
        note=WITH_ROUNDING,
    )
    chart = ranges_chart(caption, _range_rows(context, models), category_class("other"))
    return context.figure(chart, "models", is_main=True)


def _ranges_in_words(models: Sequence[Leader]) -> str:
    return "; ".join(f"{each.name} {share_range(each.requests)}" for each in models)


def _range_rows(context: FigureContext, models: Sequence[Leader]) -> tuple[RangeRow, ...]:
    return tuple(
        RangeRow(each.name, each.requests, "of requests", context.model_href(each.id))
        for each in models
    )


def models_figure(context: FigureContext, tag: Tag) -> Figure | None:
    """Show the models of a task, and what is not listed."""
    if not tag.models:
        return None
    listed = tuple(
        Row(model.name, model.shares, context.model_href(model.id), whole=tag.name)
        for model in tag.models
    )
    remainder = Row("Not listed", tag.unlisted, is_remainder=True, whole=tag.name)
    first = tag.first_by_requests
    caption = captioned(
        f"{first[0].name} handles {percent(first[0].shares.requests)} of {tag.name} requests"
        if len(first) == 1
        else "",
        f"Models by share of {tag.name} requests and tokens",
        chart="by-model",
        description=f"{rows_in_words(listed)} {remainder.in_words}.",
        note=f"{BY_REQUESTS} {TOKENIZERS}",
    )
    chart = shares_chart(caption, (*listed, remainder), category_class(tag.category_key))
    return context.figure(chart, "models", is_main=True)


def uses_figure(context: FigureContext, use: ModelUse) -> Figure:
    """Show what a model is used for; where too little is known, its shares of the tasks."""
    return _parts_figure(context, use) if use.is_known else _task_shares_figure(context, use)


def _parts_figure(context: FigureContext, use: ModelUse) -> Figure:
    of = "of its known requests"
    rows = [
        RangeRow(
            each.tag.name,
            each.part,
            of,
            context.to(context.site.links.tags[each.tag.tag]),
            category_class(each.tag.category_key),
        )
        for each in use.tasks
        if each.part
    ]
    if use.elsewhere:
        rest = Interval(0.0, use.most_unknown)
        other = category_class("other")
        on_top = "on top of its known requests"
        rows.append(RangeRow("In tasks that do not list it", rest, on_top, css_class=other))
    caption = captioned(
        "",
        f"What {use.name} is used for: parts of its known requests",
        chart="uses",
        description="; ".join(row.in_words for row in rows) + ".",
        note=f"{WITH_ROUNDING} The last bar is what can come on top of the known requests.",
    )
    return context.figure(ranges_chart(caption, tuple(rows)), "tasks", is_main=True)


def _task_shares_figure(context: FigureContext, use: ModelUse) -> Figure:
    rows = tuple(
        Row(
            each.tag.name,
            each.model.shares,
            context.to(context.site.links.tags[each.tag.tag]),
            category_class(each.tag.category_key),
            whole=each.tag.name,
        )
        for each in use.tasks
    )
    caption = captioned(
        "",
        f"{use.name}: its share of each task that lists it",
        chart="uses",
        description=rows_in_words(rows),
        note=f"{BY_REQUESTS} {TOKENIZERS}",
    )
    return context.figure(shares_chart(caption, rows), "tasks", is_main=True)


def band_figure(context: FigureContext, history: ShareHistory[ModelPoint]) -> Figure | None:
    """Show the range of a model's share over time, where the archive holds enough for a history."""
    series = history.series
    if not series.is_long_enough:
        return None
    first, last = series.points[0], series.points[-1]
    unlisted = sum(not point.listed_in for point in series.points)
    words = (
        f"{count(len(series.points), 'snapshot')} from {first.as_of} to {last.as_of}. The first "
        f"has {share_range(first.requests)}, the last {share_range(last.requests)}."
    )
    if series.step_days > 1:
        words += f" One snapshot in {series.step_days} days is drawn."
    if unlisted:
        words += f" On {count(unlisted, 'date')} no task lists it."
    caption = captioned(
        "",
        f"{history.name} over time: share of all requests, at least and at most",
        chart="trend",
        description=words,
        note=WITH_ROUNDING,
    )
    return context.figure(band_chart(caption, series, category_class("other")), "history")
