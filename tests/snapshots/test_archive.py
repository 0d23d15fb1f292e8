from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import ArchiveError
from site_lib.snapshots.archive import Archive
from tests.answers import NEWEST, Data, raw, snapshot_of, tree

if TYPE_CHECKING:
    from pathlib import Path


def add(folder: Path, data: Data, answer: bytes | None = None) -> bool:
    addition = Archive(folder).plan(answer or raw(data), snapshot_of(data))
    with addition.archived():
        return addition.is_new


def test_an_empty_or_missing_folder_is_an_empty_archive(tmp_path: Path) -> None:
    assert Archive(tmp_path).newest is None
    assert Archive(tmp_path / "nowhere").entries == ()


def test_an_answer_is_kept_to_the_byte(tmp_path: Path, data: Data) -> None:
    answer = NEWEST.read_bytes()
    assert add(tmp_path, data, answer)
    assert tree(tmp_path) == {"snapshots/2026-10-06.json": answer}
    assert (tmp_path / "snapshots" / "2026-10-06.json").stat().st_mode & 0o777 == 0o644


def test_the_same_content_again_changes_nothing(tmp_path: Path, data: Data) -> None:
    add(tmp_path, data, NEWEST.read_bytes())
    before = tree(tmp_path)
    data["classifications"].reverse()
    data["macro_categories"].reverse()
    data["classifications"][0]["models"].reverse()
    noted = json.dumps({"meta": {"fetched": "now"}, "data": data}, indent=1).encode()
    assert not add(tmp_path, data, noted)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("value", [b"NaN", b"-Infinity", b"9" * 5000])
def test_odd_numbers_in_unknown_fields_are_the_same_content_again(
    tmp_path: Path, data: Data, value: bytes
) -> None:
    answer = raw(data).replace(b'"window_days": 7', b'"window_days": 7, "odd": ' + value)
    assert add(tmp_path, data, answer)
    assert not add(tmp_path, data, answer)


def test_other_content_for_a_known_date_is_kept_beside_it_and_is_the_newest(
    tmp_path: Path, data: Data
) -> None:
    add(tmp_path, data)
    for revision in range(2, 12):
        data["classifications"][0]["display_name"] = f"Name {revision}"
        assert add(tmp_path, data)
        newest = Archive(tmp_path).newest
        assert newest
        assert newest.file.name == f"2026-10-06.r{revision}.json"
        assert newest.snapshot().classifications[0].display_name == f"Name {revision}"


def test_a_restatement_that_returns_to_the_first_content_is_a_revision_too(
    tmp_path: Path, data: Data
) -> None:
    first = raw(data)
    add(tmp_path, data)
    data["classifications"][0]["display_name"] = "Other"
    add(tmp_path, data)
    add(tmp_path, json.loads(first)["data"])
    assert tree(tmp_path)["snapshots/2026-10-06.r3.json"] == first


def test_entries_stand_in_the_order_of_dates_and_revisions(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    (folder / ".2026-10-08.json").touch()
    (folder / "README.md").touch()
    later = [f"2026-10-06.r{number}" for number in range(2, 11)]
    for name in (*reversed(later), "2026-10-06", "2026-09-30", "2026-10-07"):
        (folder / f"{name}.json").touch()
    assert [(entry.as_of, entry.revision) for entry in Archive(tmp_path).entries] == [
        (date(2026, 9, 30), 1),
        *((date(2026, 10, 6), number) for number in range(1, 11)),
        (date(2026, 10, 7), 1),
    ]


def test_a_file_is_never_overwritten_even_if_it_comes_in_between(
    tmp_path: Path, data: Data
) -> None:
    addition = Archive(tmp_path).plan(raw(data), snapshot_of(data))
    (tmp_path / "snapshots").mkdir()
    addition.entry.file.write_bytes(b"another build's")
    with (
        pytest.raises(ArchiveError, match="another build has just archived"),
        addition.archived(),
    ):
        pass
    assert tree(tmp_path) == {"snapshots/2026-10-06.json": b"another build's"}


class Stopped(BaseException):
    """Ends a build."""


@pytest.mark.parametrize("name", ["Other", None])
def test_an_answer_is_taken_out_again_if_what_follows_fails(
    tmp_path: Path, data: Data, name: str | None
) -> None:
    add(tmp_path, data)
    before = tree(tmp_path)
    if name:
        data["classifications"][0]["display_name"] = name
    addition = Archive(tmp_path).plan(raw(data), snapshot_of(data))
    assert addition.is_new == bool(name)
    with suppress(Stopped), addition.archived():
        assert (tree(tmp_path) != before) == bool(name)
        raise Stopped
    assert tree(tmp_path) == before


def test_what_a_killed_build_left_of_an_answer_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    left = {".2026-10-06.json.part", ".2026-10-06.r2.json.part"}
    others = {".mine.json.part", ".2026-10-07.json", "2026-10-06.json", "2026-10-06.json.part"}
    for name in left | others:
        (folder / name).touch()
    Archive(tmp_path).remove_parts()
    assert {file.name for file in folder.iterdir()} == others


def test_what_somebody_else_left_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "snapshots" / ".2026-10-06.json.part"
    part.parent.mkdir()
    part.touch()
    monkeypatch.setattr("os.geteuid", lambda: part.stat().st_uid + 1)
    Archive(tmp_path).remove_parts()
    assert part.exists()


@pytest.mark.parametrize(
    "name",
    [
        "latest.json",
        "2026-10-06.r9999.json",
        "2026-13-01.json",
        "2026-10-06.r1.json",
        "2026-10-06.r02.json",
    ],
)
def test_a_stray_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / name).touch()
    with pytest.raises(ArchiveError, match=f"{name} is not named like"):
        Archive(tmp_path)


@pytest.mark.parametrize(
    ("names", "missing"),
    [(["2026-10-06.r2"], 1), (["2026-10-06", "2026-10-06.r2", "2026-10-06.r4"], 3)],
)
def test_a_revision_without_those_before_it_is_refused(
    tmp_path: Path, names: list[str], missing: int
) -> None:
    (tmp_path / "snapshots").mkdir()
    for name in names:
        (tmp_path / "snapshots" / f"{name}.json").touch()
    with pytest.raises(ArchiveError, match=f"is there, but not revision {missing} of that date"):
        Archive(tmp_path)


def test_what_is_not_a_file_is_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    os.mkfifo(tmp_path / "snapshots" / "2026-10-07.json")
    with pytest.raises(ArchiveError, match=r"2026-10-07\.json is not a file"):
        Archive(tmp_path)


def test_a_date_in_the_future_is_refused(tmp_path: Path, data: Data) -> None:
    add(tmp_path, data)
    Archive(tmp_path).refuse_future(date(2026, 10, 6))
    with pytest.raises(ArchiveError, match=r"2026-10-06\.json is of a date in the future"):
        Archive(tmp_path).refuse_future(date(2026, 10, 5))


def test_a_damaged_file_is_named(tmp_path: Path, data: Data) -> None:
    add(tmp_path, data)
    newest = Archive(tmp_path).newest
    assert newest
    newest.file.write_bytes(newest.file.read_bytes()[:1000])
    with pytest.raises(ArchiveError, match=r"2026-10-06\.json failed 1 check.*\n.*incomplete JSON"):
        newest.snapshot()


def test_a_file_under_another_days_name_is_named(tmp_path: Path, data: Data) -> None:
    add(tmp_path, data)
    file = tmp_path / "snapshots" / "2026-10-06.json"
    file.rename(file.with_name("2026-10-07.json"))
    newest = Archive(tmp_path).newest
    assert newest
    with pytest.raises(ArchiveError, match="contains the snapshot of 2026-10-06: rename or remove"):
        newest.snapshot()


def test_an_answer_that_cannot_be_written_is_named_and_no_wrong_advice_is_given(
    tmp_path: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    addition = Archive(tmp_path).plan(raw(data), snapshot_of(data))
    with (
        pytest.raises(ArchiveError, match=r"cannot archive .*2026-10-06.json: No space") as told,
        addition.archived(),
    ):
        pass
    assert told.value.remedy == ""
    assert tree(tmp_path) == {}
