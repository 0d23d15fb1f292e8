"""Figures that compare the shares of tasks and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.bars import shares_chart
from site_lib.charts.chart import Caption, Row
from site_lib.charts.columns import columns_chart
from site_lib.charts.scatter import Group, fits_log_scale, scatter_chart
from site_lib.charts.treemap import Band, treemap_chart
from site_lib.pages.figures import TOKENIZERS, rows_in_words
from site_lib.site.formats import count, listing, percent
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
    caption = Caption(
        "shape",
        "Tasks by share of requests and of tokens, on logarithmic scales",
        _scatter_in_words([row for group in groups for row in group.rows]),
        TOKENIZERS,
    )
    chart = scatter_chart(caption, groups)
    return context.figure(chart, "tasks", is_main=True) if chart else None


def _scatter_in_words(rows: Sequence[Row]) -> str:
    shown = [row for row in rows if fits_log_scale(row)]
    above = sum(row.shares.tokens > row.shares.requests for row in shown)
    below = sum(row.shares.tokens < row.shares.requests for row in shown)
    words = (
        f"{count(len(shown), 'task')}, each placed by its share of requests (across) and of tokens "
        f"(up); up to three with equal shares stand side by side. The diagonal is the average "
        f"request: above it, with more tokens per request, {_count_in_words(above)}, below it "
        f"{_count_in_words(below)}, on it {_count_in_words(len(shown) - above - below)}."
    )
    most = max((row.shares.requests for row in shown), default=0)
    first = [row for row in shown if row.shares.requests == most]
    if first:
        words += f" The most requests: {rows_in_words(first)}"
    if len(shown) < len(rows):
        missing = count(len(rows) - len(shown), "task")
        words += f" {missing} with a share printed as {percent(0)} cannot be placed."
    return words


def _count_in_words(number: int) -> str:
    return f"{'stands' if number == 1 else 'stand'} {number}"


def categories_figure(context: FigureContext, rankings: Rankings, *, is_main: bool) -> Figure:
    """Show the categories by requests and by tokens."""
    rows = tuple(map(context.category_row, rankings.categories))
    caption = Caption(
        "by-category", "Categories by requests and by tokens", rows_in_words(rows), TOKENIZERS
    )
    return context.figure(shares_chart(caption, rows), "categories", is_main=is_main)


def treemap_figure(context: FigureContext, rankings: Rankings) -> Figure | None:
    """Show each task as an area in proportion to its share of requests."""
    bands = tuple(
        Band(context.category_row(each), tuple(map(context.tag_row, each.tags)))
        for each in rankings.categories
    )
    in_bands = [
        f"{band.category.label}, {percent(band.category.shares.requests)} of requests: "
        + listing([f"{row.label} {percent(row.shares.requests)}" for row in band.rows])
        for band in bands
        if band.rows
    ]
    words = (
        "A band for each category, and in it an area for each task that has a share. "
        f"{'; '.join(in_bands)}."
    )
    caption = Caption("areas", "Tasks as areas, by share of requests", words)
    chart = treemap_chart(caption, bands)
    return context.figure(chart, "tasks") if chart else None


def tasks_figure(context: FigureContext, category: Category) -> Figure | None:
    """Show the tasks of a category by their shares of it."""
    if not category.tags:
        return None
    rows = tuple(context.tag_row(tag, of_category=True) for tag in category.tags)
    title = f"Tasks by share of the requests and of the tokens in {category.label}"
    caption = Caption("by-task", title, rows_in_words(rows), TOKENIZERS)
    return context.figure(
        shares_chart(caption, rows, category_class(category.key)), "tasks", is_main=True
    )


def columns_figure(context: FigureContext, tag: Tag, tags: Sequence[Tag]) -> Figure:
    """Show a task among all tasks."""
    rows = tuple(map(context.tag_row, tags))
    title = f"{tag.name} among {count(len(tags), 'task')}, by requests and by tokens"
    words = (
        f"A column for each task, by requests: upwards its share of requests, downwards that of "
        f"tokens. {tag.name} is rank {tag.ranks.requests} by requests, with "
        f"{percent(tag.shares.requests)}, and rank {tag.ranks.tokens} by tokens, with "
        f"{percent(tag.shares.tokens)}."
    )
    own = [each.tag for each in tags].index(tag.tag)
    chart = columns_chart(
        Caption("standing", title, words, TOKENIZERS), rows, own, category_class(tag.category_key)
    )
    return context.figure(chart, "ranks", is_main=not tag.models)
