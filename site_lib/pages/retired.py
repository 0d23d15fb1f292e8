"""Pages of categories and tasks that the source has no longer, or not at this path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from site_lib.exports import rows
from site_lib.exports.columns import SHARES, SUBJECT
from site_lib.exports.history_file import share_history_csv
from site_lib.exports.news_feed import category_feed, task_feed
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.history_figures import trend_figure
from site_lib.pages.page import Page, share_history
from site_lib.pages.page_context import origin_of
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.context import Link
from site_lib.site.theme import category_class
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.analysis.series import Point, Series
    from site_lib.exports.feed import Feed
    from site_lib.exports.rows import Row
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import PageMaker, ShareHistory
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.precision import Shares


@dataclass(frozen=True, kw_only=True)
class RetiredPage(Page):
    """A category or a task that the source has no longer, or not at this path."""

    template = "retired.html"
    columns = (*SUBJECT, *SHARES)
    kind: str
    """`category` or `task`."""
    name: str
    key: str
    moved_to: Link | None
    tasks_elsewhere: tuple[Link, ...]
    """Of a category: the pages of tasks that it had and that are in another one now."""
    last_seen: date
    shares: Shares
    """Those that it had then."""
    history: ShareHistory[Point]
    trend: Figure | None
    last_row: Row
    """Its last shares as data."""

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        return PageData(
            self.data_head(site),
            tables=(
                DataTable(f"Shares of everything on {self.last_seen}", self.kind, (self.last_row,)),
            ),
            first_sentences=(f"OpenRouter had this {self.kind} here until {self.last_seen}.",),
            caveats=(
                how_to_read.OF_EVERYTHING,
                how_to_read.TOKENS,
            ),
            history=self.history.file,
        )


@dataclass(frozen=True)
class _Retired:
    """A category or a task that is gone from its path, with all that its page says."""

    kind: str
    key: str
    path: str
    name: str
    category_key: str
    shares: Shares
    last: Entry
    anchor: str
    """The id under which the last edition has it."""
    series: Series[Point]
    feed: Feed | None

    @property
    def task(self) -> str | None:
        """The task's tag; None if it is a category."""
        return self.key if self.kind == "task" else None


def retired_pages(context: PageContext) -> Iterator[PageMaker]:
    """Yield what makes the page of each category and each task that is gone from its path."""
    for retired in (*_retired_categories(context), *_retired_tasks(context)):
        yield partial(_page, context, retired)


def _retired_categories(context: PageContext) -> Iterator[_Retired]:
    history, paths = context.history, context.site.links.categories
    for key in sorted(paths.keys() - history.newest_day.categories.keys()):
        path, last = paths[key], history.last_with_category(key)
        then = history.day_of(last).categories[key]
        links = anchors(history.rankings_of(last)).links
        yield _Retired(
            kind="category",
            key=key,
            path=path,
            name=then.name,
            category_key=key,
            shares=then.shares,
            last=last,
            anchor=addresses.anchor(links.categories[key]),
            series=history.until(last).category_series(key),
            feed=category_feed(context.site, context.editions, path, key, then.name),
        )


def _retired_tasks(context: PageContext) -> Iterator[_Retired]:
    """Yield each task that has vanished, or is in another category now."""
    history, paths = context.history, context.site.links.in_category
    present = {(each.category_key, tag) for tag, each in history.newest_day.tags.items()}
    for key, tag in sorted(paths.keys() - present):
        path, last = paths[key, tag], history.last_with_tag(key, tag)
        then = history.day_of(last).tags[tag]
        links = anchors(history.rankings_of(last)).links
        yield _Retired(
            kind="task",
            key=tag,
            path=path,
            name=then.name,
            category_key=then.category_key,
            shares=then.shares,
            last=last,
            anchor=addresses.anchor(links.tags[tag]),
            series=history.until(last).tag_series(tag),
            feed=task_feed(context.site, context.editions, path, tag, then.name),
        )


def _page(context: PageContext, retired: _Retired) -> RetiredPage:
    # What is cited is the last edition that has it, not the newest.
    origin = origin_of(retired.last, context.history.day_of(retired.last).window_days)
    then = replace(context.site, origin=origin)
    figure_context = FigureContext(then, retired.path, retired.anchor)
    history = share_history(retired.name, retired.series, retired.path)
    points = share_history_csv(retired.series, retired.category_key, retired.task)
    css_class = category_class(retired.category_key)
    return RetiredPage(
        path=retired.path,
        title=context.titles[retired.path],
        description=f"OpenRouter had the {retired.kind} {retired.name} here until "
        f"{retired.last.as_of}. Its figures up to then.",
        origin=origin,
        dated=f"{origin.edition}#{retired.anchor}",
        feed=retired.feed,
        attachments=((history.file, points),),
        kind=retired.kind,
        name=retired.name,
        key=shown_name(retired.key),
        moved_to=_moved_to(context, retired),
        tasks_elsewhere=tuple(_tasks_elsewhere(context, retired)),
        last_seen=retired.last.as_of,
        shares=retired.shares,
        history=history,
        last_row=rows.past_row(
            retired.kind, retired.category_key, retired.task, retired.name, retired.shares
        ),
        trend=trend_figure(figure_context, retired.name, retired.series, css_class),
    )


def _moved_to(context: PageContext, retired: _Retired) -> Link | None:
    present = context.history.newest_day.tags
    if retired.kind == "category" or retired.key not in present:
        return None
    return Link(present[retired.key].name, context.site.links.tags[retired.key])


def _tasks_elsewhere(context: PageContext, retired: _Retired) -> Iterator[Link]:
    if retired.kind != "category":
        return
    then, now = context.history.day_of(retired.last).tags, context.history.newest_day.tags
    for tag, each in sorted(then.items()):
        if each.category_key == retired.key and tag in now:
            yield Link(now[tag].name, context.site.links.tags[tag])
