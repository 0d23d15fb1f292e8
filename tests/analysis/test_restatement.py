"""What a later answer for the same date says differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.analysis.news import news_of
from tests.answers import history_of, led, small

if TYPE_CHECKING:
    from pathlib import Path


def test_a_restatement_is_told_with_what_changed_and_by_how_much(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    after = small(("a", "x", 0.52, 0.5), ("b", "x", 0.48, 0.5))
    after["classifications"][0]["models"][0]["tag_usage_share"] = 0.61
    found = news_of(history_of(tmp_path, before, after)).restatement
    assert found
    assert [(each.key, each.measure, each.change.then, each.change.now) for each in found.tags] == [
        ("a", "requests", 0.5, 0.52),
        ("b", "requests", 0.5, 0.48),
    ]
    assert found.changed_models == {"a": 1, "b": 0}
    assert found.number_of_models == 1
    part = found.about(frozenset({"b"}))
    assert [each.key for each in part.tags] == ["b"]
    assert part.number_of_models == 0


def test_restated_categories_and_names_are_told_and_nothing_else_is_said_to_be(
    tmp_path: Path,
) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    after = small(("a", "x", 0.6, 0.5), ("b", "y", 0.4, 0.5))
    after["classifications"][1]["display_name"] = "Bee"
    found = news_of(history_of(tmp_path, before, after)).restatement
    assert found
    assert [each.key for each in found.categories] == ["x", "y"]
    assert [event.sentence for event in found.taxonomy] == ["The task B (b) is now called Bee."]
    same = news_of(history_of(tmp_path / "same", before, before)).restatement
    assert same
    assert same.is_empty
    assert found.about(frozenset({"c"})).is_empty


def test_a_restatement_still_tells_what_is_new_since_the_date_before(tmp_path: Path) -> None:
    days = led("m/one"), led("m/two", as_of="2026-10-07"), led("m/two", 0.7, as_of="2026-10-07")
    news = news_of(history_of(tmp_path, *days))
    assert news.lists
    ((before, leader),) = [(*each.before, *each.models) for each in news.lists.leaders]
    assert (before.id, leader.id) == ("m/one", "m/two")
    assert str(news.lists.since) == "2026-10-06"


def test_a_share_of_the_category_that_alone_differs_is_told(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    after = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    after["classifications"][0]["category_usage_share"] = 0.501
    found = news_of(history_of(tmp_path, before, after)).restatement
    assert found
    assert not found.is_empty
    (share,) = found.tags
    assert share.category
    assert (share.key, share.category.key, share.measure) == ("a", "x", "requests")
    assert (share.change.then, share.change.now) == (0.5, 0.501)
    # Where the share of everything differs, that of the category goes without saying.
    both = small(("a", "x", 0.501, 0.5), ("b", "x", 0.499, 0.5))
    both["classifications"][0]["category_usage_share"] = 0.501
    found = news_of(history_of(tmp_path / "both", before, both)).restatement
    assert found
    assert [each.category for each in found.tags] == [None, None]
