from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest
from conftest import RECORDED, recorded_data

from site_lib.noise import floor
from site_lib.rankings import Shares
from site_lib.series import Point, Series

FIRST = date(2026, 1, 1)


def series(*steps: tuple[int, float]) -> Series:
    """Make a series of (day, share of requests)."""
    points = (Point(FIRST + timedelta(days=day), Shares(share, 0.5)) for day, share in steps)
    return Series(tuple(points), 7)


def test_the_floor_of_a_recorded_tag_is_twice_the_scaled_root_mean_square() -> None:
    shares = []
    for file in RECORDED[:-1]:
        tags = recorded_data(file.stem)["classifications"]
        shares.append(next(t["usage_share"] for t in tags if t["tag"] == "classification_tagging"))
    days = (0, 1, 2, 4)
    found = floor(series(*zip(days, shares, strict=True)))
    squares = [(b - a) ** 2 * 7 / g for a, b, g in zip(shares, shares[1:], (1, 1, 2), strict=False)]
    assert found
    assert found.requests == pytest.approx(2 * math.sqrt(sum(squares) / 3))
    assert found.steps == 3


def test_a_share_that_stands_still_has_the_floor_that_rounding_leaves() -> None:
    found = floor(series((0, 0.1), (1, 0.1), (2, 0.1), (3, 0.1)))
    assert found
    assert found.requests == found.tokens == 0.001


def test_too_few_close_snapshots_give_no_floor() -> None:
    assert floor(series((0, 0.1), (1, 0.2), (2, 0.1))) is None
    assert floor(series((0, 0.1), (7, 0.2), (14, 0.1), (21, 0.1))) is None
    assert floor(series((0, 0.1), (1, 0.2), (2, 0.1), (3, 0.2), (200, 0.2))) is None
    assert floor(Series((), 7)) is None


def test_chance_alone_stays_below_the_floor_about_19_times_of_20() -> None:
    chance, above, tried = random.Random(7), 0, 0
    for _ in range(60):
        days = [chance.gauss(0.3, 0.03) for _ in range(91)]
        weeks = [(n, sum(days[n - 6 : n + 1]) / 7) for n in range(6, 91)]
        found = floor(series(*weeks))
        assert found
        for (_, before), (_, after) in zip(weeks[::7], weeks[7::7], strict=False):
            tried += 1
            above += abs(after - before) > found.requests
    assert 0.02 < above / tried < 0.09
