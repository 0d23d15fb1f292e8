"""Figures that compare models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.bars import intervals_chart, shares_chart
from site_lib.charts.chart import Row
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS, captioned, rows_in_words
from site_lib.pages.leading_models import first_place
from site_lib.site.formats import percent, percent_down, percent_up
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Tag
    from site_lib.pages.figures import Figure, FigureContext


def leaders_figure(
    context: FigureContext, leaders: Leaders, whole: str, css_class: str | None
) -> Figure | None:
    """Show the models that lead a group of tasks, as the ranges that the lists leave."""
    if not leaders.top:
        return None
    listed = "; ".join(
        f"{each.name} {percent_down(each.requests.low)} to {percent_up(each.requests.high)}"
        for each in leaders.top
    )
    caption = captioned(
        first_place(leaders, whole).removesuffix(".") if leaders.certain_first else "",
        f"Top models by share of {whole}, at least and at most",
        chart="leaders",
        description=f"The lowest and the highest possible share of {whole}: {listed}.",
        note=f"{BY_REQUESTS} The ranges include rounding.",
    )
    return context.figure(intervals_chart(caption, leaders.top, css_class), "models")


def models_figure(context: FigureContext, tag: Tag) -> Figure | None:
    """Show the models of a task, and what is not listed."""
    if not tag.models:
        return None
    listed = tuple(Row(model.name, model.shares, whole=tag.name) for model in tag.models)
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
