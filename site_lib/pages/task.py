"""A task's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import remainder
from site_lib.charts.card import MAX_ROWS, Card
from site_lib.charts.ranks import RankHistory
from site_lib.exports.feed import task_feed
from site_lib.pages.figures import FigureContext
from site_lib.pages.history_figures import ranks_figure, trend_figure
from site_lib.pages.key_figures import key_figures
from site_lib.pages.model_figures import models_figure
from site_lib.pages.page import (
    Page,
    card_figures,
    change_legend,
    page_dataset,
    share_history,
    shares_in_words,
)
from site_lib.pages.share_figures import columns_figure
from site_lib.site.context import TITLE
from site_lib.site.formats import listing
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.analysis.changes import TagChange
    from site_lib.analysis.history import History
    from site_lib.analysis.news import Baseline
    from site_lib.analysis.rankings import Category, Model, Tag
    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.series import Series
    from site_lib.pages.figures import Figure
    from site_lib.pages.key_figures import KeyFigures
    from site_lib.pages.page import PageContext, ShareHistory, Siblings
    from site_lib.site.context import Site

MODELS_OVER_TIME = 5
"""How many of a task's leading models have their ranks shown over time."""


@dataclass(frozen=True)
class TopModels:
    """The models that are first in a task together, as the subject of a sentence."""

    models: tuple[Model, ...]

    @property
    def names(self) -> str:
        """Their names, as a list in words."""
        return listing([model.name for model in self.models])

    @property
    def verb(self) -> str:
        """What they do, in the right number."""
        return "takes" if len(self.models) == 1 else "take"

    @property
    def each(self) -> str:
        """What follows their share where several have it."""
        return "" if len(self.models) == 1 else " each"

    @property
    def shares(self) -> Shares:
        """The shares of the first of them."""
        return self.models[0].shares


@dataclass(frozen=True, kw_only=True)
class TaskPage(Page):
    """One task."""

    template = "task.html"
    tag: Tag
    category: Category
    number_of_tasks: int
    key_figures: KeyFigures
    by_model: Figure | None
    columns: Figure
    baseline: Baseline
    history: ShareHistory
    trend: Figure | None
    ranks: Figure | None
    rank_histories: tuple[RankHistory, ...]
    """The ranks over time of the models that lead it now."""
    siblings: Siblings

    @property
    def change(self) -> TagChange | None:
        """How the task has changed, None where no day that can be compared with has it."""
        changes = self.baseline.changes
        return changes.tags.get(self.tag.tag) if changes else None

    @property
    def change_legend(self) -> str:
        """How the small figures of the table of models are to be read."""
        return change_legend(self.baseline.since if self.change else None)

    @property
    def rank_rows(self) -> Iterator[tuple[date, tuple[Rank | None, ...]]]:
        """The dates, the newest first, each with the ranks of the models that lead now."""
        for index, day in reversed(list(enumerate(self.history.series.dates))):
            yield day, tuple(each.ranks[index] for each in self.rank_histories)

    @property
    def most_requests(self) -> TopModels:
        """The models with the most requests."""
        return TopModels(self.tag.first_by_requests)

    @property
    def most_tokens(self) -> TopModels:
        """The listed models with the most tokens."""
        return TopModels(self.tag.first_by_tokens)

    @property
    def has_one_leader(self) -> bool:
        """Whether one model alone has the most requests and, of those listed, the most tokens."""
        return self.most_requests == self.most_tokens and len(self.most_requests.models) == 1


def task_page(context: PageContext, tag: Tag, category: Category, siblings: Siblings) -> TaskPage:
    """Make a task's page."""
    site, tags, path = context.site, context.rankings.tags, context.tag_link(tag).path
    figure_context = FigureContext(site, path, site.anchors.tag(tag))
    title = f"{tag.name} ({tag.shown_tag}) · {TITLE}"
    description = f"{tag.name}: {shares_in_words(tag.shares)} in the {site.window}; "
    description += "which models do it."
    history = share_history(tag.name, context.history.tag_series(tag.tag), path)
    rank_histories = _rank_histories(context.history, tag, history.series)
    baseline = context.news.baseline
    changes = baseline.changes.tags.get(tag.tag) if baseline.changes else None
    change = changes.of_all if changes else None
    css_class = category_class(tag.category_key)
    return TaskPage(
        path=path,
        title=title,
        description=description,
        card=_card(site, tag),
        feed=task_feed(site, context.editions, path, tag.tag, tag.name),
        dataset=page_dataset(site, path, title, description, ("model",), history.file),
        attachments=(history.as_file(site.citation),),
        tag=tag,
        category=category,
        number_of_tasks=len(tags),
        key_figures=key_figures(tag, len(tags), category, change, baseline),
        by_model=models_figure(figure_context, tag),
        columns=columns_figure(figure_context, tag, tags),
        baseline=baseline,
        history=history,
        trend=trend_figure(figure_context, tag.name, history.series, css_class),
        ranks=ranks_figure(figure_context, tag, history.series, rank_histories),
        rank_histories=rank_histories,
        siblings=siblings,
    )


def _rank_histories(history: History, tag: Tag, series: Series) -> tuple[RankHistory, ...]:
    if not series.is_long_enough:
        return ()
    return tuple(
        RankHistory(model.name, history.model_ranks(tag.tag, model.id, series.dates))
        for model in tag.models[:MODELS_OVER_TIME]
    )


def _card(site: Site, tag: Tag) -> Card:
    css_class, shown = category_class(tag.category_key), tag.models[: MAX_ROWS - 1]
    rows = [(model.name, *model.shares, css_class) for model in shown]
    if shown:
        rest = Shares(
            remainder(model.shares.requests for model in shown),
            remainder(model.shares.tokens for model in shown),
        )
        rows.append(("All other models", *rest, category_class("other")))
    return Card(
        TITLE,
        tag.name,
        site.citation,
        figures=card_figures(tag.shares),
        rows=tuple(rows),
        whole="its",
        css_class=css_class,
    )
