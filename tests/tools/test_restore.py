from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import threading
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from site_lib.publish.locks import locked
from tests.answers import ROOT, archive_of, archive_with, raw, small, tree
from tools import release, restore

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = raw(small(("code:debugging", "code", 1, 1), as_of="2026-10-01"))
OTHER = raw(small(("code:review", "code", 1, 1), as_of="2026-10-01"))
NAME = "2026-10-01.json"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def released(folder: Path, content: bytes, name: str = "data-2026-10.zip") -> Path:
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {name}\n")
    return folder


def run(data: Path, *sources: Path) -> int:
    return restore.main(["--data", str(data), *map(str, sources)])


def refused(data: Path, *sources: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Restore what must be refused, see that nothing was changed, and return what was said."""
    before = tree(data)
    assert run(data, *sources) == 1
    assert tree(data) == before
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    return said


def test_an_archive_is_the_same_after_a_round_trip_through_its_releases(tmp_path: Path) -> None:
    data = archive_of(tmp_path / "data")
    revised = raw(small(("code:debugging", "code", 1, 1), as_of="2026-09-04"))
    archive_with(data, revised, raw(small(("a:b", "a", 1, 1), as_of="2026-10-31")))
    before = tree(data)
    assert "snapshots/2026-09-04.r2.json" in before
    months = ["2026-08", "2026-09", "2026-10"]
    assert release.main(["--data", str(data), "pack", str(tmp_path / "releases"), *months]) == 0
    shutil.rmtree(data)
    # Downloads into one folder, and the rest file by file.
    first = tmp_path / "releases" / "data-2026-08"
    assert run(data, first, *(tmp_path / "releases" / "data-2026-09").iterdir()) == 0
    assert run(data, tmp_path / "releases") == 0
    assert tree(data) == before
    assert {file.stat().st_mode & 0o777 for file in data.rglob("*.json")} == {0o644}


def test_make_restore_says_what_it_did_or_what_it_needs(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in ("Makefile", "tools", "site_lib", ".venv"):
        (project / name).symlink_to(ROOT / name)
    folder = released(tmp_path / "downloads", packed((NAME, ANSWER)))
    environment = os.environ | {"PYTHONPATH": str(project)}

    def make(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "--no-print-directory", "-o", ".venv/.run", "restore", *arguments]
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    nothing = make()
    assert nothing.returncode != 0
    assert "make restore FROM=folder" in nothing.stderr
    broken = make(f"FROM={tmp_path / 'nowhere'}")
    assert broken.returncode != 0
    assert f"there is no {tmp_path / 'nowhere'}" in broken.stderr
    (folder / "data-2026-10.zip").write_bytes(b"")
    assert "download it again" in make(f"FROM={folder}").stderr


def test_what_is_there_already_is_left_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = released(tmp_path / "release", packed((NAME, ANSWER)))
    assert run(tmp_path / "data", folder, folder / "data-2026-10.zip") == 0
    assert capsys.readouterr().out == "1 answers restored, 0 were there already\n"
    assert run(tmp_path / "data", folder) == 0
    assert capsys.readouterr().out == "0 answers restored, 1 were there already\n"
    assert tree(tmp_path / "data") == {f"snapshots/{NAME}": ANSWER}


def test_a_different_answer_is_not_overwritten_and_nothing_else_is_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = archive_with(tmp_path / "data", OTHER)
    late = raw(small(("a:b", "a", 1, 1), as_of="2026-10-31"))
    folder = released(tmp_path / "release", packed(("2026-10-31.json", late), (NAME, ANSWER)))
    assert "exists and is different" in refused(data, folder, capsys=capsys)


def test_two_releases_that_contradict_each_other_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = released(tmp_path / "one", packed((NAME, ANSWER)))
    two = released(tmp_path / "two", packed((NAME, OTHER)))
    assert f"has another {NAME}" in refused(tmp_path / "data", one, two, capsys=capsys)


def test_an_archive_that_cannot_be_written_to_whole_is_left_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = raw(small(("a:b", "a", 1, 1), as_of="2026-10-31"))
    folder = released(tmp_path / "release", packed((NAME, ANSWER), ("2026-10-31.json", late)))
    data = tmp_path / "data"
    (data / "snapshots").mkdir(parents=True)
    link = os.link

    def full(source: str, target: Path) -> None:
        if target.name != NAME:
            raise OSError(28, "No space left on device")
        link(source, target)

    monkeypatch.setattr(os, "link", full)
    assert "No space left" in refused(data, folder, capsys=capsys)


def test_a_build_that_has_the_archive_is_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = released(tmp_path / "release", packed((NAME, ANSWER)))
    snapshots = tmp_path / "data" / "snapshots"
    snapshots.mkdir(parents=True)
    with ExitStack() as build:
        build.enter_context(locked(snapshots, lambda: pytest.fail("it is locked")))
        waiting = threading.Thread(target=run, args=(tmp_path / "data", folder))
        waiting.start()
        said = ""
        while waiting.is_alive() and "waiting for a build" not in said:
            said += capsys.readouterr().out
        assert said == "waiting for a build\n"
        assert tree(snapshots) == {}
    waiting.join()
    assert tree(snapshots) == {NAME: ANSWER}


@pytest.mark.parametrize("damage", ["zip", "csv"])
def test_a_file_that_is_not_as_its_digest_says_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    data = archive_of(tmp_path / "data")
    assert release.main(["--data", str(data), "pack", str(tmp_path / "out"), "2026-08"]) == 0
    folder = tmp_path / "out" / "data-2026-08"
    (file,) = folder.glob(f"*.{damage}*")
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    assert "download it again" in refused(data, folder, capsys=capsys)


def test_a_zip_without_a_digest_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = released(tmp_path / "release", packed((NAME, ANSWER)))
    (folder / "SHA256SUMS").write_text("something else\n")
    assert "cannot be checked" in refused(tmp_path / "data", folder, capsys=capsys)
    (folder / "SHA256SUMS").unlink()
    said = refused(tmp_path / "data", folder / "data-2026-10.zip", capsys=capsys)
    assert "cannot be checked" in said


def test_a_folder_without_a_release_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert "no zip file" in refused(tmp_path / "data", tmp_path / "empty", capsys=capsys)


LINK = zipfile.ZipInfo("2026-10-01.json")
LINK.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("../2026-10-01.json", ANSWER)], "no snapshot's name"),
        ([("/2026-10-01.json", ANSWER)], "no snapshot's name"),
        ([("snapshots/2026-10-01.json", ANSWER)], "no snapshot's name"),
        ([("..\\2026-10-01.json", ANSWER)], "no snapshot's name"),
        ([("snapshots/", b"")], "no snapshot's name"),
        ([(".2026-10-01.json", ANSWER)], "no snapshot's name"),
        ([("2026-10-01.json.exe", ANSWER)], "no snapshot's name"),
        ([("Makefile", b"all:")], "no snapshot's name"),
        ([("2026-10-01.json\n", ANSWER)], "no snapshot's name"),
        ([("x" * 60000 + ".json", ANSWER)], "no snapshot's name"),
        ([("2026-10-41.json", ANSWER)], "not named like an archived snapshot"),
        ([("2026-10-01.r1.json", ANSWER)], "not named like an archived snapshot"),
        ([("notes.json", b"{}")], "not named like an archived snapshot"),
        ([(NAME, ANSWER), (NAME, OTHER)], "contains 2026-10-01.json twice"),
        ([("2026-10-02.json", ANSWER)], "contains the snapshot of 2026-10-01"),
        ([(NAME, b"{}")], "failed 1 check"),
        ([(LINK, b"/etc/passwd")], "2026-10-01.json"),
        ([("2026-09-04.json", ANSWER.replace(b"10-01", b"09-04"))], "not of its month"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_anything_but_answers_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    members: list[tuple[str | zipfile.ZipInfo, bytes]],
    said: str,
) -> None:
    folder = released(tmp_path / "release", packed(*members))
    assert said in refused(tmp_path / "data", folder, capsys=capsys)
    assert {each.name for each in tmp_path.iterdir()} == {"release"}


def test_a_zip_that_unpacks_to_more_than_answers_can_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bomb = packed((NAME, b" " * 11_000_000), how=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    folder = released(tmp_path / "release", bomb)
    said = refused(tmp_path / "data", folder, capsys=capsys)
    assert "unpacks to more than a month of answers" in said


def test_what_unpacks_to_more_than_a_month_in_all_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "LARGEST_MONTH", 2 * len(ANSWER) - 1)
    late = ANSWER.replace(b"10-01", b"10-02")
    folder = released(tmp_path / "release", packed((NAME, ANSWER), ("2026-10-02.json", late)))
    said = refused(tmp_path / "data", folder, capsys=capsys)
    assert "unpacks to more than a month of answers" in said


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip file", packed((NAME, ANSWER))[:-30]])
def test_what_is_no_zip_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    folder = released(tmp_path / "release", content)
    assert "cannot be unpacked" in refused(tmp_path / "data", folder, capsys=capsys)


def test_a_zip_whose_content_is_damaged_inside_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = packed((NAME, ANSWER)).replace(b"debugging", b"DEBUGGING")
    folder = released(tmp_path / "release", content)
    assert "cannot be unpacked" in refused(tmp_path / "data", folder, capsys=capsys)
