"""What an edition brings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_lib.analysis.news import news_of
from site_lib.analysis.noise import noise_floor
from site_lib.publish.reader import Reader
from site_lib.snapshots.archive import Archive
from tests.answers import archive_of, history_of, led, recorded_data, small

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data


def test_the_standouts_of_the_recorded_answers_are_above_their_floors(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    news = news_of(history)
    then = {tag["tag"]: tag for tag in recorded_data("2026-09-04")["classifications"]}
    expected = set()
    for tag in recorded_data("2026-10-06")["classifications"]:
        limit = noise_floor(history.tag_series(tag["tag"]))
        assert limit
        for what, field in (("requests", "usage_share"), ("tokens", "token_share")):
            if abs(round(tag[field] - then[tag["tag"]][field], 3)) > getattr(limit, what):
                expected.add((tag["tag"], what))
    assert {(each.tag.tag, each.measure) for each in news.standouts} == expected
    assert expected
    assert {(each.tag.tag, each.measure) for each in news.changes} >= expected
    assert news.number_judged == len(news.changes) == 58
    sizes = [abs(each.change.points) for each in news.standouts]
    assert sizes == sorted(sizes, reverse=True)
    (first,) = news.largest
    assert (first.tag.name, first.measure, first.change.then, first.change.now) == (
        "Classification",
        "requests",
        0.247,
        0.301,
    )


def test_the_entrants_of_the_recorded_answers_are_new_at_rank_5_or_better(tmp_path: Path) -> None:
    news = news_of(Reader().history(Archive(archive_of(tmp_path)).entries))
    then = {t["tag"]: t["models"] for t in recorded_data("2026-09-04")["classifications"]}
    expected = set()
    for tag in recorded_data("2026-10-06")["classifications"]:
        shares = sorted((model["tag_usage_share"] for model in tag["models"]), reverse=True)
        known = {model["id"] for model in then[tag["tag"]]}
        for model in tag["models"]:
            place = 1 + sum(share > model["tag_usage_share"] for share in shares)
            if place <= 5 and model["id"] not in known:
                expected.add((model["id"], tag["tag"], place))
    found = {
        (each.model.id, tag.tag, rank.position)
        for each in news.entrants
        for tag, rank in each.entries
    }
    assert found == expected
    numbers = [len(each.entries) for each in news.entrants]
    assert numbers == sorted(numbers, reverse=True)


def test_a_new_leader_is_told_outside_ties_only(tmp_path: Path) -> None:
    def leaders(*answers: Data) -> list[tuple[str, str]]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())) if tmp_path.exists() else 0)
        news = news_of(history_of(folder, *answers))
        return [(each.before.id, each.model.id) for each in news.leaders]

    assert leaders(led("m/one"), led("m/two", as_of="2026-10-07")) == [("m/one", "m/two")]
    assert leaders(led("m/one"), led("m/one", as_of="2026-10-07")) == []
    assert leaders(led("m/one"), led("m/two", 0.3, as_of="2026-10-07")) == []
    assert leaders(led("m/one", 0.3), led("m/two", as_of="2026-10-07")) == []


def test_the_first_edition_has_no_news(tmp_path: Path) -> None:
    news = news_of(history_of(tmp_path, led("m/one")))
    assert [news.changes, news.leaders, news.entrants, news.taxonomy] == [()] * 4
    assert news.restatement is None
    assert (news.baseline.changes, news.baseline.nearest, news.before) == (None, None, None)
    assert news.number_judged == 0


def test_a_part_is_about_its_tags_and_categories_only(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    part = news_of(history).about(frozenset({"translation"}))
    assert {each.tag.tag for each in part.standouts} == {"translation"}
    assert {tag.tag for each in part.entrants for tag, _ in each.entries} == {"translation"}
    none = news_of(history).about(frozenset())
    assert [none.changes, none.leaders, none.entrants, none.taxonomy] == [()] * 4


def test_the_floor_is_that_of_recent_moves_only(tmp_path: Path) -> None:
    wild = [(60 - 5 * (day % 2)) / 100 for day in range(8)]
    calm = [0.6] * 16
    days = [*range(8), *(200 + day for day in range(16))]
    answers = [
        small(
            ("a", "x", share, 0.5),
            ("b", "x", round(1 - share, 3), 0.5),
            as_of=f"{date(2026, 1, 1) + timedelta(days=day)}",
        )
        for day, share in zip(days, [*wild, *calm], strict=True)
    ]
    for shift in news_of(history_of(tmp_path, *answers)).changes:
        assert shift.noise_floor is not None
        assert shift.noise_floor < 0.01


def test_a_jump_does_not_hide_in_its_own_noise_floor(tmp_path: Path) -> None:
    days = [*([0.3] * 24), 0.4]
    answers = [
        small(
            ("a", "x", share, 0.5),
            ("b", "x", round(1 - share, 3), 0.5),
            as_of=f"{date(2026, 1, 1) + timedelta(days=day)}",
        )
        for day, share in enumerate(days)
    ]
    standouts = news_of(history_of(tmp_path, *answers)).standouts
    assert {(each.tag.tag, each.measure) for each in standouts} == {
        ("a", "requests"),
        ("b", "requests"),
    }
