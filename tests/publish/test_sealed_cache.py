"""A cache whose seal is right and whose values are not what a build writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from site_lib.publish.cache import FILE
from site_lib.publish.fingerprints import CODE, code_hash, sha256
from tests.answers import tree
from tests.builds import built, from_nothing, short_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JUNK: dict[str, Any] = {
    "null": None,
    "number": 7,
    "huge": 10**400,
    "text": "x",
    "list": [],
    "object": {},
    "numbers": [1, 2, 3, 4],
    "texts": ["a", "b", "c", "d"],
    "records": [["../x", "y", 3], [1, 2, 3], ["a\0b", "c", "d"]],
    "zero byte": [["a\0b", "0" * 64, 3]],
    "outside": [["../../secret", "0" * 64, 6]],
    "day": [7, {"a": ["A", "x", ["?", 1], [1, 1]]}, {}, []],
    "lengths": [["a", "b"], [0.1], [0.2], [1], 0.3],
}


def change_all(_: Any, junk: Any) -> Any:  # noqa: ANN401 (JSON)
    return junk


def change_parts(value: Any, junk: Any) -> Any:  # noqa: ANN401 (JSON)
    """Change each part of a list or an object, but not the list or the object itself."""
    if isinstance(value, dict):
        return dict.fromkeys(value, junk)
    return [junk for _ in value] if isinstance(value, list) else junk


def change_models(value: Any, junk: Any) -> Any:  # noqa: ANN401 (JSON)
    """Change what is known of a day's models: their names, three arrays, a number."""
    is_models = isinstance(value, list) and len(value) == 5 and isinstance(value[4], float)
    return junk if is_models else value


def reseal(file: Path, entries: dict[str, Any]) -> None:
    body = json.dumps(entries).encode()
    file.write_bytes(sha256(code_hash(CODE).encode() + body).encode() + b"\n" + body)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("change", [change_all, change_parts, change_models])
def test_what_cannot_be_read_is_not_there(
    tmp_path: Path, junk: str, change: Callable[[Any, Any], Any]
) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    before = tree(tmp_path / "site")
    file = tmp_path / "cache" / FILE
    entries = json.loads(file.read_bytes().partition(b"\n")[2])
    assert len(entries) > 10
    changed = {name: change(value, JUNK[junk]) for name, value in entries.items()}
    assert changed != entries
    reseal(file, changed)
    (tmp_path / "site" / "index.html").write_text("so that pages are made anew")
    built(tmp_path)
    assert tree(tmp_path / "site") == before


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff", b"NaN", b"{", b"[]", b"1e999"])
def test_a_sealed_cache_that_is_no_object_is_empty(tmp_path: Path, body: bytes) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    file = tmp_path / "cache" / FILE
    file.write_bytes(sha256(code_hash(CODE).encode() + body).encode() + b"\n" + body)
    assert built(tmp_path).reused == 0
    assert tree(tmp_path / "site") == from_nothing(tmp_path)
