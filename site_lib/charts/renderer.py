"""A matplotlib backend that writes lean SVG: elements for a page, looks left to its style sheet.

Our charts call it directly, through `Drawing`; it draws an ordinary `Figure` as well:
`figure.draw(SVGRenderer("name", 320, 240))`, with the figure's `dpi` at 72, so that a point is a
unit of the chart.

An artist's `gid` becomes the class of what it draws, and its `url` a link. What has a class is
coloured by the style sheet; what has none carries its own colours. Coordinates have one decimal.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from matplotlib.transforms import Transform
    from matplotlib.typing import ColorType

    Anchor = Literal["start", "middle", "end"]
    Point = Sequence[float]

ANCHORS: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
BOX_CORNERS = 4
CIRCLE = np.asarray(Path.unit_circle().codes).tolist()
"""The steps of a path that is drawn as a circle."""
TIDY = 6
"""Decimals that a transform gets right: noise behind them must not decide how a number rounds."""


class SVGRenderer(RendererBase):
    """Appends an SVG element for everything that is drawn; `svg` is the whole chart."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Begin an empty chart; its ids start with `name`, so no other on the page may have it."""
        super().__init__()
        self.name, self.width, self.height = name, width, height
        self.svg = ET.Element("svg", {"viewBox": f"0 0 {short(width)} {short(height)}"})
        self._holder = self.svg
        self._classes: list[str | None] = [None]
        self._ids: set[str] = set()

    def flipy(self) -> bool:
        """Tell matplotlib that y grows downwards."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size in the chart's units."""
        return self.width, self.height

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002 (as in the base)
        """Give the class `gid` to what is drawn until the group is closed; an empty one gives none.

        A group is no element of its own. Groups may stand in each other, and the innermost counts.
        """
        self._classes.append(gid)

    def close_group(self, s: str) -> None:  # noqa: ARG002 (as in the base)
        """End the group that was opened last."""
        self._classes.pop()

    @contextmanager
    def inside(self, element: ET.Element) -> Iterator[None]:
        """Append what is drawn to an element, and that to the chart if it got anything."""
        outer, self._holder = self._holder, element
        before = len(element)
        yield
        self._holder = outer
        if len(element) > before:
            outer.append(element)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 (as in the base)
    ) -> None:
        """Draw a line or a shape: a box as `rect`, a circle as `circle`, all else as `path`."""
        element = self._shape(path, transform)
        if element is None:
            return
        self._clip(element, gc, path, transform)
        if gc.get_hatch():
            element.set("fill", f"url(#{self._hatch()})")
        self._paint(element, gc, rgbFace)
        self._append(element, gc.get_url())

    def draw_text(  # noqa: PLR0913, PLR0917 (as in the base)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,  # noqa: FBT001, FBT002 (as in the base)
        mtext: Text | None = None,
    ) -> None:
        """Write text as text; formulas are drawn as outlines.

        `x`, `y` is where its base line begins. Upright text is anchored as its artist aligns it,
        so that it stands right in whatever font the page has.
        """
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        anchor: Anchor = "start"
        if mtext is not None and not angle:
            anchor = ANCHORS[mtext.get_horizontalalignment()]
            width, _, _ = self.get_text_width_height_descent(s, prop, ismath=False)
            x += {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        text = self.text_element(x, y, s, anchor)
        if angle:
            text.set("transform", f"rotate({short(-angle)} {text.get('x')} {text.get('y')})")
        if self._classes[-1] is None:
            text.set("fill", to_hex(gc.get_rgb()))
            text.set("font-size", short(prop.get_size_in_points()))
        self._append(text, gc.get_url())

    def write(self, x: float, y: float, text: str, anchor: Anchor) -> None:
        """Write text that starts, has its middle or ends at `x`, `y` being its base line.

        matplotlib measures a text before it draws it, which takes most of the time of a chart;
        whoever calls this has measured what must be.
        """
        self._append(self.text_element(x, y, text, anchor), None)

    @staticmethod
    def text_element(x: float, y: float, text: str, anchor: Anchor) -> ET.Element:
        """Make a text's element."""
        element = ET.Element("text", {"x": short(x), "y": short(y)})
        if anchor != "start":
            element.set("text-anchor", anchor)
        element.text = text
        return element

    def _shape(self, path: Path, transform: Transform) -> ET.Element | None:
        codes = None if path.codes is None else np.asarray(path.codes).tolist()
        if codes is None or set(codes) <= {Path.MOVETO, Path.LINETO, Path.CLOSEPOLY}:
            points = self._downwards(np.asarray(transform.transform(path.vertices)).tolist())
            is_closed = bool(codes and codes[-1] == Path.CLOSEPOLY)
            corners = points[:-1] if is_closed else points
            if is_closed and _is_box(corners):
                return _rect(corners)
            if _is_one_stretch(codes) and all(x == x and y == y for x, y in points):  # noqa: PLR0124 (not NaN)
                return ET.Element("path", {"d": _through(corners) + "z" * is_closed})
        elif codes == CIRCLE:
            box = self._downwards(path.get_extents(transform).get_points().tolist())
            circle = _circle(box)
            if circle is not None:
                return circle
        return self._any_path(path, transform)

    def _any_path(self, path: Path, transform: Transform) -> ET.Element | None:
        """Write a path with curves or holes; what is not a number is a hole."""
        letters = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
        written = ""
        for vertices, code in path.iter_segments(transform, remove_nans=True, simplify=False):
            if code == Path.CLOSEPOLY:
                written += "z"
                continue
            flat = vertices.tolist()
            points = self._downwards(list(zip(flat[0::2], flat[1::2], strict=True)))
            numbers = " ".join(short(number) for point in points for number in point)
            written += f"{letters[code]}{numbers}"
        return ET.Element("path", {"d": written}) if written else None

    def _downwards(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        """Turn points from where matplotlib counts, the bottom, to the top."""
        return [(round(x, TIDY), round(self.height - y, TIDY)) for x, y in points]

    def _paint(self, element: ET.Element, gc: GraphicsContextBase, face: ColorType | None) -> None:
        """Give an element the colours of its artist, if no class gives it any."""
        if self._classes[-1] is not None:
            return
        element.set("fill", "none" if face is None else to_hex(face))
        if face is not None and (opacity := _opacity(gc, face)) < 1:
            element.set("fill-opacity", f"{opacity:.3g}")
        width = gc.get_linewidth()
        if not width or not (opacity := _opacity(gc, gc.get_rgb())):
            return
        element.set("stroke", to_hex(gc.get_rgb()))
        element.set("stroke-width", short(width))
        if opacity < 1:
            element.set("stroke-opacity", f"{opacity:.3g}")
        _, dashes = gc.get_dashes()
        if dashes is not None:
            element.set(
                "stroke-dasharray", " ".join(short(float(dash)) for dash in np.asarray(dashes))
            )

    def _clip(
        self, element: ET.Element, gc: GraphicsContextBase, path: Path, transform: Transform
    ) -> None:
        """Cut off what reaches over the box in which an artist may draw."""
        room = gc.get_clip_rectangle()
        if room is None:
            return
        box = path.get_extents(transform)
        if box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0 and box.y1 <= room.y1:
            return
        corners = self._downwards(room.corners().tolist())
        sides = "-".join(short(number) for point in corners[::3] for number in point)
        name = f"{self.name}-clip-{sides}"
        if self._is_new(name):
            clip = ET.Element("clipPath", {"id": name})
            clip.append(_rect(corners))
            self.svg.insert(0, clip)
        element.set("clip-path", f"url(#{name})")

    def _hatch(self) -> str:
        """Return the id of the chart's slanted lines."""
        name = f"{self.name}-hatch"
        if self._is_new(name):
            box = {"id": name, "width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
            pattern = ET.Element("pattern", box | {"patternTransform": "rotate(45)"})
            ET.SubElement(pattern, "rect", {"width": "2", "height": "5", "class": "hatch"})
            self.svg.insert(0, pattern)
        return name

    def _is_new(self, name: str) -> bool:
        known = name in self._ids
        self._ids.add(name)
        return not known

    def _append(self, element: ET.Element, url: str | None) -> None:
        if css_class := self._classes[-1]:
            element.set("class", css_class)
        holder = ET.SubElement(self._holder, "a", {"href": url}) if url else self._holder
        holder.append(element)


def short(number: float) -> str:
    """Write a coordinate with the one decimal that a screen can show."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")  # 0 has no sign here


def _is_one_stretch(codes: Sequence[int] | None) -> bool:
    """Tell whether a path is drawn without lifting the pen."""
    return codes is None or not {Path.MOVETO, Path.CLOSEPOLY} & set(codes[1:-1])


def _is_box(corners: Sequence[Point]) -> bool:
    """Tell whether corners are those of an upright rectangle."""
    if len(corners) != BOX_CORNERS:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    across_first = ay == by and bx == cx and cy == dy and dx == ax
    down_first = ax == bx and by == cy and cx == dx and dy == ay
    return across_first or down_first


def _rect(corners: Sequence[Point]) -> ET.Element:
    xs, ys = zip(*corners, strict=True)
    left, top = min(xs), min(ys)
    sides = {"x": left, "y": top, "width": max(xs) - left, "height": max(ys) - top}
    written = {key: short(side) for key, side in sides.items()}
    # A corner at 0 need not be said.
    return ET.Element("rect", {k: v for k, v in written.items() if v != "0" or len(k) > 1})


def _circle(box: Sequence[Point]) -> ET.Element | None:
    """Return the circle that fills a square, None where the box is none."""
    (left, bottom), (right, top) = box
    width, height = right - left, bottom - top
    if short(width) != short(height):
        return None
    circle = {"cx": (left + right) / 2, "cy": (top + bottom) / 2, "r": width / 2}
    return ET.Element("circle", {key: short(round(at, TIDY)) for key, at in circle.items()})


def _through(points: Sequence[Point]) -> str:
    """Write a path by its first point and the steps from there, which are short."""
    (x, y), *others = [(round(x, 1), round(y, 1)) for x, y in points]
    path = f"M{short(x)} {short(y)}"
    for next_x, next_y in others:
        path += f"l{short(next_x - x)} {short(next_y - y)}"
        x, y = next_x, next_y
    return path


def _opacity(gc: GraphicsContextBase, color: ColorType) -> float:
    """Return how opaque a colour is drawn."""
    if gc.get_forced_alpha():
        return float(gc.get_alpha())
    return float(color[3]) if not isinstance(color, str) and len(color) > 3 else 1.0  # noqa: PLR2004 (red, green, blue)
