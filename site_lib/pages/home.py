"""The home page: the whole picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.card import Card
from site_lib.exports import rows
from site_lib.exports.all_days import all_days_dataset
from site_lib.exports.columns import (
    BEST,
    RANGE_THEN,
    RANGES,
    RANKED,
    SUBJECT,
    THEN,
    TOKENS_PER_REQUEST,
)
from site_lib.exports.news_feed import site_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.leading_models import WHOLE, first_place, leaders_caption
from site_lib.pages.model_rows import model_rows
from site_lib.pages.page import Page, shares_in_words
from site_lib.pages.share_figures import scatter_figure, treemap_figure
from site_lib.pages.what_moved import MOST_SHOWN_ON_HOME, WhatMoved
from site_lib.site import addresses
from site_lib.site.formats import count, in_sentence, listing, percent
from site_lib.site.news_words import denominator_note
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares

if TYPE_CHECKING:
    from site_lib.analysis.changes import Changes
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.exports.dataset import Dataset
    from site_lib.pages.figures import Figure
    from site_lib.pages.model_rows import ModelRow
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site


@dataclass(frozen=True)
class Headline:
    """What the page's first sentences are about: the heavy categories and the largest task."""

    largest: Tag
    heavy: tuple[Category, ...]
    """Categories with a larger share of the tokens than of the requests, unless all have it."""

    @property
    def heavy_shares(self) -> Shares:
        """What the heavy categories have together."""
        shares = [category.shares for category in self.heavy]
        return Shares(sum(each.requests for each in shares), sum(each.tokens for each in shares))

    @property
    def sentence(self) -> str:
        """The statement that a visitor reads first."""
        if not self.heavy:
            return f"{self.largest.name} makes up {shares_in_words(self.largest.shares)}"
        labels = listing([in_sentence(category.label) for category in self.heavy])
        shares = self.heavy_shares
        opening = labels.capitalize() if labels.islower() else labels
        return (
            f"{opening} tasks make up {percent(shares.requests)} of "
            f"classified requests on OpenRouter, but {percent(shares.tokens)} of all tokens"
        )

    @property
    def largest_is(self) -> str:
        """What the largest task is called, which others may equal."""
        return (
            "One of the largest tasks" if self.largest.ranks.requests.tied else "The largest task"
        )


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The whole picture."""

    template = "home.html"
    columns = (
        *SUBJECT,
        "author",
        *RANKED,
        *RANGES,
        *BEST,
        *TOKENS_PER_REQUEST,
        *THEN,
        *RANGE_THEN,
    )
    scripts = ("age", "filter")
    headline: Headline
    categories: tuple[Category, ...]
    tags: tuple[Tag, ...]
    leaders: Leaders
    scatter: Figure | None
    treemap: Figure | None
    models: tuple[ModelRow, ...]
    """Those that lead."""
    moved: WhatMoved
    denominator_note: str

    @property
    def changes(self) -> Changes | None:
        """What the tables' small print says, None where no earlier day can be compared with."""
        return self.moved.news.baseline.changes

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        categories = self.changes.categories if self.changes else {}
        tags = self.changes.tags if self.changes else {}
        return PageData(
            self.data_head(site),
            tables=(
                DataTable(
                    self.categories_caption,
                    "category",
                    tuple(
                        rows.category_row(each, categories.get(each.key))
                        for each in self.categories
                    ),
                ),
                DataTable(
                    self.tasks_caption,
                    "task",
                    tuple(
                        rows.task_row(each, tags[each.tag].of_all if each.tag in tags else None)
                        for each in self.tags
                    ),
                ),
                DataTable(
                    self.models_caption,
                    "model",
                    tuple(rows.model_row(each.use, each.change) for each in self.models),
                ),
            ),
            first_sentences=(
                f"{self.headline.sentence}.",
                self.first_place,
                self.moved.leaders_sentence,
                self.moved.largest_sentence,
            ),
            caveats=(
                how_to_read.OF_EVERYTHING,
                how_to_read.TIES,
                how_to_read.TOKENS_PER_REQUEST,
                how_to_read.TOKENS,
                how_to_read.RANGES_WITH_ROUNDING,
                how_to_read.NOT_QUALITY,
            ),
            compared_with=self.moved.news.baseline.since,
        )

    @property
    def first_place(self) -> str:
        """Which model handles most requests."""
        return first_place(self.leaders, WHOLE)

    @property
    def models_caption(self) -> str:
        """The title of the table of models."""
        return leaders_caption(self.leaders, WHOLE)

    @property
    def categories_caption(self) -> str:
        """The title of the table of categories."""
        number = count(len(self.categories), "category", "categories")
        return f"{number} by share of all classified requests"

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks."""
        return f"{count(len(self.tags), 'task')} by share of all classified requests"

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        return (
            how_to_read.OF_EVERYTHING,
            *([how_to_read.LEADERS] if self.moved.leaders else []),
            how_to_read.RANKS,
            *how_to_read.changes(self.moved.news.baseline),
            how_to_read.TOKENS_PER_REQUEST,
            how_to_read.TOKENS,
            *([how_to_read.intervals(self.leaders)] if self.leaders.models else []),
            *how_to_read.model_changes(self.moved.news.baseline),
            *how_to_read.new_models(self.moved.news.baseline),
        )


def home_page(context: PageContext) -> HomePage:
    """Make the home page."""
    site, rankings = context.site, context.rankings
    figure_context = FigureContext(site, addresses.HOME)
    leaders = context.leaders
    title = f"{site.title}: {count(len(rankings.tags), 'task')} by requests and tokens"
    description = (
        "Which tasks AI models are used for on OpenRouter, and which models do them, "
        f"in the {site.window}."
    )
    return HomePage(
        path=addresses.HOME,
        title=title,
        description=description,
        card=_card(site, rankings),
        feed=site_feed(site, context.editions),
        linked_data=_dataset(context).as_json(),
        headline=_headline(rankings),
        categories=rankings.categories,
        tags=rankings.tags,
        leaders=leaders,
        scatter=scatter_figure(figure_context, rankings),
        treemap=treemap_figure(figure_context, rankings),
        models=model_rows(context, [context.models[each.id] for each in leaders.top]),
        moved=WhatMoved(context.news, most_shown=MOST_SHOWN_ON_HOME),
        denominator_note=denominator_note(context.news.baseline.changes, rankings.categories),
    )


def _dataset(context: PageContext) -> Dataset:
    entries = context.history.entries
    years = sorted({entry.as_of.year for entry in entries})
    return all_days_dataset(context.site, addresses.HOME, entries[0].as_of, years)


def _headline(rankings: Rankings) -> Headline:
    heavy = [each for each in rankings.categories if each.shares.tokens > each.shares.requests]
    has_contrast = len(heavy) < len(rankings.categories)
    return Headline(rankings.tags[0], tuple(heavy) if has_contrast else ())


def _card(site: Site, rankings: Rankings) -> Card:
    rows = tuple(
        (each.label, each.shares.requests, each.shares.tokens, category_class(each.key))
        for each in rankings.categories
    )
    return Card(
        site.title,
        _headline(rankings).sentence,
        site.citation,
        rows=rows,
        address=site.shown_address,
    )
