"""What a preview keeps of its last build: what has changed is made again, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import RenderError
from site_lib.publish.templates import Renderer
from tests.answers import archive_with, small, tree
from tests.builds import built, short_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builds import Counts


def rebuilt(folder: Path) -> dict[str, bytes]:
    """Build as a preview does, and see that a build with nothing in memory makes the same."""
    built(folder, keeps_pages=True)
    made = tree(folder / "site")
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / "cache")
    built(folder)
    assert tree(folder / "site") == made
    return made


@pytest.fixture
def pages(tmp_path: Path, calls: Counts) -> list[object]:
    """Build a preview; what its later builds make is in the list."""
    short_archive(tmp_path)
    built(tmp_path, keeps_pages=True)
    made = calls(Renderer, "page_and_card")
    built(tmp_path, keeps_pages=True)
    assert made == []
    return made


def paths(made: dict[str, bytes]) -> set[str]:
    return {path for path in made if path.endswith(".html") and not path.startswith("on/")}


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("about.html", 1),
        ("task.html", 2),
        ("_partials/what_moved.html", 3),  # of home and of two categories
    ],
)
def test_only_the_pages_of_a_changed_template_are_made_again(
    tmp_path: Path, root: Path, pages: list[object], template: str, number: int
) -> None:
    file = root / "templates" / template
    file.write_text(file.read_text() + "\n{# changed #}\n")
    built(tmp_path, keeps_pages=True)
    # Every build makes the download page, which lists the sizes of files, and with any changed
    # template the page of the model that no task lists any more.
    assert len(pages) == number + 2
    rebuilt(tmp_path)


def test_all_pages_are_made_again_with_another_style(
    tmp_path: Path, root: Path, pages: list[object]
) -> None:
    style = root / "static" / "page.css"
    style.write_text(style.read_text() + "hr { color: red }")
    built(tmp_path, keeps_pages=True)
    made = tree(tmp_path / "site")
    assert len(pages) == len(paths(made))
    assert all(b"hr{color:red}" in made[path].replace(b" ", b"") for path in paths(made))
    rebuilt(tmp_path)


def test_charts_as_files_and_feeds_follow_their_styles_and_templates(
    tmp_path: Path, root: Path, pages: list[object]
) -> None:
    style, feed = root / "static" / "charts.css", root / "templates" / "feed.xml"
    style.write_text(style.read_text() + ".bar { opacity: .9 }")
    feed.write_text(feed.read_text().replace("</feed>", "<!-- changed --></feed>"))
    made = rebuilt(tmp_path)
    assert all(b"opacity:.9" in made[path].replace(b" ", b"") for path in made if ".svg" in path)
    assert all(b"changed" in made[path] for path in made if path.endswith("feed.xml"))
    assert pages


def test_another_answer_and_another_site_make_other_pages(
    tmp_path: Path, pages: list[object]
) -> None:
    before = tree(tmp_path / "site")["index.html"]
    newest = small(("code:debugging", "code", 0.2, 0.7), ("chat", "general", 0.8, 0.3))
    archive_with(tmp_path / "data", newest | {"as_of": "2026-10-09"})
    made = rebuilt(tmp_path)
    assert made["index.html"] != before
    assert b"2026-10-09" in made["index.html"]
    assert pages


def test_a_template_that_cannot_be_read_or_parsed_is_told_and_then_mended(
    tmp_path: Path, root: Path, pages: list[object]
) -> None:

    file = root / "templates" / "about.html"
    text = file.read_text()
    file.write_text("{% nothing %}")
    with pytest.raises(RenderError, match="about"):
        built(tmp_path, keeps_pages=True)
    file.write_text(text + "<hr>")
    built(tmp_path, keeps_pages=True)
    assert pages
    rebuilt(tmp_path)
