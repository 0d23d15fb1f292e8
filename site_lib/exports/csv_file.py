"""CSV files that programs and spreadsheets read without options.

The first line has the columns. Numbers have the digits that the source gave, truth values are
`TRUE` and `FALSE`, what is missing is empty, and names cannot be taken for formulas.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from site_lib.site.formats import plain
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_lib.exports.rows import Row, Value

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A spreadsheet takes a cell that starts with one for a formula."""
NO_CONSTANTS: Row = MappingProxyType({})
GUARD = "'"
"""What stands before such a name, and before a name that begins with it."""


def csv_file(columns: Sequence[str], rows: Iterable[Row], constants: Row = NO_CONSTANTS) -> bytes:
    """Write rows as CSV, with these columns; those of `constants` are the same in all rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    same = dict.fromkeys(columns, "") | {name: _cell(value) for name, value in constants.items()}
    for row in rows:
        cells = same | {name: _cell(value) for name, value in row.items()}
        writer.writerow(map(cells.__getitem__, columns))
    return text.getvalue().encode()


# Typed, because TRUE is not 1. Rows repeat most of their values.
@lru_cache(maxsize=8192, typed=True)
def _cell(value: Value) -> str:
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"  # as R knows them
    return "" if value is None else str(value)


def _guarded(text: str) -> str:
    """Write a name on one line, and keep spreadsheets from taking it for a formula."""
    text = shown_name(text)
    return f"{GUARD}{text}" if text.startswith((*FORMULA_SIGNS, GUARD)) else text
