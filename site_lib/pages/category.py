"""A category's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.leaders import category_leaders
from site_lib.charts.card import Card
from site_lib.exports import rows
from site_lib.exports.columns import RANGES, RANKED, SUBJECT, THEN, TOKENS_PER_REQUEST
from site_lib.exports.history_file import share_history_csv
from site_lib.exports.news_feed import category_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.history_figures import trend_figure
from site_lib.pages.key_figures import key_figures
from site_lib.pages.leading_models import first_place, leaders_caption
from site_lib.pages.model_figures import leaders_figure
from site_lib.pages.page import Page, card_figures, share_history, shares_in_words
from site_lib.pages.share_figures import tasks_figure
from site_lib.pages.what_moved import WhatMoved
from site_lib.site.formats import count
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from site_lib.analysis.changes import Change, Changes, TagChange
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.rankings import Category
    from site_lib.analysis.series import Point
    from site_lib.pages.figures import Figure
    from site_lib.pages.key_figures import KeyFigures
    from site_lib.pages.page import ShareHistory, Siblings
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site


@dataclass(frozen=True, kw_only=True)
class CategoryPage(Page):
    """One macro-category."""

    template = "category.html"
    columns = (*SUBJECT, "author", *RANKED, *RANGES, *TOKENS_PER_REQUEST, *THEN)
    category: Category
    key_figures: KeyFigures
    leaders: Leaders
    by_task: Figure | None
    leaders_figure: Figure | None
    moved: WhatMoved
    history: ShareHistory[Point]
    trend: Figure | None
    siblings: Siblings

    @property
    def changes(self) -> Changes | None:
        """What the tables' small print says, None where no earlier day can be compared with."""
        return self.moved.news.baseline.changes

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        category, changes = self.category, self.changes
        own = changes.categories.get(category.key) if changes else None
        then = changes.tags if changes else {}
        tasks = (
            rows.task_in_category_row(tag, _of_category(then.get(tag.tag))) for tag in category.tags
        )
        models = (rows.leader_row(each, category) for each in self.leaders.top)
        label, shares = self.category.label, self.category.shares
        return PageData(
            self.data_head(site),
            tables=(
                DataTable("Share of everything", "category", (rows.category_row(category, own),)),
                DataTable(self.tasks_caption, "task", tuple(tasks)),
                DataTable(self.models_caption, "model", tuple(models)),
            ),
            first_sentences=(
                f"{label} tasks make up {shares_in_words(shares)}.",
                self.first_place,
                self.moved.leaders_sentence,
                self.moved.largest_sentence,
            ),
            caveats=(
                "Each table says what its shares are of.",
                how_to_read.TIES,
                how_to_read.TOKENS_PER_REQUEST,
                how_to_read.TOKENS,
                how_to_read.RANGES_WITH_ROUNDING,
                how_to_read.NOT_QUALITY,
            ),
            compared_with=self.moved.since,
            history=self.history.file,
        )

    @property
    def whole(self) -> str:
        """What the models' shares are of."""
        return f"{self.category.label} requests"

    @property
    def first_place(self) -> str:
        """Which model handles most of them."""
        return first_place(self.leaders, self.whole)

    @property
    def models_caption(self) -> str:
        """The title of the table of models."""
        return leaders_caption(self.leaders, self.whole)

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks."""
        return f"{count(len(self.category.tags), 'task')} by share of {self.whole}"

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        label = self.category.label
        tables = f"Under “Tasks” and “Models”, shares are of {label} requests and tokens."
        return (
            f"The large figures and “Over time” are shares of everything. {tables}",
            *([how_to_read.LEADERS] if self.moved.leaders else []),
            how_to_read.RANKS,
            *how_to_read.changes(self.moved.news.baseline),
            how_to_read.TOKENS_PER_REQUEST,
            how_to_read.TOKENS,
            *([how_to_read.intervals(self.leaders)] if self.leaders.models else []),
        )


def _of_category(change: TagChange | None) -> Change | None:
    return change.of_category if change else None


def category_page(context: PageContext, category: Category, siblings: Siblings) -> CategoryPage:
    """Make a category's page."""
    site, path = context.site, context.category_link(category).path
    figure_context = FigureContext(site, path, site.anchors.category(category))
    css_class = category_class(category.key)
    description = (
        f"{category.label}: {shares_in_words(category.shares)} in the {site.window}; "
        "its tasks and the models that lead it."
    )
    leaders, news = category_leaders(category), context.editions[0].category_news(category.key)
    history = share_history(category.label, context.history.category_series(category.key), path)
    changes = news.baseline.changes
    change = changes.categories.get(category.key) if changes else None
    number = len(context.rankings.categories)
    whole = f"{category.label} requests"
    return CategoryPage(
        path=path,
        title=context.titles[path],
        description=description,
        card=_card(site, category),
        feed=category_feed(site, context.editions, path, category.key, category.label),
        attachments=((history.file, share_history_csv(history.series, category.key)),),
        category=category,
        key_figures=key_figures(category, number, category, change, news.baseline),
        leaders=leaders,
        by_task=tasks_figure(figure_context, category),
        leaders_figure=leaders_figure(figure_context, leaders, whole, css_class),
        moved=WhatMoved(news, in_category=True),
        history=history,
        trend=trend_figure(figure_context, category.label, history.series, css_class),
        siblings=siblings,
    )


def _card(site: Site, category: Category) -> Card:
    css_class = category_class(category.key)
    return Card(
        site.title,
        category.label,
        site.citation,
        figures=card_figures(category.shares),
        rows=tuple((tag.name, *tag.category_shares, css_class) for tag in category.tags),
        whole="its",
        address=site.shown_address,
        css_class=css_class,
    )
