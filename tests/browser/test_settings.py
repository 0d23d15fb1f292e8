"""The pages in a real browser, as people with all kinds of settings meet them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.answers import archive_with, small
from tests.browser_tab import open_tab
from tests.browsing import (
    DESK,
    KINDS,
    PHONE,
    WALL,
    WITH_FIGURES,
    Tabs,
    without_scripts,
)
from tests.preview import PATIENCE
from tests.site_reader import build_from
from tools import sites

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, CDPSession

    from tests.browser_tab import Tab
    from tests.browsing import Reader, Served
    from tests.preview import Preview

THEMES = ["light", "dark"]
WHOLE_PAGE = 9000
CITATION = r"Source: OpenRouter \(openrouter\.ai/rankings\), as of \d{4}-\d\d-\d\d\."
"""A window so high that every page is in view."""
STATUS_404 = "error: Failed to load resource: the server responded with a status of 404 (Not Found)"

every_kind = pytest.mark.parametrize("kind", KINDS)
narrow_and_wide = pytest.mark.parametrize("width", [PHONE, DESK])


@dataclass(frozen=True)
class Visit:
    """A page that has been opened and scrolled through."""

    kind: str
    tab: Tab


@pytest.fixture(scope="module")
def visited(chromium: Browser) -> Tabs:
    """Return tabs apart from all others: a visit goes on from test to test."""
    return Tabs(chromium)


@pytest.fixture(
    scope="module",
    params=product(KINDS, THEMES, [PHONE, DESK]),
    ids=lambda p: "-".join(map(str, p)),
)
def visit(request: pytest.FixtureRequest, visited: Tabs, served: Served) -> Visit:
    kind, theme, width = request.param
    tab = visited.empty(width, color_scheme=theme)
    tab.page.goto(served.brief(kind))
    for end in ("document.body.scrollHeight", "0"):
        tab.page.evaluate(f"scrollTo(0, {end}); new Promise(requestAnimationFrame)")
    return Visit(kind, tab)


def test_axe_finds_nothing(visit: Visit) -> None:
    assert visit.tab.violations() == []


def test_a_page_asks_for_nothing_beyond_the_site(visit: Visit, served: Served) -> None:
    own = (served.url, "data:")
    assert [request for request in visit.tab.requests if not request.startswith(own)] == []


def test_a_page_says_nothing_on_the_console(visit: Visit) -> None:
    assert visit.tab.said == ([STATUS_404] if visit.kind == "404" else [])


def test_nothing_moves_while_a_page_loads_and_scrolls(visit: Visit) -> None:
    assert visit.tab.probe("shifts") == []


@every_kind
def test_no_page_scrolls_sideways_or_cuts_a_text_at_any_width(kind: str, reader: Reader) -> None:
    tab = reader.opens(kind)
    for width in (PHONE, 390, 768, 1024, DESK, WALL):
        tab.page.set_viewport_size({"width": width, "height": 800})
        assert (width, tab.probe("sideways")) == (width, [])
        assert (width, tab.probe("cutTexts")) == (width, [])


@every_kind
def test_nor_does_it_at_a_zoom_of_200_percent(kind: str, reader: Reader) -> None:
    tab = reader.opens(kind, DESK // 2, 400, device_scale_factor=2)
    assert tab.probe("sideways") == []
    assert tab.probe("cutTexts") == []


@every_kind
@narrow_and_wide
def test_letters_of_twice_the_size_make_no_page_scroll_sideways(
    kind: str, width: int, large_print: Tabs, served: Served
) -> None:
    tab = large_print.empty(width)
    tab.page.goto(served.address(kind))
    assert tab.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert tab.probe("sideways") == []
    # On a phone, ten such letters fill a line: a word may lean out of its column there.
    assert width == PHONE or tab.probe("cutTexts") == []


@every_kind
def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(
    kind: str, reader: Reader
) -> None:
    tab = reader.opens(kind)
    tab.probe("stops")
    tab.page.keyboard.press("Tab")
    focus = tab.probe("focus")
    assert (focus["index"], focus["isVisible"]) == (0, True)
    assert tab.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    assert not tab.page.evaluate("document.activeElement.matches('header *, .skip')")


@every_kind
@narrow_and_wide
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    kind: str, width: int, reader: Reader
) -> None:
    tab = reader.opens(kind, width)
    stops = tab.probe("stops")
    reached = []
    for _ in stops:
        tab.page.keyboard.press("Tab")
        focus = tab.probe("focus")
        reached.append(focus["name"])
        assert focus["isVisible"], focus
        if focus["isFirst"]:
            assert is_painted(tab, focus["box"]), focus
    assert reached == stops


def is_painted(tab: Tab, box: dict[str, float]) -> bool:
    """Tell whether the focused element looks different without the focus: charts may not paint."""
    clip: Any = {"x": box["x"] - 6, "y": box["y"] - 6}
    clip |= {"width": box["width"] + 12, "height": box["height"] + 12}
    focused = tab.page.screenshot(clip=clip)
    tab.page.evaluate("(window.last = document.activeElement).blur()")
    blurred = tab.page.screenshot(clip=clip)
    tab.page.evaluate("window.last.focus({preventScroll: true})")
    return focused != blurred


@every_kind
def test_nothing_is_animated_for_those_who_want_it_still(kind: str, reader: Reader) -> None:
    assert reader.opens(kind, reduced_motion="reduce").probe("moving") == []


@every_kind
@pytest.mark.parametrize("theme", THEMES)
def test_forced_colours_keep_texts_legible_and_charts_visible(
    kind: str, theme: str, reader: Reader
) -> None:
    settings: dict[str, Any] = {"height": WHOLE_PAGE, "is_brief": True, "color_scheme": theme}
    usual = reader.opens(kind, **settings)
    forced = reader.opens(kind, **settings, forced_colors="active")
    assert [text for text in forced.probe("textContrasts") if text[1] < 4.5] == []
    marks = list(zip(usual.probe("markContrasts"), forced.probe("markContrasts"), strict=True))
    assert bool(marks) == (kind in {*WITH_FIGURES, sites.RETIRED_MODEL})
    assert [now for before, now in marks if before[1] >= 3 > now[1]] == []


@every_kind
def test_a_page_is_whole_without_scripts(kind: str, served: Served, reader: Reader) -> None:
    scripted = reader.opens_at(served.days_later(2), kind)
    switches: list[CDPSession] = []
    still = reader.opens(
        kind, before=lambda page: switches.append(without_scripts(page)), is_brief=True
    )
    scripted.page.evaluate("document.querySelector('.filter')?.remove()")
    assert still.page.inner_text("body") == scripted.page.inner_text("body")
    # axe is a script itself; what the page's own would have done stays undone.
    switches[0].detach()
    assert still.violations() == []


def test_the_site_works_from_a_disk(chromium: Browser, tmp_path: Path) -> None:
    tags = small(("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3))
    build_from(archive_with(tmp_path / "data", tags), tmp_path / "site")
    tab = open_tab(chromium)
    for path in sites.largest(tmp_path / "site").values():
        address = (tmp_path / "site" / path).as_uri()
        tab.page.goto(address)
        heading = tab.page.inner_text("h1")
        tab.page.locator("nav a:not([aria-current=page])").first.click()
        assert tab.page.inner_text("h1") != heading
        assert tab.page.url.startswith((tmp_path / "site").as_uri())
        tab.page.go_back()
        assert (tab.page.url, tab.page.inner_text("h1")) == (address, heading)
    assert [each for each in tab.requests if not each.startswith(("file:", "data:"))] == []
    assert tab.said == []
    tab.page.context.close()


@every_kind
def test_paper_shows_the_citation_and_no_navigation(
    kind: str, reader: Reader, served: Served
) -> None:
    page = reader.opens(kind).page
    page.emulate_media(media="print")
    newest = json.loads((served.folder / "build.json").read_bytes())["citation"]
    # A model of the past is cited with the date of its last edition.
    then = page.locator("footer").inner_text().partition(" The edition of that day")[0]
    citation = then if kind == sites.RETIRED_MODEL else newest
    assert re.fullmatch(CITATION, citation)
    assert (citation == newest) == (kind != sites.RETIRED_MODEL)
    assert page.get_by_text(citation).last.is_visible()
    assert [nav.inner_text() for nav in page.get_by_role("navigation").all()] == []


def test_the_preview_shows_a_changed_template_by_itself(
    chromium: Browser,
    preview: Preview,
) -> None:
    tab = open_tab(chromium)
    with tab.page.expect_response("**/-/changes"):
        tab.page.goto(f"{preview.url}/")
    base = preview.project / "templates" / "base.html"
    base.write_text(base.read_text().replace("</main>", "<p>A change</p></main>"))
    tab.page.get_by_text("A change").wait_for(timeout=PATIENCE * 1000)
    tab.page.context.close()
