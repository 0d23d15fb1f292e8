"""What the treemap looks like in a browser, on phones and on wide windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from site_lib.charts.box import Box
from site_lib.charts.chart import TEXT_SIZE, WIDTH, Caption
from site_lib.charts.treemap import treemap_chart
from tests.answers import RECORDED
from tests.charts.rendering import rendering, show
from tests.charts.samples import random_bands, recorded_bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

RANDOM = 10
LEAST = {360: 11, 736: 9.5, 737: 9.5, 768: 9.5, 1280: 12}
"""The smallest text by the width of the window, in pixels; others appear or go in between."""
MEASURE = """
() => [...document.querySelectorAll("svg")].map(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
  const sides = ({left, top, right, bottom}) => [left, top, right, bottom]
  const shown = [...svg.querySelectorAll("text")].filter(text => text.checkVisibility())
  return {
    width: svg.getBoundingClientRect().width,
    texts: shown.map(text => ({
      kind: text.getAttribute("class"),
      size: parseFloat(getComputedStyle(text).fontSize) * scale,
      box: sides(text.getBoundingClientRect()),
      area: sides((text.parentNode.querySelector("rect") ?? svg).getBoundingClientRect()),
    })),
  }
})
"""

Picture = dict[str, Any]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with rendering() as page:
        bands = [*map(recorded_bands, RECORDED), *map(random_bands, range(RANDOM))]
        charts = [treemap_chart(Caption(f"t{n}", "T", "D"), each) for n, each in enumerate(bands)]
        show(page, [chart.svg for chart in charts if chart])
        yield page


def measured(page: Page, width: int) -> list[Picture]:
    page.set_viewport_size({"width": width, "height": 800})
    pictures: list[Picture] = page.evaluate(MEASURE)
    assert len(pictures) == len(RECORDED) + RANDOM
    return pictures


@pytest.mark.parametrize("width", LEAST)
def test_text_is_large_enough_at_any_width_and_inside_of_its_area(page: Page, width: int) -> None:
    for picture in measured(page, width):
        assert picture["width"] == min(width, 1216) - 32
        texts = [text for text in picture["texts"] if text["kind"] != "tip"]
        for text in texts:
            assert text["size"] >= LEAST[width], text
            assert Box(*text["area"]).grown(1.2).contains(Box(*text["box"])), text
        assert {text["kind"] for text in texts} <= (
            {"phone"} if width <= 736 else {"inside", "head"}
        )


def test_text_is_as_large_as_in_other_charts_on_phones_and_on_wide_windows(page: Page) -> None:
    for width, other in ((360, 328), (1280, 480)):
        sizes = {round(t["size"], 1) for p in measured(page, width) for t in p["texts"]}
        assert list(sizes) == [pytest.approx(TEXT_SIZE * other / WIDTH, rel=0.04)]


def test_a_task_that_is_pointed_at_says_its_figures_on_wide_windows(page: Page) -> None:
    measured(page, 1280)
    page.hover("svg rect")
    assert page.locator("svg a:hover .tip").evaluate("tip => getComputedStyle(tip).opacity") == "1"
