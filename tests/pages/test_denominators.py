"""What pages say where that of which all shares are has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answers import archive_with, small
from tests.site_reader import Site, build_from

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data

THEN, NOW = "2026-09-20", "2026-10-06"


def build(tmp_path: Path, *answers: Data) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site")


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("ab", "abc", "Since 2026-09-20, OpenRouter has added C."),
        ("abc", "ab", "Since 2026-09-20, OpenRouter has removed C."),
        ("abc", "abde", "Since 2026-09-20, OpenRouter has added D and E and removed C."),
    ],
)
def test_every_page_says_that_a_task_came_or_went_where_that_moves_shares(
    tmp_path: Path, then: str, now: str, said: str
) -> None:
    def day(names: str, as_of: str) -> Data:
        return small(
            *((each, "xy"[each == "b"], 1 / len(names), 1 / len(names)) for each in names),
            as_of=as_of,
        )

    built = build(tmp_path, day(then, THEN), day(now, NOW))
    note = f"{said} That alone can move the shares of other tasks."
    for path in ("index.html", "x/index.html", "y/index.html", "x/a/index.html", "y/b/index.html"):
        assert built.text(path).count(note) == 1, path
    same = build(tmp_path / "same", day(then, THEN), day(then, NOW))
    assert not [path for path in same.pages if "That alone can move" in same.text(path)]


def test_a_category_with_other_tasks_than_then_and_its_tasks_say_so(tmp_path: Path) -> None:
    tasks = ("a", "x"), ("b", "x"), ("c", "y"), ("d", "z")
    before = small(*((name, key, 0.25, 0.25) for name, key in tasks), as_of=THEN)
    tasks = ("a", "x"), ("b", "y"), ("c", "y"), ("d", "z")
    built = build(tmp_path, before, small(*((name, key, 0.25, 0.25) for name, key in tasks)))
    note = "{} had other tasks on 2026-09-20. That alone can move shares of categories and in them."
    for path, label in (("x", "X"), ("x/a", "X"), ("y", "Y"), ("y/b", "Y"), ("y/c", "Y")):
        assert note.format(label) in built.text(f"{path}/index.html"), path
    assert note.format("Y and X") in built.text("index.html")
    for path in ("z", "z/d"):
        assert "had other tasks" not in built.text(f"{path}/index.html")
