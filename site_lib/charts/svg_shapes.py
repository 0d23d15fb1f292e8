"""Convert matplotlib paths to the shortest SVG elements, with one decimal per coordinate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.transforms import Transform
    from numpy.typing import ArrayLike

    Point = tuple[float, float]

CORNERS = 4
STRAIGHT = {Path.MOVETO, Path.LINETO, Path.CLOSEPOLY}
LETTERS = {
    Path.MOVETO: "M",
    Path.LINETO: "L",
    Path.CURVE3: "Q",
    Path.CURVE4: "C",
    Path.CLOSEPOLY: "z",
}
UNIT_CIRCLE = np.asarray(Path.unit_circle().vertices) * (1, -1)
UNIT_CIRCLE_CODES = np.asarray(Path.unit_circle().codes).tolist()
VISIBLE = 0.05
"""Smaller differences vanish when coordinates are rounded to one decimal."""
EXACT_DECIMALS = 6
"""Decimals a transform gets right; noise behind them must not decide how a number is rounded."""


def path_element(path: Path, transform: Transform, height: float) -> ET.Element | None:
    """Return a path as `rect`, `circle` or `path` element, None where it is empty.

    The transform leads to matplotlib's coordinates, where y grows upwards in a drawing of that
    height.
    """
    codes = None if path.codes is None else np.asarray(path.codes).tolist()
    points = _flip(transform.transform(path.vertices), height)
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        return _any_path(path, transform, height)
    if codes is None or _is_one_polyline(codes):
        return _polyline(points, is_closed=bool(codes and codes[-1] == Path.CLOSEPOLY))
    circle = _circle(points) if codes == UNIT_CIRCLE_CODES else None
    return _any_path(path, transform, height) if circle is None else circle


def stroked_rect(element: ET.Element) -> ET.Element:
    """Replace a `rect` without width or height by a `path`: SVG draws no outline of the former."""
    x, y, width, height = (element.get(key, "0") for key in ("x", "y", "width", "height"))
    if element.tag != "rect" or "0" not in {width, height}:
        return element
    return ET.Element("path", {"d": f"M{x} {y}h{width}v{height}z"})


def short(number: float) -> str:
    """Format a coordinate with at most one decimal."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")  # + 0 turns -0 into 0


def _flip(points: ArrayLike, height: float) -> list[Point]:
    """Convert points to SVG's coordinates, where y grows downwards."""
    pairs = np.asarray(points).tolist()
    return [(round(x, EXACT_DECIMALS), round(height - y, EXACT_DECIMALS)) for x, y in pairs]


def _is_one_polyline(codes: Sequence[int]) -> bool:
    """Return whether a path has straight lines only, and no second part."""
    return (
        set(codes) <= STRAIGHT and Path.MOVETO not in codes[1:] and Path.CLOSEPOLY not in codes[:-1]
    )


def _polyline(points: Sequence[Point], *, is_closed: bool) -> ET.Element | None:
    corners = points[:-1] if is_closed else points  # The last only says that the line is closed.
    if not corners:
        return None
    if is_closed and _is_box(corners):
        return _rect(corners)
    return ET.Element("path", {"d": _relative(corners) + "z" * is_closed})


def _is_box(corners: Sequence[Point]) -> bool:
    """Return whether corners are those of a rectangle with horizontal and vertical sides."""
    if len(corners) != CORNERS:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    starts_horizontally = ay == by and bx == cx and cy == dy and dx == ax
    starts_vertically = ax == bx and by == cy and cx == dx and dy == ay
    return starts_horizontally or starts_vertically


def _rect(corners: Sequence[Point]) -> ET.Element:
    xs, ys = zip(*corners, strict=True)
    left, top = min(xs), min(ys)
    sides = {"x": left, "y": top, "width": max(xs) - left, "height": max(ys) - top}
    attributes = {key: short(side) for key, side in sides.items()}
    # x and y are 0 by default.
    return ET.Element("rect", {k: v for k, v in attributes.items() if v != "0" or len(k) > 1})


def _circle(points: Sequence[Point]) -> ET.Element | None:
    """Return a circle for the points of a unit circle, None where it is stretched or turned."""
    xs, ys = zip(*points, strict=True)
    x, y, radius = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, (max(xs) - min(xs)) / 2
    if not np.allclose(points, UNIT_CIRCLE * radius + (x, y), rtol=0, atol=VISIBLE):
        return None
    numbers = {"cx": x, "cy": y, "r": radius}
    return ET.Element("circle", {k: short(round(v, EXACT_DECIMALS)) for k, v in numbers.items()})


def _relative(points: Iterable[Point]) -> str:
    """Return path data with the first point and the steps from there, which are short."""
    (x, y), *others = [(round(x, 1), round(y, 1)) for x, y in points]
    data = f"M{short(x)} {short(y)}"
    for next_x, next_y in others:
        data += f"l{short(next_x - x)} {short(next_y - y)}"
        x, y = next_x, next_y
    return data


def _any_path(path: Path, transform: Transform, height: float) -> ET.Element | None:
    """Write a path of curves, parts or gaps; points that are not finite are gaps."""
    data = ""
    for vertices, code in path.iter_segments(transform, remove_nans=True, simplify=False):
        points = _flip(vertices.reshape(-1, 2), height) if code != Path.CLOSEPOLY else []
        data += LETTERS[code] + " ".join(short(number) for point in points for number in point)
    return ET.Element("path", {"d": data}) if data else None
