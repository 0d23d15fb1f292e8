"""What is said of models in sentences, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from site_lib.analysis.day_models import ModelRange
from site_lib.analysis.model_history import RangeChange
from site_lib.analysis.model_news import ModelNews
from site_lib.analysis.rankings import derive
from site_lib.site.model_words import is_rising, news_sentences, news_title, used_for
from tests.analysis.test_models import uses_of
from tests.answers import newest_data, snapshot_of

WINDOW = "7 days"


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (
            [{"a/b": 0.9}, {"a/b": 0.1}],
            (
                "Mostly used for T0: at least 89.9% of its known requests. Its known requests are "
                "at least 99.6% of all its requests."
            ),
        ),
        (
            [{"a/b": 0.5}, {"a/b": 0.5}],
            (
                "Mostly used for X tasks: at least 100.0% of its known requests. Its known "
                "requests are at least 99.8% of all its requests."
            ),
        ),
        (
            [{"a/b": 0.1}, {"c/d": 0.4}, {"c/d": 0.4}],
            (
                "Listed in 1 of 3 tasks, rank 1 in T0. What it is mostly used for cannot be told: "
                "that may be as little as 11.0% of its requests."
            ),
        ),
        (
            [{"a/b": 0.1, "e/f": 0.2}, {"a/b": 0.1, "e/f": 0.1}, {"c/d": 0.6}],
            (
                "Listed in 2 of 3 tasks, at best rank 1= in T1. What it is mostly used for cannot "
                "be told: that may be as little as 33.0% of its requests."
            ),
        ),
    ],
)
def test_the_use_of_a_model_is_said_as_far_as_it_is_known(
    lists: list[dict[str, float]], said: str
) -> None:
    assert used_for(uses_of(*lists)["a/b"]) == said


def test_a_model_that_is_gone_is_spoken_of_in_the_past() -> None:
    use = uses_of({"a/b": 0.1}, {"c/d": 0.4}, {"c/d": 0.4})["a/b"]
    assert "What it was mostly used for cannot be told" in used_for(use, "was")


def change(then: tuple[float, float, int], now: tuple[float, float, int]) -> RangeChange:
    return RangeChange(date(2026, 9, 4), ModelRange(*then), ModelRange(*now))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            change((0.01, 0.02, 3), (0.03, 0.04, 4)),
            (
                "Rising: 3.0% to 4.0% of all classified requests now, 1.0% to 2.0% in the 7 days "
                "to 2026-09-04."
            ),
        ),
        (
            change((0.03, 0.04, 3), (0.0, 0.02, 0)),
            (
                "Falling: at most 2.0% (no task listed it) of all classified requests now, 3.0% "
                "to 4.0% in the 7 days to 2026-09-04."
            ),
        ),
        (
            change((0.0, 0.025, 0), (0.02, 0.03, 1)),
            (
                "Whether it is rising cannot be told: 2.0% to 3.0% of all classified requests "
                "now, at most 2.5% (no task listed it) in the 7 days to 2026-09-04. The ranges "
                "overlap."
            ),
        ),
        (
            None,
            "Whether it is rising cannot be told yet: there is no earlier data to compare with.",
        ),
    ],
)
def test_whether_a_model_rises_is_said_only_where_the_ranges_tell(
    found: RangeChange | None, said: str
) -> None:
    assert is_rising(found, WINDOW) == said


def test_news_are_a_sentence_for_each_kind_and_a_line() -> None:
    a, b, c, d, *_ = derive(snapshot_of(newest_data())).tags
    moved = change((0.01, 0.02, 3), (0.03, 0.04, 4))
    news = ModelNews(entered=(a, b), left=(c,), gained=(a,), lost=(d,), moved=moved)
    assert list(news_sentences(news)) == [
        f"Entered the lists of {a.name} and {b.name}.",
        f"Left the list of {c.name}.",
        f"Now rank 1 by requests in {a.name}.",
        f"No longer rank 1 by requests in {d.name}.",
        "Rising: 3.0% to 4.0% of all classified requests, 1.0% to 2.0% on 2026-09-04.",
    ]
    assert news_title(news) == (
        f"rising; now first in {a.name}; no longer first in {d.name}; entered {a.name} and "
        f"{b.name}; left {c.name}"
    )
    gone = ModelNews(left=(a, b, c, d), is_listed=False)
    assert list(news_sentences(gone))[1] == "No task lists it now."
    assert news_title(gone) == "left 4 tasks; no longer listed"
