"""Changes of the source's taxonomy in words: tasks and categories that come, go or change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.snapshots.differences import compare_days
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_lib.snapshots.differences import Differences
    from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary

    Summaries = Mapping[str, TagSummary] | Mapping[str, CategorySummary]


@dataclass(frozen=True)
class TaxonomyChange:
    """One change of the source's taxonomy between two answers."""

    kind: str
    """`task` or `category`."""
    key: str
    """The tag, or the category's key."""
    sentence: str


def taxonomy_changes(then: DaySummary, now: DaySummary) -> Iterator[TaxonomyChange]:
    """Yield what has changed from one answer to a later one, in a fixed order."""
    days = compare_days(then, now)
    for tag in days.reclassified:
        old, new = then.tags[tag].category_key, now.tags[tag].category_key
        moved = f"moved from {_label(then, old)} to {_label(now, new)}"
        yield TaxonomyChange("task", tag, f"{_named('task', tag, now.tags)} {moved}.")
    yield from _changes("category", then.categories, now.categories, days.categories)
    yield from _changes("task", then.tags, now.tags, days.tags)


def _changes(
    kind: str, then: Summaries, now: Summaries, differences: Differences
) -> Iterator[TaxonomyChange]:
    sentences = {
        key: f"{_named(kind, key, then)} is now called {now[key].name}."
        for key in differences.renamed
    }
    sentences |= {key: f"{_named(kind, key, now)} is new." for key in differences.added}
    sentences |= {key: f"{_named(kind, key, then)} was removed." for key in differences.removed}
    for key in sorted(sentences):
        yield TaxonomyChange(kind, key, sentences[key])


def _named(kind: str, key: str, summaries: Summaries) -> str:
    return f"The {kind} {summaries[key].name} ({shown_name(key)})"


def _label(day: DaySummary, key: str) -> str:
    return day.categories[key].name if key in day.categories else shown_name(key)
