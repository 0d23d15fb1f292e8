"""Models over time, and what is news of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.day_models import ModelRange
from site_lib.analysis.model_history import ModelArchive, RangeChange, direction, range_changes
from site_lib.analysis.model_news import ModelNews, left_news, model_news
from site_lib.snapshots.precision import Interval
from tests.answers import RECORDED, history_of, recorded_data, small
from tests.pages.test_models import listing

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.history import History
    from tests.answers import Data

ONE, TWO = "m/one", "m/two"


def archive(folder: Path, *days: tuple[str, bool]) -> ModelArchive:
    """Make an archive whose days list the second model or not."""
    return ModelArchive(
        history_of(folder, *(listing(day, ONE, *[TWO] * has_two) for day, has_two in days))
    )


def test_a_model_is_known_from_the_first_to_the_last_answer_that_lists_it(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        ("2026-09-01", False),
        ("2026-09-02", True),
        ("2026-09-03", False),
        ("2026-09-04", True),
        ("2026-09-05", False),
    )
    assert [found.first(m).as_of.day for m in (ONE, TWO)] == [1, 2]
    assert [found.last(m).as_of.day for m in (ONE, TWO)] == [5, 4]
    assert found.left_with(TWO).as_of == date(2026, 9, 5)
    assert found.retired == (TWO,)
    points = found.series_of(TWO).points
    assert [(p.as_of.day, p.listed_in) for p in points] == [(2, 1), (3, 0), (4, 1)]
    low = [point.requests.low for point in points]
    assert low == pytest.approx([0.2995, 0, 0.2995])
    assert points[1].requests.high == pytest.approx(0.3005)


def test_the_last_to_go_come_first(tmp_path: Path) -> None:
    answers = [
        listing("2026-09-01", ONE, "m/a", "m/b", "m/c", share=0.2),
        listing("2026-09-02", ONE, "m/b"),
        listing("2026-09-03", ONE),
    ]
    assert ModelArchive(history_of(tmp_path, *answers)).retired == ("m/b", "m/a", "m/c")


def test_an_answer_that_was_revised_counts_too(tmp_path: Path) -> None:
    found = archive(tmp_path, ("2026-09-01", True), ("2026-09-01", False))
    assert found.retired == (TWO,)
    assert (found.last(TWO).revision, found.left_with(TWO).revision) == (1, 2)
    (point,) = found.series_of(TWO).points
    assert point.listed_in == 0


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ((0.1, 0.2), (0.3, 0.4), "up"),
        ((0.3, 0.4), (0.1, 0.2), "down"),
        ((0.1, 0.3), (0.2, 0.4), None),
        ((0.1, 0.2), (0.2, 0.4), None),
        ((0.2, 0.2), (0.2, 0.2), None),
        ((0.0, 0.1), (0.2, 0.2), "up"),
    ],
)
def test_a_share_has_moved_for_certain_only_if_the_ranges_are_apart(
    then: tuple[float, float], now: tuple[float, float], expected: str | None
) -> None:
    assert direction(Interval(*then), Interval(*now)) == expected
    change = RangeChange(date(2026, 9, 1), ModelRange(*then, 1), ModelRange(*now, 1))
    assert change.direction == expected


def test_changes_are_from_the_nearest_day_that_shares_no_day(tmp_path: Path) -> None:
    found = archive(tmp_path, ("2026-09-01", True), ("2026-09-04", False), ("2026-09-09", False))
    changes = range_changes(found.history)
    assert changes.keys() == {ONE, TWO}
    assert {each.since for each in changes.values()} == {date(2026, 9, 1)}
    assert (changes[TWO].then.listed_in, changes[TWO].now.listed_in) == (1, 0)
    assert range_changes(archive(tmp_path / "young", ("2026-09-01", True)).history) == {}


def news(history: History) -> dict[str, tuple[set[str], ...]]:
    return {
        model: tuple({tag.tag for tag in tags} for tags in (n.entered, n.left, n.gained, n.lost))
        for model, n in model_news(history).items()
    }


def test_news_are_what_differs_from_the_answer_before(tmp_path: Path) -> None:
    before, now = listing("2026-09-01", ONE, TWO), listing("2026-09-02", ONE, "m/three")
    before["classifications"][0]["models"][1]["tag_usage_share"] = 0.4
    history = history_of(tmp_path, before, now)
    assert news(history) == {
        ONE: (set(), set(), {"a"}, set()),
        TWO: (set(), {"a"}, set(), {"a"}),
        "m/three": ({"a"}, set(), {"a"}, set()),
    }
    assert model_news(history.until(history.entries[0])) == {}


def test_a_revision_is_compared_with_what_it_replaces(tmp_path: Path) -> None:
    answers = [
        listing("2026-09-01", ONE),
        listing("2026-09-02", ONE, TWO),
        listing("2026-09-02", ONE),
    ]
    found = model_news(history_of(tmp_path, *answers))
    assert found.keys() == {TWO}
    assert [tag.tag for tag in found[TWO].left] == ["a"]
    assert not found[TWO].is_listed


def test_a_task_that_only_one_day_has_is_no_news(tmp_path: Path) -> None:
    one, two = listing("2026-09-01", ONE), two_tasks(ONE)
    assert model_news(history_of(tmp_path / "new", one, two | {"as_of": "2026-09-02"})) == {}
    assert model_news(history_of(tmp_path / "gone", two, one | {"as_of": "2026-09-02"})) == {}


def two_tasks(model: str) -> Data:
    """Make data of a task that lists the first model, and one that lists another."""
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-09-01")
    for tag, name in zip(data["classifications"], (ONE, model), strict=True):
        tag["models"] = [{"id": name, "tag_usage_share": 0.3, "tag_token_share": 0.3}]
    return data


def test_a_model_whose_only_task_was_removed_is_no_longer_listed(tmp_path: Path) -> None:
    found = model_news(history_of(tmp_path, two_tasks(TWO), listing("2026-09-02", ONE)))
    assert found == {TWO: ModelNews(is_listed=False)}


def test_of_a_model_that_has_left_both_say_the_same(tmp_path: Path) -> None:
    history = history_of(tmp_path, *(recorded_data(file.stem) for file in RECORDED))
    seen = 0
    for entry in history.entries[1:]:
        until = history.until(entry)
        for model, found in model_news(until).items():
            if not found.is_listed:
                before = history.rankings_of(until.entries[-2])
                assert left_news(before, until.newest_day.tags, model, found.moved) == found
                seen += 1
    assert seen > 20
    assert ModelNews().is_empty
