"""How numbers are written: one way for each kind, everywhere on the site."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP

if TYPE_CHECKING:
    from site_lib.analysis.changes import Move
    from site_lib.analysis.rankings import Intensity

ABSENT = "–"
SMALL, VAGUE = 0.1, 0.2
"""An intensity below the one needs a third decimal, an interval as wide as the other only one."""
TENTHS = 1000
"""A share of 1 in tenths of a percent, the unit that shares are printed in."""


# The source has a thousand shares at most, and a build writes each of them a hundred times.
@lru_cache(maxsize=4096)
def percent(share: float | None) -> str:
    """Write a share in percent with one decimal; what is below it as such, what is absent as –."""
    if share is None:
        return ABSENT
    return _below() if share < HALF_STEP else f"{100 * share:.1f} %"


def percent_down(share: float) -> str:
    """Write a lower bound: rounded down, so that what is printed still holds."""
    tenths = math.floor(TENTHS * share + FLOAT_NOISE)
    return f"{tenths / 10:.1f} %"


def percent_up(share: float) -> str:
    """Write an upper bound: rounded up, so that what is printed still holds."""
    tenths = math.ceil(TENTHS * share - FLOAT_NOISE)
    return f"{tenths / 10:.1f} %"


def points_up(share: float) -> str:
    """Write a bound on a difference of shares, in percentage points, rounded up."""
    return percent_up(share).replace("%", "percentage points")


def points(difference: float) -> str:
    """Write a difference of shares that can be seen, in percentage points: +5.4."""
    sign = "+" if difference > 0 else "−"
    return f"{sign}{100 * abs(difference):.1f}"


def points_in_words(move: Move) -> str:
    """Write a change that can be seen as a sentence's end: 5.4 percentage points more."""
    way = "more" if move.points > 0 else "less"
    return f"{100 * abs(move.points):.1f} percentage points {way}"


def arrow(difference: float) -> str:
    """Return the sign of where a share has gone; neither way is good or bad."""
    if not difference:
        return "→"
    return "↑" if difference > 0 else "↓"


def change(move: Move) -> str:
    """Write a share's change: ↑ +5.4 pp, or that rounding lets none be seen."""
    if not move.is_measurable:
        return "no measurable change"
    return f"{arrow(move.points)} {points(move.points)} pp"


@lru_cache(maxsize=4096)
def plain(number: float) -> str:
    """Write a number for machines: digits only, as many as the source or its products carry."""
    return f"{number + 0:.6g}"  # 0 has no sign here


def times(intensity: Intensity) -> str:
    """Write an intensity: 2.58×."""
    if intensity.ratio is None:
        return ABSENT
    return f"{intensity.ratio + FLOAT_NOISE:.{_decimals(intensity)}f}×"


def times_bounds(intensity: Intensity) -> str:
    """Write what rounding leaves of an intensity, its ends rounded outwards: 2.56–2.60."""
    scale: int = 10 ** _decimals(intensity)
    low = math.floor(scale * intensity.bounds.low + FLOAT_NOISE) / scale
    if math.isinf(intensity.bounds.high):
        return f"{low:.{_decimals(intensity)}f} or more"
    high = math.ceil(scale * intensity.bounds.high - FLOAT_NOISE) / scale
    return f"{low:.{_decimals(intensity)}f}–{high:.{_decimals(intensity)}f}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number of things: 1 tag, 29 tags."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listing(words: list[str]) -> str:
    """Join words into a sentence's list: a, b and c."""
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last


def _below() -> str:
    return f"<{100 * HALF_STEP:.2f} %"


def _decimals(intensity: Intensity) -> int:
    """Print no digit that the interval makes meaningless, and none less than small ones need."""
    if intensity.bounds.high < SMALL:
        return 3
    return 2 if intensity.bounds.high - intensity.bounds.low < VAGUE else 1
