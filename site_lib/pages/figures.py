"""The figures of each page: a chart, what it shows in words, its file and its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.bars import intervals_chart, shares_chart
from site_lib.charts.chart import Caption, Row
from site_lib.charts.columns import columns_chart
from site_lib.charts.ranks import RankHistory, ranks_chart
from site_lib.charts.scatter import Group, fits_log_scale, scatter_chart
from site_lib.charts.treemap import Band, treemap_chart
from site_lib.charts.trend import trend_chart
from site_lib.site import addresses
from site_lib.site.context import citation
from site_lib.site.formats import count, listing, percent, percent_down, percent_up, points_up
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Point, Series
    from site_lib.charts.chart import Chart
    from site_lib.site.context import Site
    from site_lib.snapshots.precision import Shares

TOKENIZERS = "Tokens are counted by each provider’s own tokenizer."
BY_REQUESTS = "The source selects the models by requests."
MAIN_FILE = "chart.svg"
"""Of a page's first figure; further ones are named after their figure."""


@dataclass(frozen=True)
class Figure:
    """A chart where it stands on a page."""

    chart: Chart
    page: str
    """The page's path."""
    file: str
    """The path of the chart as a file of its own."""
    table: str
    """The id of the table with the same numbers."""
    url: str | None
    """Where the figure is published; None where that is not known."""
    file_url: str | None
    """Where its file is published."""
    as_of: date
    """The date of the newest figures in it, which it is cited with."""
    dated: str
    """The path of the same figures in the day's edition, which a citation names."""
    dated_url: str | None
    """Where that is published."""

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.as_of)

    @property
    def dated_citation(self) -> str:
        """The citation with the address of the day's edition, where that is known."""
        return " ".join(filter(None, [self.citation, self.dated_url]))

    @property
    def menu_title(self) -> str:
        """What can be done with the figure; embedding needs to know where it is published."""
        return "Link, save, embed, cite" if self.url else "Link, save, cite"


@dataclass(frozen=True)
class FigureContext:
    """The page that a figure is made for, and where it stands in the dated edition."""

    site: Site
    page: str
    anchor: str = ""
    """The id under which the dated edition has the same figures."""

    def figure(self, chart: Chart, table: str, *, is_main: bool = False) -> Figure:
        """Set a chart on the page, beside the table with that id."""
        file = addresses.beside(self.page, MAIN_FILE if is_main else f"{chart.name}.svg")
        page_url = self.site.url(self.page)
        dated = f"{self.site.edition}#{self.anchor}" if self.anchor else self.site.edition
        return Figure(
            chart=chart,
            page=self.page,
            file=file,
            table=table,
            url=page_url and f"{page_url}#{chart.name}",
            file_url=self.site.url(file),
            as_of=self.site.as_of,
            dated=dated,
            dated_url=self.site.url(dated),
        )

    def to(self, path: str) -> str:
        """Link from the page to a path."""
        return addresses.relative(path, self.page)

    def tag_row(self, tag: Tag, *, of_category: bool = False) -> Row:
        """Make a linked row of a tag, with its shares of everything or of its category."""
        shares = tag.category_shares if of_category else tag.shares
        return Row(tag.name, shares, self.to(self.site.links.tags[tag.tag]))

    def category_row(self, category: Category) -> Row:
        """Make a linked row of a category, in its colour."""
        link = self.to(self.site.links.categories[category.key])
        return Row(category.label, category.shares, link, category_class(category.key))


def shape(context: FigureContext, rankings: Rankings) -> Figure | None:
    """Show each task by its share of requests and of tokens."""
    groups = tuple(
        Group(each.label, category_class(each.key), tuple(map(context.tag_row, each.tags)))
        for each in rankings.categories
        if each.tags
    )
    caption = Caption(
        "shape",
        "Tasks by share of requests and of tokens, on logarithmic scales",
        _shape_in_words([row for group in groups for row in group.rows]),
        TOKENIZERS,
    )
    chart = scatter_chart(caption, groups)
    return context.figure(chart, "tasks", is_main=True) if chart else None


def _shape_in_words(rows: Sequence[Row]) -> str:
    shown = [row for row in rows if fits_log_scale(row)]
    above = sum(row.shares.tokens > row.shares.requests for row in shown)
    below = sum(row.shares.tokens < row.shares.requests for row in shown)
    words = (
        f"{count(len(shown), 'task')}, each placed by its share of requests (across) and of tokens "
        f"(up); up to three with equal shares stand side by side. The diagonal is the average "
        f"request: above it, with more tokens per request, {_stand(above)}, below it "
        f"{_stand(below)}, on it {_stand(len(shown) - above - below)}."
    )
    most = max((row.shares.requests for row in shown), default=0)
    first = [row for row in shown if row.shares.requests == most]
    if first:
        words += f" The most requests: {_in_words(first)}"
    if len(shown) < len(rows):
        missing = count(len(rows) - len(shown), "task")
        words += f" {missing} with a share printed as {percent(0)} cannot be placed."
    return words


def _stand(number: int) -> str:
    return f"{'stands' if number == 1 else 'stand'} {number}"


def categories(context: FigureContext, rankings: Rankings, *, is_main: bool) -> Figure:
    """Show the categories by requests and by tokens."""
    rows = tuple(map(context.category_row, rankings.categories))
    caption = Caption(
        "by-category", "Categories by requests and by tokens", _in_words(rows), TOKENIZERS
    )
    return context.figure(shares_chart(caption, rows), "categories", is_main=is_main)


def areas(context: FigureContext, rankings: Rankings) -> Figure | None:
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


def tasks_of(context: FigureContext, category: Category) -> Figure | None:
    """Show the tasks of a category by their shares of it."""
    if not category.tags:
        return None
    rows = tuple(context.tag_row(tag, of_category=True) for tag in category.tags)
    title = f"Tasks by share of the requests and of the tokens in {category.label}"
    caption = Caption("by-task", title, _in_words(rows), TOKENIZERS)
    return context.figure(
        shares_chart(caption, rows, category_class(category.key)), "tasks", is_main=True
    )


def leading(
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


def models_of(context: FigureContext, tag: Tag) -> Figure | None:
    """Show the models of a task, and what is not listed."""
    if not tag.models:
        return None
    listed = tuple(Row(model.name, model.shares) for model in tag.models)
    remainder = Row("Not listed", tag.unlisted, is_remainder=True)
    title = f"Models by their share of {tag.name}: requests and tokens"
    caption = Caption(
        "by-model",
        title,
        f"{_in_words(listed)} {remainder.in_words}.",
        f"{BY_REQUESTS} {TOKENIZERS}",
    )
    chart = shares_chart(caption, (*listed, remainder), category_class(tag.category_key))
    return context.figure(chart, "models", is_main=True)


def standing(context: FigureContext, tag: Tag, tags: Sequence[Tag]) -> Figure:
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


def trend(context: FigureContext, name: str, series: Series, css_class: str) -> Figure | None:
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


def ranks(
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


def _in_words(rows: Sequence[Row]) -> str:
    return "; ".join(row.in_words for row in rows) + "."


def card_figures(shares: Shares) -> tuple[tuple[str, str], ...]:
    """Return both shares of everything as a card shows them: the number and what it is of."""
    return (
        (percent(shares.requests), "of classified requests on OpenRouter"),
        (percent(shares.tokens), "of their tokens"),
    )
