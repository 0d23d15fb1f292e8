"""A sheet to draw a chart on, in SVG's own units from the top left.

Looks are class names, given meaning by the page's style. `SVGRenderer` writes the elements.
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

    from site_lib.charts.renderer import Anchor

SLANTED = "/"
"""matplotlib's name for slanted lines."""
_IDENTITY = IdentityTransform()


class Drawing:
    """An empty chart of a width and a height to put bars and labels on."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Name it with an id that no other chart on the page has."""
        self.name = name
        self.width, self.height = width, height
        self._renderer = SVGRenderer(name, width, height)
        self._plain = self._renderer.new_gc()
        self._slanted = self._renderer.new_gc()
        self._slanted.set_hatch(SLANTED)

    @contextmanager
    def row(
        self, title: str | None, href: str | None = None, look: str | None = None
    ) -> Iterator[None]:
        """Group what is drawn inside: a title to hover over, a page that a click leads to."""
        attributes = {"href": href} if href else {}
        if look:
            attributes["class"] = look
        if not (attributes or title):
            yield
            return
        holder = ET.Element("a" if href else "g", attributes)
        if title:
            ET.SubElement(holder, "title").text = title
        with self._renderer.inside(holder):
            yield

    def bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle by its top left corner."""
        self.shape(_corners(x, y, width, height), look)

    def hatched_bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle filled with slanted lines."""
        corners = _corners(x, y, width, height)
        path = Path(self._upwards([*corners, corners[0]]), closed=True)
        with self._look(look):
            self._renderer.draw_path(self._slanted, path, _IDENTITY)

    def line(self, points: Sequence[tuple[float, float]], look: str) -> None:
        """Draw a line from point to point."""
        self._draw(Path(self._upwards(points)), look)

    def shape(self, corners: Sequence[tuple[float, float]], look: str | None = None) -> None:
        """Draw a closed shape by its corners."""
        self._draw(Path(self._upwards([*corners, corners[0]]), closed=True), look)

    def dot(self, x: float, y: float, radius: float, look: str | None = None) -> None:
        """Draw a filled circle around a point."""
        self._draw(Path.circle((x, self.height - y), radius), look)

    def label(
        self, x: float, y: float, text: str, look: str | None = None, anchor: Anchor = "start"
    ) -> None:
        """Write text that starts, has its middle or ends at `x`, `y` being its base line."""
        with self._look(look):
            self._renderer.write(x, y, text, anchor)

    def svg(self) -> ET.Element:
        """Return the chart as an `svg` element without namespace or sizes."""
        return self._renderer.svg

    def _draw(self, path: Path, look: str | None) -> None:
        with self._look(look):
            self._renderer.draw_path(self._plain, path, _IDENTITY)

    @contextmanager
    def _look(self, look: str | None) -> Iterator[None]:
        # A class, even an empty one: colours come from the style, or from what stands around.
        self._renderer.open_group("mark", look or "")
        yield
        self._renderer.close_group("mark")

    def _upwards(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Turn points to where matplotlib counts from, the bottom."""
        return [(x, self.height - y) for x, y in points]


def _corners(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
