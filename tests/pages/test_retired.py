"""Tasks and categories that vanish or move keep their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.answers import archive_with, small
from tests.site_reader import Site, build_from

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data


BASE = "https://example.org/x/"


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


def test_a_vanished_task_and_category_keep_pages_that_lead_to_their_last_edition(
    tmp_path: Path,
) -> None:
    before = small(("a", "x", 0.5, 0.4), ("z:gone", "y", 0.5, 0.6), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 1, 1)))
    for path, kind in (("y/gone/index.html", "task"), ("y/index.html", "category")):
        text = built.text(path)
        assert f"The source no longer has this {kind}." in text
        assert "2026-09-20, with 50.0% of classified requests on OpenRouter and 60.0%" in text
        target = path.removesuffix("/index.html")
        depth = "../" * path.count("/")
        links = [link.attrib["href"] for link in built.pages[path].iter("a")]
        assert f"{depth}on/2026-09-20/index.html#{target}" in links
        ids = {e.get("id") for e in built.editions["on/2026-09-20/index.html"].iter()}
        assert target in ids
    archive = built.text("archive/index.html")
    assert "2026-10-06: The task Z:Gone (z:gone) has vanished." in archive
    assert "2026-10-06: The category Y (y) has vanished." in archive


def test_a_tag_that_only_a_restated_answer_had_keeps_its_page_and_address(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("zz:foo", "x", 0.5, 0.5))
    second = small(("a", "x", 0.4, 0.4), ("zz:foo", "x", 0.6, 0.6))
    third = small(("a", "x", 1, 1))
    later = small(("a", "x", 0.5, 0.5), ("aa:foo", "x", 0.5, 0.5), as_of="2026-10-07")
    built = build(tmp_path, first, second, third, later)
    assert "The source no longer has this task." in built.text("x/foo/index.html")
    (taken,) = (path for path in built.pages if path.startswith("x/foo-"))
    assert built.rows(taken, "Models by requests")
    text = built.text("archive/index.html")
    assert "The task Zz:Foo (zz:foo) has vanished." in text


def test_a_task_that_moved_and_then_vanished_is_nowhere(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20"),
        small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-21"),
        small(("b", "y", 1, 1), as_of="2026-09-22"),
    )
    for path in ("x/a/index.html", "y/a/index.html"):
        assert "The source no longer has this task." in built.text(path)


def test_a_vanished_tasks_chart_and_file_cite_the_last_edition_that_has_it(tmp_path: Path) -> None:
    days = [
        small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of=f"2026-09-{day}")
        for day in (20, 21, 22)
    ]
    built = build(tmp_path, *days, small(("a", "x", 1, 1)))
    last, newest = "as of 2026-09-22.", b"as of 2026-10-06."
    for file in ("y/b/history.csv", "y/b/trend.svg"):
        assert last.encode() in built.files[file]
        assert newest not in built.files[file]
    (figure,) = built.pages["y/b/index.html"].iter("figure")
    *_, cited = figure.iterfind("details/p/code")
    assert (cited.text or "").endswith(f"{last} {BASE}on/2026-09-22/#y/b")


def test_a_vanished_category_says_where_its_tasks_are(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)))
    text = built.text("y/index.html")
    assert "Of its tasks, it has put into other categories: B." in text
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-09-20." in text


def test_a_task_that_moved_leads_from_its_old_place_to_its_new_one(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-09-20")
    now = small(("a", "y", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    built = build(tmp_path, before, now)
    assert "has moved this task to another category" in built.text("x/a/index.html")
    assert "../../y/a/index.html" in [
        link.attrib["href"] for link in built.pages["x/a/index.html"].iter("a")
    ]
    assert built.rows("y/a/index.html", "Models by requests")
    back = build_from(
        archive_with(tmp_path / "data", before | {"as_of": "2026-10-20"}), tmp_path / "back"
    )
    assert back.rows("x/a/index.html", "Models by requests")
    assert "has moved this task" in back.text("y/a/index.html")
