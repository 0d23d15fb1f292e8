"""Figures that compare the shares of tasks and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.bars import shares_chart
from site_lib.charts.scatter import Group, fits_log_scale, scatter_chart
from site_lib.charts.treemap import Band, treemap_chart, with_areas
from site_lib.pages.figures import TOKENIZERS, captioned, rows_in_words
from site_lib.site.formats import count, listing, percent, tokens_per_request
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.pages.figures import Figure, FigureContext


def scatter_figure(context: FigureContext, rankings: Rankings) -> Figure | None:
    """Show each task by its share of requests and of tokens."""
    groups = tuple(
        Group(each.label, category_class(each.key), tuple(map(context.tag_row, each.tags)))
        for each in rankings.categories
        if each.tags
    )
    caption = captioned(
        _heaviest_category(rankings.categories),
        "Tasks by share of requests and of tokens, on logarithmic scales",
        chart="shape",
        description=_scatter_in_words(context, rankings.tags),
        note=TOKENIZERS,
    )
    chart = scatter_chart(caption, groups)
    return context.figure(chart, "tasks", is_main=True) if chart else None


def _heaviest_category(categories: Sequence[Category]) -> str:
    """Say which category has the most tokens per request, where rounding leaves no doubt."""
    ranked = sorted(categories, key=lambda each: -each.tokens_per_request.bounds.low)
    first, *others = ranked
    least = first.tokens_per_request.bounds.low
    is_certain = least > max([1, *(each.tokens_per_request.bounds.high for each in others)])
    if not is_certain or first.tokens_per_request.middle is None:
        return ""
    times = tokens_per_request(first.tokens_per_request).removesuffix("×")
    return f"{first.label} requests use {times} times as many tokens as the average request"


def _scatter_in_words(context: FigureContext, tags: Sequence[Tag]) -> str:
    shown = [tag for tag in tags if fits_log_scale(context.tag_row(tag))]
    above = sum(tag.tokens_per_request.bounds.low > 1 for tag in shown)
    below = sum(tag.tokens_per_request.bounds.high < 1 for tag in shown)
    unclear = len(shown) - above - below
    words = (
        f"{count(len(shown), 'task')}, each placed by its share of requests (across) and of tokens "
        "(up). Tasks with the same shares are side by side. The diagonal is the average "
        f"request: {above} have more tokens per request, {below} have fewer."
    )
    if unclear:
        words += f" For {unclear}, rounding leaves it open."
    most = max((tag.shares.requests for tag in shown), default=0)
    first = [context.tag_row(tag) for tag in shown if tag.shares.requests == most]
    if first:
        words += f" The most requests: {rows_in_words(first)}"
    if len(shown) < len(tags):
        missing = count(len(tags) - len(shown), "task")
        words += f" {missing} with a share printed as {percent(0)} cannot be placed."
    return words


def treemap_figure(context: FigureContext, rankings: Rankings) -> Figure | None:
    """Show each task as an area in proportion to its share of requests."""
    bands = tuple(
        Band(context.category_row(each), tuple(map(context.tag_row, each.tags)))
        for each in rankings.categories
    )
    caption = captioned(
        _largest(rankings.tags[0], "the largest task", "classified requests"),
        "Tasks as areas, by share of requests",
        chart="areas",
        description=_treemap_in_words(bands),
    )
    chart = treemap_chart(caption, bands)
    return context.figure(chart, "tasks") if chart else None


def _treemap_in_words(bands: Sequence[Band]) -> str:
    shown = with_areas(bands)
    in_bands = (
        f"{band.category.label} with {percent(band.category.shares.requests)} of requests, led by "
        f"{listing([row.label for row in band.rows[:2]])}"
        for band in shown
    )
    words = (
        "A band for each category, in it a box for each task, as large as its share. "
        f"{'; '.join(in_bands)}."
    )
    missing = sum(len(band.rows) for band in bands) - sum(len(band.rows) for band in shown)
    if missing:
        words += f" {count(missing, 'task')} with a share printed as {percent(0)} cannot be drawn."
    return words


def _largest(tag: Tag, what: str, whole: str, *, of_category: bool = False) -> str:
    """Say that a task is the largest by requests; nothing where others equal it."""
    rank = tag.category_ranks.requests if of_category else tag.ranks.requests
    share = tag.category_shares.requests if of_category else tag.shares.requests
    return "" if rank.tied else f"{tag.name} is {what}, with {percent(share)} of {whole}"


def tasks_figure(context: FigureContext, category: Category) -> Figure | None:
    """Show the tasks of a category by their shares of it."""
    if not category.tags:
        return None
    rows = tuple(context.tag_row(tag, category) for tag in category.tags)
    label, what = category.label, f"the largest {category.label} task"
    caption = captioned(
        _largest(category.tags[0], what, f"{label} requests", of_category=True)
        if len(category.tags) > 1
        else "",
        f"Tasks by share of {label} requests and {label} tokens",
        chart="by-task",
        description=rows_in_words(rows),
        note=TOKENIZERS,
    )
    return context.figure(
        shares_chart(caption, rows, category_class(category.key)), "tasks", is_main=True
    )
