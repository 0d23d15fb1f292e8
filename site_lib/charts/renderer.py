"""A matplotlib backend that writes compact SVG to be styled by a page's style sheet.

This package's charts call it directly, through `Drawing`. It draws an ordinary `Figure` as well,
with `figure.draw(SVGRenderer("name", 320, 240))`. The figure's `dpi` must be 72, so that a point
is a unit of the chart.

An artist's `gid` becomes the CSS class of its elements, and its `url` a link. Elements with a
class get no colours or fonts, which are left to the style sheet; all others get the artist's own,
except for the font family, which is always the page's. Images and Gouraud shading are not
supported; sketch effects and filters are ignored.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NoReturn, cast
from xml.etree import ElementTree as ET

from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.transforms import BboxTransformTo

from site_lib.charts.svg_shapes import path_element, short, stroked_rect
from site_lib.charts.svg_style import fill, font, hatch, stroke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox, Transform
    from matplotlib.typing import ColorType

    Anchor = Literal["start", "middle", "end"]

ANCHORS: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
FRACTIONS = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a text is before its anchor."""


class SVGRenderer(RendererBase):
    """Add an SVG element to `svg` for everything that is drawn."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Create an empty `svg`; `name` prefixes its ids, so it must be unique on the page."""
        super().__init__()
        self.name, self.width, self.height = name, width, height
        self.svg = ET.Element("svg", {"viewBox": f"0 0 {short(width)} {short(height)}"})
        self._parent = self.svg
        self._classes: list[str | None] = [None]
        self._ids: dict[str, str] = {}

    def flipy(self) -> bool:
        """Return True: y grows downwards in texts' coordinates."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the drawing."""
        return self.width, self.height

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002 (as in the base)
        """Start a group whose elements get the class `gid`; they have no parent element.

        An empty `gid` writes no class, but leaves colours to the style sheet like any other.
        Where groups are nested, the innermost decides.
        """
        self._classes.append(gid)

    def close_group(self, s: str) -> None:  # noqa: ARG002 (as in the base)
        """End the group that was opened last."""
        self._classes.pop()

    @contextmanager
    def inside(self, element: ET.Element) -> Iterator[None]:
        """Draw into an element, which is added to the drawing if it gets any content."""
        outer, self._parent = self._parent, element
        before = len(element)
        yield
        self._parent = outer
        if len(element) > before:
            outer.append(element)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 (as in the base)
    ) -> None:
        """Draw a line or a shape."""
        element = path_element(path, transform, self.height)
        if element is None:
            return
        if self._is_classless:
            element = stroked_rect(element)
            element.attrib |= self._fill(gc, rgbFace) | stroke(gc)
        elif gc.get_hatch():
            element.set("fill", self._class_hatch())
        extents = path.get_extents(transform) if gc.get_clip_rectangle() else None
        if clip := self._clip(gc, extents):
            element.set("clip-path", clip)
        self._append(element, gc)

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
        """Write text as text, and formulas as outlines; its base line starts at `x`, `y`.

        A single line is anchored as its artist aligns it, so that it stands right in any font.
        """
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        anchor = ANCHORS[mtext.get_horizontalalignment()] if mtext else "start"
        width, _, _ = self.get_text_width_height_descent(s, prop, ismath=False)
        x, y = _move(x, y, FRACTIONS[anchor] * width, angle)
        text = _text(x, y, s, anchor)
        if angle:
            text.set("transform", f"rotate({short(-angle)} {short(x)} {short(y)})")
        if self._is_classless:
            text.attrib |= font(gc, prop)
        self._append_clipped(text, gc)

    def write(self, x: float, y: float, text: str, anchor: Anchor) -> None:
        """Write text with its anchor at `x` on the base line `y`.

        Unlike `draw_text`, this does not measure the text, which takes most of a chart's time.
        """
        self._append(_text(x, y, text, anchor))

    def draw_image(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse to draw an image."""
        raise NotImplementedError("SVGRenderer does not draw images")

    def draw_gouraud_triangles(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse to draw triangles with a colour gradient."""
        raise NotImplementedError("SVGRenderer does not draw Gouraud shading; use flat shading")

    @property
    def _is_classless(self) -> bool:
        return self._classes[-1] is None

    def _append(self, element: ET.Element, gc: GraphicsContextBase | None = None) -> None:
        """Add an element to the drawing, with its class and its link."""
        if css_class := self._classes[-1]:
            element.set("class", css_class)
        url = gc.get_url() if gc else None
        parent = ET.SubElement(self._parent, "a", {"href": url}) if url else self._parent
        parent.append(element)

    def _append_clipped(self, text: ET.Element, gc: GraphicsContextBase) -> None:
        """Add a text, clipped by a group around it: a rotated text would rotate its clip path."""
        if clip := self._clip(gc):
            with self.inside(ET.Element("g", {"clip-path": clip})):
                self._append(text, gc)
        else:
            self._append(text, gc)

    def _clip(self, gc: GraphicsContextBase, extents: Bbox | None = None) -> str | None:
        """Return a reference to the area that an artist may draw in.

        None where it is not limited, or where the artist's extents, if given, are inside.
        """
        clip = None
        box = gc.get_clip_rectangle()
        reach = extents and extents.padded(gc.get_linewidth() / 2)
        if box is not None and not (reach and _contains(box, reach)):
            clip = self._define_clip(Path.unit_rectangle(), BboxTransformTo(box))
        path, transform = gc.get_clip_path()
        if path is not None and transform is not None:
            clip = self._define_clip(cast("Path", path), transform, clip)
        return clip

    def _define_clip(self, path: Path, transform: Transform, outer: str | None = None) -> str:
        clip = ET.Element("clipPath", {"clip-path": outer} if outer else {})
        shape = path_element(path, transform, self.height)
        if shape is not None:
            clip.append(shape)
        return self._define(clip)

    def _fill(self, gc: GraphicsContextBase, face: ColorType | None) -> dict[str, str]:
        if gc.get_hatch():
            return {"fill": self._define(hatch(gc, face, self.height))}
        return fill(gc, face)

    def _class_hatch(self) -> str:
        """Return a reference to diagonal lines in the colour of the class `hatch`."""
        box = {"id": f"{self.name}-hatch", "width": "5", "height": "5"}
        pattern = ET.Element("pattern", box | {"patternUnits": "userSpaceOnUse"})
        pattern.set("patternTransform", "rotate(45)")
        ET.SubElement(pattern, "rect", {"width": "2", "height": "5", "class": "hatch"})
        return self._define(pattern)

    def _define(self, element: ET.Element) -> str:
        """Add a pattern or a clip path, unless there is an equal one, and return a reference."""
        content = ET.tostring(element, encoding="unicode")
        if content not in self._ids:
            number = f"{self.name}-{element.tag}-{len(self._ids) + 1}"
            self._ids[content] = element.attrib.setdefault("id", number)
            self.svg.insert(0, element)
        return f"url(#{self._ids[content]})"


def _move(x: float, y: float, distance: float, angle: float) -> tuple[float, float]:
    """Move a point by a distance at an anticlockwise angle in degrees, y growing downwards."""
    radians = math.radians(angle)
    return x + distance * math.cos(radians), y - distance * math.sin(radians)


def _text(x: float, y: float, text: str, anchor: Anchor) -> ET.Element:
    element = ET.Element("text", {"x": short(x), "y": short(y)})
    if anchor != "start":
        element.set("text-anchor", anchor)
    element.text = text
    return element


def _contains(box: Bbox, other: Bbox) -> bool:
    return bool(
        box.xmin <= other.xmin
        and other.xmax <= box.xmax
        and box.ymin <= other.ymin
        and other.ymax <= box.ymax
    )
