"""Figures that compare the shares of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.bars import intervals_chart, shares_chart
from site_lib.charts.chart import Caption, Row
from site_lib.pages.figures import BY_REQUESTS, TOKENIZERS, rows_in_words
from site_lib.site.formats import percent_down, percent_up, points_up
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Tag
    from site_lib.pages.figures import Figure, FigureContext


def leaders_figure(
    context: FigureContext, leaders: Leaders, whole: str, css_class: str | None
) -> Figure | None:
    """Show the models that lead a group of tasks, as the intervals that the lists leave."""
    if not leaders.top:
        return None
    listed = "; ".join(
        f"{each.name} {percent_down(each.requests.low)} to {percent_up(each.requests.high)}"
        for each in leaders.top
    )
    margin = points_up(leaders.rounding)
    words = f"From the least to the most of {whole} that each has by the published lists: {listed}."
    note = (
        "Each task lists only its leading models by requests. Rounding at the source can move "
        f"each end by up to {margin}."
    )
    caption = Caption("leaders", f"Leading models by share of {whole}", f"{words} {note}", note)
    return context.figure(intervals_chart(caption, leaders.top, css_class), "models")


def models_figure(context: FigureContext, tag: Tag) -> Figure | None:
    """Show the models of a task, and what is not listed."""
    if not tag.models:
        return None
    listed = tuple(Row(model.name, model.shares) for model in tag.models)
    remainder = Row("Not listed", tag.unlisted, is_remainder=True)
    title = f"Models by their share of {tag.name}: requests and tokens"
    caption = Caption(
        "by-model",
        title,
        f"{rows_in_words(listed)} {remainder.in_words}.",
        f"{BY_REQUESTS} {TOKENIZERS}",
    )
    chart = shares_chart(caption, (*listed, remainder), category_class(tag.category_key))
    return context.figure(chart, "models", is_main=True)
