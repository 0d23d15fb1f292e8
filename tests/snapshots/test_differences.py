"""What differs between two answers."""

from __future__ import annotations

from site_lib.snapshots.differences import changed_models, compare_days, compare_shares
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.summary import summarize
from tests.answers import recorded_data, small, snapshot_of


def test_tasks_and_categories_that_come_go_move_or_are_renamed_are_found() -> None:
    then = small(("a", "x", 0.4, 0.4), ("b", "x", 0.3, 0.3), ("c", "y", 0.3, 0.3))
    now = small(("a", "z", 0.4, 0.4), ("b", "x", 0.3, 0.3), ("d", "x", 0.3, 0.3))
    now["classifications"][1]["display_name"] = "Bee"
    days = compare_days(summarize(snapshot_of(then)), summarize(snapshot_of(now)))
    assert (days.tags.added, days.tags.removed, days.tags.renamed) == (["d"], ["c"], ["b"])
    assert (days.categories.added, days.categories.removed) == (["z"], ["y"])
    assert days.categories.renamed == []
    assert days.reclassified == ["a"]


def test_shares_are_compared_where_both_answers_have_them() -> None:
    then, now = (recorded_data(day) for day in ("2026-09-04", "2026-10-06"))
    now["classifications"] = [tag for tag in now["classifications"] if tag["tag"] != "math"]
    days = compare_days(summarize(snapshot_of(then)), summarize(snapshot_of(now)))
    before = {tag["tag"]: tag for tag in then["classifications"]}
    assert list(days.tags.shares) == [tag["tag"] for tag in now["classifications"]]
    for tag in now["classifications"]:
        change = days.tags.shares[tag["tag"]]
        assert (change.requests.then, change.requests.now) == (
            before[tag["tag"]]["usage_share"],
            tag["usage_share"],
        )
        assert change.tokens.now == tag["token_share"]


def test_a_change_is_measurable_if_either_share_is_printed_differently() -> None:
    assert compare_shares(Shares(0.1, 0.2), Shares(0.1, 0.201)).is_measurable
    assert not compare_shares(Shares(0.1, 0.2), Shares(0.1002, 0.2)).is_measurable


def test_models_differ_that_moved_entered_or_left() -> None:
    then = {"same": Shares(0.3, 0.3), "moved": Shares(0.2, 0.2), "left": Shares(0.1, 0.1)}
    now = {"same": Shares(0.3, 0.3), "moved": Shares(0.2, 0.3), "entered": Shares(0.1, 0.1)}
    assert changed_models(then, now) == {"moved", "left", "entered"}
