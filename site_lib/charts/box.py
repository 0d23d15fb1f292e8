"""A rectangle that a part of a chart covers."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

Line = tuple[tuple[float, float], tuple[float, float]]
"""Two points of a straight line."""


class Box(NamedTuple):
    """A rectangle by its sides, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The distance between the left and the right side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance between the top and the bottom."""
        return self.bottom - self.top

    def grown(self, margin: float) -> Box:
        """Return the box with a margin around it."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def moved(self, distance: float) -> Box:
        """Return the box moved to the right and downwards."""
        return Box(*(side + distance for side in self))

    def overlap(self, other: Box) -> float:
        """Return the area that both boxes cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def contains(self, other: Box) -> bool:
        """Return whether another box is inside this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def is_crossed_by(self, line: Line) -> bool:
        """Return whether a line, endless at both ends, has corners of the box on both sides."""
        (x, y), (to_x, to_y) = line
        corners = product((self.left, self.right), (self.top, self.bottom))
        sides = {(to_x - x) * (down - y) > (to_y - y) * (right - x) for right, down in corners}
        return len(sides) > 1
