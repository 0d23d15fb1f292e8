"""What the pages' own scripts and styles do for those who read them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.answers import archive_with, newest_data, small
from tests.browser_tab import open_tab
from tests.browsing import (
    KINDS,
    WITH_DATE,
    WITH_FIGURES,
    WITH_FILTER,
    WITHOUT_NOTICE,
    without_scripts,
)
from tests.site_reader import build_from

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browsing import Reader, Served

NARROW = 360
"""The width of a small phone that is still common, in CSS pixels."""
SMALLEST_GAP = 12
FEW_STOPS = 30
FEW_SCREENS = 3000

with_date = pytest.mark.parametrize("kind", WITH_DATE)
with_figures = pytest.mark.parametrize("kind", WITH_FIGURES)
with_notice = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in WITHOUT_NOTICE]
)


def due(served: Served) -> str:
    """Return the day after the one on which the figures were new."""
    return (served.days_later(0).date() + timedelta(days=2)).isoformat()


@with_notice
@pytest.mark.parametrize("days", [4, 10, 400])
def test_an_outdated_page_opens_with_a_notice_that_counts_the_days(
    kind: str, days: int, served: Served, reader: Reader
) -> None:
    page = reader.opens_at(served.days_later(days), kind).page
    notice = page.locator("#age")
    as_of = served.days_later(0).date()
    assert notice.inner_text() == (
        f"These figures are {days} days old: they are as of {as_of}. "
        f"Updates have been missing since {due(served)}."
    )
    notice_box, main = notice.bounding_box(), page.locator("main").bounding_box()
    assert notice_box
    assert main
    assert 0 < main["y"] <= notice_box["y"]
    assert notice_box["y"] + notice_box["height"] < page.locator("h1").bounding_box()["y"]  # type: ignore[index]
    for side in ("top", "right", "bottom", "left"):
        style = notice.evaluate(f"e => getComputedStyle(e)['border-{side}-style']")
        width = notice.evaluate(f"e => parseFloat(getComputedStyle(e)['border-{side}-width'])")
        assert (style, width) == ("solid", 2)
    assert "Next update expected" not in page.inner_text("main")


@with_notice
@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_a_page_whose_update_may_still_come_has_no_notice(
    kind: str, days: int, served: Served, reader: Reader
) -> None:
    page = reader.opens_at(served.days_later(days), kind).page
    assert page.locator("#age").count() == 1
    assert not page.locator("#age").is_visible()
    assert "These figures are" not in page.inner_text("body")
    if kind in WITH_DATE:
        assert f". Next update expected by {due(served)}." in page.inner_text("main")


@with_date
def test_without_scripts_a_page_says_when_the_next_update_is_expected_and_has_no_notice(
    kind: str, served: Served, reader: Reader
) -> None:
    page = reader.opens(kind, before=without_scripts).page
    assert f". Next update expected by {due(served)}." in page.inner_text("main")
    assert "These figures are" not in page.inner_text("body")


def rows(page: Page) -> list[str]:
    """Return the tags of the rows of home's table of tasks that are shown."""
    found = page.locator("#tasks tbody tr").all()
    return [row.locator("th code").inner_text() for row in found if row.is_visible()]


TASKS = {task["tag"]: task["display_name"] for task in newest_data()["classifications"]}


def expected(*words: str) -> set[str]:
    """Return the tags of the tasks whose name or tag contains each of some words."""
    return {
        tag
        for tag, name in TASKS.items()
        if all(word in tag.lower() or word in name.lower() for word in words)
    }


@pytest.mark.parametrize(
    "typed", ["debug", "bug", "DeBug", "code:", "review code", "code review", " file  i/o ", "zzz"]
)
def test_the_filter_leaves_the_tasks_whose_name_or_tag_contains_every_word(
    typed: str, reader: Reader
) -> None:
    page = reader.opens("home").page
    page.get_by_role("searchbox", name="Filter tasks by name or tag").fill(typed)
    found = expected(*typed.lower().split())
    assert set(rows(page)) == found
    assert len(found) < len(TASKS)
    assert page.locator("output").inner_text() == f"{len(found)} of {len(TASKS)} tasks"


def test_the_mark_of_a_new_task_is_no_part_of_its_name(chromium: Browser, tmp_path: Path) -> None:
    old, new = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    answers = small(("code:debugging", "code", 1, 1), as_of="2026-09-20"), small(old, new)
    built = build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site")
    tab = open_tab(chromium)
    tab.page.goto((built.folder / "index.html").as_uri())
    assert tab.page.locator("#tasks mark").inner_text() == "new"
    tab.page.get_by_role("searchbox").fill("new")
    assert rows(tab.page) == []
    tab.page.get_by_role("searchbox").fill("chat")
    assert rows(tab.page) == ["chat"]
    tab.page.context.close()


def test_two_words_must_both_match(reader: Reader) -> None:
    page = reader.opens("home").page
    page.get_by_role("searchbox").fill("code")
    some = set(rows(page))
    page.get_by_role("searchbox").fill("code devops")
    assert set(rows(page)) == {"code:devops_config"} < some
    assert "devops" not in rows(page)


def test_a_cleared_filter_shows_all_tasks_again(reader: Reader) -> None:
    page = reader.opens("home").page
    before = rows(page)
    assert page.locator("output").inner_text() == ""
    page.get_by_role("searchbox").fill("debug")
    assert len(rows(page)) == len(expected("debug")) == 1
    page.get_by_role("searchbox").fill("")
    assert rows(page) == before
    assert len(before) == len(TASKS)
    assert page.locator("output").inner_text() == f"{len(TASKS)} of {len(TASKS)} tasks"


def test_the_filter_says_how_many_it_leaves_to_those_who_listen(reader: Reader) -> None:
    page = reader.opens("home").page
    page.get_by_role("searchbox").fill("debug")
    said = page.get_by_role("status").filter(has_text="1 of 29 tasks")
    assert said.evaluate("e => e.localName") == "output"


@pytest.mark.parametrize("kind", KINDS)
def test_only_long_tables_have_a_filter_and_only_where_scripts_run(
    kind: str, reader: Reader
) -> None:
    assert reader.opens(kind).page.get_by_role("searchbox").count() == (kind in WITH_FILTER)
    page = reader.opens(kind, before=without_scripts, is_brief=True).page
    assert page.locator("[type=search], output").count() == 0
    assert kind != "home" or len(rows(page)) == len(TASKS)


def test_the_keyboard_reaches_the_task_table_soon(reader: Reader) -> None:
    page = reader.opens("home").page
    for _ in range(FEW_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('#tasks')"):
            return
    pytest.fail(f"not reached: {page.evaluate('document.activeElement.outerHTML')}")


def test_the_task_table_begins_soon_on_a_phone(served: Served, reader: Reader) -> None:
    page = reader.opens_at(served.days_later(0), "home", NARROW).page
    top = page.evaluate("document.querySelector('#tasks').getBoundingClientRect().top + scrollY")
    assert 0 < top <= FEW_SCREENS


@with_figures
def test_on_paper_how_to_read_is_open_and_no_menu_is_there(kind: str, reader: Reader) -> None:
    page = reader.opens(kind).page
    how, menus = page.locator("details.how"), page.locator("details.menu")
    assert how.locator("summary").inner_text() == "How to read this"
    assert (how.count(), how.locator("ul").is_visible()) == (1, False)
    assert menus.count() > 0
    page.emulate_media(media="print")
    items = how.locator("li").all()
    assert len(items) > 3
    assert all(item.is_visible() for item in items)
    box = how.bounding_box()
    assert box
    assert box["height"] > 100
    assert [menu.inner_text() for menu in menus.all() if menu.is_visible()] == []


@with_figures
def test_the_cells_of_a_row_keep_their_distance_on_a_phone(kind: str, reader: Reader) -> None:
    page = reader.opens(kind, NARROW)
    page.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = page.probe("gaps")
    assert len(found) > 10
    assert [each for each in found if each[0] < SMALLEST_GAP - 0.01] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_ends_inside_a_number_on_a_phone(kind: str, reader: Reader) -> None:
    page = reader.opens(kind, NARROW, is_brief=True)
    page.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = page.probe("numbers")
    assert kind == "404" or len(found["shown"]) > 10
    assert found["broken"] == []


def test_a_reader_who_comes_back_finds_the_table_filtered_as_before(reader: Reader) -> None:
    page = reader.opens("home", before=lambda _: None).page
    page.get_by_role("searchbox").fill("debug")
    page.locator("#tasks").get_by_role("link", name="Debugging").click()
    page.wait_for_url("**/debugging/**")
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == "debug"
    assert set(rows(page)) == expected("debug")
    assert page.locator("output").inner_text() == f"1 of {len(TASKS)} tasks"


@with_figures
def test_axe_finds_nothing_in_open_menus(kind: str, reader: Reader) -> None:
    tab = reader.opens(kind, NARROW, before=lambda _: None)
    tab.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert tab.violations() == []
