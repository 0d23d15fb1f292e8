"""How numbers are written: one way for each kind, everywhere on the site."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval

if TYPE_CHECKING:
    from site_lib.analysis.rankings import TokensPerRequest
    from site_lib.snapshots.differences import ShareChange

ABSENT = "–"
FEWEST_DECIMALS, MOST_DECIMALS = 0, 3
"""Of tokens per request."""
PLAIN_DECIMALS = 6
KILO = 1000
TENTHS = 1000
"""A share of 1 in tenths of a percent, the unit that shares are printed in."""


# The source has a thousand shares at most, and a build writes each of them a hundred times.
@lru_cache(maxsize=4096)
def percent(share: float | None) -> str:
    """Write a share in percent with one decimal; what is below it as such, what is absent as –."""
    if share is None:
        return ABSENT
    return _below() if share < HALF_STEP else f"{100 * share:.1f}%"


def percent_down(share: float) -> str:
    """Write a lower bound: rounded down, so that what is printed still holds."""
    tenths = math.floor(TENTHS * share + FLOAT_NOISE)
    return f"{tenths / 10:.1f}%"


def percent_up(share: float) -> str:
    """Write an upper bound: rounded up, so that what is printed still holds."""
    tenths = math.ceil(TENTHS * share - FLOAT_NOISE)
    return f"{tenths / 10:.1f}%"


def share_range(share: Interval) -> str:
    """Write the range of a share, its ends rounded outwards: 10.8% to 11.8%."""
    return f"{percent_down(share.low)} to {percent_up(share.high)}"


def points(difference: float) -> str:
    """Write a difference of shares in percentage points: +5.4; ±0 where rounding hides it."""
    if not difference:
        return "±0"
    sign = "+" if difference > 0 else "−"
    return f"{sign}{points_size(difference)}"


def points_size(difference: float) -> str:
    """Write how large a difference of shares is, in percentage points: 5.4."""
    return f"{100 * abs(difference):.1f}"


def share_change(change: ShareChange) -> str:
    """Write a share's change: +5.4 points, or that none can be measured."""
    if not change.is_measurable:
        return "no measurable change"
    return f"{points(change.points)}\N{NO-BREAK SPACE}points"


@lru_cache(maxsize=4096)
def plain(number: float) -> str:
    """Write a number for machines: with at most six decimals, so without an exponent."""
    return f"{number + 0:.{PLAIN_DECIMALS}f}".rstrip("0").rstrip(".")  # 0 has no sign here


def plain_range(bounds: Interval) -> Interval:
    """Round the ends of a range outwards, so that what is written for machines still holds."""
    scale: int = 10**PLAIN_DECIMALS
    low = math.floor(scale * (bounds.low + FLOAT_NOISE)) / scale
    return Interval(low, math.ceil(scale * (bounds.high - FLOAT_NOISE)) / scale)


def tokens_per_request(number: TokensPerRequest) -> str:
    """Write tokens per request, relative to the average request: 2.58×."""
    if number.middle is None:
        return ABSENT
    return f"{number.middle + FLOAT_NOISE:.{_decimals(number)}f}×"


def tokens_per_request_bounds(number: TokensPerRequest) -> str:
    """Write the interval that rounding leaves, its ends rounded outwards: 2.56 to 2.60."""
    if number.middle is None:
        return ABSENT
    decimals = _decimals(number)
    scale: int = 10**decimals
    low = math.floor(scale * number.bounds.low + FLOAT_NOISE) / scale
    high = math.ceil(scale * number.bounds.high - FLOAT_NOISE) / scale
    return f"{low:.{decimals}f} to {high:.{decimals}f}"


def file_size(size: int) -> str:
    """Write a number of bytes in units of 1,000: 840 bytes, 70 kB, 1.9 MB."""
    if size < KILO:
        return count(size, "byte")
    kilo = round(size / KILO)
    return f"{kilo} kB" if kilo < KILO else f"{kilo / KILO:.1f} MB"


def in_sentence(label: str) -> str:
    """Write a label as part of a sentence: `Agent` as `agent`, but `SQL` as it is."""
    is_word = label[:1].isupper() and label[1:].islower()
    return label.lower() if is_word else label


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number of things: 1 tag, 29 tags."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listing(words: list[str]) -> str:
    """Join words into a sentence's list: a, b and c."""
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last


def _below() -> str:
    return f"<{100 * HALF_STEP:.2f}%"


def _decimals(number: TokensPerRequest) -> int:
    """Return as many decimals as the interval supports.

    One step of the last digit is no wider than the interval, and the middle rounded to it lies
    inside the interval, not on its edge.
    """
    middle, bounds = number.middle or 0.0, number.bounds
    for decimals in range(FEWEST_DECIMALS, MOST_DECIMALS):
        step: float = 10**-decimals
        is_inside = bounds.low < round(middle, decimals) < bounds.high
        if is_inside and step <= bounds.high - bounds.low:
            return decimals
    return MOST_DECIMALS
