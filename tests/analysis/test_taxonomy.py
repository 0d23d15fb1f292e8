from __future__ import annotations

from datetime import date

from site_lib.analysis.taxonomy import taxonomy_changes
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary


def day(tags: dict[str, tuple[str, str]], categories: dict[str, str]) -> DaySummary:
    """Make a day from {tag: (name, category)} and {category: label}."""
    shares = Shares(0.5, 0.5)
    return DaySummary(
        date(2026, 10, 6),
        7,
        {tag: TagSummary(name, key, shares, shares) for tag, (name, key) in tags.items()},
        {key: CategorySummary(label, shares) for key, label in categories.items()},
    )


def test_what_stays_is_no_event() -> None:
    same = day({"a": ("A", "x")}, {"x": "X"})
    assert list(taxonomy_changes(same, same)) == []


def test_what_comes_goes_moves_and_is_renamed_is_told_with_its_key() -> None:
    before = day({"a": ("A", "x"), "b": ("B", "x"), "c": ("C", "y")}, {"x": "X", "y": "Y"})
    now = day({"a": ("A", "z"), "b": ("Bee", "x"), "d": ("D", "x")}, {"x": "Ex", "z": "Z"})
    found = list(taxonomy_changes(before, now))
    assert [event.sentence for event in found] == [
        "The task A (a) moved from X to Z.",
        "The category X (x) is now called Ex.",
        "The category Y (y) was removed.",
        "The category Z (z) is new.",
        "The task B (b) is now called Bee.",
        "The task C (c) was removed.",
        "The task D (d) is new.",
    ]
