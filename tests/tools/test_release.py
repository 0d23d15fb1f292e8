from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import time
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import ArchiveError
from site_lib.snapshots.archive import Archive
from tests.answers import Data, archive_with, raw, recorded_data, small, tree
from tests.site_reader import build_from
from tools import release
from tools.release import complete_months, release_files, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_lib.snapshots.archive import Entry


def on(as_of: str, name: str = "Debugging") -> Data:
    data = small(("code:debugging", "code", 1, 1), as_of=as_of)
    data["classifications"][0]["display_name"] = name
    return data


def archived(folder: Path, *answers: Data) -> Sequence[Entry]:
    return Archive(archive_with(folder / "data", *answers)).entries


@pytest.mark.parametrize(
    ("days", "months"),
    [
        ([], []),
        (["2026-10-30"], []),
        (["2026-10-31"], ["2026-10"]),
        (["2026-10-30", "2026-11-02"], ["2026-10"]),
        (["2026-09-30", "2026-10-30", "2026-11-29"], ["2026-09", "2026-10"]),
        (["2026-08-31", "2026-10-01"], ["2026-08"]),
        (["2028-02-28"], []),
        (["2028-02-29"], ["2028-02"]),
        (["2026-12-31"], ["2026-12"]),
    ],
)
def test_a_month_is_complete_once_its_last_day_or_a_later_one_is_there(
    tmp_path: Path, days: list[str], months: list[str]
) -> None:
    assert complete_months(archived(tmp_path, *map(on, days))) == months


def test_a_zip_has_the_answers_of_the_month_under_their_names(tmp_path: Path) -> None:
    first, last, revised = on("2026-10-01"), on("2026-10-31"), on("2026-10-31", "Revised")
    entries = archived(tmp_path, on("2026-09-30"), first, last, revised, on("2026-11-01"))
    files = release_files(entries, "2026-10")
    assert list(files) == ["data-2026-10.zip", "2026.csv.gz", "SHA256SUMS"]
    with zipfile.ZipFile(io.BytesIO(files["data-2026-10.zip"])) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            "2026-10-01.json": raw(first),
            "2026-10-31.json": raw(last),
            "2026-10-31.r2.json": raw(revised),
        }


def test_the_same_answers_give_the_same_bytes_at_any_time_and_in_any_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [on("2026-10-01"), on("2026-10-31")]
    once = release_files(archived(tmp_path / "one", *answers), "2026-10")
    monkeypatch.setenv("TZ", "Pacific/Apia")
    time.tzset()
    later = [*answers, on("2026-11-01"), on("2026-12-01")]
    again = release_files(archived(tmp_path / "other", *later), "2026-10")
    monkeypatch.undo()
    time.tzset()
    assert once == again


def test_a_zip_does_not_depend_on_how_well_this_machine_compresses(tmp_path: Path) -> None:
    entries = archived(tmp_path, on("2026-10-31"))
    packed = zipped(entries)
    assert entries[0].raw() in packed
    # A change of the format would give a released month other bytes.
    digest = "5861c96b7a076e91b95630018355830500c81669bfd4c17e8c9c5fe34553e1f6"
    assert hashlib.sha256(packed).hexdigest() == digest


def test_the_years_csv_is_that_of_the_site_as_it_was_at_the_end_of_the_month(
    tmp_path: Path,
) -> None:
    answers = [recorded_data("2026-08-31"), recorded_data("2026-09-01")]
    site = build_from(archive_with(tmp_path / "then", answers[0]), tmp_path / "site", None)
    files = release_files(archived(tmp_path, on("2025-12-31"), *answers), "2026-08")
    assert files["2026.csv.gz"] == site.files["download/2026.csv.gz"]
    assert b"2026-08-31" in gzip.decompress(files["2026.csv.gz"])


def test_the_digests_are_what_sha256sum_checks(tmp_path: Path) -> None:
    archived(tmp_path, on("2026-10-31"))
    run = ["--data", str(tmp_path / "data"), "pack", str(tmp_path / "out"), "2026-10"]
    assert release.main(run) == 0
    folder = tmp_path / "out" / "data-2026-10"
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "data-2026-10.zip: OK\n2026.csv.gz: OK\n"
    text = (tmp_path / "out" / "data-2026-10.md").read_text()
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-31. Licensed" in text


def test_a_month_that_is_not_complete_is_never_packed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = archived(tmp_path, on("2026-09-01"), on("2026-11-29"))
    for month in ("2026-11", "2026-10", "2026", "0"):
        with pytest.raises(ArchiveError, match="no complete month"):
            release_files(entries, month)
    run = ["--data", str(tmp_path / "data"), "pack", str(tmp_path / "out"), "2026-11"]
    assert release.main(run) == 1
    assert "error: the archive has no complete month 2026-11" in capsys.readouterr().err
    assert tree(tmp_path / "out") == {}


def test_the_complete_months_are_printed_one_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = date(2026, 8, 30)
    days = [on((start + timedelta(days=n)).isoformat()) for n in range(0, 90, 7)]
    archived(tmp_path, *days)
    assert release.main(["--data", str(tmp_path / "data"), "complete"]) == 0
    assert capsys.readouterr().out == "2026-08\n2026-09\n2026-10\n"
