"""What the scatter chart looks like in a browser: nothing may stand on anything else."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from site_lib.charts.box import Box
from site_lib.charts.chart import WIDTH, Caption, Row
from site_lib.charts.scatter import MAX_NAMES, scatter_chart
from site_lib.charts.treemap import Band
from site_lib.snapshots.precision import Shares
from tests.answers import RECORDED
from tests.charts.rendering import rendering, show
from tests.charts.samples import CLASSES, groups, random_bands, recorded_bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

RANDOM = 40
MEASURE = """
() => [...document.querySelectorAll("svg")].map(svg => {
  const boxes = selector => [...svg.querySelectorAll(selector)].map(element => {
    const {x, y, width, height} = element.getBBox()
    return [element.textContent || element.getAttribute("class"), [x, y, x + width, y + height]]
  })
  return {
    height: svg.viewBox.baseVal.height,
    names: boxes(".name"),
    marks: boxes(":is(a, g) > :is(path, rect, circle)"),
    texts: boxes(":not(.tip, .name):is(text)"),
    axes: boxes(".axis"),
    diagonal: boxes(".average")[0][1],
  }
})
"""

Picture = dict[str, Any]
Named = tuple[str, Box]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with rendering() as page:
        yield page


@pytest.fixture(scope="module")
def pictures(page: Page) -> list[Picture]:
    """Measure the charts of all recorded answers, and then of random ones."""
    bands = [*map(recorded_bands, RECORDED), *map(random_bands, range(RANDOM))]
    bands += [near_the_diagonals_name(share / 1000) for share in range(2, 10)]
    charts = [
        scatter_chart(Caption(f"s{index}", "T", "D"), groups(each))
        for index, each in enumerate(bands)
    ]
    drawn = [chart.svg for chart in charts if chart]
    assert len(drawn) == len(bands)
    show(page, drawn)
    pictures: list[Picture] = page.evaluate(MEASURE)
    return pictures


def near_the_diagonals_name(share: float) -> tuple[Band, ...]:
    """Return tasks of which one is just above the lower axis, where the diagonal has its name."""
    shares = (Shares(0.3, 0.3), Shares(share, 0.0022), Shares(0.001, 0.001))
    rows = tuple(Row("A name", each) for each in shares)
    return (Band(Row("Code", Shares(1, 1), css_class="code"), rows),)


def boxes(picture: Picture, *kinds: str) -> list[Named]:
    return [(words, Box(*sides)) for kind in kinds for words, sides in picture[kind]]


def on_one_another(ones: list[Named], others: list[Named]) -> list[tuple[str, str]]:
    return [
        (words, other_words)
        for words, box in ones
        for other_words, other in others
        if box.overlap(other)
    ]


def test_no_name_stands_on_a_name_a_mark_or_another_text(pictures: list[Picture]) -> None:
    for picture in pictures:
        names = boxes(picture, "names")
        assert [pair for pair in combinations(names, 2) if pair[0][1].overlap(pair[1][1])] == []
        assert on_one_another(names, boxes(picture, "marks", "texts")) == []


def test_no_other_text_stands_on_a_text_or_a_mark(pictures: list[Picture]) -> None:
    for picture in pictures:
        texts = boxes(picture, "texts")
        assert [pair for pair in combinations(texts, 2) if pair[0][1].overlap(pair[1][1])] == []
        assert on_one_another(texts, boxes(picture, "marks")) == []


def test_no_text_is_crossed_by_the_diagonal_or_an_axis(pictures: list[Picture]) -> None:
    for picture in pictures:
        left, top, right, bottom = picture["diagonal"]
        plot = Box(left, top, right, bottom)
        inside = [each for each in boxes(picture, "names", "texts") if each[1].overlap(plot)]
        diagonal = ((left, bottom), (right, top))
        assert inside
        assert [words for words, box in inside if box.is_crossed_by(diagonal)] == []
        # An axis is as thin as a line, and a corner's box as large as the plot.
        lines = [(words, box.grown(0.5)) for words, box in boxes(picture, "axes") if box != plot]
        lines += [("left", Box(left - 0.5, top, left + 0.5, bottom))]
        lines += [("below", Box(left, bottom - 0.5, right, bottom + 0.5))]
        assert len(lines) >= 6
        assert on_one_another(boxes(picture, "names", "texts"), lines) == []


def test_all_texts_are_inside_the_picture(pictures: list[Picture]) -> None:
    for picture in pictures:
        whole = Box(0, 0, WIDTH, picture["height"]).grown(0.5)
        texts = boxes(picture, "names", "texts")
        assert [words for words, box in texts if not whole.contains(box)] == []


def test_the_most_important_tasks_of_recorded_answers_are_named(pictures: list[Picture]) -> None:
    for file, picture in zip(RECORDED, pictures, strict=False):
        names = [words for words, _ in boxes(picture, "names")]
        assert 10 <= len(names) <= MAX_NAMES
        rows = [row for band in recorded_bands(file) for row in band.rows]
        for share in ("requests", "tokens"):
            assert max(rows, key=lambda row: getattr(row.shares, share)).label in names
        assert "average request" in [words for words, _ in boxes(picture, "texts")]


def test_a_name_has_the_colour_of_its_mark(page: Page, pictures: list[Picture]) -> None:
    colours = page.evaluate("""
      () => [...document.querySelectorAll(".name")].map(name =>
        [name, name.parentNode.querySelector("path, rect, circle")]
          .map(element => getComputedStyle(element).fill))
    """)
    assert len(colours) == sum(len(picture["names"]) for picture in pictures)
    assert [pair for pair in colours if pair[0] != pair[1]] == []
    assert len({name for name, _ in colours}) == len(CLASSES)
