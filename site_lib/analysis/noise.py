"""How far a share moves by chance, and so which changes stand out.

It is computed from the archive. Snapshots a few days apart share most of their days; what moves
between them is the few days that differ. Were days unlike each other only by chance, a share of d
days that moves by x while g of its days are exchanged moves by x · √(d ÷ g) when all are: the
variance of the difference of two means grows with the number of values that differ. The noise floor
is what 99 of 100 such moves stay within, by Student's t for as many steps as there are, and what
rounding can add. About 60 shares are looked at a day, so chance alone still passes the floor now
and then.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.series import Series

FEWEST_STEPS = 3
"""Fewer steps than these tell nothing about a spread."""
RECENT = timedelta(days=91)
"""How far back steps are looked at: the wobble of long ago is not today's."""
STEPS = 1000
"""The source's steps in a share of 1."""
STUDENT_T = (
    (3, 5.841),
    (4, 4.604),
    (5, 4.032),
    (6, 3.707),
    (8, 3.355),
    (10, 3.169),
    (15, 2.947),
    (20, 2.845),
    (30, 2.750),
    (60, 2.660),
)
"""Degrees of freedom, and how many root mean squares 99 of 100 values stay within.

Source: any table of Student's t distribution, two-sided. Between two rows the first one holds.
"""


@dataclass(frozen=True)
class NoiseFloor:
    """The largest change that chance alone may well make, as fractions of 1, to a thousandth."""

    requests: float
    tokens: float


def noise_floor(series: Series) -> NoiseFloor | None:
    """Return the noise floor of a change, by a series of recent points.

    None where too few of them are close together.
    """
    window_days = series.window_days
    steps = [
        (before, after, (after.as_of - before.as_of).days)
        for before, after in pairwise(series.points)
        if (after.as_of - before.as_of).days < window_days
    ]
    if len(steps) < FEWEST_STEPS:
        return None
    scaled = [
        (
            _square_of_step(after.shares.requests - before.shares.requests) * window_days / days,
            _square_of_step(after.shares.tokens - before.shares.tokens) * window_days / days,
        )
        for before, after, days in steps
    ]
    requests, tokens = zip(*scaled, strict=True)
    return NoiseFloor(_floor(requests), _floor(tokens))


def _square_of_step(step: float) -> float:
    """Square a step; one that rounding hides counts as much as rounding makes of none.

    The error of a rounded share is spread evenly over a thousandth, so its variance is a twelfth
    of the square of that; a step has two.
    """
    return max(step**2, 2 * (1 / STEPS) ** 2 / 12)


def _floor(squares: Sequence[float]) -> float:
    root = math.sqrt(math.fsum(squares) / len(squares))
    factor = [factor for steps, factor in STUDENT_T if steps <= len(squares)][-1]
    thousandths = math.ceil((factor * root + 2 * HALF_STEP) * STEPS - FLOAT_NOISE)
    return thousandths / STEPS
