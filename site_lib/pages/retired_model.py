"""Pages of models that no task lists now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from site_lib.analysis.model_history import range_change
from site_lib.analysis.model_news import left_news
from site_lib.analysis.models import model_use
from site_lib.analysis.rankings import Identified, derive
from site_lib.exports import rows
from site_lib.exports.columns import BEST, PARTS, RANGES, RANKED, SUBJECT
from site_lib.exports.feed import EditionEntry
from site_lib.exports.history_file import model_history_csv
from site_lib.exports.model_feed import model_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.model import TaskRow, on_openrouter
from site_lib.pages.model_figures import band_figure, uses_figure
from site_lib.pages.page import Page, StablePage, share_history
from site_lib.pages.page_context import origin_of
from site_lib.site.addresses import author_of
from site_lib.site.context import Link
from site_lib.site.formats import count, share_range
from site_lib.site.model_words import used_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_lib.analysis.model_history import ModelPoint, RangeChange, RangesOverTime
    from site_lib.analysis.models import ModelUse
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import ShareHistory
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True, kw_only=True)
class RetiredModelPage(Page):
    """A model that no task lists now."""

    template = "retired_model.html"
    # The page is about the past, and stays as it is: that no update came does not date it.
    scripts = ()
    columns = (*SUBJECT, "author", *RANKED, *RANGES, *BEST, *PARTS)
    use: ModelUse
    """What it was used for in the last edition that lists it."""
    author: Link
    related: tuple[Link, ...]
    on_openrouter: str | None
    left: Link
    """The first edition without it."""
    uses: Figure
    history: ShareHistory[ModelPoint]
    band: Figure | None
    window: str
    """The days that its last figures are about."""

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        whole = (rows.model_row(self.use, None),)
        last = f"It was last listed on {self.last}."
        return PageData(
            self.data_head(site),
            tables=(
                DataTable("Share of everything", "model", whole),
                DataTable(
                    self.tasks_caption, "task", tuple(rows.use_row(e.task) for e in self.rows)
                ),
            ),
            first_sentences=(
                f"No task lists {self.use.name} any more. {last}",
                self.used_for,
            ),
            caveats=(
                "In the table of tasks, shares are of each task.",
                how_to_read.TIES,
                how_to_read.TOKENS,
                how_to_read.RANGES_WITH_ROUNDING,
                how_to_read.KNOWN,
                how_to_read.NOT_QUALITY,
            ),
            history=self.history.file,
        )

    @property
    def used_for(self) -> str:
        """What it was used for."""
        return used_for(self.use, "was")

    @property
    def last_range(self) -> str:
        """Its last share of all requests."""
        return share_range(self.use.requests)

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks that listed it."""
        return f"Tasks that listed it on {self.last}"

    @property
    def last(self) -> date:
        """The last date that lists it."""
        return self.history.series.points[-1].as_of

    @property
    def rows(self) -> Iterator[TaskRow]:
        """Those tasks."""
        return (TaskRow(task, change=None, is_new=False) for task in self.use.tasks)


@dataclass(frozen=True)
class RetiredModel(Identified):
    """What the page of a model that no task lists now is made from.

    It is small and knows no more of the archive, so that another process can make the page.
    """

    title: str
    path: str
    author: Link
    related: tuple[Link, ...]
    last: Entry
    """The last answer that lists it."""
    left: Entry
    """The first answer without it."""
    left_tags: frozenset[str]
    """The tasks of that answer."""
    moved: RangeChange | None
    """How its range has moved for certain with that answer."""
    ranges: RangesOverTime
    """Its ranges from the first to the last date that lists it."""
    window_days: int

    def page(self, site: Site) -> RetiredModelPage:
        """Make the page; raises ArchiveError."""
        rankings = derive(self.last.snapshot())
        use = model_use(rankings, self.id)
        history = share_history(use.name, self.ranges.series(self.window_days), self.path)
        # What is cited is the last edition that has it, not the newest.
        origin = origin_of(self.last, rankings.window_days)
        then = replace(site, origin=origin)
        figures, left = FigureContext(then, self.path), EditionEntry(self.left)
        news = left_news(rankings, self.left_tags, self.id, self.moved)
        return RetiredModelPage(
            path=self.path,
            title=self.title,
            description=f"OpenRouter’s lists had {use.name} until {self.last.as_of}. "
            f"{used_for(use, 'was')}",
            origin=origin,
            dated=origin.edition,
            feed=model_feed(then, self.path, self.id, [(left, news)]),
            attachments=((history.file, model_history_csv(history.series, self.id)),),
            use=use,
            author=self.author,
            related=self.related,
            on_openrouter=on_openrouter(self.id),
            left=Link(left.name, left.path),
            uses=uses_figure(figures, use),
            history=history,
            band=band_figure(figures, history),
            window=f"{count(self.window_days, 'day')} to {self.last.as_of}",
        )


def retired_model_pages(context: PageContext) -> Iterator[StablePage]:
    """Yield the page of each model that no task lists now; the last to go first."""
    hashes = list(_hashes(context.history.entries))
    for model in context.model_archive.retired:
        yield StablePage(
            path=context.site.links.models[model],
            changed=context.model_archive.left_with(model).as_of,
            inputs=_inputs(context, model, hashes[context.model_archive.left_at(model)]),
            load=partial(_load, context, model),
        )


def _hashes(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield, for each answer, a hash of it and of all before it."""
    known = ""
    for entry in entries:
        text = f"{known} {entry.as_of.isoformat()} {entry.revision} {entry.sha256}"
        known = sha256(text.encode()).hexdigest()
        yield known


def _inputs(context: PageContext, model: str, until: str) -> list[object]:
    """Return all that a model's page is made from: answers up to the first without it, and links.

    `until` is the hash of those answers.
    """
    site, author = context.site, context.author_link(author_of(model))
    then = context.history.day_of(context.model_archive.last(model)).tags
    links = [author, *context.related(model), *site.navigation]
    return [
        model,
        until,
        context.titles[site.links.models[model]],
        site.links.models[model],
        [[each.label, each.path] for each in links],
        [site.links.tags[tag] for tag in then],
        context.history.window_days,
        site.as_of.isoformat() if site.is_sample else "",
    ]


def _load(context: PageContext, model: str) -> RetiredModel:
    archive, path = context.model_archive, context.site.links.models[model]
    left = archive.left_with(model)
    then = context.history.until(left)
    now, before = (range_change(each, model) for each in (then, then.until(then.entries[-2])))
    is_new = now and now.direction and now.direction != (before.direction if before else None)
    return RetiredModel(
        id=model,
        title=context.titles[path],
        path=path,
        author=context.author_link(author_of(model)),
        related=context.related(model),
        last=archive.last(model),
        left=left,
        left_tags=frozenset(then.newest_day.tags),
        moved=now if is_new else None,
        ranges=archive.ranges_of(model),
        window_days=context.history.window_days,
    )
