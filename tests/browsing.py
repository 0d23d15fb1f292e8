"""People who open the pages of a built site in a real browser, with all kinds of settings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.browser_tab import open_tab
from tools import sites

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, CDPSession, Page

    from tests.browser_tab import Tab

WITH_FIGURES = ["home", sites.CATEGORY, sites.TAG, "models", sites.AUTHOR, sites.MODEL]
WITH_DATE = [*WITH_FIGURES, "download", "status", "about"]
"""Those that say which days they are about, and when newer figures are due."""
KINDS = [*WITH_DATE, sites.RETIRED_MODEL, "archive", "on", "404"]
WITHOUT_NOTICE = {"on", sites.RETIRED_MODEL}
"""Those that are about the past, so that no missing update dates them."""
WITH_FILTER = {"home", "models"}
PHONE, DESK, WALL = 320, 1280, 1600
BRIEF = "on/2026-10-05/"
"""The page of an edition that lists few models."""


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

    def opens_at(self, now: datetime, kind: str, width: int = DESK) -> Tab:
        """Open a kind of page, an edition in brief, at another moment."""
        tab = self.timed.empty(width)
        tab.page.clock.set_fixed_time(now)
        tab.page.goto(self.served.brief(kind))
        return tab


def without_scripts(page: Page) -> CDPSession:
    """Switch scripts off until the returned session ends."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    return session
