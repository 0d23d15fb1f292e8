"""What the source's rounding leaves of a share: an interval.

Source: every share is rounded to three decimals (seen in all recorded answers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

DECIMALS = 3
HALF_STEP: float = 0.5 * 10**-DECIMALS
"""A printed share is at most this far from the true one."""
FLOAT_NOISE = 1e-9
"""Sums of binary fractions are off by this much at most; no source rounds that finely."""


@dataclass(frozen=True)
class Interval:
    """A number known to lie from `low` to `high`, both included."""

    low: float
    high: float

    @classmethod
    def around(cls, share: float) -> Self:
        """Return what a rounded share can truly be."""
        return cls(max(share - HALF_STEP, 0.0), min(share + HALF_STEP, 1.0))

    def __mul__(self, other: Interval) -> Interval:
        """Multiply two intervals of numbers that are not negative."""
        return Interval(self.low * other.low, self.high * other.high)

    def intersect(self, other: Interval, slack: float = 0.0) -> Interval | None:
        """Return what both allow, or None where they are further apart than `slack`."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low > high + slack:
            return None
        return Interval(min(low, high), max(low, high))

    def clamp(self, number: float) -> float:
        """Return the number, or the end nearest to it where it lies outside."""
        return min(max(number, self.low), self.high)


def rounded(share: float) -> float:
    """Return a share at the source's precision, at which two shares are or are not a tie."""
    return round(share, DECIMALS)
