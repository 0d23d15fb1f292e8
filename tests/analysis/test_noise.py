from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest

from site_lib.analysis.noise import noise_floor
from site_lib.analysis.series import Point, Series
from site_lib.snapshots.precision import Shares
from tests.answers import RECORDED, recorded_data

FIRST = date(2026, 1, 1)


def series(*steps: tuple[int, float]) -> Series:
    """Make a series of (day, share of requests)."""
    points = (Point(FIRST + timedelta(days=day), Shares(share, 0.5)) for day, share in steps)
    return Series(tuple(points), 7)


def test_the_floor_of_a_recorded_tag_is_what_its_scaled_steps_allow() -> None:
    shares = []
    for file in RECORDED[:-1]:
        tags = recorded_data(file.stem)["classifications"]
        shares.append(next(t["usage_share"] for t in tags if t["tag"] == "classification_tagging"))
    found = noise_floor(series(*zip((0, 1, 2, 4), shares, strict=True)))
    steps = zip(shares, shares[1:], (1, 1, 2), strict=False)
    squares = [(after - before) ** 2 * 7 / days for before, after, days in steps]
    assert found
    exact = 5.841 * math.sqrt(sum(squares) / 3) + 0.001  # Student's t with 3 degrees, and rounding
    assert exact <= found.requests < exact + 0.001
    assert round(1000 * found.requests, 6) == round(1000 * found.requests)


def test_a_share_that_stands_still_has_the_floor_that_rounding_leaves() -> None:
    found = noise_floor(series(*((day, 0.1) for day in range(61))))
    hidden = math.sqrt(7 * 2 / 12) / 1000
    assert found
    assert found.requests == found.tokens
    assert found.requests == math.ceil(1000 * (2.66 * hidden + 0.001)) / 1000


def test_too_few_close_snapshots_give_no_floor() -> None:
    assert noise_floor(series((0, 0.1), (1, 0.2), (2, 0.1))) is None
    assert noise_floor(series((0, 0.1), (7, 0.2), (14, 0.1), (21, 0.1))) is None
    assert noise_floor(Series((), 7)) is None


@pytest.mark.parametrize("length", [4, 10, 91])
def test_chance_alone_passes_the_floor_about_once_in_a_hundred(length: int) -> None:
    chance, above, tried = random.Random(7), 0, 2000
    for _ in range(tried):
        days = [chance.gauss(0.3, 0.03) for _ in range(length + 13)]
        weeks = [(n, sum(days[n - 6 : n + 1]) / 7) for n in range(6, length + 13)]
        found = noise_floor(series(*weeks[:length]))
        assert found
        above += abs(weeks[length - 1 + 7][1] - weeks[length - 1][1]) > found.requests
    assert above / tried < 0.03
