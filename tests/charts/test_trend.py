from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from site_lib.analysis.ranks import Rank
from site_lib.analysis.series import Point, Series
from site_lib.charts.chart import TEXT_SIZE, Caption, Chart
from site_lib.charts.ranks import STRIP_HEIGHT, RankHistory, ranks_chart
from site_lib.charts.time_axis import MAX_DOTS
from site_lib.charts.trend import LEGEND_HEIGHT, PLOT_HEIGHT, trend_chart
from site_lib.snapshots.precision import Shares

FIRST = date(2026, 1, 1)
CAPTION = Caption("trend", "T", "D")


def series(*days: int, requests: float = 0.2, tokens: float = 0.4) -> Series[Point]:
    points = (Point(FIRST + timedelta(days=day), Shares(requests, tokens)) for day in days)
    return Series(tuple(points), 7)


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def lines(root: ET.Element, css_class: str) -> list[list[tuple[float, float]]]:
    """Return the points of each line; the legend's comes last."""
    found = []
    for path in root.iter("path"):
        if path.get("class") == css_class:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.attrib["d"])]
            (x, y), *steps = zip(numbers[::2], numbers[1::2], strict=True)
            points = [(x, y)]
            for right, down in steps:
                x, y = x + right, y + down
                points.append((x, y))
            found.append(points)
    return found


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter("text")]


def test_a_line_runs_through_the_shares_on_a_scale_from_0() -> None:
    points = [(0, 0.1), (7, 0.2), (14, 0.4)]
    dated = (Point(FIRST + timedelta(days=day), Shares(share, 0.4)) for day, share in points)
    root = parsed(trend_chart(CAPTION, Series(tuple(dated), 7), "code"))
    drawn, _ = lines(root, "trace first")  # and the legend's
    bottom = LEGEND_HEIGHT + PLOT_HEIGHT
    heights = [bottom - y for _, y in drawn]
    assert heights == pytest.approx([h * heights[2] / 4 for h in (1, 2, 4)], abs=0.2)
    (a, b, c) = (x for x, _ in drawn)
    assert b - a == pytest.approx(c - b, abs=0.2)
    assert {"2026-01-01", "2026-01-15", "40.0%"} <= set(texts(root))


def test_no_line_crosses_days_without_data_and_a_lone_point_is_a_dot() -> None:
    root = parsed(trend_chart(CAPTION, series(0, 7, 15, 40), None))
    drawn = lines(root, "trace first")
    assert [len(points) for points in drawn[:-1]] == [2]
    gaps = [band for band in root.iter("rect") if band.get("class") == "gap"]
    assert len(gaps) == 2
    dots = [circle for circle in root.iter("circle") if circle.get("class") == "first"]
    assert len(dots) == 4 + 1  # and the legend's


@pytest.mark.parametrize("share", [0.002, 0.004, 0.02, 0.05, 0.185, 0.37, 0.6, 1])
def test_a_gap_says_what_it_is_where_no_line_crosses_its_words(share: float) -> None:
    root = parsed(trend_chart(CAPTION, series(0, 100, requests=share, tokens=share), None))
    (words,) = (text for text in root.iter("text") if text.text == "no snapshot")
    base = float(words.attrib["y"])
    levels = [float(d.split()[1].split("l")[0]) for d in grid(root)]
    assert len(levels) >= 2
    assert [y for y in levels if base - TEXT_SIZE < y < base + 0.25 * TEXT_SIZE] == []
    narrow = parsed(trend_chart(CAPTION, series(0, 100, 110), None))
    assert texts(narrow).count("no snapshot") == 1


def grid(root: ET.Element) -> list[str]:
    return [path.attrib["d"] for path in root.iter("path") if path.get("class") == "grid"]


def test_points_are_drawn_while_they_can_be_told_apart() -> None:
    few = parsed(trend_chart(CAPTION, series(*range(MAX_DOTS)), None))
    many = parsed(trend_chart(CAPTION, series(*range(MAX_DOTS + 1)), None))
    assert len(list(few.iter("circle"))) == 2 * MAX_DOTS + 2
    assert len(list(many.iter("circle"))) == 2


@pytest.mark.parametrize("share", [0, 0.0005, 0.001, 0.0015, 0.01, 0.3, 1])
def test_no_two_lines_of_the_scale_are_named_alike(share: float) -> None:
    root = parsed(trend_chart(CAPTION, series(0, 1, 2, requests=share, tokens=share), None))
    ticks = [t.text for t in root.iter("text") if t.get("class") == "tick"]
    assert len(ticks) == len(set(ticks))


def test_the_newest_values_stand_apart_even_where_they_are_equal() -> None:
    root = parsed(trend_chart(CAPTION, series(0, 1, 2, requests=0.3, tokens=0.3), None))
    ends = [float(t.attrib["y"]) for t in root.iter("text") if t.text == "30.0%"]
    assert len(ends) >= 2
    assert abs(ends[-1] - ends[-2]) >= 12


def test_ranks_go_from_the_top_of_a_strip_down_and_break_where_a_model_is_not_listed() -> None:
    one, two, last = Rank(1, tied=False), Rank(2, tied=True), Rank(5, tied=False)
    models = (
        RankHistory("up", (last, two, one, one)),
        RankHistory("away", (one, one, None, two)),
    )
    root = parsed(ranks_chart(CAPTION, series(0, 1, 2, 3), models, "code"))
    up, away = lines(root, "trace first")
    heights = [y for _, y in up]
    assert heights[0] - heights[2] == pytest.approx(STRIP_HEIGHT, abs=0.1)
    assert heights[1] - heights[2] == pytest.approx(STRIP_HEIGHT / 4, abs=0.1)
    assert len(away) == 2
    found = texts(root)
    assert "In each strip, rank 1 is at the top and 5 at the bottom." in found
    assert found.index("up") < found.index("1") < found.index("away") < found.index("2=")
