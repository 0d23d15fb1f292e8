"""The tables of a page as files beside it: `data.csv`, `data.json` and `index.md`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from site_lib.exports.columns import COLUMNS, FRACTION, in_order
from site_lib.exports.csv_file import csv_file
from site_lib.site.context import LICENCE_WORDS, SOURCE
from site_lib.site.formats import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from site_lib.exports.columns import Column
    from site_lib.exports.rows import Row, Value
    from site_lib.site.context import Origin, Site

SCHEMA_VERSION = 1
"""Of `data.json`: a higher number means that programs may have to change."""
OF_THE_FILE = ("as_of", "window_days", "compared_with", "source", "licence")
"""Columns with the same value in all rows."""
JSON_TYPES = {
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
}


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
        return csv_file(columns, ({**row, **constants} for row in self.rows))

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


def json_schema() -> bytes:
    """Return the JSON Schema of all files `data.json`."""
    # Pages show the last revision only.
    names = [name for name in COLUMNS if name not in {*OF_THE_FILE, "revision"}]
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    field = {
        "type": "object",
        "properties": {
            "description": text,
            "unit": {"type": ["string", "null"]},
            "denominator": {"type": ["string", "null"]},
        },
        "required": ["description", "unit", "denominator"],
        "additionalProperties": False,
    }
    a_date = JSON_TYPES["date"]
    properties: dict[str, Any] = {
        "schema_version": {"const": SCHEMA_VERSION},
        "as_of": a_date,
        "window_days": {"type": "integer", "minimum": 1},
        "compared_with": {"anyOf": [a_date, {"type": "null"}]},
        "edition": text,
        "source": {"const": SOURCE},
        "citation": {
            "type": "string",
            "pattern": r"^Source: OpenRouter \(openrouter\.ai/rankings\), as of "
            r"\d{4}-\d{2}-\d{2}\.$",
        },
        "licence": {"const": LICENCE_WORDS},
        "snapshot_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "fields": {
            "type": "object",
            "properties": dict.fromkeys(names, field),
            "additionalProperties": False,
        },
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: _schema_of(COLUMNS[name]) for name in names},
                "required": [name for name in names if COLUMNS[name].is_required],
                "additionalProperties": False,
            },
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A page’s data",
        "description": "The file data.json beside a page.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


def _schema_of(column: Column) -> Mapping[str, Any]:
    described: dict[str, Any] = {"description": column.description, **JSON_TYPES[column.type]}
    if column.values:
        described["enum"] = [*column.values]
    if column.unit == FRACTION:
        described |= {"minimum": 0, "maximum": 1}
    if not column.is_required:
        described["type"] = [described["type"], "null"]
    return described
