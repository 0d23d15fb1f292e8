"""A tab of a browser that notes what a page asks for and says, and answers probes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8").rstrip()
LEVELS = [f"wcag2{level}" for level in ("a", "aa", "aaa", "1a", "1aa", "2aa")]
EVERY_RULE = {
    "resultTypes": ["violations"],
    "runOnly": [*LEVELS, "best-practice", "experimental"],
    # It asks for a contrast of 7; the palette is made for the 4.5 of level AA.
    "rules": {"color-contrast-enhanced": {"enabled": False}},
}


@dataclass(frozen=True)
class Tab:
    """An empty tab with settings of its own, to be closed with `page.context.close()`."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """The addresses that were asked for."""
    said: list[str] = field(default_factory=list)
    """Messages on the console, and errors."""

    def probe(self, name: str) -> Any:  # noqa: ANN401 (each probe has its own)
        """Return what one of the functions in probes.js finds."""
        # Kept in the page: a focus is asked for at each of a hundred stops.
        return self.page.evaluate(f"() => (window.probes ??= {PROBES}).{name}()")

    def violations(self) -> list[str]:
        """Return what axe finds, a line for each element."""
        results = Axe().run(self.page, options=EVERY_RULE)
        return [
            f"{rule['id']}: {node['failureSummary']} {node['html'][:200]}"
            for rule in results.response["violations"]
            for node in rule["nodes"]
        ]


def open_tab(browser: Browser, width: int = 1280, height: int = 800, **settings: Any) -> Tab:  # noqa: ANN401 (as Playwright has them)
    """Open a tab with a window of this size, in CSS pixels, and Playwright's other settings."""
    settings |= {"viewport": {"width": width, "height": height}}
    tab = Tab(browser.new_context(**settings).new_page())
    tab.page.on("request", lambda request: tab.requests.append(request.url))
    tab.page.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.page.on("pageerror", lambda error: tab.said.append(f"error: {error}"))
    return tab
