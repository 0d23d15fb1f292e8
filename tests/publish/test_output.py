from __future__ import annotations

import shutil
import stat
from pathlib import Path, PosixPath

import pytest

from site_lib.errors import OutputError
from site_lib.publish.fingerprints import sha256
from site_lib.publish.output import FileRecord, StagedSite, check_output_folder, staged
from site_lib.publish.workspace import workspace
from tests.answers import tree

RECORD = b'{"generator": "openrouter-tasks"}'
OLD = {"index.html": b"old", "build.json": RECORD, "gone/index.html": b"gone"}
NEW = {"index.html": b"new", "build.json": RECORD, "a/b/index.html": b"deep"}


def publish(files: dict[str, bytes], out: Path) -> None:
    check_output_folder(out, out.parent / "data", out.parent / "cache")
    with staged(out) as site:
        site.write(files.items())
        site.publish()


def test_a_site_replaces_the_one_before_as_a_whole(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    publish(NEW, tmp_path / "site")
    assert tree(tmp_path) == {f"site/{path}": content for path, content in NEW.items()}


def test_an_output_folder_in_a_new_folder_is_made(tmp_path: Path) -> None:
    publish(NEW, tmp_path / "some" / "where" / "site")
    assert tree(tmp_path / "some" / "where" / "site") == NEW


def test_a_file_that_comes_out_the_same_is_not_written_again(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    before = (tmp_path / "site" / "build.json").stat().st_ino
    changed = OLD | {"index.html": b"OLD"}
    publish(changed, tmp_path / "site")
    assert (tmp_path / "site" / "build.json").stat().st_ino == before
    assert tree(tmp_path / "site") == changed


@pytest.mark.parametrize("path", ["../secret", "a/../../secret", "/{}/secret"])
def test_nothing_outside_the_output_folder_is_reused(tmp_path: Path, path: str) -> None:
    publish(OLD, tmp_path / "site")
    (tmp_path / "secret").write_bytes(b"secret")
    record = FileRecord(path.format(tmp_path), sha256(b"secret"), 6)
    before = tree(tmp_path)
    with staged(tmp_path / "site") as site:
        assert not site.reuse([record])
    assert tree(tmp_path) == before


def test_everybody_may_read_what_is_published(tmp_path: Path) -> None:
    publish(NEW, tmp_path / "site")
    for path in (tmp_path / "site", *(tmp_path / "site").rglob("*")):
        assert path.stat().st_mode & stat.S_IROTH


def test_what_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    before = tree(tmp_path)
    with staged(tmp_path / "site") as site:
        site.write(NEW.items())
    assert tree(tmp_path) == before


def test_a_failed_swap_puts_the_replaced_folder_back(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    before = tree(tmp_path)
    with staged(tmp_path / "site") as site:
        site.write(NEW.items())
        (new,) = (tmp_path / ".site.build").glob("new-*")
        shutil.rmtree(new)
        with pytest.raises(OutputError, match=r"cannot replace .*No such file"):
            site.publish()
    assert tree(tmp_path) == before


def never(_: Path, __: Path) -> bool:
    """Stand in for a system that cannot let two folders change places in one step."""
    return False


def test_where_folders_cannot_change_places_they_are_moved_one_after_the_other(
    tmp_path: Path,
) -> None:
    publish(OLD, tmp_path / "site")
    with workspace(tmp_path / "site") as space:
        site = StagedSite(space, tmp_path / "site", never)
        site.write(NEW.items())
        site.publish()
        assert tree(space.old) == OLD
    assert tree(tmp_path) == {f"site/{path}": content for path, content in NEW.items()}


def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    with workspace(tmp_path / "site") as space:
        site = StagedSite(space, tmp_path / "site")
        site.write(NEW.items())
        site.publish()
        assert not space.old.exists()
        assert tree(space.new) == OLD
    assert tree(tmp_path / "site") == NEW


class Unlinkable(PosixPath):
    """A path on a file system without links."""

    def hardlink_to(self, _: object) -> None:
        raise PermissionError(1, "Operation not permitted")


def test_where_files_cannot_be_linked_they_are_copied(tmp_path: Path) -> None:
    publish(OLD, tmp_path / "site")
    with workspace(tmp_path / "site") as space:
        site = StagedSite(space._replace(new=Unlinkable(space.new)), tmp_path / "site")
        assert site.reuse([FileRecord("build.json", sha256(RECORD), len(RECORD))])
        site.write([("index.html", b"old")])
        site.publish()
    assert tree(tmp_path / "site") == {"index.html": b"old", "build.json": RECORD}


@pytest.mark.parametrize(
    "files",
    [
        {"thesis.txt": b"years of work"},
        {"thesis.txt": b"years of work", "build.json": b'{"my": "config"}'},
        {"thesis.txt": b"years of work", "build.json": b"[]"},
        {"build.json": RECORD, ".git/HEAD": b"ref: refs/heads/gh-pages"},
    ],
)
def test_a_folder_that_no_build_made_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    with pytest.raises(OutputError, match="not from a build"):
        publish(NEW, tmp_path)
    assert tree(tmp_path) == files


@pytest.mark.parametrize("data", ["site", "site/data", "site/a/b"])
def test_a_folder_that_holds_the_archive_is_refused(tmp_path: Path, data: str) -> None:
    publish(OLD, tmp_path / "site")
    with pytest.raises(OutputError, match="contains the archive"):
        check_output_folder(tmp_path / "site", tmp_path / data, tmp_path / "cache")


@pytest.mark.parametrize("cache", ["data/snapshots", "data/snapshots/cache"])
def test_a_cache_in_the_archive_is_refused(tmp_path: Path, cache: str) -> None:
    with pytest.raises(OutputError, match="is in the archive: choose another folder with --cache"):
        check_output_folder(tmp_path / "site", tmp_path / "data", tmp_path / cache)


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(tmp_path / "site")
    with pytest.raises(OutputError, match="cannot use"):
        publish(NEW, tmp_path / "site")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(NEW, tmp_path / "site")
    assert tree(tmp_path / "site") == NEW


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        publish(NEW, tmp_path / "site")


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    publish(NEW, tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert tree(tmp_path / "real") == NEW


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot use .*Not a directory"):
        publish(NEW, tmp_path / "file" / "site")
