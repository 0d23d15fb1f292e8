from __future__ import annotations

from datetime import date

from site_lib.analysis.history import Day, TagSummary
from site_lib.analysis.rankings import Shares
from site_lib.analysis.taxonomy import events


def day(tags: dict[str, tuple[str, str]], categories: dict[str, str]) -> Day:
    """Make a day from {tag: (name, category)} and {category: label}."""
    shares = Shares(0.5, 0.5)
    return Day(
        date(2026, 10, 6),
        {tag: TagSummary(name, key, shares) for tag, (name, key) in tags.items()},
        {key: TagSummary(label, key, shares) for key, label in categories.items()},
    )


def test_what_stays_is_no_event() -> None:
    same = day({"a": ("A", "x")}, {"x": "X"})
    assert list(events(same, same)) == []


def test_what_comes_goes_moves_and_is_renamed_is_told_with_its_key() -> None:
    before = day({"a": ("A", "x"), "b": ("B", "x"), "c": ("C", "y")}, {"x": "X", "y": "Y"})
    now = day({"a": ("A", "z"), "b": ("Bee", "x"), "d": ("D", "x")}, {"x": "Ex", "z": "Z"})
    found = list(events(before, now))
    assert [event.sentence for event in found] == [
        "The task A (a) moved from X to Z.",
        "The category X (x) is now called Ex.",
        "The category Y (y) has vanished.",
        "The category Z (z) is new.",
        "The task B (b) is now called Bee.",
        "The task C (c) has vanished.",
        "The task D (d) is new.",
    ]
