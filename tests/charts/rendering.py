"""Charts in a browser, without a page around them."""

from __future__ import annotations

from base64 import b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from site_lib.charts.text import SANS, font_file
from tests.answers import ROOT
from tests.browser_tab import open_tab
from tools import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


@contextmanager
def rendering() -> Iterator[Page]:
    """Start a browser with an empty tab."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        yield open_tab(running).page
        running.close()


def show(page: Page, charts: list[str]) -> None:
    """Show charts with the pages' style and the font that they are measured in."""
    page.set_content(f"<style>{_style()}</style><main>{''.join(charts)}</main>")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('11px own')")


def _style() -> str:
    font = b64encode(font_file(SANS).read_bytes()).decode()
    names = ("tokens", "page", "charts")
    styles = [(ROOT / "static" / f"{name}.css").read_text() for name in names]
    face = f"@font-face {{ font-family: own; src: url(data:font/ttf;base64,{font}) }}"
    return "".join([*styles, face, ":root { --sans: own }"])
