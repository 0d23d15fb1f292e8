"""What pages say of changes that stand out, and of those of which that cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.changes import JudgedChange
from site_lib.analysis.news import News, news_of
from site_lib.pages.what_moved import WhatMoved
from tests.answers import archive_with, history_of, newest_data, small
from tests.site_reader import Site, body_rows, build_from, key_figures, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.answers import Data

NEWEST = date(2026, 10, 6)
STANDS_OUT, USUAL, UNKNOWN = (
    "This stands out.",
    "It does not stand out.",
    "Whether that stands out cannot be told yet.",
)


def weekly(shares: Iterable[float]) -> Iterator[Data]:
    """Yield an answer a week, the last for the newest date; b, c and d have what a leaves."""
    days = [*shares]
    for ago, share in zip(reversed(range(len(days))), days, strict=True):
        of_others = round((1 - share) / 3, 3)
        yield small(
            ("a", "x", share, share),
            *((name, key, of_others, of_others) for name, key in ("bx", "cy", "dy")),
            as_of=f"{NEWEST - timedelta(weeks=ago)}",
        )


def past(number: int = 21) -> list[float]:
    """Return shares that go up and down by 0.6 points a week."""
    return [share for share, _ in zip(cycle((0.4, 0.406)), range(number), strict=False)]


def build(tmp_path: Path, *answers: Data) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site")


def test_a_change_larger_than_all_earlier_ones_stands_out_wherever_it_is_printed(
    tmp_path: Path,
) -> None:
    built = build(tmp_path, *weekly([*past(), 0.7]))
    before = "40.0%"
    for path, opening, whole, then, now in (
        ("index.html", "A moved most", "requests", before, "70.0%"),
        ("x/index.html", "No task moved more than A", "X requests", "66.7%", "87.5%"),
    ):
        text = built.text(path)
        said = f"from {then} to {now} of {whole} since 2026-09-29. {STANDS_OUT}"
        assert f"{opening}: {said}" in text
        assert "No change of a task’s share stands out." not in text
        assert (
            "A change in bold stands out: it is larger than 19 of 20 changes of the same share "
            "over 7 days in the 182 days before 2026-09-29."
        ) in text
        rows = built.rows(path, f"{4 if path == 'index.html' else 2} tasks")
        (row,) = (row for row in rows if words(row[0].find("code")) == "a")
        assert all(cell.find("small/b") is not None for cell in row[1:3])
    requests, tokens, _ = key_figures(built, "x/a/index.html")
    assert requests[1] == tokens[1] == "rank 1 of 4, +30.0 points, which stands out"


def test_all_changes_that_stand_out_have_a_row_and_all_but_two_are_folded_on_home(
    tmp_path: Path,
) -> None:
    built = build(tmp_path, *weekly([*past(), 0.7]))
    section = built.section("index.html", "What moved")
    rows = [
        [words(cell) for cell in row]
        for table in section.iter("table")
        if words(table.find("caption")) == "Changes that stand out"
        for row in body_rows(table)
    ]
    of_b, of_now = "20.0%", "10.0%"
    assert rows[:2] == [
        ["A of requests", "40.0%", "70.0%", "+30.0"],
        ["A of tokens", "40.0%", "70.0%", "+30.0"],
    ]
    assert sorted(rows[2:]) == sorted(
        [f"{name} of {measure}", of_b, of_now, "−10.0"]
        for name in "BCD"
        for measure in ("requests", "tokens")
    )
    (folded,) = built.details("index.html", "6 more shares with a change that stands out")
    assert sum(len(body_rows(table)) for table in folded.iter("table")) == 6


def test_a_usual_change_is_called_that_and_so_are_all_others(tmp_path: Path) -> None:
    built = build(tmp_path, *weekly(past(22)))
    for path in ("index.html", "x/index.html"):
        text = built.text(path)
        assert f"since 2026-09-29. {USUAL} No change of a task’s share stands out." in text
        assert "Changes that stand out" not in text
        assert built.pages[path].find(".//small/b") is None
    assert "stands out" not in key_figures(built, "x/a/index.html")[0][1]


def test_too_few_earlier_changes_are_counted(tmp_path: Path) -> None:
    built = build(tmp_path, *weekly([*past(12), 0.7]))
    note = (
        "Which changes stand out cannot be told yet. That needs 20 earlier changes, each also "
        "over 7 days, spread over 8 weeks; the archive has 11."
    )
    for path in ("index.html", "x/index.html"):
        assert built.text(path).count(note) == 1
        assert "A change in bold" not in built.text(path)
    assert f"since 2026-09-29. {UNKNOWN}" in built.text("index.html")
    assert "share stands out" not in built.text("index.html")


def test_the_recorded_answers_have_no_earlier_change_over_the_same_days(full_site: Site) -> None:
    note = (
        "Which changes stand out cannot be told yet. That needs 20 earlier changes, each also "
        "over 32 days, spread over 8 weeks; the archive has 0."
    )
    assert len(newest_data()["classifications"]) == 29
    for path in ("index.html", "code/index.html"):
        assert full_site.text(path).count(note) == 1


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> News:
    """Return the news of a day for which the archive can tell what stands out."""
    return news_of(history_of(tmp_path_factory.mktemp("told"), *weekly([*past(), 0.7])))


def judged(news: News, *changes: tuple[float, float, bool | None]) -> WhatMoved:
    """Return the news with other changes, the largest first."""
    moved = tuple(
        replace(each, change=JudgedChange(*change))
        for each, change in zip(news.moved[::2], changes, strict=False)
    )
    assert len(moved) == len(changes)
    return WhatMoved(replace(news, moved=moved))


@pytest.mark.parametrize(
    ("stands_out", "verdict"), [(True, STANDS_OUT), (False, USUAL), (None, UNKNOWN)]
)
def test_the_largest_change_says_whether_it_is_unusual(
    told: News,
    *,
    stands_out: bool | None,
    verdict: str,
) -> None:
    page = judged(told, (0.4, 0.7, stands_out), (0.2, 0.1, False))
    words_ = f"A moved most: from 40.0% to 70.0% of requests since 2026-09-29. {verdict}"
    assert page.largest_sentence == words_


def test_a_tie_of_the_largest_changes_names_none_as_the_first(told: News) -> None:
    page = judged(told, (0.4, 0.5, False), (0.2, 0.1, False))
    said = f"No task moved more than A: from 40.0% to 50.0% of requests since 2026-09-29. {USUAL}"
    assert page.largest_sentence == said


def test_nothing_measurable_is_said_and_without_an_earlier_day_nothing_is(told: News) -> None:
    page = judged(told, (0.4, 0.4, False), (0.2, 0.2, False))
    said = "No task’s share has changed measurably since 2026-09-29."
    assert page.largest_sentence == said
    nothing = judged(told)
    assert (nothing.largest_sentence, nothing.standouts_note, nothing.standouts) == ("", "", ())


def test_that_nothing_stands_out_is_said_where_it_can_be_told(told: News, tmp_path: Path) -> None:
    none = judged(told, (0.4, 0.5, False), (0.2, 0.25, False))
    assert none.standouts_note == "No change of a task’s share stands out."
    one = judged(told, (0.4, 0.5, False), (0.2, 0.25, True))
    assert one.standouts_note == ""
    assert len(one.standouts) == 1
    few = news_of(history_of(tmp_path, *weekly([*past(12), 0.7])))
    assert WhatMoved(few).standouts_note == ""


def test_a_young_task_is_not_judged_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    *before, then, now = weekly(past(30))
    with_young = [
        small(
            *((each["tag"], each["macro_category"], share, share) for each, share in shares),
            ("e", "y", 0.1, 0.1),
            as_of=data["as_of"],
        )
        for data in (then, now)
        for tags in [data["classifications"]]
        for shares in [[(tag, tag["usage_share"] - 0.1 * (tag["tag"] == "d")) for tag in tags]]
    ]
    text = build(tmp_path, *before, *with_young).text("index.html")
    assert "No change of a task’s share stands out." not in text
    assert "No change that can be judged stands out." in text
