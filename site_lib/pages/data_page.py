"""Pages with data files beside them: what those files hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from site_lib.exports.page_data import PageData
from site_lib.pages import how_to_read
from site_lib.pages.page import Page

if TYPE_CHECKING:
    from datetime import date

    from site_lib.exports.page_data import DataTable
    from site_lib.site.context import Site


@dataclass(frozen=True, kw_only=True)
class DataPage(Page):
    """A page whose tables are files, too."""

    has_data = True
    columns: ClassVar[tuple[str, ...]]
    """Those of its rows."""

    @property
    def caveats(self) -> tuple[str, ...]:
        """What must be known to use its figures elsewhere."""
        raise NotImplementedError

    @property
    def first_sentences(self) -> tuple[str, ...]:
        """What it says before its tables."""
        raise NotImplementedError

    @property
    def data_tables(self) -> tuple[DataTable, ...]:
        """Its tables as rows of data."""
        raise NotImplementedError

    @property
    def compared_with(self) -> date | None:
        """The earlier date that its tables have shares of, too."""
        return None

    @property
    def history_file(self) -> str | None:
        """The path of the file with all dates."""
        return None

    def data(self, site: Site) -> PageData:
        """Return what its data files hold."""
        return PageData(
            title=self.title,
            page=self.path,
            origin=self.origin or site.origin,
            compared_with=self.compared_with,
            columns=self.columns,
            lead=tuple(filter(None, self.first_sentences)),
            notes=(*self.caveats, how_to_read.A_SAMPLE),
            tables=self.data_tables,
            history=self.history_file,
        )
