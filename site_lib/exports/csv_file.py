"""CSV files that programs and spreadsheets read without options.

The first line has the columns. Numbers have the digits that the source gave, truth values are
`TRUE` and `FALSE`, what is missing is empty, and names cannot be taken for formulas.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from site_lib.site.formats import plain
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_lib.exports.rows import Row, Value

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A spreadsheet takes a cell that starts with one for a formula."""
GUARD = "'"
"""What stands before such a name, and before a name that begins with it."""


def csv_file(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write rows as CSV, with these columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"  # as R knows them
    return plain(value) if isinstance(value, float) else str(value)


def _guarded(text: str) -> str:
    """Write a name on one line, and keep spreadsheets from taking it for a formula."""
    text = shown_name(text)
    return f"{GUARD}{text}" if text.startswith((*FORMULA_SIGNS, GUARD)) else text
