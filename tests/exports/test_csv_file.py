"""CSV files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.exports.columns import COLUMNS, in_order
from site_lib.exports.csv_file import csv_file
from tests.data_files import from_duckdb, from_pandas

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.exports.rows import Row


def test_values_are_written_so_that_programs_know_their_type(tmp_path: Path) -> None:
    row: Row = {
        "as_of": date(2026, 10, 6),
        "window_days": 7,
        "name": 'Q&A, "quoted"',
        "request_share": 0.1 + 0.2,
        "request_rank_tied": False,
        "task": None,
    }
    columns = ("as_of", "window_days", "name", "request_share", "request_rank_tied", "task")
    content = csv_file(columns, [row, row])
    assert content.decode().splitlines() == [
        "as_of,window_days,name,request_share,request_rank_tied,task",
        *['2026-10-06,7,"Q&A, ""quoted""",0.3,FALSE,'] * 2,
    ]
    (tmp_path / "a.csv").write_bytes(content)
    said = dict(row) | {"as_of": "2026-10-06", "request_share": 0.3}
    assert from_pandas(tmp_path / "a.csv") == from_duckdb(tmp_path / "a.csv") == [said, said]


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-x", "@sum", "=\n1", "'tis"])
def test_names_that_a_spreadsheet_would_run_are_guarded_and_stay_on_one_line(name: str) -> None:
    (_, line) = csv_file(["task"], [{"task": name}]).decode().splitlines()
    assert line == f"'{' '.join(name.split())}"


def test_columns_come_in_the_order_of_all_files() -> None:
    assert in_order("licence", "as_of", "task") == ("as_of", "task", "licence")
    with pytest.raises(KeyError, match="unheard_of"):
        in_order("as_of", "unheard_of")


def test_every_share_says_what_it_is_a_share_of_and_every_column_what_it_means() -> None:
    for column in COLUMNS.values():
        assert column.description.endswith(".")
        assert (column.denominator is not None) == (column.unit == "fraction of 1")
        assert column.unit or column.type in {"date", "string", "boolean", "integer"}
