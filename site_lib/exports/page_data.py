"""The tables of a page as data, and the files `data.csv` and `data.json` beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from site_lib.exports.columns import COLUMNS, in_order
from site_lib.exports.csv_file import csv_file
from site_lib.site.context import LICENCE_WORDS, SOURCE
from site_lib.site.formats import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.exports.rows import Row, Value
    from site_lib.site.context import Origin, Site

SCHEMA_VERSION = 1
"""Of `data.json`: a higher number means that programs may have to change."""
OF_THE_FILE = ("as_of", "window_days", "compared_with", "source", "licence")
"""Columns with the same value in all rows."""


@dataclass(frozen=True)
class DataTable:
    """A table of a page as rows of data."""

    caption: str
    subject: str
    """The column that tells its rows apart: `task`, `model`, `category` or `author`."""
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DataHead:
    """What the data files of a page say about themselves."""

    title: str
    page: str
    """The page's path."""
    origin: Origin
    columns: tuple[str, ...]
    """Those of the rows: the same for all pages of a kind, whatever the day."""


@dataclass(frozen=True)
class PageData:
    """What the data files of a page hold."""

    head: DataHead
    tables: tuple[DataTable, ...]
    first_sentences: tuple[str, ...]
    """What the page says before its tables; some may be empty."""
    caveats: tuple[str, ...]
    """What must be known to use its figures elsewhere."""
    compared_with: date | None = None
    """The earlier date that the rows have shares of, too."""
    history: str | None = None
    """The path of the file with all dates, if there is one."""

    @property
    def rows(self) -> Iterator[Row]:
        """Those of all tables."""
        return chain.from_iterable(table.rows for table in self.tables)

    def as_csv(self) -> bytes:
        """Write all tables as one CSV file."""
        constants: Row = {
            "as_of": self.head.origin.as_of,
            "window_days": self.head.origin.window_days,
            "compared_with": self.compared_with,
            "source": self.head.origin.citation,
            "licence": LICENCE_WORDS,
        }
        columns = in_order(*OF_THE_FILE, *self.head.columns)
        return csv_file(columns, self.rows, constants)

    def as_json(self, site: Site) -> bytes:
        """Write all tables as one JSON object, which says what each field means."""
        columns = in_order(*self.head.columns)
        content = {
            "schema_version": SCHEMA_VERSION,
            "as_of": self.head.origin.as_of.isoformat(),
            "window_days": self.head.origin.window_days,
            "compared_with": self.compared_with and self.compared_with.isoformat(),
            "edition": site.address(self.head.origin.edition, self.head.page),
            "source": SOURCE,
            "citation": self.head.origin.citation,
            "licence": LICENCE_WORDS,
            "snapshot_sha256": self.head.origin.sha256,
            "fields": {name: COLUMNS[name].described for name in columns},
            "rows": [{name: _json_value(row.get(name)) for name in columns} for row in self.rows],
        }
        return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _json_value(value: Value) -> str | float | bool | None:
    """Return the same number as in CSV, and names as OpenRouter gives them."""
    if isinstance(value, float):
        return float(plain(value))
    return value if isinstance(value, str | int | bool | None) else value.isoformat()
