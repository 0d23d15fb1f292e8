"""A run as a whole, on the past that the archive holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import ArchiveError
from site_lib.publish.config import BuildConfig
from site_lib.publish.pipeline import build as run
from tests.answers import RECORDED, archive_with, raw, recorded_data, site_at, small
from tests.builds import built, short_archive
from tests.site_reader import Site, build_from, without_the_answer

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.publish.sources import FetchedAnswer
    from site_lib.snapshots.archive import Archive
    from tests.answers import Data


BASE = "https://example.org/x/"


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


def test_a_damaged_answer_of_any_day_is_told_before_the_source_is_asked(tmp_path: Path) -> None:
    archive_with(tmp_path / "data", *(file.read_bytes() for file in RECORDED))
    (tmp_path / "data" / "snapshots" / "2026-09-01.json").write_bytes(b"{")
    folders = tmp_path / "data", tmp_path / "site"
    config = BuildConfig(*folders, site_at(), today=date(2026, 11, 22), cache=tmp_path / "cache")

    def source(_: Archive) -> FetchedAnswer:
        pytest.fail("the source was asked")

    with pytest.raises(ArchiveError, match="2026-09-01"):
        run(config, source, lambda _: None)


def test_answers_in_any_order_tell_the_same_past(tmp_path: Path) -> None:
    straight = build(tmp_path / "a", *(file.read_bytes() for file in RECORDED))
    shuffled = []
    for file in RECORDED:
        data = recorded_data(file.stem)
        data["classifications"].reverse()
        data["macro_categories"].reverse()
        for tag in data["classifications"]:
            tag["models"].reverse()
        shuffled.append(raw(data))
    reversed_ = build(tmp_path / "b", *shuffled)
    assert without_the_answer(reversed_) == without_the_answer(straight)


def test_a_sample_of_an_edition_says_that_it_is_one(tmp_path: Path) -> None:
    data = archive_with(tmp_path / "data", small(("a", "x", 1, 1)))
    built = build_from(data, tmp_path / "site", is_sample=True)
    page = "on/2026-10-06/index.html"
    assert "This is a sample" in built.text(page)
    assert built.editions[page].find("head/meta[@content='noindex']") is not None


def test_another_publisher_is_named_on_every_page_and_edition(tmp_path: Path) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    other = site_at(BASE).model_copy(update={"title": "Another title"})
    built(tmp_path, site=other)
    pages = [file for file in (tmp_path / "site").rglob("*.html") if file.name != "404.html"]
    assert [page for page in pages if b"Another title" not in page.read_bytes()] == []
