from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_lib.analysis.rankings import derive
from site_lib.charts.box import Box
from site_lib.charts.chart import WIDTH, Caption, Row
from site_lib.charts.text import text_width
from site_lib.charts.treemap import AREA_HEIGHT, LABEL_SIZES, Band, treemap_chart
from site_lib.snapshots.precision import Shares
from tests.answers import newest_data, snapshot_of

CAPTION = Caption("areas", "T", "D")


def row(label: str, requests: float) -> Row:
    return Row(label, Shares(requests, 0.1), f"{label}/", "code")


def newest_bands() -> tuple[Band, ...]:
    return tuple(
        Band(
            row(each.label, each.shares.requests),
            tuple(row(tag.name, tag.shares.requests) for tag in each.tags),
        )
        for each in derive(snapshot_of(newest_data())).categories
    )


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
    bands = newest_bands()
    links = areas(drawn(*bands))
    rows = [each for band in bands for each in band.rows]
    assert len(links) == len(rows) == 29
    sizes = [(b.right - b.left) * (b.bottom - b.top) for b in map(box, links)]
    scale = sum(sizes) / sum(each.shares.requests for each in rows)
    for size, each in zip(sizes, rows, strict=True):
        # Coordinates have one decimal.
        assert size == pytest.approx(each.shares.requests * scale, abs=0.1 * (size**0.5 + 12))


def test_areas_cover_their_band_and_never_one_another() -> None:
    boxes = list(map(box, areas(drawn(*newest_bands()))))
    for index, each in enumerate(boxes):
        assert each.left >= 0
        assert each.right <= WIDTH + 0.2
        for other in boxes[index + 1 :]:
            assert each.overlap(other) < 0.11 * 400
    covered = sum((each.right - each.left) * (each.bottom - each.top) for each in boxes)
    assert covered == pytest.approx(WIDTH * AREA_HEIGHT, rel=0.005)


def test_names_are_whole_and_inside_their_areas() -> None:
    named = 0
    for link in areas(drawn(*newest_bands())):
        area = box(link)
        lines = [text for text in link.iter("text") if text.attrib["class"] in LABEL_SIZES]
        for text in lines:
            width = text_width(text.text or "", LABEL_SIZES[text.attrib["class"]])
            assert area.left <= float(text.attrib["x"]) <= area.right - width
            assert area.top < float(text.attrib["y"]) < area.bottom
        if lines:
            named += 1
            whole = " ".join(text.text or "" for text in lines)
            assert whole.startswith((link.findtext("title") or "").partition(":")[0])
    assert named >= 9


def test_every_area_leads_to_its_page_and_says_its_figures() -> None:
    root = drawn(Band(row("Code", 1), (row("a", 0.7), row("b", 0.3))))
    heading, a, _ = root.findall("a")
    assert heading.findtext("text") == "Code 100.0%"
    assert a.attrib["href"] == "a/"
    assert a.findtext("title") == "a: 70.0% of requests, 10.0% of tokens"
    tips = [text.text for text in a.iterfind("text[@class='tip']")]
    assert tips == ["a", "70.0% of requests, 10.0% of tokens"]


def test_a_share_of_0_has_no_area_and_nothing_at_all_no_chart() -> None:
    root = drawn(Band(row("X", 1), (row("a", 1), row("b", 0))), Band(row("Y", 0), (row("c", 0),)))
    assert [link.attrib["href"] for link in root.iter("a")] == ["X/", "a/"]
    assert treemap_chart(CAPTION, (Band(row("Y", 0), (row("c", 0),)),)) is None


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_areas_of_any_shares_cover_the_band_in_proportion(shares: list[float]) -> None:
    shares.sort(reverse=True)
    rows = tuple(row(str(number), share) for number, share in enumerate(shares))
    boxes = list(map(box, areas(drawn(Band(row("Code", 1), rows)))))
    whole = WIDTH * AREA_HEIGHT
    for share, each in zip(shares, boxes, strict=True):
        width, height = each.right - each.left, each.bottom - each.top
        # Coordinates have one decimal.
        expected = share / sum(shares) * whole
        assert width * height == pytest.approx(expected, abs=0.1 * (width + height + 1))


def test_areas_are_near_to_squares() -> None:
    equal = tuple(row(str(number), 0.1) for number in range(12))
    for each in map(box, areas(drawn(Band(row("Code", 1), equal)))):
        width, height = each.right - each.left, each.bottom - each.top
        assert 0.5 < width / height < 2
