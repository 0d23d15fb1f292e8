"""The build cache: what one build writes the next one reads, unless it is damaged or outdated."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_lib.publish import fingerprints
from site_lib.publish.cache import FILE, Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _another_process() -> Iterator[None]:
    yield
    _forget()


def _forget() -> None:
    """Forget what is computed once in a process."""
    fingerprints.code_hash.cache_clear()
    fingerprints.library_versions.cache_clear()


def as_it_is(value: object) -> object:
    return value


def written(folder: Path, **values: object) -> Path:
    """Write values as a build does; return the file."""
    one = Cache(folder)
    for name, value in values.items():
        one.put(name, value)
    assert one.write() is None
    return folder / FILE


def test_what_one_build_writes_the_next_one_reads(tmp_path: Path) -> None:
    written(tmp_path / "new" / "cache", a=[1, "ä", None, {"b": 0.1}])
    second = Cache(tmp_path / "new" / "cache")
    assert second.get("a", as_it_is) == [1, "ä", None, {"b": 0.1}]
    assert second.get("b", as_it_is) is None


def test_an_entry_that_a_build_does_not_get_is_dropped(tmp_path: Path) -> None:
    written(tmp_path, a=1, b=2)
    second = Cache(tmp_path)
    assert second.get("a", as_it_is) == 1
    second.put("c", 3)
    second.write()
    third = Cache(tmp_path)
    assert [third.get(name, as_it_is) for name in "abc"] == [1, None, 3]


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
    file = written(tmp_path, a=1)
    changed = damage(file.read_bytes())
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    assert Cache(tmp_path).get("a", as_it_is) is None


def test_a_cache_that_other_code_wrote_is_an_empty_one(tmp_path: Path) -> None:
    code = tmp_path / fingerprints.CODE.name
    shutil.copytree(fingerprints.CODE, code)
    written(tmp_path / "cache", a=1)
    assert Cache(tmp_path / "cache", code).get("a", as_it_is) == 1
    (code / "site" / "context.py").write_text((code / "errors.py").read_text() + "\n")
    # This process has loaded the code before the change and may load more of it after.
    changed = Cache(tmp_path / "cache", code)
    assert changed.get("a", as_it_is) == 1
    assert changed.write() == "not written: the code changed during the build"
    _forget()
    assert Cache(tmp_path / "cache", code).get("a", as_it_is) is None


def test_a_cache_of_other_libraries_is_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "cache", a=1)
    metadata = tmp_path / "libraries" / "jinja2-999.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: jinja2\nVersion: 999\n")
    monkeypatch.syspath_prepend(tmp_path / "libraries")
    _forget()
    assert "999" in fingerprints.library_versions()
    assert Cache(tmp_path / "cache").get("a", as_it_is) is None


def test_a_cache_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = Cache(tmp_path / "file")
    one.put("a", 1)
    reason = one.write()
    assert reason
    assert f"{tmp_path / 'file'} is not a folder" in reason
