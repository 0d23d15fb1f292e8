"""What feeds and the archive tell of a day: nothing is cut, and what moves all shares is named."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from site_lib.analysis.news import news_of
from site_lib.publish.reader import Reader
from site_lib.site.formats import percent, points
from site_lib.snapshots.archive import Archive
from tests.answers import RECORDED, archive_with, recorded_data, small
from tests.site_reader import Site, build_from

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.history import History
    from tests.answers import Data

BASE = "https://example.org/x/"
FIRST = date(2026, 6, 1)
LONG = 90
"""So many days are enough to tell which changes stand out."""


def build(folder: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE)


def history(folder: Path) -> History:
    return Reader().history(Archive(folder / "data").entries)


def newest(site: Site, path: str) -> str:
    """Return the text of a feed's newest entry."""
    entry = next(etree.fromstring(site.files[path]).iter("{*}entry"))
    return " ".join("".join(entry.itertext()).split())


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site of a day whose revision changes one task's share of its category only."""
    tasks = ("a", "x", 0.004, 0.4), ("b", "x", 0.004, 0.4), ("c", "y", 0.992, 0.2)
    first, later = small(*tasks), small(*tasks)
    later["classifications"][0]["category_usage_share"] = 0.52
    later["classifications"][1]["category_usage_share"] = 0.48
    return build(tmp_path_factory.mktemp("revised"), first, later)


@pytest.mark.parametrize("path", ["feed.xml", "x/feed.xml", "x/a/feed.xml"])
def test_a_revision_of_a_share_of_the_category_alone_is_told_in_feeds(
    path: str, revised: Site
) -> None:
    said = newest(revised, path)
    assert "2026-10-06 (revised): " in said
    assert "Revised tasks: A 50.0% → 52.0% of X requests (+2.0 points)" in said
    assert "Revised categories" not in said


def test_and_in_the_archive_and_in_no_other_feed(revised: Site) -> None:
    said = revised.text("archive/index.html")
    assert "A 50.0% → 52.0% of X requests (+2.0 points), B 50.0% → 48.0% of X requests" in said
    for path in ("y/feed.xml", "y/c/feed.xml"):
        assert "restated" not in newest(revised, path)
    assert "B 50.0%" not in newest(revised, "x/a/feed.xml")


@pytest.mark.parametrize("path", ["feed.xml", "x/feed.xml", "x/a/feed.xml"])
def test_an_entry_says_when_the_tasks_changed_since_the_day_that_changes_are_measured_from(
    path: str, tmp_path: Path
) -> None:
    built = build(
        tmp_path,
        small(("a", "x", 0.5, 0.5), ("gone", "x", 0.5, 0.5), as_of="2026-09-20"),
        small(("a", "x", 0.5, 0.5), ("new", "y", 0.5, 0.5), as_of="2026-10-05"),
        small(("a", "x", 0.5, 0.5), ("new", "y", 0.5, 0.5)),
    )
    note = (
        "Since 2026-09-20, OpenRouter has added New and removed Gone. "
        "That alone can move the shares of other tasks."
    )
    assert note in newest(built, path)


def test_an_entry_says_nothing_of_tasks_that_have_not_changed(tmp_path: Path) -> None:
    days = (small(("a", "x", 1, 1), as_of=day) for day in ("2026-09-20", "2026-10-06"))
    assert "That alone moves" not in newest(build(tmp_path, *days), "feed.xml")


def test_every_new_leader_is_in_the_sites_and_its_categorys_and_its_tasks_entry(
    full_site: Site,
) -> None:
    now, then = (_leaders(recorded_data(file.stem)) for file in (RECORDED[-1], RECORDED[-2]))
    new = {tag: names for tag, (_, names) in now.items() if not names & then[tag][1]}
    assert len(new) == 24
    whole = newest(full_site, "feed.xml")
    for tag, names in new.items():
        task, category = now[tag][0], now[tag][0]["macro_category"]
        folder = f"{category}/{tag.rpartition(':')[2].replace('_', '-')}"
        one = newest(full_site, f"{folder}/feed.xml")
        for said in (whole, newest(full_site, f"{category}/feed.xml"), one):
            (line,) = re.findall(rf"{re.escape(task['display_name'])}: (.*?); before: (.*?%)", said)
            assert all(name in line[0] for name in names), tag
            assert all(name in line[1] for name in then[tag][1]), tag


def _leaders(data: Data) -> dict[str, tuple[Data, set[str]]]:
    found = {}
    for task in data["classifications"]:
        most = max(model["tag_usage_share"] for model in task["models"])
        names = {each["id"] for each in task["models"] if each["tag_usage_share"] == most}
        found[task["tag"]] = task, names
    return found


def test_every_model_that_entered_a_leading_rank_is_in_the_entry_with_every_task(
    full_site: Site,
) -> None:
    now, then = (recorded_data(file.stem) for file in (RECORDED[-1], RECORDED[-2]))
    before = {
        task["tag"]: {model["id"] for model in task["models"]} for task in then["classifications"]
    }
    entered: dict[str, list[tuple[str, int]]] = {}
    for task in now["classifications"]:
        shares = [model["tag_usage_share"] for model in task["models"]]
        for model in task["models"]:
            rank = 1 + sum(share > model["tag_usage_share"] for share in shares)
            if rank <= 5 and model["id"] not in before[task["tag"]]:
                entered.setdefault(model["id"], []).append((task["display_name"], rank))
    assert max(len(places) for places in entered.values()) > 20
    root = etree.fromstring(full_site.files["feed.xml"])
    items = ["".join(item.itertext()) for item in next(root.iter("{*}entry")).iter("{*}li")]
    for model, places in entered.items():
        (line,) = [item for item in items if item.startswith(f"{model}: rank ")]
        told = {
            (task, int(rank))
            for rank, names in re.findall(r"rank (\d)=? in ([^;]*)", line)
            for task, other in places
            if re.search(rf"(^|, | and ){re.escape(task)}(, | and |$)", names)
            and other == int(rank)
        }
        assert told == set(places)


def test_every_change_that_stands_out_is_in_the_entries(tmp_path: Path) -> None:
    quiet = [(f"t{number}", "xy"[number % 2], 0.1, 0.1) for number in range(10)]
    moved = [
        (tag, key, 0.1 + (0.01 if number < 5 else -0.01), 0.1 - (0.02 if number % 2 else -0.02))
        for number, (tag, key, _, _) in enumerate(quiet)
    ]
    days = [
        small(*quiet, as_of=(FIRST + timedelta(days=number)).isoformat()) for number in range(LONG)
    ]
    days.append(small(*moved, as_of=(FIRST + timedelta(days=LONG)).isoformat()))
    built = build(tmp_path, *days)
    found = [each for each in news_of(history(tmp_path)).moved if each.change.stands_out]
    assert len(found) == 20
    for each in found:
        change = each.change
        told = f"{each.tag.name} {percent(change.then)} → {percent(change.now)} of {each.measure}"
        told += f" ({points(change.points)} points)"
        folder = f"{each.tag.category_key}/{each.tag.tag}/"
        for path in ("feed.xml", f"{each.tag.category_key}/feed.xml", f"{folder}feed.xml"):
            assert told in newest(built, path), path
