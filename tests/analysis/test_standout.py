"""Which changes stand out."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from site_lib.analysis.standout import PastPairs, past_pairs
from site_lib.snapshots.differences import ShareChange
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.summary import CategorySummary, DaySummary

FIRST = date(2026, 1, 1)


def day(number: int, requests: float, tokens: float = 0.5) -> DaySummary:
    return DaySummary(
        FIRST + timedelta(days=number), 7, {}, {"x": CategorySummary("X", Shares(requests, tokens))}
    )


def shares_on(summary: DaySummary) -> Shares | None:
    return summary.categories["x"].shares if summary.categories else None


def judged(past: PastPairs, then: float, now: float) -> bool | None:
    requests, _ = past.judge((ShareChange(then, now), ShareChange(0.5, 0.5)), shares_on)
    return requests


def test_a_change_stands_out_that_is_larger_than_19_of_20() -> None:
    # 80 pairs of days, 7 apart: 76 that moved by 0.01 and 4 that moved by 0.05.
    sizes = [0.05 if number % 20 == 19 else 0.01 for number in range(80)]
    pairs = tuple(
        (day(7 * number, 0.3), day(7 * number + 7, 0.3 + size)) for number, size in enumerate(sizes)
    )
    past = PastPairs(pairs, 7)
    assert judged(past, 0.3, 0.311) is True
    assert judged(past, 0.311, 0.3) is True
    assert judged(past, 0.3, 0.31) is False  # as large as the others, not larger
    one_more = PastPairs((*pairs, (day(560, 0.3), day(567, 0.35))), 7)
    assert judged(one_more, 0.3, 0.311) is False  # only 76 of 81 are smaller
    assert judged(one_more, 0.3, 0.351) is True


def test_what_rounding_hides_never_stands_out() -> None:
    past = past_pairs([day(number, 0.3) for number in range(100)], 7)
    assert judged(past, 0.3, 0.3) is False
    assert judged(past, 0.3, 0.301) is True


def test_pairs_are_exactly_as_far_apart_as_the_days_compared() -> None:
    days = [day(number, 0.3) for number in (0, 1, 2, 8, 9, 16)]
    numbers = [
        tuple((each.as_of - FIRST).days for each in pair) for pair in past_pairs(days, 7).pairs
    ]
    assert numbers == [(1, 8), (2, 9), (9, 16)]


@pytest.mark.parametrize(
    ("number", "apart", "is_told"),
    [(19, 30, False), (20, 3, True), (20, 2, False), (57, 1, True), (56, 1, False)],
)
def test_it_takes_twenty_changes_over_eight_weeks(
    number: int, apart: int, *, is_told: bool
) -> None:
    pairs = tuple((day(apart * index, 0.3), day(apart * index + 7, 0.3)) for index in range(number))
    past = PastPairs(pairs, 7)
    assert past.are_enough is is_told
    assert (judged(past, 0.3, 0.4) is None) is not is_told


def test_days_without_the_share_do_not_count() -> None:
    days = [day(number, 0.3) for number in range(100)]
    lacking = [
        DaySummary(each.as_of, 7, {}, {}) if number % 8 else each
        for number, each in enumerate(days)
    ]
    assert judged(past_pairs(days, 7), 0.3, 0.4) is True
    assert judged(past_pairs(lacking, 7), 0.3, 0.4) is None


@pytest.mark.parametrize("memory", [0.0, 0.9, 0.99])
def test_about_one_change_in_twenty_stands_out_however_days_are_related(memory: float) -> None:
    """Daily shares are random, each like the day before by `memory`; snapshots cover 7 days."""
    chance, found, tried = random.Random(13), 0, 0
    for _ in range(60):
        level, daily = chance.gauss(0, 1), []
        for _ in range(420):
            level = memory * level + chance.gauss(0, (1 - memory**2) ** 0.5)
            daily.append(0.3 + 0.02 * level)
        weeks = [round(sum(daily[n - 6 : n + 1]) / 7, 3) for n in range(6, len(daily))]
        days = [day(number, share) for number, share in enumerate(weeks)]
        for now in range(200, len(days), 7):
            past = past_pairs(days[now - 7 - 182 : now - 6], 7)
            found += judged(past, weeks[now - 7], weeks[now]) is True
            tried += 1
    assert 0.02 < found / tried < 0.09
