"""Figures as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

from site_lib.analysis.rankings import derive
from site_lib.analysis.series import Point, Series
from site_lib.exports.tables import history_csv, rankings_csv, rankings_json
from site_lib.snapshots.precision import Shares
from tests.answers import newest_data, small, snapshot_of

FIRST = date(2026, 1, 1)


def series(*days: int) -> Series[Point]:
    points = (Point(FIRST + timedelta(days=day), Shares(0.25, 0.5)) for day in days)
    return Series(tuple(points), 7)


def test_the_file_has_all_points_and_its_credit() -> None:
    assert history_csv(series(0, 9), "Who says so.").decode().splitlines() == [
        "# Who says so.",
        "as_of,request_share,token_share",
        "2026-01-01,0.25,0.5",
        "2026-01-10,0.25,0.5",
    ]


def test_names_that_a_spreadsheet_would_run_are_guarded_and_stay_on_one_line() -> None:
    data = small(("=cmd()", "x", 1.0, 1.0))
    data["classifications"][0]["display_name"] = "@two\nlines"
    rows = list(csv.reader(io.StringIO(rankings_csv(derive(snapshot_of(data)), "C").decode())))
    assert rows[0] == ["# C"]
    task = next(row for row in rows if row[0] == "task")
    assert task[2:4] == ["'=cmd()", "'@two lines"]


def test_json_has_the_head_and_then_every_share_as_the_source_gave_it() -> None:
    data = newest_data()
    content = json.loads(rankings_json(derive(snapshot_of(data)), {"as_of": "2026-10-06"}))
    assert list(content) == ["as_of", "categories", "tasks"]
    shares = {task["tag"]: task["of_everything"]["request_share"] for task in content["tasks"]}
    assert shares == {tag["tag"]: tag["usage_share"] for tag in data["classifications"]}
