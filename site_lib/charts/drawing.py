"""An empty chart to draw on, in SVG units from the top left.

Elements get CSS classes, which the page's style sheet defines; `SVGRenderer` writes them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from site_lib.charts.renderer import SVGRenderer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.backend_bases import GraphicsContextBase

    from site_lib.charts.renderer import Anchor

DIAGONAL_HATCH = "/"
"""matplotlib's name for diagonal lines."""
_IDENTITY = IdentityTransform()


class Drawing:
    """A chart of a width and a height, to which bars, lines and labels are added."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Create an empty drawing; `name` prefixes its ids, so it must be unique on the page."""
        self.width, self.height = width, height
        self._renderer = SVGRenderer(name, width, height)
        self._plain = self._renderer.new_gc()
        self._hatched = self._renderer.new_gc()
        self._hatched.set_hatch(DIAGONAL_HATCH)

    @contextmanager
    def group(
        self, title: str | None, href: str | None = None, css_class: str | None = None
    ) -> Iterator[None]:
        """Group what is drawn inside, with a title shown on hover and a link."""
        attributes = {"href": href} if href else {}
        if css_class:
            attributes["class"] = css_class
        if not (attributes or title):
            yield
            return
        element = ET.Element("a" if href else "g", attributes)
        if title:
            ET.SubElement(element, "title").text = title
        with self._renderer.inside(element):
            yield

    def bar(self, x: float, y: float, width: float, height: float, css_class: str) -> None:
        """Draw a rectangle by its top left corner."""
        self.polygon(_corners(x, y, width, height), css_class)

    def hatched_bar(self, x: float, y: float, width: float, height: float, css_class: str) -> None:
        """Draw a rectangle filled with diagonal lines."""
        self._draw(self._closed_path(_corners(x, y, width, height)), css_class, self._hatched)

    def line(self, points: Sequence[tuple[float, float]], css_class: str) -> None:
        """Draw a line from point to point."""
        self._draw(Path(self._flip(points)), css_class)

    def polygon(self, corners: Sequence[tuple[float, float]], css_class: str | None = None) -> None:
        """Draw a filled polygon by its corners."""
        self._draw(self._closed_path(corners), css_class)

    def dot(self, x: float, y: float, radius: float, css_class: str | None = None) -> None:
        """Draw a filled circle around a point."""
        self._draw(Path.circle((x, self.height - y), radius), css_class)

    def label(
        self, x: float, y: float, text: str, css_class: str | None = None, anchor: Anchor = "start"
    ) -> None:
        """Write text on the base line `y`; `anchor` is the part of the text that is at `x`."""
        with self._css_class(css_class):
            self._renderer.write(x, y, text, anchor)

    def svg(self) -> ET.Element:
        """Return the drawing as an `svg` element without namespace, width or height."""
        return self._renderer.svg

    def _draw(
        self, path: Path, css_class: str | None, gc: GraphicsContextBase | None = None
    ) -> None:
        with self._css_class(css_class):
            self._renderer.draw_path(gc or self._plain, path, _IDENTITY)

    @contextmanager
    def _css_class(self, css_class: str | None) -> Iterator[None]:
        # An empty class, unlike None, keeps the renderer from writing colours of its own.
        self._renderer.open_group("", css_class or "")
        yield
        self._renderer.close_group("")

    def _closed_path(self, corners: Sequence[tuple[float, float]]) -> Path:
        return Path(self._flip([*corners, corners[0]]), closed=True)

    def _flip(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Convert points to matplotlib's coordinates, where y grows upwards."""
        return [(x, self.height - y) for x, y in points]


def _corners(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
