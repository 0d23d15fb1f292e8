"""Fixtures of the tests in a real browser."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.answers import Data, archive_of, archive_with, recorded_data
from tests.browsing import BRIEF, Reader, Served, Tabs
from tests.site_reader import build_from
from tools import browser
from tools.hosting import Hosting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright


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


@pytest.fixture
def reader(tabs: Tabs, timed: Tabs, served: Served) -> Iterator[Reader]:
    reader = Reader(tabs, timed, served)
    yield reader
    for tab in reader.own:
        tab.page.context.close()


def brief(as_of: str) -> Data:
    """Shorten a recorded answer: one task lists its models, each other its first."""
    data = recorded_data(as_of)
    for tag in data["classifications"][1:]:
        del tag["models"][1:]
    return data
