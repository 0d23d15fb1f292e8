"""The page of all models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.models import least_together
from site_lib.charts.card import Card
from site_lib.exports import rows
from site_lib.exports.page_data import DataTable, PageData
from site_lib.pages import how_to_read
from site_lib.pages.figures import FigureContext
from site_lib.pages.leading_models import WHOLE, first_place
from site_lib.pages.model_figures import leaders_figure
from site_lib.pages.model_rows import (
    MODEL_CAVEATS,
    MODEL_COLUMNS,
    model_rows,
    retired_rows,
    retired_table,
)
from site_lib.pages.page import Page
from site_lib.site import addresses
from site_lib.site.formats import count
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.news import Baseline
    from site_lib.pages.figures import Figure
    from site_lib.pages.model_rows import ModelRow, RetiredRow
    from site_lib.pages.page_context import PageContext
    from site_lib.site.context import Link, Site

RETIRED_SHOWN = 100
"""How many models that are no longer listed the page has; the authors' pages have all."""


@dataclass(frozen=True)
class AuthorRow:
    """An author with models that are listed now."""

    name: str
    """As the ids have it."""
    link: Link
    models: int
    least: float
    """The sum of their minimum shares of requests."""


@dataclass(frozen=True, kw_only=True)
class ModelsPage(Page):
    """All models."""

    template = "models.html"
    columns = MODEL_COLUMNS
    scripts = ("age", "filter")
    baseline: Baseline
    first_place: str
    """Which model handles most requests."""
    leaders_figure: Figure | None
    rows: tuple[ModelRow, ...]
    tags: int
    """Number of all tasks."""
    authors: tuple[AuthorRow, ...]
    authors_before: tuple[Link, ...]
    """Authors none of whose models is listed now."""
    retired: tuple[RetiredRow, ...]
    retired_in_all: int
    """How many models are no longer listed; the page has the last of them."""

    @property
    def how_to_read(self) -> tuple[str, ...]:
        """What must be known to read the tables."""
        return tuple(how_to_read.models(self.baseline))

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        authors = (rows.author_row(each.name, each.models, each.least) for each in self.authors)
        return PageData(
            self.data_head(site),
            tables=(
                DataTable(
                    self.caption,
                    "model",
                    tuple(rows.model_row(each.use, each.change) for each in self.rows),
                ),
                DataTable(self.authors_caption, "author", tuple(authors)),
                retired_table(self.retired),
            ),
            first_sentences=(self.first_place,),
            caveats=MODEL_CAVEATS,
            compared_with=self.baseline.since,
        )

    @property
    def authors_caption(self) -> str:
        """The title of the table of authors."""
        authors = count(len(self.authors), "author")
        return f"{authors} by the sum of their models’ minimum shares of requests"

    @property
    def caption(self) -> str:
        """The title of the table of models."""
        return f"{count(len(self.rows), 'listed model')} by minimum share of requests"


def models_page(context: PageContext) -> ModelsPage:
    """Make the page of all models."""
    site, models = context.site, tuple(context.models.values())
    title = f"AI models on OpenRouter: what {len(models)} of them are used for"
    description = (
        f"{count(len(models), 'model')} listed on OpenRouter in the {site.window}: the share of "
        "requests that each handles, in which tasks, and whether it is rising."
    )
    gone, figures = context.model_archive.retired, FigureContext(site, addresses.MODELS)
    return ModelsPage(
        path=addresses.MODELS,
        title=title,
        description=description,
        card=_card(context),
        baseline=context.news.baseline,
        first_place=first_place(context.leaders, WHOLE),
        leaders_figure=leaders_figure(figures, context.leaders, WHOLE, category_class("other")),
        rows=model_rows(context, models),
        tags=len(context.rankings.tags),
        authors=tuple(_authors(context)),
        authors_before=tuple(_authors_before(context)),
        retired=retired_rows(context, gone[:RETIRED_SHOWN]),
        retired_in_all=len(gone),
    )


def _authors(context: PageContext) -> list[AuthorRow]:
    """Return the authors of models that are listed now, the largest sum first."""
    rows = [
        AuthorRow(author, context.author_link(author), len(uses), least_together(uses))
        for author, uses in context.by_author.items()
    ]
    return sorted(rows, key=lambda row: (-row.least, row.link.path))


def _authors_before(context: PageContext) -> Iterator[Link]:
    for author in sorted(context.site.links.authors.keys() - context.by_author.keys()):
        yield context.author_link(author)


def _card(context: PageContext) -> Card:
    tasks, first = count(len(context.rankings.tags), "task"), context.history.entries[0].as_of
    return Card(
        context.site.title,
        "What each model is used for, and is it rising?",
        context.site.citation,
        figures=(
            (f"{len(context.models)}", f"models in the lists of {tasks} now"),
            (f"{len(context.site.links.models)}", f"models listed since {first}"),
        ),
        address=context.site.shown_address,
        css_class=category_class("other"),
    )
