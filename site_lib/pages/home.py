"""The home page: the whole picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from site_lib.analysis.leaders import overall_leaders
from site_lib.charts.card import Card
from site_lib.exports.feed import site_feed
from site_lib.pages.figures import FigureContext
from site_lib.pages.model_figures import leaders_figure
from site_lib.pages.page import Page, change_legend, leaders_caption, page_dataset, shares_in_words
from site_lib.pages.share_figures import categories_figure, scatter_figure, treemap_figure
from site_lib.pages.what_moved import WhatMoved
from site_lib.site import addresses
from site_lib.site.context import TITLE
from site_lib.site.formats import count, listing
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares

if TYPE_CHECKING:
    from site_lib.analysis.changes import Changes
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import PageContext
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
            return f"{self.largest.name} is {shares_in_words(self.largest.shares)}"
        labels = listing([category.label for category in self.heavy])
        verb = "is" if len(self.heavy) == 1 else "are"
        return f"{labels} {verb} {shares_in_words(self.heavy_shares)}"

    @property
    def largest_is(self) -> str:
        """What the largest task is called, which others may equal."""
        return "among the largest" if self.largest.ranks.requests.tied else "the largest"


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The whole picture."""

    template = "home.html"
    headline: Headline
    categories: tuple[Category, ...]
    tags: tuple[Tag, ...]
    leaders: Leaders
    scatter: Figure | None
    by_category: Figure
    treemap: Figure | None
    leaders_figure: Figure | None
    moved: WhatMoved
    whole: ClassVar[str] = "all classified requests"
    """What the models' shares are of."""

    @property
    def changes(self) -> Changes | None:
        """What the tables' small figures say, None where no earlier day can be compared with."""
        return self.moved.news.baseline.changes

    @property
    def models_caption(self) -> str:
        """The title of the table of models."""
        return leaders_caption(self.leaders, self.whole)

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks."""
        return f"{count(len(self.tags), 'task')} by requests"

    @property
    def tasks_whole(self) -> str:
        """What the shares in that table are of."""
        return "all classified requests and of all tokens"

    @property
    def change_legend(self) -> str:
        """How the small figures of the tables are to be read."""
        return change_legend(self.moved.since)


def home_page(context: PageContext) -> HomePage:
    """Make the home page."""
    site, rankings = context.site, context.rankings
    figure_context = FigureContext(site, addresses.HOME)
    leaders, scatter = (
        overall_leaders(rankings),
        scatter_figure(figure_context, rankings),
    )
    title = f"{TITLE}: {count(len(rankings.tags), 'task')} by share of requests and tokens"
    description = (
        f"Which tasks OpenRouter's traffic is made of and which models do them, "
        f"in the {site.window}."
    )
    parts = ("category", "task", "model")
    return HomePage(
        path=addresses.HOME,
        title=title,
        description=description,
        card=_card(site, rankings),
        feed=site_feed(site, context.editions),
        dataset=page_dataset(site, addresses.HOME, title, description, parts),
        headline=_headline(rankings),
        categories=rankings.categories,
        tags=rankings.tags,
        leaders=leaders,
        scatter=scatter,
        by_category=categories_figure(figure_context, rankings, is_main=scatter is None),
        treemap=treemap_figure(figure_context, rankings),
        leaders_figure=leaders_figure(figure_context, leaders, HomePage.whole, None),
        moved=WhatMoved(context.news, site.window_days),
    )


def _headline(rankings: Rankings) -> Headline:
    heavy = [each for each in rankings.categories if each.shares.tokens > each.shares.requests]
    has_contrast = len(heavy) < len(rankings.categories)
    return Headline(rankings.tags[0], tuple(heavy) if has_contrast else ())


def _card(site: Site, rankings: Rankings) -> Card:
    rows = tuple(
        (each.label, each.shares.requests, each.shares.tokens, category_class(each.key))
        for each in rankings.categories
    )
    return Card(TITLE, _headline(rankings).sentence, site.citation, rows=rows)
