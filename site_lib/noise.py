"""How much a share wobbles by itself, and so which changes stand out.

The archive tells it. Snapshots a few days apart share most of their days; what moves between them
is the few days that differ. Were days unlike each other only by chance, a share of d days that
moves by x while g of its days are exchanged moves by x · √(d ÷ g) when all are: the variance of the
difference of two means grows with the number of values that differ. The noise floor is twice the
root mean square of those, the range that 19 of 20 such changes stay in, and at least what
rounding can feign.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from site_lib.rounding import HALF_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.series import Series

FEWEST_STEPS = 3
"""Fewer steps than these tell nothing about a spread."""
RECENT = timedelta(days=91)
"""How far back steps are looked at: the wobble of long ago is not today's."""
TWO_SIDED = 2
"""Root mean squares that 19 of 20 changes stay within, if they are spread normally."""


@dataclass(frozen=True)
class Floor:
    """The largest change that chance alone may well make, as fractions of 1."""

    requests: float
    tokens: float
    steps: int
    """How many steps it was computed from."""


def floor(series: Series) -> Floor | None:
    """Return the noise floor of a change up to the newest point of a series.

    None where the archive holds too few snapshots that are close together.
    """
    points, window_days = series.points, series.window_days
    recent = [point for point in points if points[-1].as_of - point.as_of <= RECENT]
    steps = [
        (before, after, (after.as_of - before.as_of).days)
        for before, after in pairwise(recent)
        if (after.as_of - before.as_of).days < window_days
    ]
    if len(steps) < FEWEST_STEPS:
        return None
    scaled = [
        (
            (after.shares.requests - before.shares.requests) ** 2 * window_days / days,
            (after.shares.tokens - before.shares.tokens) ** 2 * window_days / days,
        )
        for before, after, days in steps
    ]
    requests, tokens = zip(*scaled, strict=True)
    return Floor(_reach(requests), _reach(tokens), len(steps))


def _reach(squares: Sequence[float]) -> float:
    return max(TWO_SIDED * math.sqrt(math.fsum(squares) / len(squares)), 2 * HALF_STEP)
