from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from conftest import RECORDED

from site_lib.charts.chart import WIDTH, Chart, Row, Subject
from site_lib.charts.labels import Box
from site_lib.charts.scatter import TEXT, Group, scatter_chart
from site_lib.drawing import width_of
from site_lib.rankings import Shares, derive
from site_lib.site import hue
from site_lib.snapshot import parse

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = Subject("shape", "T", "D")


def row(label: str, requests: float, tokens: float) -> Row:
    return Row(label, Shares(requests, tokens), f"{label}/index.html")


def drawn(*groups: Group) -> ET.Element:
    chart = scatter_chart(SUBJECT, groups)
    assert isinstance(chart, Chart)
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def of_recorded(file: Path) -> tuple[Group, ...]:
    rankings = derive(parse(file.read_bytes(), file.name).data)
    return tuple(
        Group(
            each.label,
            hue(each.key),
            tuple(row(tag.name, tag.shares.requests, tag.shares.tokens) for tag in each.tags),
        )
        for each in rankings.categories
    )


def place(link: ET.Element) -> tuple[float, float]:
    """Return the middle of a link's mark."""
    circle = link.find("circle")
    if circle is not None:
        return float(circle.attrib["cx"]), float(circle.attrib["cy"])
    path = [each.attrib["d"] for each in link.findall("path") if each.attrib["d"].endswith("z")]
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path[0])]
    x, y, xs, ys = numbers[0], numbers[1], [numbers[0]], [numbers[1]]
    for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + across, y + down
        xs.append(x)
        ys.append(y)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def names(root: ET.Element) -> list[tuple[str, Box]]:
    """Return the names beside the marks with what they cover."""
    found = []
    for text in root.iterfind("a/text[@class='name']"):
        width = width_of(text.text or "", TEXT)
        start = {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
        left, base = float(text.attrib["x"]) - start, float(text.attrib["y"])
        found.append((text.text or "", Box(left, base - 8, left + width, base + 2)))
    return found


def test_marks_stand_where_their_shares_are_on_logarithmic_scales() -> None:
    rows = (row("a", 0.3, 0.003), row("b", 0.03, 0.3), row("c", 0.003, 0.03))
    places = [place(link) for link in drawn(Group("G", "general", rows)).iter("a")]
    (ax, ay), (bx, by), (cx, cy) = places
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
    for mark_x, mark_y in map(place, root.iter("a")):
        assert mark_y == pytest.approx(y + down * (mark_x - x) / across, abs=0.2)


def test_a_tick_stands_where_its_share_would() -> None:
    root = drawn(Group("G", "general", (row("a", 0.1, 0.1), row("b", 0.003, 0.003))))
    tick = next(each for each in root.iterfind("text[@text-anchor='middle']"))
    assert tick.text == "1.0 %"
    ten = [each for each in root.iterfind("text[@text-anchor='middle']") if each.text == "10.0 %"]
    (x, _) = place(next(root.iter("a")))
    assert float(ten[0].attrib["x"]) == pytest.approx(x, abs=0.1)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_on_real_answers_every_task_is_named_and_no_name_covers_another(file: Path) -> None:
    groups = of_recorded(file)
    root = drawn(*groups)
    labels = names(root)
    assert sorted(name for name, _ in labels) == sorted(
        each.label for group in groups for each in group.rows
    )
    marks = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in map(place, root.iter("a"))]
    for index, (name, box) in enumerate(labels):
        assert box.left >= 0, name
        assert box.right <= WIDTH, name
        others = [other for _, other in labels[index + 1 :]]
        assert not any(map(box.overlap, [*others, *marks])), name


def test_tasks_with_equal_shares_stand_side_by_side() -> None:
    rows = (row("a", 0.1, 0.1), row("b", 0.1, 0.1), row("c", 0.01, 0.01))
    (ax, ay), (bx, by), _ = map(place, drawn(Group("G", "code", rows)).iter("a"))
    assert ay == by
    assert abs(ax - bx) >= 7


def test_every_category_has_a_shape_of_its_own_beside_its_colour() -> None:
    looks = ("code", "data", "agent", "general", "other")
    groups = [
        Group(look, look, (row(look, 0.1 / step, 0.1 / step),))
        for step, look in enumerate(looks, 1)
    ]
    shapes = []
    for link in drawn(*groups).iter("a"):
        mark = link.find("circle") if link.find("circle") is not None else link.findall("path")[-1]
        assert mark is not None
        shapes.append((mark.tag, re.sub(r"^M\S+ [\d.]+", "", mark.attrib.get("d", ""))))
    assert len(set(shapes)) == len(looks)


def test_a_mark_leads_to_its_page_and_says_its_figures() -> None:
    (link,) = drawn(Group("G", "data", (row("Some task", 0.301, 0.073),))).iter("a")
    assert link.attrib == {"href": "Some task/index.html", "class": "data"}
    assert link.findtext("title") == "Some task: 30.1 % of requests, 7.3 % of tokens"
    tips = [text.text for text in link.iterfind("text[@class='tip']")]
    assert tips == ["Some task", "30.1 % of requests, 7.3 % of tokens"]


def test_what_has_no_place_on_logarithmic_scales_is_left_out() -> None:
    rows = (row("a", 0.1, 0.1), row("none", 0, 0.1), row("nor", 0.1, 0.0001))
    root = drawn(Group("G", "code", rows))
    assert [link.attrib["href"] for link in root.iter("a")] == ["a/index.html"]
    assert scatter_chart(SUBJECT, (Group("G", "code", rows[1:]),)) is None


def test_one_task_alone_and_one_with_everything_are_drawn() -> None:
    for shares in ((1, 1), (0.001, 0.001)):
        ((x, y),) = map(place, drawn(Group("G", "code", (row("a", *shares),))).iter("a"))
        assert 0 < x < WIDTH
        assert math.isfinite(y)


def test_many_long_names_of_categories_take_several_lines() -> None:
    groups = [Group("Category " * 4, "other", (row(str(n), 0.1, 0.1),)) for n in range(4)]
    heights = {float(g.findtext("text") is not None) for g in drawn(*groups).findall("g")}
    assert heights == {1.0}
    lines = {g.find("text").attrib["y"] for g in drawn(*groups).findall("g")}  # type: ignore[union-attr]
    assert len(lines) == 4
