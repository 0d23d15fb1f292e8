"""The vertical axis of a chart over time: round shares with their grid lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from site_lib.site.formats import percent
from site_lib.snapshots.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_lib.charts.drawing import Drawing

MAX_GRID_LINES = 4
LOCATOR = MaxNLocator(MAX_GRID_LINES, steps=[1, 2, 5, 10])


def draw_share_grid(
    drawing: Drawing, largest: float, ends: tuple[float, float], y: Callable[[float], float]
) -> None:
    """Draw a line from end to end at each round share up to the largest, its label on the left."""
    left, right = ends
    for share in _ticks(largest):
        drawing.line([(left, y(share)), (right, y(share))], "grid")
        drawing.label(0, y(share) + 4, percent(share) if share else "0", "tick")


def _ticks(largest: float) -> list[float]:
    """Return round shares from 0 to the largest."""
    # Labels show a tenth of a percent, so lines closer than that would have equal labels.
    ticks = LOCATOR.tick_values(0, max(largest, MAX_GRID_LINES * 10**-DECIMALS))
    return [float(share) for share in ticks if share <= largest]
