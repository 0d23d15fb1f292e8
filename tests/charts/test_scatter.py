from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from site_lib.charts.box import Box
from site_lib.charts.chart import TEXT_SIZE, WIDTH, Caption, Chart, Row
from site_lib.charts.scatter import MAX_NAMES, Group, scatter_chart
from site_lib.charts.text import text_width
from site_lib.snapshots.precision import Shares

CAPTION = Caption("shape", "T", "D")


def row(label: str, requests: float, tokens: float) -> Row:
    return Row(label, Shares(requests, tokens), f"{label}/index.html")


def drawn(*groups: Group) -> ET.Element:
    chart = scatter_chart(CAPTION, groups)
    assert isinstance(chart, Chart)
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


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
        width = text_width(text.text or "", TEXT_SIZE)
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


def test_only_the_tasks_with_the_largest_shares_are_named() -> None:
    rows = [row(f"r{n}", 0.2 * 0.8**n, 0.01 * 0.7**n) for n in range(10)]
    rows += [row(f"t{n}", 0.01 * 0.7**n, 0.2 * 0.8**n) for n in range(10)]
    named = [name for name, _ in names(drawn(Group("G", "code", tuple(rows))))]
    largest = sorted(rows, key=lambda row: -max(row.shares.requests, row.shares.tokens))
    assert len(named) == MAX_NAMES
    assert set(named) == {row.label for row in largest[:MAX_NAMES]}


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
    assert link.attrib == {"href": "Some task/index.html", "class": "data", "tabindex": "-1"}
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
    assert box.right - box.left <= 120
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
    (x, y), _ = map(centre, root.iter("a"))
    # The middle of digits is above the base line by about a third of their size.
    levels = {text.text: float(text.attrib["y"]) - TEXT_SIZE / 3 for text in beside(root)}
    assert levels["1.0%"] == pytest.approx(y, abs=0.1)
    places = {text.text: float(text.attrib["x"]) for text in below(root)}
    assert places["10.0%"] == pytest.approx(x, abs=0.1)


def test_shares_stand_outside_of_the_plot_at_lines_that_end_there() -> None:
    root = drawn(Group("G", "general", (row("a", 0.1, 0.01), row("b", 0.003, 0.2))))
    corner, *ticks = (numbers(each) for each in root.findall("path[@class='axis']"))
    left, bottom = corner[0], corner[1] + corner[3]
    assert len(ticks) == len(beside(root)) + len(below(root)) >= 4
    for x, y, across, down in ticks:
        assert (x + across, y) == (left, y) if across else (x, y) == (x, bottom)
        assert across >= 0 <= down
    assert all(float(text.attrib["x"]) < left for text in beside(root))
    assert all(float(text.attrib["y"]) > bottom + 8 for text in below(root))


def numbers(path: ET.Element) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path.attrib["d"])]


def beside(root: ET.Element) -> list[ET.Element]:
    """Return the shares on the left of the plot."""
    ticks = root.findall("text[@class='tick'][@text-anchor='end']")
    return [text for text in ticks if (text.text or "").endswith("%")]


def below(root: ET.Element) -> list[ET.Element]:
    """Return the shares below the plot."""
    return root.findall("text[@class='tick'][@text-anchor='middle']")


@pytest.mark.parametrize("most", [0.0745, 0.075, 0.3, 1])
@pytest.mark.parametrize("least", [0.001, 0.002, 0.05])
def test_the_scales_have_labels_that_stay_inside_and_apart(most: float, least: float) -> None:
    rows = (row("a", most, most), row("b", least, least))
    root = drawn(Group("G", "general", rows))
    assert len(below(root)) >= 2
    for text in below(root):
        half = text_width(text.text or "", TEXT_SIZE) / 2
        assert half - 0.1 <= float(text.attrib["x"]) <= WIDTH - half + 0.1
    levels = sorted(float(text.attrib["y"]) for text in beside(root))
    assert all(low - high >= 10 for high, low in pairwise(levels))


def test_many_tasks_with_equal_shares_stay_near_their_place() -> None:
    rows = tuple(row(f"Task {n}", 0.034, 0.034) for n in range(28))
    xs = [centre(link)[0] for link in drawn(Group("G", "code", rows)).iter("a")]
    assert max(xs) - min(xs) == pytest.approx(14.4, abs=0.2)
