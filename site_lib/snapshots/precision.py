"""Shares as the source rounds them, and the interval in which the true share lies.

Source: every share is rounded to three decimals (seen in all recorded answers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

DECIMALS = 3
HALF_STEP: float = 0.5 * 10**-DECIMALS
"""A printed share is at most this far from the true one."""
FLOAT_NOISE = 1e-9
"""Sums of binary fractions are off by this much at most; no source rounds that finely."""


class Shares(NamedTuple):
    """The share of the requests and of the tokens of some whole, as fractions of 1.

    A tuple, since a long archive has a hundred thousand of them.
    """

    requests: float
    tokens: float


@dataclass(frozen=True)
class Interval:
    """A number known to lie from `low` to `high`, both included."""

    low: float
    high: float

    @classmethod
    def around(cls, share: float) -> Self:
        """Return the true shares that the source rounds to `share`."""
        return cls(max(share - HALF_STEP, 0.0), min(share + HALF_STEP, 1.0))

    def __mul__(self, other: Interval) -> Interval:
        """Multiply two intervals of numbers that are not negative."""
        return Interval(self.low * other.low, self.high * other.high)

    def intersect(self, other: Interval, slack: float = 0.0) -> Interval | None:
        """Return the overlap of two intervals, None where they are more than `slack` apart."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low > high + slack:
            return None
        return Interval(min(low, high), max(low, high))

    def clamp(self, number: float) -> float:
        """Return the number, or the nearest end of the interval where it lies outside."""
        return min(max(number, self.low), self.high)


def rounded(share: float) -> float:
    """Round a share to the source's precision: shares that are equal then are a tie."""
    return round(share, DECIMALS)
