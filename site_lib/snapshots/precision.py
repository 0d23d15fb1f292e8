"""Rounded shares, and the interval that contains the true share.

OpenRouter rounds every share to three decimals, as all recorded answers show.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Self

DECIMALS = 3
HALF_STEP: float = 0.5 * 10**-DECIMALS
"""A rounded share is off by at most this much."""
FLOAT_NOISE = 1e-9
"""Binary floating-point sums are off by at most this much, far less than rounding."""


class Shares(NamedTuple):
    """A share of requests and a share of tokens of the same whole, as fractions of 1.

    A tuple, because a long archive has a hundred thousand of them.
    """

    requests: float
    tokens: float


@lru_cache(maxsize=4096)
def shared_shares(requests: float, tokens: float) -> Shares:
    """Return one and the same pair for the same numbers: a long archive repeats most of them."""
    return Shares(requests, tokens)


class Interval(NamedTuple):
    """All numbers from `low` to `high`, both included.

    A tuple, because a long archive has a million of them.
    """

    low: float
    high: float

    @classmethod
    def around(cls, share: float) -> Self:
        """Return the true shares that round to `share`."""
        return cls(max(share - HALF_STEP, 0.0), min(share + HALF_STEP, 1.0))

    def __mul__(self, other: Interval) -> Interval:  # type: ignore[override]
        """Multiply two intervals of non-negative numbers."""
        return Interval(self.low * other.low, self.high * other.high)

    def intersect(self, other: Interval, slack: float = 0.0) -> Interval | None:
        """Return the overlap of two intervals; None if they are more than `slack` apart."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low > high + slack:
            return None
        return Interval(min(low, high), max(low, high))


def rounded(share: float) -> float:
    """Round a share to OpenRouter's precision; shares that are then equal are a tie."""
    return round(share, DECIMALS)
