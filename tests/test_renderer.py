"""The backend: what matplotlib draws becomes lean SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from site_lib.charts.renderer import SVGRenderer


def drawn(figure: Figure) -> ET.Element:
    """Draw a figure and read the SVG back."""
    width, height = figure.get_size_inches() * 72
    renderer = SVGRenderer("test", width, height)
    figure.draw(renderer)
    return ET.fromstring(ET.tostring(renderer.svg, encoding="unicode"))  # noqa: S314 (our own)


@pytest.fixture
def figure() -> Figure:
    return Figure(figsize=(4, 3), dpi=72)


def test_an_ordinary_figure_is_drawn_with_axes_a_legend_and_rotated_text(figure: Figure) -> None:
    axes = figure.subplots()
    axes.loglog([0.001, 0.01, 0.1], [0.002, 0.02, 0.05], "o-", label="tasks", gid="shape")
    axes.set_xlabel("share of requests")
    axes.set_ylabel("share of tokens")
    axes.text(0.01, 0.03, "Debugging & more", rotation=30, url="code/debugging/")
    axes.legend()
    svg = drawn(figure)
    assert svg.attrib["viewBox"] == "0 0 288 216"
    texts = {text.text: text for text in svg.iter("text")}
    assert {"share of requests", "share of tokens", "Debugging & more", "tasks"} <= texts.keys()
    assert re.fullmatch(r"rotate\(-30 \S+ \S+\)", texts["Debugging & more"].attrib["transform"])
    assert texts["share of tokens"].attrib["transform"].startswith("rotate(-90 ")
    assert svg.find("a[@href='code/debugging/']/text") is texts["Debugging & more"]
    line = [each for each in svg.iter("path") if each.get("class") == "shape"]
    assert len(line) == 1
    assert len([each for each in svg.iter("circle") if each.get("class") == "shape"]) == 3
    numbers = [
        number
        for element in svg.iter()
        for key in ("d", "x", "y", "cx", "cy", "r", "width", "height")
        for number in re.findall(r"-?[\d.]+", element.get(key, ""))
    ]
    assert numbers
    assert all(re.fullmatch(r"-?\d+(\.\d)?", number) for number in numbers)
    assert not [element for element in svg.iter() if "style" in element.attrib]


def test_the_points_of_a_figure_are_where_its_axes_put_them(figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xscale="log", yscale="log", xlim=(1, 10000), ylim=(1, 1000))
    axes.plot([10, 1000], [10, 100], gid="line")
    path = next(each for each in drawn(figure).iter("path") if each.get("class") == "line")
    assert path.attrib["d"] == "M72 144l144 -72"


def test_boxes_and_circles_are_elements_of_their_own(figure: Figure) -> None:
    figure.add_artist(Rectangle((10, 20), 30, 40, transform=IdentityTransform(), gid="box"))
    figure.add_artist(Circle((100, 16), 5, transform=IdentityTransform(), gid="dot"))
    figure.add_artist(Ellipse((50, 50), 20, 10, transform=IdentityTransform(), gid="egg"))
    turned = Affine2D().rotate_deg(45)
    figure.add_artist(Rectangle((90, 20), 30, 30, transform=turned, gid="turned"))
    found = {each.get("class"): each for each in drawn(figure).iter() if each.get("class")}
    assert found["box"].tag == "rect"
    at = {"x": "10", "y": "156", "width": "30", "height": "40", "class": "box"}
    assert found["box"].attrib == at
    assert found["dot"].attrib == {"cx": "100", "cy": "200", "r": "5", "class": "dot"}
    assert found["egg"].tag == "path"
    assert "C" in found["egg"].attrib["d"]
    assert found["turned"].tag == "path"


def test_what_has_no_class_carries_its_own_colours(figure: Figure) -> None:
    corners = [(0, 0), (10, 0), (5, 9)]
    figure.add_artist(
        Polygon(
            corners, transform=IdentityTransform(), facecolor="#ff0000", edgecolor="none", alpha=0.5
        )
    )
    figure.text(0.5, 0.5, "words", color="#00ff00", size=9, ha="center")
    svg = drawn(figure)
    shape = next(each for each in svg.iter("path") if each.get("fill") == "#ff0000")
    assert shape.attrib["fill-opacity"] == "0.5"
    assert "stroke" not in shape.attrib
    text = svg.find(".//text")
    assert text is not None
    assert text.attrib == {
        "x": "144",
        "y": "108",
        "text-anchor": "middle",
        "fill": "#00ff00",
        "font-size": "9",
    }


def test_a_hole_in_a_line_is_a_hole(figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4), ylim=(0, 3))
    axes.set_axis_off()
    axes.plot([0, 1, 2, 3, 4], [1, 1, np.nan, 1, 1], gid="line")
    path = next(each for each in drawn(figure).iter("path") if each.get("class") == "line")
    assert path.attrib["d"] == "M0 144L72 144M216 144L288 144"


def test_what_reaches_over_its_axes_is_clipped(figure: Figure) -> None:
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5), xlim=(0, 1), ylim=(0, 1))
    axes.plot([0.2, 0.8], [0.5, 0.5], gid="inside")
    axes.plot([-1, 2], [0.5, 0.5], gid="across")
    svg = drawn(figure)
    found = {each.get("class"): each for each in svg.iter("path")}
    assert "clip-path" not in found["inside"].attrib
    name = found["across"].attrib["clip-path"].removeprefix("url(#").removesuffix(")")
    clip = svg.find(f"clipPath[@id='{name}']/rect")
    assert clip is not None
    assert clip.attrib == {"x": "72", "y": "54", "width": "144", "height": "108"}


def test_a_hatch_is_one_pattern_however_often_it_is_used() -> None:
    renderer = SVGRenderer("test", 100, 100)
    pen = renderer.new_gc()
    pen.set_hatch("/")
    renderer.open_group("bar", "rest")
    for left in (0, 20):
        corners = [(left, 0), (left + 10, 0), (left + 10, 10), (left, 10), (left, 0)]
        renderer.draw_path(pen, Path(corners, closed=True), IdentityTransform())
    assert len(renderer.svg.findall("pattern[@id='test-hatch']")) == 1
    assert [each.get("fill") for each in renderer.svg.findall("rect")] == ["url(#test-hatch)"] * 2
