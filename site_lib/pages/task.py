"""A task's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import remainder
from site_lib.charts.card import MAX_ROWS, Card
from site_lib.charts.ranks import RankHistory
from site_lib.exports import rows
from site_lib.exports.columns import PARTS, RANKED, SUBJECT, THEN, TOKENS_PER_REQUEST
from site_lib.exports.history_file import share_history_csv
from site_lib.exports.news_feed import task_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.history_figures import RankTable, ranks_figure, trend_figure
from site_lib.pages.key_figures import key_figures
from site_lib.pages.model_figures import models_figure
from site_lib.pages.page import Page, card_figures, share_history, shares_in_words
from site_lib.pages.task_words import between, earlier_leader, requests_in_words, tokens_in_words
from site_lib.site.formats import (
    count,
    percent,
    percent_up,
)
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.analysis.changes import TagChange
    from site_lib.analysis.history import History
    from site_lib.analysis.news import Baseline, ListNews
    from site_lib.analysis.rankings import Category, Tag
    from site_lib.analysis.series import Point, Series
    from site_lib.pages.figures import Figure
    from site_lib.pages.key_figures import KeyFigures
    from site_lib.pages.page import ShareHistory, Siblings
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site
    from site_lib.snapshots.precision import Interval

MODELS_OVER_TIME = 5
"""How many of a task's leading models have their ranks shown over time."""


@dataclass(frozen=True, kw_only=True)
class TaskPage(Page):
    """One task."""

    template = "task.html"
    columns = (
        *SUBJECT,
        "author",
        *RANKED,
        "request_share_max",
        *PARTS,
        *TOKENS_PER_REQUEST,
        *THEN,
        "request_share_max_then",
    )
    tag: Tag
    category: Category
    key_figures: KeyFigures
    by_model: Figure | None
    baseline: Baseline
    lists: ListNews | None
    """How its list differs from that of an earlier day."""
    history: ShareHistory[Point]
    trend: Figure | None
    ranks: Figure | None
    rank_table: RankTable[Point]
    """The ranks over time of the models that lead it now."""
    parts: Mapping[str, Interval]
    """The part that the task is of each model's known requests, by id, where enough are known."""
    siblings: Siblings
    window: str
    """The days that the figures are about."""

    @property
    def change(self) -> TagChange | None:
        """How the task has changed, None where no day that can be compared with has it."""
        changes = self.baseline.changes
        return changes.tags.get(self.tag.tag) if changes else None

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        tag, change = self.tag, self.change
        in_category = rows.task_in_category_row(tag, change.of_category if change else None)
        left = (rows.left_row(tag, each) for each in (change.left if change else ()))
        whole = f"{self.tag.name} makes up {shares_in_words(self.tag.shares)}."
        return PageData(
            self.data_head(site),
            tables=(
                DataTable(
                    "Share of everything",
                    "task",
                    (rows.task_row(tag, change.of_all if change else None),),
                ),
                DataTable(
                    f"Share of {self.category.label} requests and tokens", "task", (in_category,)
                ),
                DataTable(
                    self.models_caption, "model", tuple(rows.list_rows(tag, change, self.parts))
                ),
                DataTable(self.left_caption, "model", tuple(left)),
            ),
            first_sentences=(
                whole,
                self.standing,
                self.lead,
            ),
            caveats=(
                "Each table says what its shares are of; the models’ are of the task.",
                how_to_read.TIES,
                how_to_read.TOKENS_PER_REQUEST,
                how_to_read.TOKENS,
                how_to_read.LISTS,
                f"{how_to_read.KNOWN} {how_to_read.UNKNOWN}",
                how_to_read.NOT_QUALITY,
            ),
            compared_with=self.baseline.since,
            history=self.history.file,
        )

    @property
    def models_caption(self) -> str:
        """The title of the table of models."""
        if not self.tag.models:
            return "OpenRouter lists no model for this task"
        top = count(len(self.tag.models), "model")
        return f"Top {top} by share of {self.tag.name} requests"

    @property
    def lead(self) -> str:
        """Which models do most of the task; empty where none is listed."""
        if not self.tag.models:
            return ""
        sentences = (
            requests_in_words(self.tag, self.window),
            tokens_in_words(self.tag),
            earlier_leader(self.lists),
        )
        return " ".join(filter(None, sentences))

    @property
    def standing(self) -> str:
        """Where the task stands in its category, between which others."""
        tag, label = self.tag, self.category.label
        number = len(self.category.tags)
        if number == 1:
            return f"{tag.name} is the only {label} task."
        shares, ranks = tag.category_shares, tag.category_ranks
        return (
            f"{tag.name} is {percent(shares.requests)} of {label} requests, rank {ranks.requests} "
            f"of {number}{between(self.siblings)}. It is {percent(shares.tokens)} of {label} "
            f"tokens, rank {ranks.tokens} of {number}."
        )

    @property
    def left_caption(self) -> str:
        """The title of the table of models that left the list; empty where none did."""
        if self.change is None or not self.change.left:
            return ""
        at_most = percent_up(self.change.left[0].at_most)
        models = count(len(self.change.left), "model")
        who = "it" if len(self.change.left) == 1 else "each"
        now = f"{who} now has at most {at_most} of requests"
        return f"{models} left the list since {self.baseline.since}; {now}"

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        entered = list(self.change.entered.values()) if self.change else []
        at_most = entered and how_to_read.new_in_the_list(
            self.baseline, percent_up(entered[0].at_most)
        )
        models = "The models’ shares are of this task’s requests and tokens."
        return (
            f"The large figures and “Over time” are shares of everything. {models}",
            how_to_read.RANKS,
            *([how_to_read.KNOWN_PARTS] if self.parts else []),
            *how_to_read.changes_of_models(self.baseline),
            *([at_most] if at_most else []),
            how_to_read.LISTS,
            how_to_read.TOKENS,
        )


def task_page(context: PageContext, tag: Tag, category: Category, siblings: Siblings) -> TaskPage:
    """Make a task's page."""
    site, tags, path = context.site, context.rankings.tags, context.tag_link(tag).path
    figure_context = FigureContext(site, path, site.anchors.tag(tag))
    description = f"{tag.name}: {shares_in_words(tag.shares)} in the {site.window}, and which "
    description += "models do it."
    history = share_history(tag.name, context.history.tag_series(tag.tag), path)
    rank_table = _rank_table(context.history, figure_context, tag, history.series)
    baseline, lists = context.news.baseline, context.news.lists_since_baseline
    changes = baseline.changes.tags.get(tag.tag) if baseline.changes else None
    change = changes.of_all if changes else None
    css_class = category_class(tag.category_key)
    return TaskPage(
        path=path,
        title=context.titles[path],
        description=description,
        card=_card(site, tag),
        feed=task_feed(site, context.editions, path, tag.tag, tag.name),
        attachments=((history.file, share_history_csv(history.series, tag.category_key, tag.tag)),),
        tag=tag,
        category=category,
        key_figures=key_figures(tag, len(tags), category, change, baseline),
        by_model=models_figure(figure_context, tag),
        baseline=baseline,
        lists=lists.about(frozenset({tag.tag})) if lists else None,
        history=history,
        trend=trend_figure(figure_context, tag.name, history.series, css_class),
        ranks=ranks_figure(
            figure_context,
            f"Ranks by requests of the top {count(len(rank_table.columns), 'model')} in {tag.name}",
            rank_table,
            css_class,
        ),
        rank_table=rank_table,
        parts=_parts(context, tag),
        siblings=siblings,
        window=site.window,
    )


def _parts(context: PageContext, tag: Tag) -> Mapping[str, Interval]:
    models = {model.id: context.models[model.id] for model in tag.models}
    return {key: use.parts[tag.tag] for key, use in models.items() if use.is_known}


def _rank_table(
    history: History, figures: FigureContext, tag: Tag, series: Series[Point]
) -> RankTable[Point]:
    shown = tag.models[:MODELS_OVER_TIME] if series.is_long_enough else ()
    columns = (
        RankHistory(
            model.name,
            history.model_ranks(tag.tag, model.id, series.dates),
            figures.model_href(model.id),
        )
        for model in shown
    )
    return RankTable(series, tuple(columns))


def _card(site: Site, tag: Tag) -> Card:
    css_class, shown = category_class(tag.category_key), tag.models[: MAX_ROWS - 1]
    rows = [(model.name, *model.shares, css_class) for model in shown]
    if shown:
        rest = Shares(
            remainder(model.shares.requests for model in shown),
            remainder(model.shares.tokens for model in shown),
        )
        rows.append(("Everything else", *rest, category_class("other")))
    return Card(
        site.title,
        tag.name,
        site.citation,
        figures=card_figures(tag.shares),
        rows=tuple(rows),
        whole="its",
        address=site.shown_address,
        css_class=css_class,
    )
