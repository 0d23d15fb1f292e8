"""An author's page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from site_lib.analysis.models import least_together
from site_lib.analysis.rankings import UNDISCLOSED
from site_lib.charts.card import Card
from site_lib.exports import rows
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.model_figures import author_figure
from site_lib.pages.model_rows import (
    MODEL_CAVEATS,
    MODEL_COLUMNS,
    model_rows,
    retired_rows,
    retired_table,
)
from site_lib.pages.page import Page
from site_lib.pages.page_titles import shown_author
from site_lib.site.addresses import author_of
from site_lib.site.formats import count, percent, percent_down
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.models import ModelUse
    from site_lib.analysis.news import Baseline
    from site_lib.pages.figures import Figure
    from site_lib.pages.model_rows import ModelRow, RetiredRow
    from site_lib.pages.page import PageMaker
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Site

SMALLEST = 10**-DECIMALS
"""A smaller minimum would be printed as 0."""


@dataclass(frozen=True, kw_only=True)
class AuthorPage(Page):
    """The models of one author."""

    template = "author.html"
    columns = MODEL_COLUMNS
    author: str
    """As the ids have it; empty where they name none."""
    name: str
    """As it is shown."""
    is_undisclosed: bool
    """Whether it stands for makers that are not disclosed."""
    baseline: Baseline
    rows: tuple[ModelRow, ...]
    tags: int
    """Number of all tasks."""
    retired: tuple[RetiredRow, ...]
    by_model: Figure | None

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        return tuple(how_to_read.models(self.baseline))

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        own = (rows.author_row(self.author, len(self.rows), self.least),)
        models = (rows.model_row(each.use, each.change) for each in self.rows)
        return PageData(
            self.data_head(site),
            tables=(
                DataTable("All its listed models together", "author", own),
                DataTable(self.caption, "model", tuple(models)),
                retired_table(self.retired),
            ),
            first_sentences=(self.lead,),
            caveats=MODEL_CAVEATS,
            compared_with=self.baseline.since,
        )

    @property
    def least(self) -> float:
        """What its models that are listed now have of all requests together, at least."""
        return least_together(row.use for row in self.rows)

    @property
    def lead(self) -> str:
        """How many models it has in the lists, and what they have at least."""
        models = count(len(self.rows), "model")
        if not self.rows:
            return f"No task lists a model of {self.name} now."
        who = "It handles" if len(self.rows) == 1 else "Together they handle"
        listed = f"OpenRouter lists {models} of {self.name} now."
        if self.least < SMALLEST:
            whom = "it" if len(self.rows) == 1 else "them together"
            least = f"less than {percent(SMALLEST)} of all classified requests"
            return f"{listed} The lists show {least} for {whom}."
        return f"{listed} {who} at least {percent_down(self.least)} of all classified requests."

    @property
    def caption(self) -> str:
        """The title of the table of models."""
        models = count(len(self.rows), "listed model")
        return f"{models} of {self.name}, by minimum share of requests"


def author_pages(context: PageContext) -> Iterator[PageMaker]:
    """Yield what makes the page of each author whose models the archive has ever listed."""
    gone: dict[str, list[str]] = {}
    for model in context.model_archive.retired:
        gone.setdefault(author_of(model), []).append(model)
    for author in sorted(context.site.links.authors):
        listed = context.by_author.get(author, [])
        yield partial(_page, context, author, listed, gone.get(author, []))


def _page(context: PageContext, author: str, listed: list[ModelUse], gone: list[str]) -> AuthorPage:
    site, name, path = context.site, shown_author(author), context.site.links.authors[author]
    description = (
        f"The models of {name} on OpenRouter: what they are used for in the {site.window}, and "
        "what the lists had before."
    )
    return AuthorPage(
        path=path,
        title=context.titles[path],
        description=description,
        card=_card(context, name, listed) if listed else None,
        author=author,
        name=name,
        is_undisclosed=f"{author}/" == UNDISCLOSED,
        baseline=context.news.baseline,
        rows=model_rows(context, listed),
        tags=len(context.rankings.tags),
        retired=retired_rows(context, gone),
        by_model=author_figure(FigureContext(site, path), name, listed),
    )


def _card(context: PageContext, name: str, listed: list[ModelUse]) -> Card:
    least = percent_down(least_together(listed))
    return Card(
        context.site.title,
        f"Models of {name}",
        context.site.citation,
        figures=((least, "of classified requests on OpenRouter, at least"),),
        address=context.site.shown_address,
        css_class=category_class("other"),
    )
