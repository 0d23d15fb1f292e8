"""What an edition brings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_lib.analysis.news import news_of
from site_lib.publish.reader import Reader
from site_lib.snapshots.archive import Archive
from tests.answers import archive_of, history_of, led, recorded_data, small

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data


def test_the_largest_change_of_the_recorded_answers_comes_first(tmp_path: Path) -> None:
    news = news_of(Reader().history(Archive(archive_of(tmp_path)).entries))
    assert len(news.moved) == len(news.moved_in_category) == 58
    for moved in (news.moved, news.moved_in_category):
        sizes = [abs(each.change.points) for each in moved]
        assert sizes == sorted(sizes, reverse=True)
    first = news.moved[0]
    assert (first.tag.name, first.category, first.measure) == ("Classification", None, "requests")
    assert (first.change.then, first.change.now) == (0.247, 0.301)
    assert first.change.stands_out is None
    assert all(each.category for each in news.moved_in_category)


def test_the_new_leaders_of_the_recorded_answers_led_nothing_before(tmp_path: Path) -> None:
    news = news_of(Reader().history(Archive(archive_of(tmp_path)).entries))
    then, now = (
        {tag["tag"]: first_of(tag["models"]) for tag in recorded_data(day)["classifications"]}
        for day in ("2026-09-04", "2026-10-06")
    )
    expected = {tag: (now[tag], then[tag]) for tag in now if not now[tag] & then[tag]}
    assert news.lists_since_baseline
    found = {
        each.tag.tag: ({m.id for m in each.models}, {m.id for m in each.before})
        for each in news.lists_since_baseline.leaders
    }
    assert found == expected
    assert len(found) == 24
    assert len(news.lists_since_baseline.compared) == 29


def first_of(models: list[Data]) -> set[str]:
    most = max(model["tag_usage_share"] for model in models)
    return {model["id"] for model in models if model["tag_usage_share"] == most}


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
    assert news.lists
    found = {
        (each.model.id, tag.tag, rank.position)
        for each in news.lists.entrants
        for tag, rank in each.entries
    }
    assert found == expected
    numbers = [len(each.entries) for each in news.lists.entrants]
    assert numbers == sorted(numbers, reverse=True)


def test_a_new_leader_is_one_that_did_not_share_the_lead_before(tmp_path: Path) -> None:
    def leaders(*answers: Data) -> list[tuple[set[str], set[str]]]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())) if tmp_path.exists() else 0)
        lists = news_of(history_of(folder, *answers)).lists
        assert lists
        return [({m.id for m in e.before}, {m.id for m in e.models}) for e in lists.leaders]

    assert leaders(led("m/one"), led("m/two", as_of="2026-10-07")) == [({"m/one"}, {"m/two"})]
    assert leaders(led("m/one"), led("m/one", as_of="2026-10-07")) == []
    # At 0.3 both models are tied: whoever led before still leads.
    assert leaders(led("m/one"), led("m/two", 0.3, as_of="2026-10-07")) == []
    assert leaders(led("m/one", 0.3), led("m/two", as_of="2026-10-07")) == []
    third = led("m/one", as_of="2026-10-07")
    third["classifications"][0]["models"][0]["id"] = "m/three"
    assert leaders(led("m/one", 0.3), third) == [({"m/one", "m/two"}, {"m/three"})]


def test_lists_are_compared_with_the_day_before_and_with_the_baseline(tmp_path: Path) -> None:
    days = led("m/one"), led("m/two", as_of="2026-10-12"), led("m/two", as_of="2026-10-13")
    news = news_of(history_of(tmp_path, *days))
    assert news.lists
    assert (str(news.lists.since), news.lists.leaders) == ("2026-10-12", ())
    assert news.lists_since_baseline
    assert str(news.lists_since_baseline.since) == "2026-10-06"
    assert len(news.lists_since_baseline.leaders) == 1


def test_the_first_edition_has_no_news(tmp_path: Path) -> None:
    news = news_of(history_of(tmp_path, led("m/one")))
    assert [news.moved, news.moved_in_category, news.taxonomy] == [()] * 3
    assert [news.lists, news.lists_since_baseline, news.restatement] == [None] * 3
    assert (news.baseline.changes, news.baseline.nearest) == (None, None)


def test_a_part_is_about_its_tags_and_categories_only(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    part = news_of(history).about(frozenset({"translation"}))
    assert {each.tag.tag for each in part.moved} == {"translation"}
    assert {each.tag.tag for each in part.moved_in_category} == {"translation"}
    for lists in (part.lists, part.lists_since_baseline):
        assert lists
        assert {tag.tag for each in lists.entrants for tag, _ in each.entries} == {"translation"}
        assert lists.compared == {"translation"}
    none = news_of(history).about(frozenset())
    assert [none.moved, none.moved_in_category, none.taxonomy] == [()] * 3
    assert none.lists
    assert (none.lists.leaders, none.lists.entrants) == ((), ())


def test_a_jump_stands_out_and_does_not_judge_itself(tmp_path: Path) -> None:
    # 90 days at rest; the last has jumped, and so have the six before it, which no pair may use.
    shares = [*(0.3 + 0.001 * (day % 2) for day in range(84)), *([0.4] * 7)]
    answers = [
        small(
            ("a", "x", round(share, 3), 0.5),
            ("b", "x", round(1 - share, 3), 0.5),
            as_of=f"{date(2026, 1, 1) + timedelta(days=day)}",
        )
        for day, share in enumerate(shares)
    ]
    news = news_of(history_of(tmp_path, *answers))
    assert {(e.tag.tag, e.measure) for e in news.moved if e.change.stands_out} == {
        ("a", "requests"),
        ("b", "requests"),
    }
    assert {e.change.stands_out for e in news.moved if e.measure == "tokens"} == {False}
    assert news.baseline.changes
    assert news.baseline.changes.categories["x"].requests.stands_out is False
    assert {e.measure for e in news.moved_in_category if e.change.stands_out} == {"requests"}
