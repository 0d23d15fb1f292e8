"""The pages in a real browser, as people with all kinds of settings meet them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.answers import Data, archive_of, archive_with, recorded_data, small
from tests.browser_tab import open_tab
from tests.preview import PATIENCE
from tests.site_reader import build_from
from tools import browser, sites
from tools.hosting import Hosting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, CDPSession, Page, Playwright

    from tests.browser_tab import Tab
    from tests.preview import Preview

KINDS = ["home", sites.CATEGORY, sites.TAG, "about", "archive", "on", "404"]
WITH_FIGURES = KINDS[:3]
WITH_DATE = KINDS[:4]
THEMES = ["light", "dark"]
PHONE, DESK, WALL = 320, 1280, 1600
WHOLE_PAGE = 9000
"""A window so high that every page is in view."""
BRIEF = "on/2026-10-05/"
"""The page of an edition that lists few models."""
STATUS_404 = "error: Failed to load resource: the server responded with a status of 404 (Not Found)"

every_kind = pytest.mark.parametrize("kind", KINDS)
narrow_and_wide = pytest.mark.parametrize("width", [PHONE, DESK])


@dataclass(frozen=True)
class Served:
    """A built site on this machine, with the largest page of each kind."""

    folder: Path
    url: str

    def address(self, kind: str) -> str:
        """Return where a kind's page is; that for missing pages is met at any depth."""
        path = "no/such/page/" if kind == "404" else sites.largest(self.folder)[kind]
        return self.url + path.removesuffix("index.html")

    def brief(self, kind: str) -> str:
        """Return the same, of editions the one with short lists, for what looks at each element."""
        return f"{self.url}{BRIEF}" if kind == "on" else self.address(kind)

    def days_later(self, days: int) -> datetime:
        """Return a moment so many days after the date of the figures."""
        as_of = json.loads((self.folder / "build.json").read_bytes())["as_of"]
        return datetime.fromisoformat(as_of).replace(tzinfo=UTC) + timedelta(days, hours=1)


@dataclass(frozen=True)
class Visit:
    """A page that has been opened and scrolled through."""

    kind: str
    tab: Tab


@dataclass(frozen=True)
class Tabs:
    """Tabs that stay open, one of each size and settings: to open one takes longer than a page."""

    browser: Browser
    kept: dict[str, Tab] = field(default_factory=dict)

    def empty(self, width: int, height: int = 800, **settings: Any) -> Tab:  # noqa: ANN401 (as Playwright has them)
        """Return a tab as if it had just been opened."""
        key = repr((width, height, sorted(settings.items())))
        if key not in self.kept:
            self.kept[key] = open_tab(self.browser, width, height, **settings)
        tab = self.kept[key]
        tab.page.goto("about:blank")
        tab.page.emulate_media(media="null")
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.requests.clear()
        tab.said.clear()
        return tab


@dataclass(frozen=True)
class Reader:
    """Somebody who opens pages, in tabs with settings."""

    tabs: Tabs
    timed: Tabs
    """Tabs with a clock of their own: once it has been set, it stays."""
    served: Served
    own: list[Tab] = field(default_factory=list)

    def opens(
        self,
        kind: str,
        width: int = DESK,
        height: int = 800,
        *,
        before: Callable[[Page], object] | None = None,
        is_brief: bool = False,
        **settings: Any,  # noqa: ANN401 (as Playwright has them)
    ) -> Tab:
        """Open a kind of page; `before` is done to a tab of its own while it is empty."""
        if before:
            tab = open_tab(self.tabs.browser, width, height, **settings)
            self.own.append(tab)
            before(tab.page)
        else:
            tab = self.tabs.empty(width, height, **settings)
        tab.page.goto(self.served.brief(kind) if is_brief else self.served.address(kind))
        return tab

    def opens_at(self, now: datetime, kind: str) -> Tab:
        """Open a kind of page, an edition in brief, at another moment."""
        tab = self.timed.empty(DESK)
        tab.page.clock.set_fixed_time(now)
        tab.page.goto(self.served.brief(kind))
        return tab


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with Hosting(folder / "site") as hosting:
        build_from(archive_of(folder / "data"), folder / "site", hosting.url)
        answers = brief("2026-09-04"), brief("2026-10-06") | {"as_of": "2026-10-05"}
        archive = archive_with(folder / "brief" / "data", *answers)
        build_from(archive, folder / "brief" / "site", hosting.url)
        shutil.copytree(folder / "brief" / "site" / BRIEF, folder / "site" / BRIEF)
        yield Served(folder / "site", hosting.url)


def brief(as_of: str) -> Data:
    """Shorten a recorded answer: one task lists its models, each other its first."""
    data = recorded_data(as_of)
    for tag in data["classifications"][1:]:
        del tag["models"][1:]
    return data


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def path() -> str:
    try:
        return browser.find()
    except browser.NoBrowserError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="module")
def chromium(path: str, playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=path, args=browser.ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(scope="module")
def large_print(path: str, playwright: Playwright) -> Iterator[Tabs]:
    """Start a browser whose user has set letters of twice the usual size."""
    arguments = [*browser.ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    running = playwright.chromium.launch(executable_path=path, args=arguments)
    yield Tabs(running)
    running.close()


@pytest.fixture(scope="module")
def tabs(chromium: Browser) -> Tabs:
    return Tabs(chromium)


@pytest.fixture(scope="module")
def timed(chromium: Browser) -> Tabs:
    return Tabs(chromium)


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


@pytest.fixture
def reader(tabs: Tabs, timed: Tabs, served: Served) -> Iterator[Reader]:
    reader = Reader(tabs, timed, served)
    yield reader
    for tab in reader.own:
        tab.page.context.close()


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
    assert bool(marks) == (kind in WITH_FIGURES)
    assert [now for before, now in marks if before[1] >= 3 > now[1]] == []


@every_kind
def test_a_page_is_whole_without_scripts(kind: str, served: Served, reader: Reader) -> None:
    scripted = reader.opens_at(served.days_later(2), kind)
    switches: list[CDPSession] = []
    still = reader.opens(
        kind, before=lambda page: switches.append(without_scripts(page)), is_brief=True
    )
    assert still.page.inner_text("body") == scripted.page.inner_text("body")
    # axe is a script itself; what the page's own would have done stays undone.
    switches[0].detach()
    assert still.violations() == []


def without_scripts(page: Page) -> CDPSession:
    """Switch scripts off until the returned session ends."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    return session


@pytest.mark.parametrize("kind", WITH_DATE)
def test_a_page_tells_its_age_only_when_newer_figures_are_missing(
    kind: str, served: Served, reader: Reader
) -> None:
    page = reader.opens_at(served.days_later(2), kind).page
    assert " days ago" not in page.inner_text("main")
    page = reader.opens_at(served.days_later(10), kind).page
    assert "10 days ago" in page.inner_text("main")


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
    citation = json.loads((served.folder / "build.json").read_bytes())["citation"]
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
