"""Place labels beside markers so that no label covers another label or a marker."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from site_lib.charts.box import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from site_lib.charts.renderer import Anchor

    Position = int | None
    """The index of a label's candidate, None where it is left out."""

MAX_ROUNDS, ATTEMPTS = 8, 10
"""How often labels may move within one attempt, and how many attempts are made."""
DISTANCES = (0.0, 2.0, 4.0, 7.0, 11.0, 16.0, 22.0, 29.0, 37.0)
LEADER_LINE_DISTANCE = 6
"""From this distance on, a line connects the label to its marker."""
OMISSION_COST = 10_000
"""Cost of a label that is left out; that of a placed label is its distance squared."""
OVERLAP_COST, SOFT_OVERLAP_COST = 50, 0.05
"""Costs of covering a square unit of another label, and of a soft obstacle."""
DIRECTIONS = (
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
"""Where a label may stand, as offsets to the right and downwards; the most readable first."""


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
        radius = self.radius
        return Box(self.x - radius, self.y - radius, self.x + radius, self.y + radius)


@dataclass(frozen=True)
class LabelPosition:
    """The box of a label, its text anchor, and its distance from the marker."""

    box: Box
    anchor: Anchor
    distance: float

    @property
    def x(self) -> float:
        """Where the text is anchored."""
        sides = {"start": self.box.left, "end": self.box.right}
        return sides.get(self.anchor, (self.box.left + self.box.right) / 2)

    def nearest_point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the box that is nearest to another point."""
        box = self.box
        return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)

    @property
    def needs_leader_line(self) -> bool:
        """Whether the label is too far from its marker to be matched without a line."""
        return self.distance >= LEADER_LINE_DISTANCE


def place_labels(
    markers: Sequence[Marker],
    bounds: Box,
    obstacles: Sequence[Box] = (),
    soft_obstacles: Sequence[Box] = (),
) -> list[LabelPosition | None]:
    """Find a position inside `bounds` for the label of each marker, None where there is none.

    Labels never cover `obstacles`, markers or other labels, and cover `soft_obstacles` only where
    other positions are worse.
    """
    fixed = [*obstacles, *(marker.box for marker in markers)]
    candidates = [_candidates(marker, bounds, fixed, soft_obstacles) for marker in markers]
    best: list[LabelPosition | None] = []
    order = list(range(len(markers)))
    for _ in range(ATTEMPTS):
        found = _without_overlaps(candidates, _choose(candidates, order))
        costs = [_cost(position) for position in found]
        if not best or sum(costs) < sum(map(_cost, best)):
            best = found
        # Labels that are far away or left out choose first in the next attempt.
        order.sort(key=costs.__getitem__, reverse=True)
    return best


def _cost(position: LabelPosition | None) -> float:
    return OMISSION_COST if position is None else position.distance**2


@dataclass(frozen=True)
class _Candidates:
    """The possible positions of one label, their boxes as an (n, 4) array, and their costs."""

    positions: list[LabelPosition]
    boxes: NDArray[np.float64]
    costs: NDArray[np.float64]


def _candidates(
    marker: Marker, bounds: Box, obstacles: Sequence[Box], soft_obstacles: Sequence[Box]
) -> _Candidates:
    positions = [each for each in _positions_around(marker) if bounds.contains(each.box)]
    boxes = _as_array([each.box for each in positions])
    covered = _overlaps(boxes, _as_array(obstacles))
    costs = np.array([each.distance**2 / LEADER_LINE_DISTANCE for each in positions])
    costs += SOFT_OVERLAP_COST * _overlaps(boxes, _as_array(soft_obstacles))
    return _Candidates(positions, boxes, np.where(covered > 0, np.inf, costs))


def _choose(candidates: Sequence[_Candidates], order: Sequence[int]) -> list[Position]:
    """Choose the cheapest position for each label in turn, and again until no label moves."""
    chosen: list[Position] = [None] * len(candidates)
    for _ in range(MAX_ROUNDS):
        before = chosen.copy()
        for index in order:
            _move(index, candidates, chosen)
        if chosen == before:
            break
    return chosen


def _move(index: int, candidates: Sequence[_Candidates], chosen: list[Position]) -> None:
    """Choose the cheapest position for one label, given those of the others."""
    own = candidates[index]
    others = [
        candidates[other].positions[position].box
        for other, position in enumerate(chosen)
        if position is not None and other != index
    ]
    costs = own.costs + OVERLAP_COST * _overlaps(own.boxes, _as_array(others))
    if costs.size and np.isfinite(costs.min()):
        chosen[index] = int(costs.argmin())


def _without_overlaps(
    candidates: Sequence[_Candidates], chosen: Sequence[Position]
) -> list[LabelPosition | None]:
    """Leave out each label that still covers an earlier one."""
    result: list[LabelPosition | None] = []
    for own, index in zip(candidates, chosen, strict=True):
        position = None if index is None else own.positions[index]
        earlier = [other.box for other in result if other]
        is_free = position is not None and not any(map(position.box.overlap, earlier))
        result.append(position if is_free else None)
    return result


def _as_array(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array(boxes, dtype=float).reshape(-1, 4)


def _overlaps(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each box, the sum of the areas it shares with each of the others."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    areas: NDArray[np.float64] = np.clip(high - low, 0, None).prod(axis=2).sum(axis=1)
    return areas


def _positions_around(marker: Marker) -> Iterator[LabelPosition]:
    """Yield the positions around a marker, nearest and most readable first."""
    width, height = marker.label_width, marker.label_height
    for distance, (right, down) in product(DISTANCES, DIRECTIONS):
        reach = marker.radius + 1 + distance
        anchor: Anchor = "start" if right > 0 else "end" if right < 0 else "middle"
        left = marker.x + right * reach - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width
        top = marker.y + down * (reach + height / 2) - height / 2
        yield LabelPosition(Box(left, top, left + width, top + height), anchor, distance)
