"""Tasks and categories that vanish or move keep their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answers import archive_with, small
from tests.data_files import from_pandas
from tests.site_reader import Site, build_from, words

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
        assert (
            f"OpenRouter no longer has this {kind}. Its requests may now count under another name; "
            "OpenRouter does not say."
        ) in text
        assert (
            "It was last here on 2026-09-20, with 50.0% of classified requests on OpenRouter and "
            "60.0% of all tokens. The figures below end there."
        ) in text
        target = path.removesuffix("/index.html")
        depth = "../" * path.count("/")
        links = [link.attrib["href"] for link in built.pages[path].iter("a")]
        assert f"{depth}on/2026-09-20/index.html#{target}" in links
        ids = {e.get("id") for e in built.editions["on/2026-09-20/index.html"].iter()}
        assert target in ids
    archive = built.text("archive/index.html")
    assert "2026-10-06: The task Z:Gone (z:gone) was removed." in archive
    assert "2026-10-06: The category Y (y) was removed." in archive


def test_a_tag_that_only_a_restated_answer_had_keeps_its_page_and_address(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("zz:foo", "x", 0.5, 0.5))
    second = small(("a", "x", 0.4, 0.4), ("zz:foo", "x", 0.6, 0.6))
    third = small(("a", "x", 1, 1))
    later = small(("a", "x", 0.5, 0.5), ("aa:foo", "x", 0.5, 0.5), as_of="2026-10-07")
    built = build(tmp_path, first, second, third, later)
    assert "OpenRouter no longer has this task." in built.text("x/foo/index.html")
    (taken,) = (path for path in built.pages if path.startswith("x/foo-"))
    assert built.rows(taken, "Top 1 model by share of ")
    text = built.text("archive/index.html")
    assert "The task Zz:Foo (zz:foo) was removed." in text


def test_a_task_that_moved_and_then_vanished_is_nowhere(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20"),
        small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-21"),
        small(("b", "y", 1, 1), as_of="2026-09-22"),
    )
    for path in ("x/a/index.html", "y/a/index.html"):
        assert "OpenRouter no longer has this task." in built.text(path)


DAYS = ("2026-09-20", "2026-09-21", "2026-09-22")


def gone(tmp_path: Path, *, moved: bool) -> Site:
    """Build a site of a task that was in one category for three days, and moved or vanished."""
    days = [small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of=day) for day in DAYS]
    later = [("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)] if moved else [("a", "x", 1, 1)]
    return build(tmp_path, *days, small(*later, as_of="2026-09-30"), small(*later))


@pytest.mark.parametrize("moved", [False, True])
def test_an_old_pages_figures_end_on_the_last_date_there_and_cite_it(
    tmp_path: Path, *, moved: bool
) -> None:
    built, path = gone(tmp_path, moved=moved), "y/b/index.html"
    last, newest = "as of 2026-09-22.", "as of 2026-10-06."
    for file in ("y/b/history.csv", "y/b/trend.svg"):
        assert last.encode() in built.files[file]
        assert newest.encode() not in built.files[file]
    points = from_pandas(built.folder / "y" / "b" / "history.csv")
    shares = [(row["as_of"], row["request_share"], row["token_share"]) for row in points]
    assert shares == [(day, 0.5, 0.5) for day in DAYS]
    assert {(row["category"], row["task"]) for row in points} == {("y", "b")}
    rows = built.rows(path, "B, the 7 days to each date")
    assert [words(row[0]) for row in rows] == [*reversed(DAYS)]
    (figure,) = built.pages[path].iter("figure")
    assert "B had 50.0% of requests on 2026-09-20 and 50.0% on 2026-09-22" in words(
        figure.find("figcaption")
    )
    *_, cited = figure.iterfind("details/p/label/input")
    assert cited.attrib["value"].endswith(f"{last} {BASE}on/2026-09-22/#y/b")
    described = built.pages[path].find("head/meta[@property='og:description']")
    assert described is not None
    said = described.attrib["content"]
    assert said.startswith("OpenRouter had the task B here until 2026-09-22.")
    assert said.endswith(last)
    assert newest not in built.files[path].decode()
    footer = built.pages[path].find("body/footer")
    assert footer is not None
    assert words(footer).startswith(f"Source: OpenRouter (openrouter.ai/rankings), {last}")
    dated = footer.find("p/a")
    assert dated is not None
    assert dated.attrib["href"] == "../../on/2026-09-22/index.html#y/b"


def test_the_new_page_of_a_task_that_moved_has_its_whole_history(tmp_path: Path) -> None:
    built = gone(tmp_path, moved=True)
    days = [row["as_of"] for row in from_pandas(built.folder / "x" / "b" / "history.csv")]
    assert days == [*DAYS, "2026-09-30", "2026-10-06"]


def test_a_vanished_category_says_where_its_tasks_are(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)))
    text = built.text("y/index.html")
    assert "These of its tasks are now in other categories: B." in text
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-09-20." in text


def test_a_task_that_moved_leads_from_its_old_place_to_its_new_one(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-09-20")
    now = small(("a", "y", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    built = build(tmp_path, before, now)
    assert (
        "OpenRouter has moved this task to another category. Its figures are now on A. "
        "It was last here on 2026-09-20, with 50.0% of classified requests"
    ) in built.text("x/a/index.html")
    assert "../../y/a/index.html" in [
        link.attrib["href"] for link in built.pages["x/a/index.html"].iter("a")
    ]
    assert built.rows("y/a/index.html", "Top 1 model by share of ")
    back = build_from(
        archive_with(tmp_path / "data", before | {"as_of": "2026-10-20"}), tmp_path / "back"
    )
    assert back.rows("x/a/index.html", "Top 1 model by share of ")
    assert "has moved this task" in back.text("y/a/index.html")
