"""Fingerprints of files and of lists: what is different has different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_lib.publish.fingerprints import file_hashes, key

if TYPE_CHECKING:
    from pathlib import Path


def test_files_behind_a_link_are_hashed_too(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a").write_text("a")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "elsewhere")
    before = file_hashes(tmp_path / "folder")
    (tmp_path / "elsewhere" / "a").write_text("b")
    assert [path for path, _ in before] == ["folder/link/a"]
    assert file_hashes(tmp_path / "folder") != before


def test_files_that_editors_leave_are_not_hashed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    before = file_hashes(tmp_path)
    for name in (".a.swp", "a~", "a.pyc", ".#a"):
        (tmp_path / name).write_text("")
    assert file_hashes(tmp_path) == before


def test_a_folder_that_is_not_there_cannot_be_hashed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        file_hashes(tmp_path / "nowhere")


def test_lists_that_are_written_alike_have_different_keys() -> None:
    lists: list[list[object]] = [["a", "b"], ["ab"], ["a", ["b"]], [["a", "b"]], ["a,b"], []]
    assert len({key(*each) for each in lists}) == len(lists)
