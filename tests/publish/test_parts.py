"""What is made and what is reused: counted, and the same bytes either way."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from site_lib.analysis.series import MOST_SHOWN
from site_lib.charts.drawing import Drawing
from site_lib.editions.versions import Editions
from site_lib.errors import ArchiveError, RenderError
from site_lib.exports.news_feed import MOST_ENTRIES
from site_lib.publish import parts
from site_lib.snapshots.archive import Entry
from tests.answers import RECORDED, ROOT, archive_of, archive_with, raw, small, tree
from tests.builds import DAYS, built, from_nothing, long_archive, short_archive
from tests.pages.test_models import listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builds import Counts


EDITION, YEARS = 3, 1
"""How many files an edition has, and all days of a year."""
RECORD = 1
"""`build.json`, which is written by every build."""


def about_the_past(folder: Path) -> set[Path]:
    """Return the files of the pages of models that no task lists now."""
    pages = (folder / "site" / "models").glob("*/*/index.html")
    gone = [page for page in pages if b": what it was used for" in page.read_bytes()]
    return {file for page in gone for file in page.parent.iterdir()}


def change(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def made_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def made_a_link(file: Path) -> None:
    file.symlink_to(file.rename(file.with_name("elsewhere")))


def hidden(file: Path) -> None:
    file.chmod(0o600)


def test_a_build_with_nothing_changed_reuses_all_files(tmp_path: Path) -> None:
    short_archive(tmp_path)
    first = built(tmp_path)
    assert first.reused == 0
    before = tree(tmp_path / "site")
    page = tmp_path / "site" / "on" / "2026-10-06" / "index.html"
    inode = page.stat().st_ino
    second = built(tmp_path)
    assert page.stat().st_ino == inode
    assert second.reused + RECORD == second.files == first.files == len(before)
    assert second.size == first.size == sum(map(len, before.values()))
    assert tree(tmp_path / "site") == before


def test_a_build_with_nothing_changed_loads_neither_matplotlib_nor_the_network(
    tmp_path: Path,
) -> None:
    archive_of(tmp_path / "data", RECORDED[-1])
    program = (
        "import sys, build; status = build.main(sys.argv[1:]); "
        "heavy = {'matplotlib', 'numpy', 'PIL', 'httpx', 'multiprocessing'}; "
        "print('loaded', *sorted(heavy & sys.modules.keys())); sys.exit(status)"
    )
    command = [sys.executable, "-c", program, "--offline", "--data", str(tmp_path / "data")]
    command += ["--out", str(tmp_path / "site"), "--cache", str(tmp_path / "cache")]
    said = [
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert "matplotlib" in said[0].splitlines()[-1]
    assert said[1].splitlines()[-1] == "loaded"


def test_each_chart_is_drawn_once_and_none_again_for_a_changed_template(
    tmp_path: Path, root: Path, calls: Counts
) -> None:
    drawn = calls(Drawing, "svg")
    # Of names that no other test has: charts are kept as long as the process lives.
    named = re.compile(rb'("display_name"|"label"|"id"): ?"')
    answers = [named.sub(rb'\1:"counted ', file.read_bytes()) for file in RECORDED]
    archive_with(tmp_path / "data", *answers)
    built(tmp_path)
    charts = [path for path in tree(tmp_path / "site") if path.endswith(".svg")]
    assert len(drawn) == len(charts) > 100
    change(root / "templates" / "about.html")
    drawn.clear()
    compiled = calls(Environment, "compile")
    assert built(tmp_path).reused == EDITION * len(RECORDED) + YEARS
    assert drawn == []
    assert len(compiled) == 1


def test_a_new_day_makes_the_pages_and_one_edition(tmp_path: Path, calls: Counts) -> None:
    archive_of(tmp_path / "data", *RECORDED[:-1])
    built(tmp_path)
    before = about_the_past(tmp_path)
    (tmp_path / "data" / "snapshots" / RECORDED[-1].name).write_bytes(RECORDED[-1].read_bytes())
    made = calls(Editions, "files")
    report = built(tmp_path)
    assert len(made) == 1
    after = about_the_past(tmp_path)
    assert report.reused == EDITION * (len(RECORDED) - 1) + len(before & after)
    assert after - before
    assert before - after  # a model that came back
    assert tree(tmp_path / "site") == from_nothing(tmp_path)


def test_a_page_about_the_past_is_made_again_if_its_links_change(tmp_path: Path) -> None:
    data = archive_with(
        tmp_path / "data",
        listing("2026-09-01", "m/one", "m/two"),
        listing("2026-09-02", "m/one"),
    )
    built(tmp_path)
    before = {file: file.read_bytes() for file in about_the_past(tmp_path)}
    archive_with(data, listing("2026-09-03", "m/one"))
    built(tmp_path)
    assert {file: file.read_bytes() for file in about_the_past(tmp_path)} == before
    archive_with(data, listing("2026-09-04", "m/one", "m/two:free"))
    built(tmp_path)
    assert b">two:free<" in (tmp_path / "site/models/m/two/index.html").read_bytes()
    assert tree(tmp_path / "site") == from_nothing(tmp_path)


def test_a_new_day_of_a_long_archive_parses_few_answers_and_reads_each_once(
    tmp_path: Path, calls: Counts
) -> None:
    def work(days: int) -> tuple[int, int]:
        folder = tmp_path / str(days)
        snapshots = long_archive(folder, days) / "snapshots"
        newest = max(snapshots.iterdir())
        held_back = newest.read_bytes()
        newest.unlink()
        built(folder)
        newest.write_bytes(held_back)
        parsed.clear()
        read.clear()
        built(folder)
        return len(parsed), len(read) - len(parsed)

    parsed, read = calls(Entry, "snapshot"), calls(Entry, "raw")
    (few, reads), (as_few, more_reads) = work(130), work(190)
    # Those whose ranks are shown on tasks' and on models' pages, those that feeds tell of with the
    # ones before them, and those that the pages of models are about that have just been left out.
    assert max(few, as_few) <= 2 * MOST_SHOWN + MOST_ENTRIES + 5
    assert more_reads - reads == 60


def test_a_year_that_is_over_is_reused_and_a_revised_one_is_made_anew(
    tmp_path: Path, calls: Counts
) -> None:
    tags = ("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4)
    days = ("2025-12-30", "2025-12-31", "2026-01-01")
    archive_with(tmp_path / "data", *(small(*tags, as_of=day) for day in days))
    built(tmp_path)
    over = tmp_path / "site" / "download" / "2025.csv.gz"
    inode = over.stat().st_ino
    archive_with(tmp_path / "data", small(*tags, as_of="2026-01-02"))
    joined = calls(parts, "year_file")
    built(tmp_path)
    assert len(joined) == 1
    assert over.stat().st_ino == inode
    (tmp_path / "data" / "snapshots" / "2025-12-31.r2.json").write_bytes(
        raw(small(*tags[::-1], ("c", "x", 0, 0), as_of="2025-12-31"))
    )
    joined.clear()
    built(tmp_path)
    assert len(joined) == 1
    assert len(gzip.decompress(over.read_bytes()).splitlines()) == 1 + 2 * 7 + 10
    assert tree(tmp_path / "site") == from_nothing(tmp_path)


def test_what_a_part_is_not_made_of_does_not_make_it_anew(
    tmp_path: Path, root: Path, calls: Counts
) -> None:
    short_archive(tmp_path)
    pages = built(tmp_path).files - (editions := EDITION * DAYS + YEARS)
    change(root / "static" / "page.css")
    assert built(tmp_path).reused == editions
    opened = calls(Editions, "__init__")
    change(root / "templates" / "editions" / "1.html")
    assert built(tmp_path).reused == 0
    assert (tmp_path / "site" / "on" / "2026-10-06" / "index.html").read_bytes()[-2:] == b"\n\n"
    assert len(opened) == 1
    assert built(tmp_path, has_cards=True).reused == editions
    assert built(tmp_path).reused == editions
    assert built(tmp_path, None).reused == 0
    assert built(tmp_path, None, is_sample=True).reused == 0
    everything = editions + pages - RECORD - 1  # no sitemap
    assert built(tmp_path, None, is_sample=True).reused == everything
    tomorrow = date(2026, 11, 23)
    assert built(tmp_path, None, is_sample=True, today=tomorrow).reused == everything


@pytest.mark.parametrize(
    "path", ["index.html", "on/2026-10-06/data.csv", "code/debugging/chart.svg"]
)
@pytest.mark.parametrize("damage", [change, os.unlink, emptied, made_a_folder, made_a_link, hidden])
def test_files_that_are_not_as_they_were_written_are_made_anew(
    tmp_path: Path, path: str, damage: Callable[[Path], None]
) -> None:
    short_archive(tmp_path)
    files = built(tmp_path).files
    before = tree(tmp_path / "site")
    mode = (tmp_path / "site" / path).lstat().st_mode
    damage(tmp_path / "site" / path)
    report = built(tmp_path)
    assert tree(tmp_path / "site") == before
    assert (tmp_path / "site" / path).lstat().st_mode == mode
    others = EDITION * DAYS + YEARS + len(about_the_past(tmp_path))
    assert report.reused == (files - RECORD - EDITION if path.startswith("on/") else others)


@pytest.mark.parametrize("lost", ["cache", "site"])
def test_what_is_lost_costs_time_only(tmp_path: Path, lost: str) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    before = tree(tmp_path / "site")
    shutil.rmtree(tmp_path / lost)
    assert built(tmp_path).reused == 0
    assert tree(tmp_path / "site") == before


def test_an_answer_that_was_changed_by_hand_is_parsed_again(tmp_path: Path) -> None:
    archive_of(tmp_path / "data")
    built(tmp_path)
    file = tmp_path / "data" / "snapshots" / RECORDED[1].name
    file.write_bytes(file.read_bytes().replace(b'"Debugging"', b'"Bug hunting"'))
    built(tmp_path)
    assert tree(tmp_path / "site") == from_nothing(tmp_path)
    assert b"Bug hunting" in (tmp_path / "site" / "on" / file.stem / "index.html").read_bytes()


def test_a_known_answer_under_another_name_is_refused(tmp_path: Path) -> None:
    snapshots = short_archive(tmp_path) / "snapshots"
    built(tmp_path)
    (snapshots / "2026-10-05.json").rename(snapshots / "2026-09-02.json")
    with pytest.raises(ArchiveError, match="rename or remove"):
        built(tmp_path)


def test_a_template_that_is_changed_during_a_build_leaves_no_trace_in_the_next_one(
    tmp_path: Path, root: Path
) -> None:
    short_archive(tmp_path)
    page = root / "templates" / "task.html"
    sound = page.read_bytes()

    def meanwhile(doing: str) -> None:
        if doing == "page index.html":
            page.write_bytes(sound.replace(b"<h1", b"<h1 data-changed"))

    built(tmp_path, progress=meanwhile)
    assert b"data-changed" in (tmp_path / "site" / "code/debugging/index.html").read_bytes()
    page.write_bytes(sound)
    assert built(tmp_path).reused == 0
    assert tree(tmp_path / "site") == from_nothing(tmp_path)


def test_a_failed_build_leaves_the_cache_as_it_was(tmp_path: Path, root: Path) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    before = tree(tmp_path)
    page = root / "templates" / "about.html"
    sound = page.read_bytes()
    page.write_text("{{ nothing }}")
    with pytest.raises(RenderError):
        built(tmp_path)
    page.write_bytes(sound)
    assert tree(tmp_path) == before
