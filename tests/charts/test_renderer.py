"""The backend: what matplotlib draws becomes compact SVG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D, IdentityTransform

from site_lib.charts.renderer import SVGRenderer

if TYPE_CHECKING:
    from collections.abc import Callable


def found(svg: ET.Element, css_class: str) -> ET.Element:
    """Return the only element of a class."""
    (element,) = svg.iterfind(f".//*[@class='{css_class}']")
    return element


def referenced(svg: ET.Element, reference: str) -> ET.Element:
    """Return the pattern or clip path that an attribute such as url(#id) names."""
    name = reference.removeprefix("url(#").removesuffix(")")
    (element,) = svg.iterfind(f".//*[@id='{name}']")
    return element


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
    assert found(drawn(figure), "line").attrib["d"] == "M72 144l144 -72"


def test_boxes_and_circles_are_elements_of_their_own(figure: Figure) -> None:
    figure.add_artist(Rectangle((10, 20), 30, 40, transform=IdentityTransform(), gid="box"))
    figure.add_artist(Circle((100, 16), 5, transform=IdentityTransform(), gid="dot"))
    figure.add_artist(Ellipse((50, 50), 20, 10, transform=IdentityTransform(), gid="egg"))
    turned = Affine2D().rotate_deg(45)
    figure.add_artist(Rectangle((90, 20), 30, 30, transform=turned, gid="turned"))
    svg = drawn(figure)
    assert found(svg, "box").tag == "rect"
    at = {"x": "10", "y": "156", "width": "30", "height": "40", "class": "box"}
    assert found(svg, "box").attrib == at
    assert found(svg, "dot").attrib == {"cx": "100", "cy": "200", "r": "5", "class": "dot"}
    assert found(svg, "egg").tag == "path"
    assert "C" in found(svg, "egg").attrib["d"]
    assert found(svg, "turned").tag == "path"


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


def test_what_reaches_over_its_axes_is_clipped(figure: Figure) -> None:
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5), xlim=(0, 1), ylim=(0, 1))
    axes.plot([0.2, 0.8], [0.5, 0.5], gid="inside")
    axes.plot([-1, 2], [0.5, 0.5], gid="across")
    svg = drawn(figure)
    assert "clip-path" not in found(svg, "inside").attrib
    (clip,) = referenced(svg, found(svg, "across").attrib["clip-path"])
    assert clip.attrib == {"x": "72", "y": "54", "width": "144", "height": "108"}


def test_a_hatch_of_a_class_is_one_pattern_however_often_it_is_used() -> None:
    renderer = SVGRenderer("test", 100, 100)
    pen = renderer.new_gc()
    pen.set_hatch("/")
    renderer.open_group("bar", "rest")
    for left in (0, 20):
        corners = [(left, 0), (left + 10, 0), (left + 10, 10), (left, 10), (left, 0)]
        renderer.draw_path(pen, Path(corners, closed=True), IdentityTransform())
    assert len(renderer.svg.findall("pattern[@id='test-hatch']")) == 1
    assert [each.get("fill") for each in renderer.svg.findall("rect")] == ["url(#test-hatch)"] * 2


KINDS: dict[str, Callable[[Figure], object]] = {
    "contours, some of them empty": lambda figure: figure.subplots().contourf(
        np.arange(9).reshape(3, 3), levels=[-2, -1, 3, 5, 20, 30], hatches=["/", "o"]
    ),
    "a mesh": lambda figure: figure.subplots().pcolormesh(np.arange(9).reshape(3, 3)),
    "points of several sizes": lambda figure: figure.subplots().scatter(
        [1, 2, 3], [1, 2, 3], c=[1, 2, 3], s=[10, 200, 3000], alpha=0.5
    ),
    "nothing at all": lambda figure: figure.subplots().plot([], []),
    "polar axes": lambda figure: figure.add_subplot(projection="polar").bar([1, 2], [3, 9]),
    "twin axes": lambda figure: figure.subplots().twinx().semilogy([1, 2], [0, 100]),
    "error bars": lambda figure: figure.subplots().errorbar([1, 2], [1, 2], yerr=0.2, capsize=3),
    "arrows": lambda figure: figure.subplots().quiver([1, 2], [1, 2], [1, 0], [0, 1]),
    "a pie": lambda figure: figure.subplots().pie([1, 2], labels=["a", "b"], autopct="%d %%"),
    "boxes": lambda figure: figure.subplots().boxplot([1, 2, 9], patch_artist=True),
    "an annotation": lambda figure: figure.subplots().annotate(
        "words", (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"}, bbox={"fc": "w"}
    ),
    "an outlined text": lambda figure: figure.text(
        0.5, 0.5, "words", path_effects=[withStroke(linewidth=3, foreground="w")]
    ),
    "three lines and a formula": lambda figure: figure.text(
        0.5, 0.5, "one\ntwo\n$x^2$", ha="center", va="center", rotation=40
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("engine", [None, "constrained"])
def test_any_figure_is_drawn_with_finite_numbers_and_known_references(
    figure: Figure, kind: str, engine: Literal["constrained"] | None
) -> None:
    figure.set_layout_engine(engine)
    KINDS[kind](figure)
    svg = drawn(figure)
    assert len(svg) > 0
    ids = [element.attrib["id"] for element in svg.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in svg.iter():
        for value in element.attrib.values():
            assert not re.search(r"\b(nan|inf)\b", value)
            if value.startswith("url("):
                referenced(svg, value)


def test_an_ellipse_is_no_circle_even_in_a_square(figure: Figure) -> None:
    turned = Ellipse((50, 50), 20, 10, angle=45, transform=IdentityTransform(), gid="egg")
    figure.add_artist(turned)
    assert found(drawn(figure), "egg").tag == "path"


def test_a_path_of_several_parts_keeps_them_apart(figure: Figure) -> None:
    move, line = Path.MOVETO, Path.LINETO
    square = [(0, 16), (10, 16), (10, 6), (0, 6), (0, 16)]
    parts = Path(square, [move, line, move, line, Path.CLOSEPOLY])
    ending = Path([(0, 16), (10, 16), (20, 16)], [move, line, move])
    figure.add_artist(PathPatch(parts, transform=IdentityTransform(), gid="parts"))
    figure.add_artist(PathPatch(ending, transform=IdentityTransform(), gid="ending"))
    svg = drawn(figure)
    assert found(svg, "parts").attrib["d"] == "M0 200L10 200M10 210L0 210z"
    assert found(svg, "ending").attrib["d"].startswith("M0 200L10 200M")


@pytest.mark.parametrize("path", [Path(np.empty((0, 2))), Path(np.empty((0, 2)), closed=True)])
def test_a_path_without_a_line_is_nothing(path: Path) -> None:
    renderer = SVGRenderer("test", 100, 100)
    renderer.draw_path(renderer.new_gc(), path, IdentityTransform())
    assert len(renderer.svg) == 0


@pytest.mark.parametrize("place", [np.nan, np.inf])
def test_a_circle_without_a_finite_place_is_no_circle(place: float) -> None:
    renderer = SVGRenderer("test", 100, 100)
    renderer.draw_path(renderer.new_gc(), Path.circle((place, 0)), IdentityTransform())
    assert renderer.svg.find("circle") is None


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_what_is_no_finite_number_is_a_hole_in_a_line(figure: Figure, hole: float) -> None:
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4), ylim=(0, 3))
    axes.set_axis_off()
    axes.plot([0, 1, 2, 3, 4], [1, 1, hole, 1, 1], gid="line")
    assert found(drawn(figure), "line").attrib["d"] == "M0 144L72 144M216 144L288 144"


def test_a_line_along_the_edge_is_clipped_to_half_its_width(figure: Figure) -> None:
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5), xlim=(0, 1), ylim=(0, 1))
    axes.plot([0.2, 0.8], [0, 0], linewidth=8, gid="line")
    assert "clip-path" in found(drawn(figure), "line").attrib


def test_a_shape_is_clipped_by_another_inside_its_axes(figure: Figure) -> None:
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5), xlim=(0, 1), ylim=(0, 1))
    box = axes.add_patch(Rectangle((-1, -1), 3, 3, gid="box"))
    box.set_clip_path(Circle((144, 108), 30, transform=IdentityTransform()))
    svg = drawn(figure)
    clip = referenced(svg, found(svg, "box").attrib["clip-path"])
    assert [shape.tag for shape in clip] == ["circle"]
    (axes_box,) = referenced(svg, clip.attrib["clip-path"])
    assert axes_box.tag == "rect"


def test_a_text_is_clipped_where_its_artist_asks_for_it(figure: Figure) -> None:
    axes = figure.subplots()
    axes.text(0.9, 0.5, "clipped", clip_on=True, rotation=30)
    axes.text(0.9, 0.5, "whole")
    svg = drawn(figure)
    (group,) = svg.findall("g")
    assert group.findtext("text") == "clipped"
    assert referenced(svg, group.attrib["clip-path"]).tag == "clipPath"


def test_a_line_has_the_dashes_ends_and_corners_of_its_artist(figure: Figure) -> None:
    figure.add_artist(Line2D([0, 1], [0, 1], linewidth=1, color="#ff0000"))
    dashed = Line2D([0, 1], [0, 1], linewidth=1, linestyle=(3, (5, 2)), color="#00ff00", alpha=0.5)
    figure.add_artist(dashed)
    svg = drawn(figure)
    solid, dashes = (svg.find(f"path[@stroke='{color}']") for color in ("#ff0000", "#00ff00"))
    assert solid is not None
    assert (solid.get("stroke-linecap"), solid.get("stroke-linejoin")) == ("square", "round")
    assert "stroke-dasharray" not in solid.attrib
    assert dashes is not None
    assert (dashes.get("stroke-dasharray"), dashes.get("stroke-dashoffset")) == ("5 2", "3")
    assert dashes.get("stroke-opacity") == "0.5"
    assert "stroke-linecap" not in dashes.attrib


def test_a_hatch_without_a_class_has_its_own_lines_and_colours(figure: Figure) -> None:
    for x, sign in ((10, "/"), (50, "/"), (90, "x")):
        box = Rectangle((x, 20), 30, 40, transform=IdentityTransform(), hatch=sign, alpha=0.5)
        box.set(facecolor="#ff0000", edgecolor="#0000ff")
        figure.add_artist(box)
    svg = drawn(figure)
    slanted, same, crossed = (box.attrib["fill"] for box in svg.findall("rect")[1:])
    assert slanted == same != crossed
    ground, lines = referenced(svg, slanted)
    assert (ground.get("fill"), ground.get("fill-opacity")) == ("#ff0000", "0.5")
    assert (lines.get("stroke"), lines.get("stroke-opacity")) == ("#0000ff", "0.5")


def test_a_box_without_height_still_has_an_outline(figure: Figure) -> None:
    box = Rectangle((10, 16), 30, 0, transform=IdentityTransform(), edgecolor="#ff0000")
    figure.add_artist(box)
    outline = drawn(figure).find("path")
    assert outline is not None
    assert (outline.get("d"), outline.get("stroke")) == ("M10 200h30v0z", "#ff0000")


def test_a_text_has_the_opacity_weight_and_style_of_its_artist(figure: Figure) -> None:
    figure.text(0.5, 0.5, "words", alpha=0.5, weight="bold", style="italic")
    text = drawn(figure).find("text")
    assert text is not None
    assert text.attrib.items() >= {
        ("fill-opacity", "0.5"),
        ("font-weight", "700"),
        ("font-style", "italic"),
    }


@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_a_text_is_anchored_in_its_middle_however_it_is_turned(
    figure: Figure, rotation: float
) -> None:
    figure.text(0.5, 0.5, "words", ha="center", va="center", rotation=rotation)
    text = drawn(figure).find("text")
    assert text is not None
    assert text.get("text-anchor") == "middle"
    along = float(text.attrib["y" if rotation == 90 else "x"])
    assert along == pytest.approx(108 if rotation == 90 else 144, abs=1)


def test_what_cannot_be_drawn_is_named(figure: Figure) -> None:
    axes = figure.subplots()
    axes.imshow([[1, 2], [3, 4]])
    with pytest.raises(NotImplementedError, match="images"):
        drawn(figure)
    axes.clear()
    axes.pcolormesh([[1, 2], [3, 4]], shading="gouraud")
    with pytest.raises(NotImplementedError, match="Gouraud"):
        drawn(figure)
