"""The rows of tables of models: on the page of all models, and on authors' pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.range_bar import range_bar
from site_lib.exports import rows
from site_lib.exports.columns import BEST, RANGE_THEN, RANGES
from site_lib.exports.page_data import DataTable
from site_lib.pages import how_to_read
from site_lib.site.formats import percent_up, share_range

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from site_lib.analysis.model_history import RangeChange
    from site_lib.analysis.models import ModelUse
    from site_lib.pages.page_context import PageContext

MODEL_COLUMNS = (
    "kind",
    "author",
    "model",
    "share_of",
    *RANGES,
    "last_listed",
    "models",
    *BEST,
    *RANGE_THEN,
)
"""Those of the data files of pages with such tables."""
MODEL_CAVEATS = (
    how_to_read.OF_EVERYTHING,
    how_to_read.TOKENS,
    how_to_read.RANGES_WITH_ROUNDING,
    how_to_read.NOT_QUALITY,
)
"""What must be known to use the figures of such tables elsewhere."""


@dataclass(frozen=True)
class ModelRow:
    """A model that is listed now."""

    use: ModelUse
    bar: str
    """Its range as markup."""
    change: RangeChange | None
    is_new: bool
    """Whether the archive listed it on no earlier date that can be compared with."""

    @property
    def then(self) -> str:
        """Its range on the earlier day; empty without one."""
        if self.change is None:
            return ""
        if not self.change.then.listed_in:
            return f"at most {percent_up(self.change.then.high)}"
        return share_range(self.change.then.requests)

    @property
    def then_remark(self) -> str:
        """That no task listed it then; empty if one did."""
        return "not listed" if self.change and not self.change.then.listed_in else ""

    @property
    def verdict(self) -> str:
        """Where it has moved for certain; empty where that cannot be told."""
        return {"up": "rose", "down": "fell", None: ""}[
            self.change.direction if self.change else None
        ]


@dataclass(frozen=True)
class RetiredRow:
    """A model that no task lists now."""

    id: str
    name: str
    last: date
    """The last date that lists it."""


def model_rows(context: PageContext, models: Iterable[ModelUse]) -> tuple[ModelRow, ...]:
    """Return the rows of models that are listed now; their bars have the scale of all models."""
    largest = max((each.requests.high for each in context.models.values()), default=0.0)
    return tuple(
        ModelRow(
            use,
            range_bar(use.requests, largest),
            context.model_changes.get(use.id),
            context.is_new(use.id),
        )
        for use in models
    )


def retired_table(retired: Iterable[RetiredRow]) -> DataTable:
    """Return models that no task lists now as rows of data."""
    gone = tuple(rows.retired_row(each.id, each.last) for each in retired)
    return DataTable("No longer listed, the last to go first", "model", gone)


def retired_rows(context: PageContext, models: Iterable[str]) -> tuple[RetiredRow, ...]:
    """Return the rows of models that no task lists now."""
    archive = context.model_archive
    return tuple(
        RetiredRow(each, context.model_link(each).label, archive.last(each).as_of)
        for each in models
    )
