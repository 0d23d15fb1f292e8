from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from site_lib.analysis.rankings import derive
from site_lib.charts.box import Box
from site_lib.charts.chart import WIDTH, Caption, Chart, Row
from site_lib.charts.scatter import NAME_SIZE, Group, scatter_chart
from site_lib.charts.text import text_width
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.snapshot import parse
from tests.answers import RECORDED

if TYPE_CHECKING:
    from pathlib import Path

CAPTION = Caption("shape", "T", "D")


def row(label: str, requests: float, tokens: float) -> Row:
    return Row(label, Shares(requests, tokens), f"{label}/index.html")


def drawn(*groups: Group) -> ET.Element:
    chart = scatter_chart(CAPTION, groups)
    assert isinstance(chart, Chart)
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def of_recorded(file: Path) -> tuple[Group, ...]:
    rankings = derive(parse(file.read_bytes(), file.name).data)
    return tuple(
        Group(
            each.label,
            category_class(each.key),
            tuple(row(tag.name, tag.shares.requests, tag.shares.tokens) for tag in each.tags),
        )
        for each in rankings.categories
    )


def centre(link: ET.Element) -> tuple[float, float]:
    """Return the middle of a marker."""
    circle = link.find("circle")
    if circle is not None:
        return float(circle.attrib["cx"]), float(circle.attrib["cy"])
    box = link.find("rect")
    if box is not None:
        left, top, width, height = (float(box.attrib[key]) for key in ("x", "y", "width", "height"))
        return left + width / 2, top + height / 2
    path = [each.attrib["d"] for each in link.findall("path") if each.attrib["d"].endswith("z")]
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path[0])]
    x, y, xs, ys = numbers[0], numbers[1], [numbers[0]], [numbers[1]]
    for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + across, y + down
        xs.append(x)
        ys.append(y)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def names(root: ET.Element) -> list[tuple[str, Box]]:
    """Return the names beside the markers with what they cover."""
    return [each for link in root.iter("a") for each in names_of(link)]


def names_of(link: ET.Element) -> list[tuple[str, Box]]:
    found = []
    for text in link.iterfind("text[@class='name']"):
        width = text_width(text.text or "", NAME_SIZE)
        start = {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
        left, base = float(text.attrib["x"]) - start, float(text.attrib["y"])
        found.append((text.text or "", Box(left, base - 8, left + width, base + 2)))
    return found


def test_markers_stand_where_their_shares_are_on_logarithmic_scales() -> None:
    rows = (row("a", 0.3, 0.003), row("b", 0.03, 0.3), row("c", 0.003, 0.03))
    centres = [centre(link) for link in drawn(Group("G", "general", rows)).iter("a")]
    (ax, ay), (bx, by), (cx, cy) = centres
    assert ax - bx == pytest.approx(bx - cx, abs=0.2)
    assert cy - by == pytest.approx(ay - cy, abs=0.2)
    assert ax > bx > cx
    assert by < cy < ay


def test_the_diagonal_is_the_average_request() -> None:
    rows = (row("a", 0.3, 0.3), row("b", 0.005, 0.005))
    root = drawn(Group("G", "general", rows))
    line = root.find("path[@class='average']")
    assert line is not None
    x, y, across, down = map(float, re.findall(r"-?[\d.]+", line.attrib["d"]))
    for marker_x, marker_y in map(centre, root.iter("a")):
        assert marker_y == pytest.approx(y + down * (marker_x - x) / across, abs=0.2)


def test_a_tick_stands_where_its_share_would() -> None:
    root = drawn(Group("G", "general", (row("a", 0.1, 0.1), row("b", 0.003, 0.003))))
    tick = next(each for each in root.iterfind("text[@text-anchor='middle']"))
    assert tick.text == "1.0%"
    ten = [each for each in root.iterfind("text[@text-anchor='middle']") if each.text == "10.0%"]
    (x, _) = centre(next(root.iter("a")))
    assert float(ten[0].attrib["x"]) == pytest.approx(x, abs=0.1)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_on_real_answers_every_task_is_named_and_no_name_covers_another(file: Path) -> None:
    groups = of_recorded(file)
    root = drawn(*groups)
    labels = names(root)
    assert sorted(name for name, _ in labels) == sorted(
        each.label for group in groups for each in group.rows
    )
    markers = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in map(centre, root.iter("a"))]
    for index, (name, box) in enumerate(labels):
        assert box.left >= 0, name
        assert box.right <= WIDTH, name
        others = [other for _, other in labels[index + 1 :]]
        assert not any(map(box.overlap, [*others, *markers])), name


def test_tasks_with_equal_shares_stand_side_by_side() -> None:
    rows = (row("a", 0.1, 0.1), row("b", 0.1, 0.1), row("c", 0.01, 0.01))
    (ax, ay), (bx, by), _ = map(centre, drawn(Group("G", "code", rows)).iter("a"))
    assert ay == by
    assert abs(ax - bx) >= 7


def test_every_category_has_a_shape_of_its_own_beside_its_colour() -> None:
    classes = ("code", "data", "agent", "general", "other")
    groups = [
        Group(css_class, css_class, (row(css_class, 0.1 / step, 0.1 / step),))
        for step, css_class in enumerate(classes, 1)
    ]
    shapes = {shape(link) for link in drawn(*groups).iter("a")}
    assert len(shapes) == len(classes)


def test_a_marker_leads_to_its_page_and_says_its_figures() -> None:
    (link,) = drawn(Group("G", "data", (row("Some task", 0.301, 0.073),))).iter("a")
    assert link.attrib == {"href": "Some task/index.html", "class": "data"}
    assert link.findtext("title") == "Some task: 30.1% of requests, 7.3% of tokens"
    tips = [text.text for text in link.iterfind("text[@class='tip']")]
    assert tips == ["Some task", "30.1% of requests, 7.3% of tokens"]


def test_what_does_not_fit_a_logarithmic_scale_is_left_out() -> None:
    rows = (row("a", 0.1, 0.1), row("none", 0, 0.1), row("nor", 0.1, 0.0001))
    root = drawn(Group("G", "code", rows))
    assert [link.attrib["href"] for link in root.iter("a")] == ["a/index.html"]
    hints = " ".join(text.text or "" for text in root.findall("text[@class='hint']"))
    assert hints.endswith("<0.05% has no place here.")
    assert scatter_chart(CAPTION, (Group("G", "code", rows[1:]),)) is None


def test_a_name_too_long_for_its_chart_is_cut_with_a_sign_and_told_whole() -> None:
    (link,) = drawn(Group("G", "code", (row("W" * 200, 0.1, 0.1),))).iter("a")
    ((name, box),) = names_of(link)
    assert name.endswith("W…")
    assert box.right - box.left <= 150
    assert (link.findtext("title") or "").startswith("W" * 200)


def test_one_task_alone_and_one_with_everything_are_drawn() -> None:
    for shares in ((1, 1), (0.001, 0.001)):
        ((x, y),) = map(centre, drawn(Group("G", "code", (row("a", *shares),))).iter("a"))
        assert 0 < x < WIDTH
        assert math.isfinite(y)


def test_many_long_names_of_categories_take_several_lines() -> None:
    groups = [Group("Category " * 4, "other", (row(str(n), 0.1, 0.1),)) for n in range(4)]
    lines = [group.find("text") for group in drawn(*groups).findall("g")]
    assert len({line.attrib["y"] for line in lines if line is not None}) == 4


def test_the_legend_has_each_category_in_its_shape_and_colour() -> None:
    classes = ("code", "data", "agent", "general")
    groups = [
        Group(css_class, css_class, (row(css_class, 0.1 / step, 0.1 / step),))
        for step, css_class in enumerate(classes, 1)
    ]
    root = drawn(*groups)
    for link, legend in zip(root.findall("a"), root.findall("g"), strict=True):
        assert link.attrib["class"] == legend.attrib["class"] == legend.findtext("text")
        assert shape(link) == shape(legend)


def shape(element: ET.Element) -> tuple[str, str]:
    """Return what is drawn for a marker, wherever it stands."""
    marker = [each for each in element if each.tag in {"circle", "rect", "path"}][-1]
    steps = re.findall(r"l(-?[\d.]+) (-?[\d.]+)", marker.attrib.get("d", ""))
    # A tenth is lost or won in rounding.
    return marker.tag, ", ".join(f"{float(x):.0f} {float(y):.0f}" for x, y in steps)


def test_each_scale_is_named_and_its_lines_stand_at_their_shares() -> None:
    rows = (row("a", 0.1, 0.01), row("b", 0.003, 0.2))
    root = drawn(Group("G", "general", rows))
    words = {text.text: text for text in root.findall("text")}
    up, across = words["↑ share of tokens"], words["share of requests →"]
    assert float(up.attrib["y"]) < float(across.attrib["y"])
    (_, y), _ = map(centre, root.iter("a"))
    levels = {
        text.text: float(text.attrib["y"])
        for text in root.findall("text[@class='tick']")
        if text.attrib["x"] == "0"
    }
    assert levels["1.0%"] == pytest.approx(y - 2, abs=0.1)


def test_a_name_that_stands_far_from_its_marker_is_joined_to_it_by_a_line() -> None:
    crowd = tuple(row(f"Some task {n}", 0.1 + n / 500, 0.1) for n in range(12))
    links = list(drawn(Group("G", "general", crowd)).iter("a"))
    joined = [link for link in links if link.find("path[@class='thread']") is not None]
    assert joined
    for link in joined:
        x, y = centre(link)
        line = link.find("path[@class='thread']")
        assert line is not None
        start_x, start_y, across, down = map(float, re.findall(r"-?[\d.]+", line.attrib["d"]))
        assert (start_x, start_y) == pytest.approx((x, y), abs=0.1)
        ((_, box),) = names_of(link)
        assert box.left - 0.2 <= start_x + across <= box.right + 0.2
        assert box.top - 0.2 <= start_y + down <= box.bottom + 0.2


@pytest.mark.parametrize("most", [0.0745, 0.075, 0.3, 1])
@pytest.mark.parametrize("least", [0.001, 0.002, 0.05])
def test_the_scales_have_labels_that_stay_inside_and_apart(most: float, least: float) -> None:
    rows = (row("a", most, most), row("b", least, least))
    labels = drawn(Group("G", "general", rows)).findall("text[@class='tick']")
    below = [text for text in labels if text.get("text-anchor") == "middle"]
    assert len(below) >= 2
    for text in below:
        half = text_width(text.text or "", 11) / 2
        assert half - 0.1 <= float(text.attrib["x"]) <= WIDTH - half + 0.1
    beside = sorted(float(text.attrib["y"]) for text in labels if text.attrib["x"] == "0")
    assert all(low - high >= 10 for high, low in pairwise(beside))


def test_many_tasks_with_equal_shares_stay_near_their_place() -> None:
    rows = tuple(row(f"Task {n}", 0.034, 0.034) for n in range(28))
    xs = [centre(link)[0] for link in drawn(Group("G", "code", rows)).iter("a")]
    assert max(xs) - min(xs) == pytest.approx(14.4, abs=0.2)
