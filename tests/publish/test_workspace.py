from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import OutputError
from site_lib.publish.locks import locked
from site_lib.publish.workspace import workspace
from tests.answers import ROOT, tree

if TYPE_CHECKING:
    from pathlib import Path

HELD = """
import sys
from pathlib import Path
from site_lib.publish.workspace import workspace

with workspace(Path(sys.argv[1])):
    print("taken", flush=True)
    sys.stdin.readline()
"""
"""Another build: it takes the workspace of a folder, and gives it back when it is told."""


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text((folder / name).name)


def test_a_workspace_leaves_no_trace(tmp_path: Path) -> None:
    with workspace(tmp_path / "site") as space:
        fill(space.new, "a")
        assert space.new.parent == space.old.parent == tmp_path / ".site.build"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_removed_first(tmp_path: Path) -> None:
    fill(tmp_path, "site", ".site.build/new-1", ".site.build/old", ".other.build/new-1")
    with workspace(tmp_path / "site") as space:
        assert tree(space.new.parent) == {}
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".other.build"}


def test_a_site_that_a_killed_build_had_moved_away_comes_back(tmp_path: Path) -> None:
    fill(tmp_path, ".site.build/new-1", ".site.build/old")
    with workspace(tmp_path / "site"):
        assert tree(tmp_path / "site") == {"index.html": b"old"}
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_the_only_site_there_is_stays_even_if_it_cannot_be_moved(tmp_path: Path) -> None:
    with workspace(tmp_path / "site") as space:
        fill(space.old.parent, "old")
        (tmp_path / "site").write_text("in the way")
        (tmp_path / "site").rename(tmp_path / "site.txt")
    assert tree(tmp_path / "site") == {"index.html": b"old"}


def test_a_folder_of_that_name_with_other_files_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, ".site.build/new-1", ".site.build/thesis")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match=r"\.site\.build is not from a build: move it away"):
        workspace(tmp_path / "site").__enter__()
    assert tree(tmp_path) == before


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "home/new-1")
    (tmp_path / ".site.build").symlink_to(tmp_path / "home")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="is not from a build"):
        workspace(tmp_path / "site").__enter__()
    assert tree(tmp_path) == before
    assert (tmp_path / ".site.build").is_symlink()


def test_a_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, ".site.build/new-1", ".site.build/old")
    before = tree(tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(OutputError, match="is not from a build"):
        workspace(tmp_path / "site").__enter__()
    assert tree(tmp_path) == before


def test_of_two_builds_one_waits_and_then_finds_what_the_other_left(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HELD, str(tmp_path / "site")]
    waited = []
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "taken\n"

        def wait() -> None:
            waited.append(other.poll())
            assert other.stdin
            other.stdin.write("go on\n")
            other.stdin.flush()

        # The other one removes the folder at its end, so this one makes it again.
        with workspace(tmp_path / "site", wait) as space:
            assert waited == [None]
            assert space.new.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_build_that_was_killed_is_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HELD, str(tmp_path / "site")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        other.stdout.readline()
        other.kill()
        other.wait()
    assert list((tmp_path / ".site.build").glob("new-*"))

    def wait() -> None:
        pytest.fail("nobody has the lock")

    with workspace(tmp_path / "site", wait):
        pass
    assert list(tmp_path.iterdir()) == []


def test_workers_of_a_killed_build_write_to_no_other_builds_site(tmp_path: Path) -> None:
    fill(tmp_path, ".site.build/new-1")
    with workspace(tmp_path / "site") as space:
        fill(tmp_path, ".site.build/new-1/late")
        assert tree(space.new) == {}
    assert list(tmp_path.iterdir()) == []


def test_different_folders_have_different_locks(tmp_path: Path) -> None:
    fill(tmp_path, "a", "b")

    def wait() -> None:
        pytest.fail("nobody has the lock")

    with locked(tmp_path / "a", wait), locked(tmp_path / "b", wait):
        pass
