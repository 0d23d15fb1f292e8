from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_lib.charts.box import Box
from site_lib.charts.chart import Caption, Row
from site_lib.charts.text import text_width
from site_lib.charts.treemap import AREA_HEIGHT, MAP_WIDTH, MIN_AREA, SIZES, Band, treemap_chart
from site_lib.snapshots.precision import Shares
from tests.answers import NEWEST, RECORDED
from tests.charts.samples import recorded_bands

if TYPE_CHECKING:
    from pathlib import Path

CAPTION = Caption("areas", "T", "D")


def row(label: str, requests: float) -> Row:
    return Row(label, Shares(requests, 0.1), f"{label}/", "code")


def drawn(*bands: Band) -> ET.Element:
    chart = treemap_chart(CAPTION, bands)
    assert chart
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def box(link: ET.Element) -> Box:
    area = link.find("rect[@class='area']")
    assert area is not None
    left, top = float(area.get("x", 0)), float(area.attrib["y"])
    width, height = float(area.attrib["width"]), float(area.attrib["height"])
    return Box(left, top, left + width, top + height)


def areas(root: ET.Element) -> list[ET.Element]:
    return [link for link in root.iter("a") if link.find("rect") is not None]


def test_areas_are_in_proportion_to_shares_in_all_bands_alike() -> None:
    bands = recorded_bands(NEWEST)
    links = areas(drawn(*bands))
    rows = [each for band in bands for each in band.rows]
    assert len(links) == len(rows) == 29
    sizes = [(b.right - b.left) * (b.bottom - b.top) for b in map(box, links)]
    scale = sum(sizes) / sum(each.shares.requests for each in rows)
    for size, each in zip(sizes, rows, strict=True):
        # Coordinates have one decimal.
        assert size == pytest.approx(each.shares.requests * scale, abs=0.1 * (size**0.5 + 12))


def test_areas_cover_their_band_and_never_one_another() -> None:
    boxes = list(map(box, areas(drawn(*recorded_bands(NEWEST)))))
    for index, each in enumerate(boxes):
        assert each.left >= 0
        assert each.right <= MAP_WIDTH + 0.2
        for other in boxes[index + 1 :]:
            assert each.overlap(other) < 0.11 * 400
    covered = sum((each.right - each.left) * (each.bottom - each.top) for each in boxes)
    assert covered == pytest.approx(MAP_WIDTH * AREA_HEIGHT, rel=0.005)


@pytest.mark.parametrize("css_class", SIZES)
@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_names_are_whole_and_inside_their_areas(file: Path, css_class: str) -> None:
    size = SIZES[css_class]
    named = 0
    for link in areas(drawn(*recorded_bands(file))):
        area = box(link)
        lines = link.findall(f"text[@class='{css_class}']")
        for text in lines:
            width = text_width(text.text or "", size)
            assert area.left < float(text.attrib["x"]) < area.right - width
            assert area.top + 0.9 * size < float(text.attrib["y"]) < area.bottom - 0.1 * size
        if lines:
            named += 1
            whole = " ".join(text.text or "" for text in lines)
            assert whole.startswith((link.findtext("title") or "").partition(":")[0])
    assert named >= {"inside": 24, "phone": 7}[css_class]


def test_every_area_leads_to_its_page_and_says_its_figures() -> None:
    root = drawn(Band(row("Code", 1), (row("a", 0.7), row("b", 0.3))))
    heading, a, _ = root.findall("a")
    assert heading.findtext("text") == "Code 100.0%"
    assert a.attrib["href"] == "a/"
    assert a.findtext("title") == "a: 70.0% of requests, 10.0% of tokens"
    assert a.findtext("text[@class='tip']") == "a: 70.0% of requests, 10.0% of tokens"


def test_what_the_reader_points_at_is_told_beside_the_heading_even_if_both_are_long() -> None:
    label = "W" * 150
    root = drawn(Band(row(label, 1), (row(label, 1),)))
    heading, tip = root.find("a/text[@class='head']"), root.find("a/text[@class='tip']")
    assert heading is not None
    assert tip is not None
    assert (heading.attrib["y"], tip.get("text-anchor")) == (tip.attrib["y"], "end")
    left = float(tip.attrib["x"]) - text_width(tip.text or "", SIZES["inside"])
    assert 0 < text_width(heading.text or "", SIZES["inside"]) < left


def test_a_share_of_0_has_no_area_and_nothing_at_all_no_chart() -> None:
    root = drawn(Band(row("X", 1), (row("a", 1), row("b", 0))), Band(row("Y", 0), (row("c", 0),)))
    assert [link.attrib["href"] for link in root.iter("a")] == ["X/", "a/"]
    assert treemap_chart(CAPTION, (Band(row("Y", 0), (row("c", 0),)),)) is None


def test_a_category_too_small_to_be_seen_has_no_band() -> None:
    rows = (row("b", 1e-17), row("c", 1e-17))
    root = drawn(Band(row("X", 1), (row("a", 1),)), Band(row("Y", 2e-17), rows))
    assert [link.attrib["href"] for link in root.iter("a")] == ["X/", "a/"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@example([0.5, 1e-9])
@example([0.5, 1e-17])
@example([1e-320])
def test_a_share_too_small_to_be_seen_is_left_out_and_the_others_are_drawn(
    shares: list[float],
) -> None:
    rows = tuple(row(str(number), share) for number, share in enumerate(sorted(shares)[::-1]))
    chart = treemap_chart(CAPTION, (Band(row("Code", 1), rows),))
    links = areas(ET.fromstring(chart.svg)) if chart else []  # noqa: S314 (our own)
    least = sum(shares) * MIN_AREA / (MAP_WIDTH * AREA_HEIGHT)
    visible = [share for share in shares if share > least]
    assert len(links) == len(visible)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_areas_of_any_shares_cover_the_band_in_proportion(shares: list[float]) -> None:
    shares.sort(reverse=True)
    rows = tuple(row(str(number), share) for number, share in enumerate(shares))
    boxes = list(map(box, areas(drawn(Band(row("Code", 1), rows)))))
    whole = MAP_WIDTH * AREA_HEIGHT
    for share, each in zip(shares, boxes, strict=True):
        width, height = each.right - each.left, each.bottom - each.top
        # Coordinates have one decimal.
        expected = share / sum(shares) * whole
        assert width * height == pytest.approx(expected, abs=0.1 * (width + height + 1))


def test_areas_are_wider_than_high_but_not_by_much() -> None:
    equal = tuple(row(str(number), 0.1) for number in range(12))
    for each in map(box, areas(drawn(Band(row("Code", 1), equal)))):
        assert 1 < each.width / each.height < 5
