"""The cache: what is kept is found, and what is not as it was written is not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_lib.publish import cache
from site_lib.publish.cache import FILE, Cache, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _another_process() -> Iterator[None]:
    yield
    _forget()


def _forget() -> None:
    """Forget what a process asks once."""
    cache.code.cache_clear()
    cache.versions.cache_clear()


def kept(folder: Path, **values: object) -> Path:
    """Keep values as a build does; return the file."""
    one = Cache(folder)
    for name, value in values.items():
        one.put(name, value)
    assert one.write() is None
    return folder / FILE


def test_what_one_build_keeps_the_next_one_finds(tmp_path: Path) -> None:
    kept(tmp_path / "new" / "cache", a=[1, "ä", None, {"b": 0.1}])
    found = Cache(tmp_path / "new" / "cache")
    assert found.get("a") == [1, "ä", None, {"b": 0.1}]
    assert found.get("b") is None


def test_what_a_build_does_not_ask_for_is_not_kept_any_longer(tmp_path: Path) -> None:
    kept(tmp_path, a=1, b=2)
    second = Cache(tmp_path)
    assert second.get("a") == 1
    second.put("c", 3)
    second.write()
    third = Cache(tmp_path)
    assert [third.get(name) for name in "abc"] == [1, None, 3]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.replace(b'"a":1', b'"a":2'),
        lambda content: content[:-1],
        lambda content: content[1:],
        lambda content: content.partition(b"\n")[2],
        lambda _: b"",
        lambda content: b"\n" + content,
    ],
)
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file = kept(tmp_path, a=1)
    changed = damage(file.read_bytes())
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    assert Cache(tmp_path).get("a") is None


def test_a_cache_that_other_code_wrote_is_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path / "cache", a=1)
    other = tmp_path / cache.CODE.name
    shutil.copytree(cache.CODE, other)
    monkeypatch.setattr(cache, "CODE", other)
    assert Cache(tmp_path / "cache").get("a") == 1
    (other / "site" / "context.py").write_text((other / "errors.py").read_text() + "\n")
    # This process has loaded code as it was; it keeps nothing, since it may load more as it is now.
    changed = Cache(tmp_path / "cache")
    assert changed.get("a") == 1
    assert changed.write() == "not written: the code was changed meanwhile"
    _forget()
    assert Cache(tmp_path / "cache").get("a") is None


def test_a_cache_of_other_libraries_is_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path, a=1)
    monkeypatch.setattr(cache, "version", lambda name: f"999 of {name}")
    _forget()
    assert Cache(tmp_path).get("a") is None


def test_a_cache_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = Cache(tmp_path / "file")
    one.put("a", 1)
    reason = one.write()
    assert reason
    assert f"{tmp_path / 'file'} is no folder" in reason


def test_what_stands_behind_a_link_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a").write_text("a")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "elsewhere")
    before = cache.digests(tmp_path / "folder")
    (tmp_path / "elsewhere" / "a").write_text("b")
    assert [path for path, _ in before] == ["folder/link/a"]
    assert cache.digests(tmp_path / "folder") != before


def test_files_that_editors_leave_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    before = cache.digests(tmp_path)
    for name in (".a.swp", "a~", "a.pyc", ".#a"):
        (tmp_path / name).write_text("")
    assert cache.digests(tmp_path) == before


def test_a_folder_that_is_not_there_cannot_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cache.digests(tmp_path / "nowhere")


def test_lists_that_are_written_alike_have_different_keys() -> None:
    lists: list[list[object]] = [["a", "b"], ["ab"], ["a", ["b"]], [["a", "b"]], ["a,b"], []]
    assert len({key(*each) for each in lists}) == len(lists)
