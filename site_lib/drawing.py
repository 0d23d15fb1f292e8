"""A sheet to draw a chart on: matplotlib's marks without figure or axes, and lean SVG out.

Coordinates are in SVG's own units, from the top left. Looks are class names, given meaning by the
page's style; matplotlib lays out and writes, and `Sheet.svg` keeps of its output what a page needs.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from site_lib.lettering import FONT, without_glyph_warnings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Literal

    from matplotlib.backend_bases import GraphicsContextBase

    Anchor = Literal["start", "middle", "end"]
    Writer = Callable[[ET.Element, dict[str, str]], ET.Element]

UNDATED = {"Date": None, "Creator": None, "Format": None, "Type": None}
DRAWN = ("{http://www.w3.org/2000/svg}path", "{http://www.w3.org/2000/svg}text")
INK = (0, 0, 0)
_TRANSLATED = re.compile(r"translate\((\S+) (\S+)\)")


@dataclass(frozen=True)
class _Outline:
    """A line or a shape."""

    path: Path

    def draw(self, renderer: RendererSVG, pen: GraphicsContextBase) -> None:
        # Filled, so that it is neither simplified nor clipped.
        renderer.draw_path(pen, self.path, IdentityTransform(), INK)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class _Words:
    """A line of text by its anchor.

    matplotlib's own text measures itself before it is drawn, which takes most of the time of a
    chart; here the browser lays it out, and what must be measured is measured before.
    """

    x: float
    y: float
    text: str

    def draw(self, renderer: RendererSVG, pen: GraphicsContextBase) -> None:
        renderer.draw_text(pen, self.x, self.y, self.text, _font(), 0)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class _Mark:
    """What is drawn, how it is written in the end, and with which attributes."""

    drawn: _Outline | _Words
    write: Writer
    attributes: dict[str, str]


@dataclass
class _Group:
    """Marks that belong together: one row of a chart, linked where `href` is given."""

    title: str | None
    href: str | None
    look: str | None
    marks: list[_Mark] = field(default_factory=list)


class Sheet:
    """An empty chart of a width and a height to put bars and labels on."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Name it with an id that no other chart on the page has."""
        self.name = name
        self.width, self.height = width, height
        self._groups = [_Group(None, None, None)]
        self._is_hatched = False

    @contextmanager
    def row(
        self, title: str | None, href: str | None = None, look: str | None = None
    ) -> Iterator[None]:
        """Group what is drawn inside: a title to hover over, a page that a click leads to."""
        self._groups.append(_Group(title, href, look))
        yield
        self._groups.append(_Group(None, None, None))

    def bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle by its top left corner."""
        self._box((x, y, x + width, y + height), {"class": look})

    def hatched_bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle filled with slanted lines."""
        self._is_hatched = True
        fill = {"fill": f"url(#{self.name}-hatch)"}
        self._box((x, y, x + width, y + height), {"class": look} | fill)

    def line(self, points: Sequence[tuple[float, float]], look: str) -> None:
        """Draw a line from point to point."""
        self._add(_Outline(Path(self._upwards(points))), _line, {"class": look})

    def shape(self, corners: Sequence[tuple[float, float]], look: str | None = None) -> None:
        """Draw a closed shape by its corners."""
        self._add(_Outline(Path(self._upwards(corners))), _shape, {"class": look} if look else {})

    def dot(self, x: float, y: float, radius: float, look: str | None = None) -> None:
        """Draw a filled circle around a point."""
        circle = Path.circle((x, self.height - y), radius)
        self._add(_Outline(circle), _dot, {"class": look} if look else {})

    def label(
        self, x: float, y: float, text: str, look: str | None = None, anchor: Anchor = "start"
    ) -> None:
        """Write text that starts, has its middle or ends at `x`, `y` being its base line."""
        attributes = {"class": look} if look else {}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        self._add(_Words(x, y, text), _text, attributes)

    def svg(self) -> ET.Element:
        """Return the chart as an `svg` element without namespace or sizes."""
        drawn = iter(_drawn(self))
        root = ET.Element("svg", {"viewBox": f"0 0 {_short(self.width)} {_short(self.height)}"})
        if self._is_hatched:
            root.append(_hatch(f"{self.name}-hatch"))
        for group in self._groups:
            if group.marks:
                holder = _holder(root, group)
                for mark in group.marks:
                    holder.append(mark.write(next(drawn), mark.attributes))
        return root

    def marks(self) -> Iterator[_Mark]:
        """Yield all that is on the sheet, in order."""
        for group in self._groups:
            yield from group.marks

    def _box(self, box: tuple[float, float, float, float], attributes: dict[str, str]) -> None:
        left, top, right, bottom = box
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self._add(_Outline(Path(self._upwards(corners))), _box, attributes)

    def _upwards(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Turn points to where matplotlib counts from, the bottom."""
        return [(x, self.height - y) for x, y in points]

    def _add(self, drawn: _Outline | _Words, write: Writer, attributes: dict[str, str]) -> None:
        self._groups[-1].marks.append(_Mark(drawn, write, attributes))


@cache
def _font() -> FontProperties:
    return FontProperties(family=FONT, size=1)


@contextmanager
def default_settings() -> Iterator[None]:
    """Draw with matplotlib's own settings, whatever those of the user say."""
    given, defaults = mpl.rcParams, mpl.rcParamsDefault
    # The choice of a screen is not looked at: that would load one.
    names = [name for name in defaults if not name.startswith("backend")]
    changed: dict[Any, Any] = {n: defaults[n] for n in names if given[n] != defaults[n]}
    with mpl.rc_context(changed):
        yield


def _drawn(sheet: Sheet) -> list[ET.Element]:
    """Let matplotlib draw what is on the sheet; return an element for each mark."""
    # Text stays text, and the same chart is the same bytes every time.
    style = mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fixed", "font.family": FONT})
    with style, without_glyph_warnings():
        text = io.StringIO()
        renderer = RendererSVG(sheet.width, sheet.height, text, metadata=UNDATED)  # type: ignore[no-untyped-call]
        pen = renderer.new_gc()
        for mark in sheet.marks():
            mark.drawn.draw(renderer, pen)
        renderer.finalize()  # type: ignore[no-untyped-call]
    # The text is matplotlib's own writing of escaped labels, nothing from outside.
    root = ET.fromstring(text.getvalue())  # noqa: S314
    return [element for element in root if element.tag in DRAWN]


def _holder(root: ET.Element, group: _Group) -> ET.Element:
    attributes = {"href": group.href} if group.href else {}
    if group.look:
        attributes["class"] = group.look
    if not (attributes or group.title):
        return root
    holder = ET.SubElement(root, "a" if group.href else "g", attributes)
    if group.title:
        ET.SubElement(holder, "title").text = group.title
    return holder


# The writers: each keeps of what matplotlib drew its geometry and its text.


def _text(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    found = _TRANSLATED.match(element.get("transform", ""))
    x, y = map(float, found.groups()) if found else (0.0, 0.0)
    text = ET.Element("text", {"x": _short(x), "y": _short(y)} | attributes)
    text.text = element.text
    return text


def _box(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    """Write the four corners that matplotlib draws as one short path."""
    xs, ys = zip(*_corners(element), strict=True)
    left, top = min(xs), min(ys)
    width, height = _short(max(xs) - left), _short(max(ys) - top)
    path = f"M{_short(left)} {_short(top)}h{width}v{height}h-{width}z"
    return ET.Element("path", {"d": path} | attributes)


def _line(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    return ET.Element("path", {"d": _through(_corners(element))} | attributes)


def _shape(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    return ET.Element("path", {"d": f"{_through(_corners(element))}z"} | attributes)


def _dot(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    xs, ys = zip(*_corners(element), strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    circle = {"cx": (left + right) / 2, "cy": (top + bottom) / 2, "r": (right - left) / 2}
    return ET.Element("circle", {key: _short(at) for key, at in circle.items()} | attributes)


def _corners(element: ET.Element) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.attrib["d"])]
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def _through(points: Sequence[tuple[float, float]]) -> str:
    """Write a path by its first point and the steps from there, which are short."""
    (x, y), *others = [(round(x, 1), round(y, 1)) for x, y in points]
    path = f"M{_short(x)} {_short(y)}"
    for next_x, next_y in others:
        path += f"l{_short(next_x - x)} {_short(next_y - y)}"
        x, y = next_x, next_y
    return path


def _hatch(name: str) -> ET.Element:
    box = {"id": name, "width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
    pattern = ET.Element("pattern", box | {"patternTransform": "rotate(45)"})
    ET.SubElement(pattern, "path", {"d": "M0 0h2v5h-2z", "class": "hatch"})
    return pattern


def _short(number: float) -> str:
    """Write a coordinate with the one decimal that a screen can show."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")  # 0 has no sign here
