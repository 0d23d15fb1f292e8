"""Labels beside marks, such that none covers another or a mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from site_lib.charts.renderer import Anchor

ROUNDS, TRIES = 8, 10
"""How often each label may move to a better place, and how often all may begin anew."""
DISTANCES = (0.0, 2.0, 4.0, 7.0, 11.0, 16.0, 22.0, 29.0, 37.0)
FAR = 6
"""From this distance on, a line must lead from the mark to its label."""
NOWHERE = 10_000
"""How bad it is to have no place, as the square of its distance is for one that has."""
COVERING, CROSSING = 50, 0.05
"""How much worse it is to cover a square unit of a label, or of what is avoided, than to stand a
unit further off."""


class Box(NamedTuple):
    """A rectangle by its sides, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def holds(self, other: Box) -> bool:
        """Tell whether another box is inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Mark:
    """A mark around a point, and the size of the label that it wants."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """What the mark covers."""
        reach = self.radius
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


@dataclass(frozen=True)
class Place:
    """Where a label stands: its box, the side from which its text runs, its mark's distance."""

    box: Box
    anchor: Anchor
    distance: float

    @property
    def x(self) -> float:
        """Where its text is anchored."""
        sides = {"start": self.box.left, "end": self.box.right}
        return sides.get(self.anchor, (self.box.left + self.box.right) / 2)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of its box that is nearest to another point."""
        box = self.box
        return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)

    @property
    def is_far(self) -> bool:
        """Whether a line must lead to it."""
        return self.distance >= FAR


def placed(
    marks: Sequence[Mark], room: Box, taken: Sequence[Box] = (), avoided: Sequence[Box] = ()
) -> list[Place | None]:
    """Find a place for each mark's label inside `room`, None where there is none.

    What is covered by `taken`, by marks or by other labels is no place; what is covered by
    `avoided` is one that is left for a better one.
    """
    fixed = [*taken, *(mark.box for mark in marks)]
    choices = [_choices(mark, room, fixed, avoided) for mark in marks]
    best: list[Place | None] = []
    order = list(range(len(marks)))
    for _ in range(TRIES):
        found = _without_overlaps(choices, _settled(choices, order))
        worth = [_badness(place) for place in found]
        if not best or sum(worth) < sum(map(_badness, best)):
            best = found
        # Those that had to go far, or found no place, choose first in the next try.
        order.sort(key=worth.__getitem__, reverse=True)
    return best


def _badness(place: Place | None) -> float:
    """Return how bad it is for a label to stand there, or nowhere."""
    return NOWHERE if place is None else place.distance**2


@dataclass(frozen=True)
class _Choices:
    """The places that one label can have, the same as rows of sides, and what each costs."""

    places: list[Place]
    sides: NDArray[np.float64]
    costs: NDArray[np.float64]


def _choices(mark: Mark, room: Box, fixed: Sequence[Box], avoided: Sequence[Box]) -> _Choices:
    places = [place for place in _around(mark) if room.holds(place.box)]
    sides = _rows([place.box for place in places])
    covered = _overlaps(sides, _rows(fixed))
    costs = np.array([place.distance**2 / FAR for place in places])
    costs += CROSSING * _overlaps(sides, _rows(avoided))
    return _Choices(places, sides, np.where(covered > 0, np.inf, costs))


def _settled(choices: Sequence[_Choices], order: Sequence[int]) -> list[int | None]:
    """Choose a place for each label in turn, and again given the others, until none moves."""
    chosen: list[int | None] = [None] * len(choices)
    for _ in range(ROUNDS):
        before = chosen.copy()
        for index in order:
            own = choices[index]
            others = [
                choices[at].places[place].box
                for at, place in enumerate(chosen)
                if place is not None and at != index
            ]
            costs = own.costs + COVERING * _overlaps(own.sides, _rows(others))
            if costs.size and np.isfinite(costs.min()):
                chosen[index] = int(costs.argmin())
        if chosen == before:
            break
    return chosen


def _without_overlaps(
    choices: Sequence[_Choices], chosen: Sequence[int | None]
) -> list[Place | None]:
    """Give up labels that still cover another, the later ones."""
    kept: list[Place | None] = []
    for own, index in zip(choices, chosen, strict=True):
        place = None if index is None else own.places[index]
        standing = [other.box for other in kept if other]
        is_free = place is not None and not any(map(place.box.overlap, standing))
        kept.append(place if is_free else None)
    return kept


def _rows(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array(boxes, dtype=float).reshape(-1, 4)


def _overlaps(sides: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area that each box shares with all others together."""
    low = np.maximum(sides[:, None, :2], others[None, :, :2])
    high = np.minimum(sides[:, None, 2:], others[None, :, 2:])
    areas: NDArray[np.float64] = np.clip(high - low, 0, None).prod(axis=2).sum(axis=1)
    return areas


def _around(mark: Mark) -> Iterator[Place]:
    """Yield the places around a mark, the nearest and most readable first."""
    for distance, (across, down) in product(DISTANCES, _DIRECTIONS):
        reach = mark.radius + 1 + distance
        anchor: Anchor = "start" if across > 0 else "end" if across < 0 else "middle"
        left = mark.x + across * reach - {"start": 0, "middle": 0.5, "end": 1}[anchor] * mark.width
        top = mark.y + down * (reach + mark.height / 2) - mark.height / 2
        yield Place(Box(left, top, left + mark.width, top + mark.height), anchor, distance)


_DIRECTIONS = (
    (1, 0),
    (-1, 0),
    (1, -0.5),
    (1, 0.5),
    (-1, -0.5),
    (-1, 0.5),
    (0, -1),
    (0, 1),
    (0.7, -1),
    (0.7, 1),
    (-0.7, -1),
    (-0.7, 1),
)
