from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.pages.archive import ArchivePage, CalendarDay
from site_lib.pages.plan import plan
from site_lib.publish.reader import Reader
from site_lib.snapshots.archive import Archive
from tests.answers import (
    archive_of,
    archive_with,
    history_of,
    site_at,
    small,
)
from tests.site_reader import Site, build_from, words

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.history import History
    from tests.answers import Data


def archive_page(history: History) -> ArchivePage:
    """Return the archive's page of a site."""
    pages = [make() for make in plan(history, site_at(), is_sample=False).pages]
    return next(page for page in pages if isinstance(page, ArchivePage))


def paths(day: CalendarDay) -> list[str]:
    return [edition.path for edition in day.editions]


def test_months_go_from_the_newest_and_have_their_days_from_the_first_to_the_last(
    tmp_path: Path,
) -> None:
    months = archive_page(Reader().history(Archive(archive_of(tmp_path)).entries)).months
    assert [(month.name, month.editions) for month in months] == [
        ("2026-10", 1),
        ("2026-09", 3),
        ("2026-08", 1),
    ]
    october, september, august = months
    assert [day.number for day in october.days] == [1, 2, 3, 4, 5, 6]
    assert [day.number for day in september.days] == list(range(1, 31))
    assert [(day.number, paths(day)) for day in august.days] == [(31, ["on/2026-08-31/index.html"])]
    assert [day.number for day in september.days if day.editions] == [1, 2, 4]


def test_a_months_gap_and_the_turn_of_a_year_are_in_order(tmp_path: Path) -> None:
    dates = ("2025-12-30", "2026-02-01", "2026-02-01")
    answers = [small(("a", "x", 1, 1), as_of=day) for day in dates]
    found = archive_page(history_of(tmp_path, *answers))
    assert [month.name for month in found.months] == ["2026-02", "2025-12"]
    assert paths(found.months[0].days[0]) == [
        "on/2026-02-01/index.html",
        "on/2026-02-01-r2/index.html",
    ]
    assert [day.number for day in found.months[1].days] == [30, 31]
    assert found.gaps == ("2025-12-31 to 2026-01-31",)
    (restated,) = found.restated
    assert restated.restatement.is_empty


def test_what_the_source_sorts_otherwise_is_listed_with_its_date(tmp_path: Path) -> None:
    before = small(("a", "x", 1, 1), as_of="2026-10-01")
    between = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-10-02")
    after = small(("b", "x", 1, 1), as_of="2026-10-03")
    listed = archive_page(history_of(tmp_path, before, between, after)).taxonomy
    assert [(str(day), event.sentence) for day, event in listed] == [
        ("2026-10-03", "The task A (a) was removed."),
        ("2026-10-02", "The task B (b) is new."),
    ]


BASE = "https://example.org/x/"


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


def test_the_archive_lists_editions_gaps_and_that_nothing_was_restated(full_site: Site) -> None:
    links = [link.attrib["href"] for link in full_site.pages["archive/index.html"].iter("a")]
    editions = [link for link in links if "/on/2" in link][:5]
    assert editions == [
        f"../on/{day}/index.html"
        for day in ("2026-10-06", "2026-09-01", "2026-09-02", "2026-09-04", "2026-08-31")
    ]
    text = full_site.text("archive/index.html")
    assert "No snapshot for 2026-09-05 to 2026-10-05. No snapshot for 2026-09-03." in text
    assert "OpenRouter has not revised any archived day that was fetched again." in text
    assert "There are none. Every edition has the same tasks in the same categories." in text
    assert (
        "For tasks, OpenRouter publishes only the latest 7 days and no history. This site keeps "
        "every snapshot as an edition at an address that never changes: 5 editions so far."
    ) in text


def test_the_archive_says_what_a_restatement_changed(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    later = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    later["classifications"][0]["models"][0]["tag_token_share"] = 0.5
    built = build(tmp_path, first, later)
    text = built.text("archive/index.html")
    assert "2026-10-06: OpenRouter revised its first figures. The revision: Revised tasks: " in text
    assert (
        "A 50.0% → 60.0% of requests (+10.0 points), B 50.0% → 40.0% of requests (−10.0 points)."
    ) in text
    assert "Revised categories" not in text
    assert "In the tasks’ lists, 1 model’s entry differs." in text
    assert "“r2” is a revision of it" in text
    page = built.pages["archive/index.html"]
    links = {words(link): link.attrib["href"] for link in page.iter("a")}
    assert links["its first figures"] == "../on/2026-10-06/index.html"
    assert links["The revision"] == "../on/2026-10-06-r2/index.html"
    assert links["A"].startswith("../on/2026-10-06-r2/index.html#")


def test_the_archive_says_which_categories_were_revised(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    later = small(("a", "x", 0.5, 0.4), ("b", "y", 0.5, 0.6))
    text = build(tmp_path, first, later).text("archive/index.html")
    assert (
        "Revised categories: X 50.0% → 40.0% of tokens (−10.0 points), "
        "Y 50.0% → 60.0% of tokens (+10.0 points)."
    ) in text
