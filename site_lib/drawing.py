"""A sheet to draw a chart on: matplotlib's figure without axes, measured text, and lean SVG out.

Coordinates are in SVG's own units, from the top left. Looks are class names, given meaning by the
page's style; matplotlib lays out and writes, and `Sheet.svg` keeps of its output what a page needs.
"""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist

FONT = "DejaVu Sans"
"""Comes with matplotlib, so text measures alike on every machine."""
UNDATED = {"Date": None, "Creator": None, "Format": None, "Type": None}
UNITS_AN_INCH = 72
LONGEST_LABEL = 200
"""Characters of a label that are looked at; no sheet is wide enough for more."""
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class _Group:
    """Marks that belong together: one row of a chart, linked where `href` is given."""

    title: str | None
    href: str | None
    look: str | None
    marks: list[tuple[Artist, dict[str, str]]] = field(default_factory=list)


class Sheet:
    """An empty chart of a width and a height to put bars and labels on."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Name it with an id that no other chart on the page has."""
        self.name = name
        self.width, self.height = width, height
        self._groups = [_Group(None, None, None)]
        self._is_hatched = False

    @contextmanager
    def row(self, title: str, href: str | None = None, look: str | None = None) -> Iterator[None]:
        """Group what is drawn inside: a title to hover over, a page that a click leads to."""
        self._groups.append(_Group(title, href, look))
        yield
        self._groups.append(_Group(None, None, None))

    def bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle by its top left corner."""
        box = Rectangle((x, self.height - y - height), width, height, linewidth=0)
        self._add(box, {"class": look})

    def hatched_bar(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a rectangle filled with slanted lines."""
        self._is_hatched = True
        box = Rectangle((x, self.height - y - height), width, height, linewidth=0)
        self._add(box, {"class": look, "fill": f"url(#{self.name}-hatch)"})

    def label(self, x: float, y: float, text: str, look: str | None = None) -> None:
        """Write text from `x` on, `y` being its base line."""
        attributes = {"class": look} if look else {}
        self._add(Text(x, self.height - y, text, parse_math=False), attributes)

    def svg(self) -> ET.Element:
        """Return the chart as an `svg` element without namespace, sizes or ids of its own."""
        drawn = _by_id(_written(self))
        root = ET.Element("svg", {"viewBox": f"0 0 {_short(self.width)} {_short(self.height)}"})
        if self._is_hatched:
            root.append(_hatch(f"{self.name}-hatch"))
        for group in self._groups:
            if group.marks:
                holder = _holder(root, group)
                for artist, attributes in group.marks:
                    holder.append(_lean(drawn[str(artist.get_gid())], attributes))
        return root

    def artists(self) -> Iterator[Artist]:
        """Yield all that was drawn, in order."""
        for group in self._groups:
            for artist, _ in group.marks:
                yield artist

    def _add(self, artist: Artist, attributes: dict[str, str]) -> None:
        marks = self._groups[-1].marks
        artist.set_gid(f"{len(self._groups)}.{len(marks)}")
        artist.set_transform(IdentityTransform())
        marks.append((artist, attributes))


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Measure text in the font that charts are laid out with.

    Pages show charts in the reader's own font, which is narrower in all common systems.
    """
    with warnings.catch_warnings():
        _ignore_missing_glyphs()
        width, _, _ = text_to_path.get_text_width_height_descent(text, _font(size), ismath=False)
    return float(width)


def fitted(text: str, width: float, size: float) -> str:
    """Cut text so that it fits, with … for what is cut."""
    if len(text) < LONGEST_LABEL and width_of(text, size) <= width:
        return text
    cuts = [f"{text[:kept].rstrip()}…" for kept in range(min(len(text), LONGEST_LABEL))]
    return cuts[max(bisect_right(cuts, width, key=lambda cut: width_of(cut, size)) - 1, 0)]


@cache
def _font(size: float) -> FontProperties:
    return FontProperties(family=FONT, size=size)


def _ignore_missing_glyphs() -> None:
    # The reader's browser has glyphs that the measuring font lacks.
    warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")


def _written(sheet: Sheet) -> str:
    """Let matplotlib write what is on the sheet."""
    # Text stays text, and the same chart is the same bytes every time.
    style = mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fixed", "font.family": FONT})
    with style, warnings.catch_warnings():
        _ignore_missing_glyphs()
        size = (sheet.width / UNITS_AN_INCH, sheet.height / UNITS_AN_INCH)
        figure = Figure(figsize=size, dpi=UNITS_AN_INCH, frameon=False)
        FigureCanvasSVG(figure)
        for artist in sheet.artists():
            figure.add_artist(artist, clip=False)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=UNDATED)
    return text.getvalue()


def _by_id(text: str) -> dict[str, ET.Element]:
    """Index matplotlib's groups, one an artist, by the ids that the sheet gave them."""
    # The text is matplotlib's own writing of escaped labels, nothing from outside.
    root = ET.fromstring(text)  # noqa: S314
    return {
        group.attrib["id"]: group[0] for group in root.iter(f"{SVG}g") if "." in group.get("id", "")
    }


def _holder(root: ET.Element, group: _Group) -> ET.Element:
    if group.title is None:
        return root
    attributes = {"href": group.href} if group.href else {}
    if group.look:
        attributes["class"] = group.look
    holder = ET.SubElement(root, "a" if group.href else "g", attributes)
    ET.SubElement(holder, "title").text = group.title
    return holder


def _lean(element: ET.Element, attributes: dict[str, str]) -> ET.Element:
    """Keep of a drawn element its geometry and its text."""
    if element.tag == f"{SVG}text":
        place = {"x": _short(float(element.attrib["x"])), "y": _short(float(element.attrib["y"]))}
        text = ET.Element("text", place | attributes)
        text.text = element.text
        return text
    return ET.Element("path", {"d": _box(element.attrib["d"])} | attributes)


def _box(path: str) -> str:
    """Write the four corners that matplotlib draws as one short path."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    xs, ys = numbers[0::2], numbers[1::2]
    left, top = min(xs), min(ys)
    width, height = _short(max(xs) - left), _short(max(ys) - top)
    return f"M{_short(left)} {_short(top)}h{width}v{height}h-{width}z"


def _hatch(name: str) -> ET.Element:
    box = {"id": name, "width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
    pattern = ET.Element("pattern", box | {"patternTransform": "rotate(45)"})
    ET.SubElement(pattern, "path", {"d": "M0 0h2v5h-2z", "class": "hatch"})
    return pattern


def _short(number: float) -> str:
    """Write a coordinate with the one decimal that a screen can show."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
