"""The logarithmic scale of the scatter chart, the same for both axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import LogLocator

from site_lib.charts.box import Box
from site_lib.charts.chart import WIDTH
from site_lib.snapshots.precision import DECIMALS, FLOAT_NOISE

if TYPE_CHECKING:
    from collections.abc import Sequence

PLOT_HEIGHT = 360
"""More than the width: names are wide, so they need room above each other."""
PADDING_FACTOR, MIN_SPAN = 1.35, 10
"""Ratio between the plot's edge and the outermost share, and least ratio between its edges."""
DECADES, SUBDIVISIONS = LogLocator(), LogLocator(subs=[1, 2, 5])
"""Grid lines stand at powers of ten, or at subdivisions too where fewer than two fit."""


@dataclass(frozen=True)
class LogScale:
    """Convert shares to coordinates in a plot that is as wide as the chart."""

    low: float
    high: float
    top: float
    """The y of the plot's upper edge."""

    @classmethod
    def around(cls, shares: Sequence[float], top: float) -> LogScale:
        """Return a scale that shows all of some shares, which must be above 0."""
        low, high = min(shares) / PADDING_FACTOR, max(shares) * PADDING_FACTOR
        widening = math.sqrt(max(MIN_SPAN * low / high, 1))
        return cls(low / widening, high * widening, top)

    @property
    def ticks(self) -> list[float]:
        """The shares that have a grid line."""
        decades, subdivided = (self._ticks_of(locator) for locator in (DECADES, SUBDIVISIONS))
        return decades if len(decades) > 1 else subdivided

    def _ticks_of(self, locator: LogLocator) -> list[float]:
        # No share is below the source's precision, or above 1.
        low, high = max(self.low, 10**-DECIMALS - FLOAT_NOISE), min(self.high, 1)
        ticks = locator.tick_values(self.low, self.high)
        return [float(tick) for tick in ticks if low < tick < high]

    @property
    def bottom(self) -> float:
        """The y of the plot's lower edge."""
        return self.top + PLOT_HEIGHT

    @property
    def box(self) -> Box:
        """The area of the plot."""
        return Box(0, self.top, WIDTH, self.bottom)

    def fraction(self, share: float) -> float:
        """Return how far along the scale a share is, from 0 to 1."""
        return math.log(share / self.low) / math.log(self.high / self.low)

    def x(self, share: float) -> float:
        """Return the x of a share of requests."""
        return self.fraction(share) * WIDTH

    def y(self, share: float) -> float:
        """Return the y of a share of tokens."""
        return self.top + (1 - self.fraction(share)) * PLOT_HEIGHT
