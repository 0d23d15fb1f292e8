"""A model's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from site_lib.analysis.series import MOST_SHOWN
from site_lib.charts.card import MAX_ROWS, Card
from site_lib.charts.ranks import RankHistory
from site_lib.exports import rows
from site_lib.exports.columns import BEST, PARTS, RANGE_THEN, RANGES, RANKED, SUBJECT, THEN
from site_lib.exports.history_file import model_history_csv
from site_lib.exports.model_feed import model_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.history_figures import RankTable, ranks_figure
from site_lib.pages.model_figures import band_figure, uses_figure
from site_lib.pages.page import Page, share_history, with_siblings
from site_lib.site.addresses import author_of
from site_lib.site.context import MODEL_PAGE, Link
from site_lib.site.formats import count, percent_down, share_range
from site_lib.site.model_words import is_rising, used_for
from site_lib.site.news_words import denominator_note
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.changes import Change
    from site_lib.analysis.model_history import ModelPoint, RangeChange
    from site_lib.analysis.models import ModelUse, TaskUse
    from site_lib.analysis.news import Baseline
    from site_lib.analysis.series import Series
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import PageMaker, ShareHistory, Siblings
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site

TASKS_OVER_TIME = 5
"""In how many tasks a model's ranks are shown over time: those in which it ranks best."""
ON_OPENROUTER = re.compile(r"[\w-][\w.-]*/[\w-][\w.:-]*", re.ASCII)
"""Ids that are the path of a page there."""


@dataclass(frozen=True)
class TaskRow:
    """A task that lists a model."""

    task: TaskUse
    change: Change | None
    """How the model's shares of it have changed; None where that cannot be compared."""
    is_new: bool
    """Whether the model has entered its list since, from other lists."""


@dataclass(frozen=True, kw_only=True)
class ModelPage(Page):
    """One model that some task lists now."""

    template = "model.html"
    columns = (*SUBJECT, "author", *RANKED, *RANGES, *BEST, *PARTS, *THEN, *RANGE_THEN)
    use: ModelUse
    tags: int
    """Number of all tasks."""
    author: Link
    related: tuple[Link, ...]
    """Models whose ids differ from this one's in variant or date only."""
    on_openrouter: str | None
    """The address of the model's page there."""
    uses: Figure
    baseline: Baseline
    change: RangeChange | None
    is_new: bool
    """Whether no list of the archive had it up to the day that is compared with."""
    denominator_note: str
    history: ShareHistory[ModelPoint]
    band: Figure | None
    ranks: Figure | None
    rank_table: RankTable[ModelPoint]
    siblings: Siblings

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        use = self.use
        elsewhere = (rows.elsewhere_row(use.id, each) for each in use.elsewhere)
        return PageData(
            self.data_head(site),
            tables=(
                DataTable("Share of everything", "model", (rows.model_row(use, self.change),)),
                DataTable(
                    self.tasks_caption,
                    "task",
                    tuple(rows.use_row(each.task, each.change) for each in self.rows),
                ),
                DataTable(self.elsewhere_title, "task", tuple(elsewhere)),
                DataTable(
                    "Its share of each category",
                    "category",
                    tuple(map(rows.category_use_row, use.categories)),
                ),
            ),
            first_sentences=(
                self.used_for,
                self.is_rising,
            ),
            caveats=(
                "Each table says what its shares are of; in tables of tasks they are of each task.",
                how_to_read.TIES,
                how_to_read.TOKENS,
                how_to_read.RANGES_WITH_ROUNDING,
                how_to_read.KNOWN,
                how_to_read.NOT_QUALITY,
            ),
            compared_with=self.baseline.since,
            history=self.history.file,
        )

    @property
    def used_for(self) -> str:
        """What it is used for."""
        return used_for(self.use)

    @property
    def is_rising(self) -> str:
        """Whether its share of all requests rises."""
        return is_rising(self.change, count(self.history.series.window_days, "day"))

    @property
    def best(self) -> str:
        """Its best rank, and where."""
        best = self.use.best
        return f"best rank {best.model.ranks.requests}, in {best.tag.name}"

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks that list it."""
        return f"Tasks that list it: {self.use.listed_in} of {self.tags}"

    @property
    def elsewhere_title(self) -> str:
        """The title of the table of tasks that do not list it."""
        number = len(self.use.elsewhere)
        others = "the other task" if number == 1 else f"the other {number} tasks"
        return f"The most it can have in {others}"

    @property
    def rows(self) -> Iterator[TaskRow]:
        """The tasks that list it, each with what has changed there."""
        changes = self.baseline.changes.tags if self.baseline.changes else {}
        for task in self.use.tasks:
            then = changes.get(task.tag.tag)
            yield TaskRow(
                task,
                then.models.get(self.use.id) if then else None,
                is_new=then is not None and self.was_listed and self.use.id in then.entered,
            )

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        return (
            *how_to_read.model(self.use, self.baseline, has_changes=self.has_changes),
            *(how_to_read.new_models(self.baseline) if self.is_new else ()),
        )

    @property
    def has_changes(self) -> bool:
        """Whether something has changed in the lists of its tasks that can be compared."""
        return any(row.change or row.is_new for row in self.rows)

    @property
    def was_listed(self) -> bool:
        """Whether some task listed it on the day that is compared with."""
        return self.change is not None and self.change.then.listed_in > 0


def model_pages(context: PageContext) -> Iterator[PageMaker]:
    """Yield what makes the page of each model that some task lists now."""
    uses = tuple(context.models.values())
    for use, siblings in with_siblings(uses, lambda each: context.model_link(each.id)):
        yield partial(_page, context, use, siblings)


def _page(context: PageContext, use: ModelUse, siblings: Siblings) -> ModelPage:
    site, path = context.site, context.site.links.models[use.id]
    figures, baseline = FigureContext(site, path), context.news.baseline
    description = (
        f"{use.name} handles {share_range(use.requests)} of classified requests on OpenRouter "
        f"in the {site.window}. {used_for(use)}"
    )
    history = share_history(use.name, context.model_archive.series_of(use.id), path)
    table = _rank_table(context, figures, use, history.series.newest(MOST_SHOWN))
    tasks = count(len(table.columns), "task")
    return ModelPage(
        path=path,
        title=context.titles[path],
        description=description,
        card=_card(context, use),
        feed=model_feed(site, path, use.id, context.model_news(use.id)),
        attachments=((history.file, model_history_csv(history.series, use.id)),),
        use=use,
        tags=len(context.rankings.tags),
        author=context.author_link(author_of(use.id)),
        related=context.related(use.id),
        on_openrouter=on_openrouter(use.id),
        uses=uses_figure(figures, use),
        baseline=baseline,
        change=context.model_changes.get(use.id),
        is_new=context.is_new(use.id),
        denominator_note=denominator_note(baseline.changes),
        history=history,
        band=band_figure(figures, history),
        ranks=ranks_figure(
            figures,
            f"Ranks of {use.name} by requests in {tasks}",
            table,
            category_class("other"),
        ),
        rank_table=table,
        siblings=siblings,
    )


def on_openrouter(model: str) -> str | None:
    """Return the address of a model's page on OpenRouter; None if its id cannot be a path there."""
    return f"{MODEL_PAGE}{model}" if ON_OPENROUTER.fullmatch(model) else None


def _rank_table(
    context: PageContext, figures: FigureContext, use: ModelUse, series: Series[ModelPoint]
) -> RankTable[ModelPoint]:
    best = sorted(use.tasks, key=lambda each: each.model.ranks.requests)
    shown = best[:TASKS_OVER_TIME] if series.is_long_enough else ()
    columns = (
        RankHistory(
            each.tag.name,
            context.history.model_ranks(each.tag.tag, use.id, series.dates),
            figures.to(context.site.links.tags[each.tag.tag]),
        )
        for each in shown
    )
    return RankTable(series, tuple(columns))


def _card(context: PageContext, use: ModelUse) -> Card:
    rows = tuple(
        (each.tag.name, *each.model.shares, category_class(each.tag.category_key))
        for each in use.tasks[:MAX_ROWS]
    )
    return Card(
        context.site.title,
        use.name,
        context.site.citation,
        figures=(
            (percent_down(use.requests.low), "of classified requests on OpenRouter, at least"),
            (percent_down(use.tokens.low), "of all tokens, at least"),
        ),
        rows=rows,
        whole="the task’s",
        address=context.site.shown_address,
        css_class=category_class("other"),
    )
