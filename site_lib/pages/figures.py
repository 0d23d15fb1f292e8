"""A figure: a chart on a page, with its file, its table and its citation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.chart import Caption, Row
from site_lib.site import addresses
from site_lib.site.context import UNDATED_CITATION, citation
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_lib.analysis.rankings import Category, Tag
    from site_lib.charts.chart import Chart
    from site_lib.site.context import Site

TOKENIZERS = "Each provider counts tokens with its own tokenizer."
BY_REQUESTS = "OpenRouter lists the models with the most requests."
MAIN_FILE = "chart.svg"
"""The file of the figure that is marked as a page's main one; others are named after theirs."""


@dataclass(frozen=True)
class Figure:
    """A chart on a page."""

    chart: Chart
    page: str
    """The page's path."""
    file: str
    """The path of the chart as a file of its own."""
    table: str
    """The id of the table with the same numbers."""
    url: str | None
    """Where the figure is published; None where that is not known."""
    file_url: str | None
    """Where its file is published."""
    as_of: date
    """The date of the newest figures in it, which it is cited with."""
    dated: str
    """The path of the same figures in the day's edition, which a citation names."""
    dated_url: str | None
    """Where that is published."""
    is_main: bool
    """Whether it is the page's main one, which the page's card goes with."""

    @property
    def name(self) -> str:
        """What the figure shows, without what is to be seen in it today."""
        return self.chart.subtitle or self.chart.title

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.as_of)

    @property
    def dated_citation(self) -> str:
        """The citation with the address of the day's edition, where that is known."""
        return " ".join(filter(None, [self.citation, self.dated_url]))

    @property
    def undated_citation(self) -> str:
        """The source for an embedded picture, which is renewed daily and prints its date itself."""
        return UNDATED_CITATION

    @property
    def menu_title(self) -> str:
        """What can be done with the figure; embedding needs to know where it is published."""
        return "Link, save, embed, cite" if self.url else "Link, save, cite"


@dataclass(frozen=True)
class FigureContext:
    """The page that a figure is made for, and the same figures' id in the dated edition."""

    site: Site
    page: str
    anchor: str = ""
    """The id under which the dated edition has the same figures."""

    def figure(self, chart: Chart, table: str, *, is_main: bool = False) -> Figure:
        """Set a chart on the page, beside the table with that id."""
        file = addresses.beside(self.page, MAIN_FILE if is_main else f"{chart.name}.svg")
        page_url = self.site.url(self.page)
        dated = f"{self.site.edition}#{self.anchor}" if self.anchor else self.site.edition
        return Figure(
            chart=chart,
            page=self.page,
            file=file,
            table=table,
            url=page_url and f"{page_url}#{chart.name}",
            file_url=self.site.url(file),
            as_of=self.site.as_of,
            dated=dated,
            dated_url=self.site.url(dated),
            is_main=is_main,
        )

    def to(self, path: str) -> str:
        """Link from the page to a path."""
        return addresses.relative(path, self.page)

    def model_href(self, model: str) -> str:
        """Link from the page to a model's."""
        return self.to(self.site.links.models[model])

    def tag_row(self, tag: Tag, category: Category | None = None) -> Row:
        """Make a linked row of a tag, with its shares of everything or of its category."""
        link = self.to(self.site.links.tags[tag.tag])
        if category is None:
            return Row(tag.name, tag.shares, link)
        return Row(tag.name, tag.category_shares, link, whole=category.label)

    def category_row(self, category: Category) -> Row:
        """Make a linked row of a category, in its colour."""
        link = self.to(self.site.links.categories[category.key])
        return Row(category.label, category.shares, link, category_class(category.key))


def captioned(
    statement: str, name: str, *, chart: str, description: str, note: str = ""
) -> Caption:
    """Title a chart with what is to be seen, its name small below; with the name alone without."""
    if not statement:
        return Caption(chart, name, description, note)
    return Caption(chart, statement, description, note, name)


def rows_in_words(rows: Sequence[Row]) -> str:
    """Describe the rows of a chart for those who do not see it."""
    return "; ".join(row.in_words for row in rows) + "."
