from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from site_lib.analysis.model_history import ModelPoint
from site_lib.analysis.series import Series
from site_lib.charts.band import LEGEND_HEIGHT, PLOT_HEIGHT, band_chart
from site_lib.charts.chart import Caption
from site_lib.charts.range_bar import range_bar
from site_lib.snapshots.precision import Interval
from tests.charts.test_trend import lines, texts

FIRST = date(2026, 1, 1)
CAPTION = Caption("trend", "T", "D")
BOTTOM = LEGEND_HEIGHT + PLOT_HEIGHT


def drawn(*points: tuple[int, float, float, int]) -> ET.Element:
    """Draw (day, low, high, number of lists)."""
    dated = (
        ModelPoint(FIRST + timedelta(days=day), Interval(low, high), times)
        for day, low, high, times in points
    )
    chart = band_chart(CAPTION, Series(tuple(dated), 7), "other")
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def areas(root: ET.Element, css_class: str) -> int:
    """Count the areas of a class, without the legend's."""
    paths = [points for points in lines(root, css_class) if max(y for _, y in points) > 20]
    bars = [bar for bar in root.iter("rect") if bar.get("class") == css_class]
    return len(paths) + len([bar for bar in bars if float(bar.attrib["y"]) > 20])


def test_a_band_reaches_from_the_lowest_to_the_highest_possible_share() -> None:
    root = drawn((0, 0.1, 0.2, 3), (7, 0.2, 0.3, 4), (14, 0.1, 0.4, 2))
    (band,) = lines(root, "band")
    heights = [BOTTOM - y for _, y in band[:6]]
    unit = heights[2] / 4
    assert heights == pytest.approx([n * unit for n in (2, 3, 4, 1, 2, 1)], abs=0.2)
    line, _ = lines(root, "trace first")  # and the legend's
    assert [BOTTOM - y for _, y in line] == pytest.approx([unit, 2 * unit, unit], abs=0.2)
    assert {"40.0%", "10.0%", "2026-01-01", "2026-01-15"} <= set(texts(root))


def test_dates_without_a_list_look_different_and_have_no_line() -> None:
    root = drawn((0, 0.1, 0.2, 3), (1, 0.1, 0.2, 1), (2, 0, 0.1, 0), (3, 0, 0.1, 0))
    assert (areas(root, "band"), areas(root, "unlisted")) == (1, 1)
    assert "not listed: at most" in texts(root)
    line, *_ = lines(root, "trace first")
    assert len(line) == 2
    assert "not listed: at most" not in texts(drawn((0, 0.1, 0.2, 1), (1, 0.1, 0.2, 1)))


def test_a_band_breaks_where_no_snapshot_covers_the_days() -> None:
    root = drawn((0, 0.1, 0.2, 1), (1, 0.1, 0.2, 1), (30, 0.1, 0.2, 1), (31, 0.1, 0.2, 1))
    assert areas(root, "band") == 2
    assert len([gap for gap in root.iter("rect") if gap.get("class") == "gap"]) == 1


def test_a_single_date_is_wide_enough_to_be_seen() -> None:
    root = drawn((0, 0.1, 0.2, 1), (30, 0.1, 0.2, 1), (60, 0.1, 0.2, 1))
    found = [bar for bar in root.iter("rect") if bar.get("class") == "band"]
    assert [float(bar.attrib["width"]) for bar in found if float(bar.attrib["y"]) > 20] == [4] * 3


@pytest.mark.parametrize(
    ("low", "high", "largest", "widths"),
    [(0.1, 0.2, 0.4, ["50", "25"]), (0.0, 0.0, 0.0, ["0", "0"]), (0.4, 0.4, 0.4, ["100", "100"])],
)
def test_a_bar_in_a_row_is_as_long_as_its_range(
    low: float, high: float, largest: float, widths: list[str]
) -> None:
    bar = ET.fromstring(range_bar(Interval(low, high), largest))  # noqa: S314 (our own)
    assert bar.attrib["aria-hidden"] == "true"
    assert [(each.attrib["class"], each.attrib["width"]) for each in bar] == list(
        zip(("tokens", "requests"), widths, strict=True)
    )
