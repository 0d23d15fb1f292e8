"""A share over time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_lib.analysis.series import MOST_SHOWN, Point, Series
from site_lib.snapshots.precision import Shares

FIRST = date(2026, 1, 1)


def series(*days: int) -> Series[Point]:
    points = (Point(FIRST + timedelta(days=day), Shares(0.25, 0.5)) for day in days)
    return Series(tuple(points), 7)


def offsets(line: Series[Point]) -> list[list[int]]:
    return [[(point.as_of - FIRST).days for point in points] for points in line.shown]


def test_a_stretch_ends_where_a_day_is_in_no_window() -> None:
    assert offsets(series(0, 1, 8, 16, 17)) == [[0, 1, 8], [16, 17]]
    assert series().stretches == ()


def test_a_history_needs_three_points() -> None:
    assert not series(0, 1).is_long_enough
    assert series(0, 1, 2).is_long_enough


def test_a_short_series_is_shown_whole_and_a_long_one_thinned() -> None:
    assert series(*range(MOST_SHOWN)).step_days == 1
    assert len(series(*range(MOST_SHOWN)).dates) == MOST_SHOWN
    long = series(*range(3650))
    assert long.step_days == 63
    assert 58 <= len(long.dates) <= MOST_SHOWN
    assert long.dates[-1] == FIRST + timedelta(days=3649)
    inner = long.dates[:-1]
    assert {(b - a).days for a, b in pairwise(inner)} == {63}


def test_a_new_snapshot_leaves_the_choice_of_older_ones_as_it_is() -> None:
    before, after = series(*range(1000)), series(*range(1001))
    assert before.step_days == after.step_days == 18
    assert set(before.dates[:-1]) <= set(after.dates)


@given(st.sets(st.integers(0, 5000), max_size=400))
def test_what_is_shown_is_in_order_and_never_too_much(days: set[int]) -> None:
    line = series(*sorted(days))
    assert len(line.dates) <= MOST_SHOWN
    assert list(line.dates) == sorted(line.dates)
    assert bool(line.dates) == bool(days)
    if days:
        assert line.dates[-1] == FIRST + timedelta(days=max(days))
