"""The news of a day in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.analysis.news import baseline_of, news_of
from site_lib.site import news_words
from tests.answers import history_of, led, small

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.news import ListNews, News
    from tests.answers import Data

THEN, NOW = "2026-09-20", "2026-10-06"


def news(folder: Path, *days: Data) -> News:
    return news_of(history_of(folder, *days))


def two(first: str, second: str, as_of: str) -> Data:
    """Make data of two tasks, each with one model."""
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of=as_of)
    for task, name in zip(data["classifications"], (first, second), strict=True):
        task["models"][0]["id"] = name
    return data


def test_the_tasks_with_a_new_leader_are_counted(tmp_path: Path) -> None:
    def lists(name: str, *days: Data) -> ListNews | None:
        return news(tmp_path / name, *days).lists

    alone = lists("alone", led("m/one", as_of=THEN), led("m/two"))
    none = lists("none", two("m/1", "m/2", THEN), two("m/1", "m/2", NOW))
    one = lists("one", two("m/1", "m/2", THEN), two("m/1", "m/3", NOW))
    both = lists("both", two("m/1", "m/2", THEN), two("m/2", "m/1", NOW))
    assert [news_words.leaders_sentence(each) for each in (alone, none, one, both)] == [
        f"A has a new leading model since {THEN}.",
        f"No new leading model since {THEN} in 2 tasks.",
        f"1 of 2 tasks has a new leading model since {THEN}.",
        f"2 of 2 tasks have a new leading model since {THEN}.",
    ]
    assert news_words.leaders_sentence(lists("first", led("m/one"))) == ""
    tags = [("a", "b"), ("b", "c"), ("c", "d")]
    days = THEN, "2026-10-05", NOW
    new_tasks = [
        small((one, "x", 0.5, 0.5), (other, "x", 0.5, 0.5), as_of=day)
        for day, (one, other) in zip(days, tags, strict=True)
    ]
    since_baseline = news(tmp_path / "new", *new_tasks).lists_since_baseline
    assert since_baseline
    assert str(since_baseline.since) == THEN
    assert news_words.leaders_sentence(since_baseline) == ""


def test_an_entrants_line_names_each_rank_once_with_its_tasks(tmp_path: Path) -> None:
    then, now = two("m/1", "m/1", THEN), two("m/1", "m/2", NOW)
    for data, names in ((then, ["m/1"]), (now, ["m/2", "m/1"])):
        third = dict(data["classifications"][0], tag="c", display_name="C", usage_share=0)
        third |= {"token_share": 0, "category_usage_share": 0, "category_token_share": 0}
        third["models"] = [
            {"id": name, "tag_usage_share": 0.5 - 0.1 * place, "tag_token_share": 0.1}
            for place, name in enumerate(names)
        ]
        data["classifications"].append(third)
    now["classifications"][0]["models"] = [
        {"id": "m/1", "tag_usage_share": 0.5, "tag_token_share": 0.1},
        {"id": "m/2", "tag_usage_share": 0.4, "tag_token_share": 0.1},
    ]
    lists = news(tmp_path, then, now).lists
    assert lists
    (entrant,) = lists.entrants
    line = news_words.entrant_line(entrant)
    assert (line.name, line.places) == ("m/2", "rank 1 in B and C; rank 2 in A")


def test_a_moved_share_says_what_it_is_of(tmp_path: Path) -> None:
    then = small(("a", "x", 0.2, 0.4), ("b", "x", 0.8, 0.6), as_of=THEN)
    now = small(("a", "x", 0.301, 0.4), ("b", "x", 0.699, 0.6))
    found = news(tmp_path, then, now)
    assert news_words.moved_in_words(found.moved[0]) in {
        "20.0% → 30.1% of requests (+10.1 points)",
        "80.0% → 69.9% of requests (−10.1 points)",
    }
    assert [news_words.whole_of(each) for each in found.moved_in_category[:2]] == ["X requests"] * 2
    same = [each for each in found.moved if each.measure == "tokens"]
    assert {news_words.moved_in_words(each) for each in same} == {
        "40.0% → 40.0% of tokens (±0 points)",
        "60.0% → 60.0% of tokens (±0 points)",
    }


def test_what_is_missing_to_judge_changes_is_counted(tmp_path: Path) -> None:
    history = history_of(tmp_path, *(small(("a", "x", 1, 1), as_of=day) for day in (THEN, NOW)))
    assert news_words.too_few_note(baseline_of(history)) == (
        "Which changes stand out cannot be told yet. That needs 20 earlier changes, each also "
        "over 16 days, spread over 8 weeks; the archive has 0."
    )


def test_it_is_said_when_the_tasks_that_shares_are_of_have_changed(tmp_path: Path) -> None:
    a, b, c = ("a", "x", 0.5, 0.5), ("b", "x", 0.3, 0.3), ("c", "y", 0.2, 0.2)

    def note(name: str, then: Data, now: Data, *, of_category: bool = False) -> str:
        history = history_of(tmp_path / name, then, now)
        changes = baseline_of(history).changes
        shown = history.rankings.categories[:1] if of_category else ()
        return news_words.denominator_note(changes, shown)

    whole, part = small(a, b, c), small(("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4))
    then = whole | {"as_of": THEN}
    alone = " That alone can move the shares of other tasks."
    assert note("added", part | {"as_of": THEN}, whole) == (
        f"Since {THEN}, OpenRouter has added C.{alone}"
    )
    assert note("removed", then, part) == f"Since {THEN}, OpenRouter has removed C.{alone}"
    assert note("same", then, whole) == ""
    moved = small(a, ("b", "y", 0.3, 0.3), c)
    assert note("of all", then, moved) == ""
    assert note("of x", then, moved, of_category=True) == (
        f"X had other tasks on {THEN}. That alone can move shares of categories and in them."
    )
    assert news_words.denominator_note(None) == ""
