"""Place labels beside markers so that no label covers another label, a marker or a line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from site_lib.charts.box import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_lib.charts.box import Line
    from site_lib.charts.renderer import Anchor

GAPS = (1.0, 2.0, 4.0)
"""Distances of a label from its marker that are tried; further off, it could be another's."""
SLOPES = (0, -0.25, 0.25, -0.5, 0.5)
"""How far down a label stands that is beside its marker, the most readable first."""
ANCHORS: tuple[Anchor, ...] = ("start", "end")
FRACTIONS = (0.5, 0.25, 0.75, 0.1, 0.9)
"""How much of a label that is above or below its marker stands on its left."""
MARGIN = 1.5
"""Distance of a label from lines and from the edge, at least."""
STEPS = 40
"""How many places along a line are tried for its name."""


@dataclass(frozen=True)
class Marker:
    """A marker by its centre and radius, with the size of its label."""

    x: float
    y: float
    radius: float
    label_width: float
    label_height: float

    @property
    def box(self) -> Box:
        """The square that the marker covers."""
        return Box(self.x, self.y, self.x, self.y).grown(self.radius)


@dataclass(frozen=True)
class LabelPosition:
    """The box of a label and its text anchor."""

    box: Box
    anchor: Anchor

    @property
    def x(self) -> float:
        """Where the text is anchored."""
        sides = {"start": self.box.left, "end": self.box.right}
        return sides.get(self.anchor, (self.box.left + self.box.right) / 2)


def place_labels(
    markers: Sequence[Marker],
    bounds: Box,
    most: int,
    obstacles: Sequence[Box] = (),
    lines: Sequence[Line] = (),
) -> list[LabelPosition | None]:
    """Find positions inside `bounds` for the labels of the first markers, at most so many.

    None stands for a label that has no room, or comes after the last that is wanted. The lines
    are endless at both ends.
    """
    taken = [*obstacles, *(marker.box for marker in markers)]
    result: list[LabelPosition | None] = []
    for marker in markers:
        is_wanted = len(result) - result.count(None) < most
        candidates = _positions_around(marker, bounds) if is_wanted else iter(())
        free = (each for each in candidates if _is_free(each.box, bounds, taken, lines))
        result.append(found := next(free, None))
        if found:
            taken.append(found.box)
    return result


def place_beside(
    line: Line, size: tuple[float, float], bounds: Box, obstacles: Sequence[Box]
) -> LabelPosition | None:
    """Find a position for the name of a rising line, as near to one of its ends as possible."""
    (x, y), (to_x, to_y) = line
    width, height = size
    for step in sorted(range(1, STEPS), key=lambda step: min(step, STEPS - step)):
        right, down = x + (to_x - x) * step / STEPS, y + (to_y - y) * step / STEPS
        above = Box(right - width, down - height, right, down).moved(-2 * MARGIN)
        below = Box(right, down, right + width, down + height).moved(2 * MARGIN)
        for position in (LabelPosition(above, "end"), LabelPosition(below, "start")):
            if _is_free(position.box, bounds, obstacles, [line]):
                return position
    return None


def _is_free(box: Box, bounds: Box, obstacles: Sequence[Box], lines: Sequence[Line]) -> bool:
    """Return whether a box is inside of bounds, and apart from obstacles and lines."""
    grown = box.grown(MARGIN)
    return (
        bounds.contains(grown)
        and not any(map(box.overlap, obstacles))
        and not any(map(grown.is_crossed_by, lines))
    )


def _positions_around(marker: Marker, bounds: Box) -> Iterator[LabelPosition]:
    """Yield the positions around a marker, nearest and most readable first."""
    width, height = marker.label_width, marker.label_height
    first, last = bounds.left + MARGIN, bounds.right - MARGIN - width
    for gap in GAPS:
        reach = marker.radius + gap
        for slope, anchor in product(SLOPES, ANCHORS):
            left = marker.x + reach if anchor == "start" else marker.x - reach - width
            top = marker.y + slope * (reach + height / 2) - height / 2
            yield LabelPosition(Box(left, top, left + width, top + height), anchor)
        for fraction, top in product(FRACTIONS, (marker.y - reach - height, marker.y + reach)):
            left = min(max(marker.x - fraction * width, first), last)
            yield LabelPosition(Box(left, top, left + width, top + height), "middle")
