"""The logarithmic scale of the scatter chart, the same for both axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import LogLocator

from site_lib.snapshots.precision import DECIMALS, FLOAT_NOISE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.charts.box import Box, Line

PADDING_FACTOR, MIN_SPAN = 1.6, 10
"""Ratio between the plot's edge and the outermost share, and least ratio between its edges."""
DECADES, SUBDIVISIONS = LogLocator(), LogLocator(subs=[1, 2, 5])
"""Ticks stand at powers of ten, or at subdivisions too where fewer than two fit."""


@dataclass(frozen=True)
class LogScale:
    """Convert shares to coordinates in a plot."""

    low: float
    high: float
    box: Box
    """The area of the plot."""

    @classmethod
    def around(cls, shares: Sequence[float], box: Box) -> LogScale:
        """Return a scale that shows all of some shares, which must be above 0."""
        low, high = min(shares) / PADDING_FACTOR, max(shares) * PADDING_FACTOR
        widening = math.sqrt(max(MIN_SPAN * low / high, 1))
        return cls(low / widening, high * widening, box)

    @property
    def ticks(self) -> list[float]:
        """The shares that are written at the axes."""
        decades, subdivided = (self._ticks_of(locator) for locator in (DECADES, SUBDIVISIONS))
        return decades if len(decades) > 1 else subdivided

    def _ticks_of(self, locator: LogLocator) -> list[float]:
        # No share is below the source's precision, or above 1.
        low, high = max(self.low, 10**-DECIMALS - FLOAT_NOISE), min(self.high, 1)
        ticks = locator.tick_values(self.low, self.high)
        return [float(tick) for tick in ticks if low < tick < high]

    @property
    def diagonal(self) -> Line:
        """The line on which both shares are equal, from the plot's lower left corner."""
        return (self.box.left, self.box.bottom), (self.box.right, self.box.top)

    def fraction(self, share: float) -> float:
        """Return how far along the scale a share is, from 0 to 1."""
        return math.log(share / self.low) / math.log(self.high / self.low)

    def x(self, share: float) -> float:
        """Return the x of a share of requests."""
        return self.box.left + self.fraction(share) * self.box.width

    def y(self, share: float) -> float:
        """Return the y of a share of tokens."""
        return self.box.bottom - self.fraction(share) * self.box.height
