"""The colours, lines, fonts and hatches of a matplotlib artist as SVG attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import weight_dict
from matplotlib.transforms import Affine2D

from site_lib.charts.svg_shapes import path_element, short

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.typing import ColorType

    Attributes = dict[str, str]

LINE_CAPS = {"butt": "butt", "projecting": "square", "round": "round"}
DEFAULTS = {
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-dasharray": "",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "font-weight": "400",
    "font-style": "normal",
}
"""What these attributes are in SVG where they are not given."""
HATCH_SIZE = 72
"""Width and height of a hatch's pattern."""


def fill(gc: GraphicsContextBase, face: ColorType | None) -> Attributes:
    """Return the attributes of a fill colour; None fills nothing."""
    if face is None:
        return {"fill": "none"}
    return _without_defaults({"fill": to_hex(face), "fill-opacity": _opacity(gc, face)})


def stroke(gc: GraphicsContextBase) -> Attributes:
    """Return the attributes of a line: none where it is invisible."""
    opacity = _opacity(gc, gc.get_rgb())
    if not gc.get_linewidth() or opacity == "0":
        return {}
    offset, dashes = gc.get_dashes()
    attributes = {
        "stroke": to_hex(gc.get_rgb()),
        "stroke-width": short(gc.get_linewidth()),
        "stroke-opacity": opacity,
        "stroke-dasharray": "" if dashes is None else " ".join(map(short, np.asarray(dashes))),
        "stroke-dashoffset": short(offset or 0),
        "stroke-linecap": LINE_CAPS[gc.get_capstyle()],
        "stroke-linejoin": gc.get_joinstyle(),
    }
    return _without_defaults(attributes)


def font(gc: GraphicsContextBase, properties: FontProperties) -> Attributes:
    """Return the attributes of a text: all but the font family."""
    weight = properties.get_weight()
    attributes = {
        "font-size": short(properties.get_size_in_points()),
        "font-weight": str(weight_dict.get(str(weight), weight)),
        "font-style": properties.get_style(),
    }
    return fill(gc, gc.get_rgb()) | _without_defaults(attributes)


def hatch(gc: GraphicsContextBase, face: ColorType | None, height: float) -> ET.Element:
    """Return a hatch on its fill colour, as a pattern for a drawing of a height."""
    size = {"width": str(HATCH_SIZE), "height": str(HATCH_SIZE)}
    pattern = ET.Element("pattern", size | {"patternUnits": "userSpaceOnUse"})
    if face is not None:
        ET.SubElement(pattern, "rect", size | fill(gc, face))
    transform = Affine2D().scale(HATCH_SIZE).translate(0, height - HATCH_SIZE)
    lines = path_element(gc.get_hatch_path(), transform, height)
    if lines is not None:
        lines.attrib |= _hatch_lines(gc)
        pattern.append(lines)
    return pattern


def _hatch_lines(gc: GraphicsContextBase) -> Attributes:
    color = gc.get_hatch_color() or gc.get_rgb()
    opacity = _opacity(gc, color)
    return _without_defaults(
        {
            "fill": to_hex(color),
            "fill-opacity": opacity,
            "stroke": to_hex(color),
            "stroke-opacity": opacity,
            "stroke-width": short(gc.get_hatch_linewidth()),
        }
    )


def _opacity(gc: GraphicsContextBase, color: ColorType) -> str:
    """Return how opaque a colour is drawn, from 0 to 1."""
    opacity = gc.get_alpha() if gc.get_forced_alpha() else to_rgba(color)[3]
    return f"{opacity:.3g}"


def _without_defaults(attributes: Attributes) -> Attributes:
    return {key: value for key, value in attributes.items() if value != DEFAULTS.get(key)}
