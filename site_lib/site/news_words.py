"""The news of a day in words, for pages and feeds alike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from site_lib.analysis.standout import SHORTEST_SPREAD
from site_lib.site.formats import count, listing, percent, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.changes import Changes
    from site_lib.analysis.news import Baseline, Entrant, ListNews, MovedShare
    from site_lib.analysis.rankings import Category
    from site_lib.analysis.restatement import RestatedShare


@dataclass(frozen=True)
class EntrantLine:
    """A model that has entered lists, and where."""

    id: str
    name: str
    places: str
    """Its ranks with the tasks where it has them: `rank 1 in A; rank 3 in B, C`."""


def leaders_sentence(lists: ListNews | None) -> str:
    """Return how many tasks have a new leading model; empty where no lists can be compared."""
    if lists is None or not lists.compared:
        return ""
    number, tasks = len(lists.leaders), count(len(lists.compared), "task")
    if number == len(lists.compared) == 1:
        return f"{lists.leaders[0].tag.name} has a new leading model since {lists.since}."
    if not number:
        return f"No new leading model since {lists.since} in {tasks}."
    verb = "has" if number == 1 else "have"
    return f"{number} of {tasks} {verb} a new leading model since {lists.since}."


def entrant_line(entrant: Entrant) -> EntrantLine:
    """Name the lists that a model has entered, by its rank there."""
    by_rank = groupby(entrant.entries, lambda entry: str(entry[1]))
    places = (
        f"rank {rank} in {listing([tag.name for tag, _ in entries])}" for rank, entries in by_rank
    )
    return EntrantLine(entrant.model.id, entrant.model.name, "; ".join(places))


def standouts(moved: Sequence[MovedShare]) -> tuple[MovedShare, ...]:
    """Return the changes that stand out."""
    return tuple(each for each in moved if each.change.stands_out)


def whole_of(moved: MovedShare | RestatedShare) -> str:
    """Return what a share is of: `requests`, `Code tokens`."""
    return f"{moved.category.label} {moved.measure}" if moved.category else moved.measure


def moved_in_words(moved: MovedShare | RestatedShare) -> str:
    """Write a change: 24.7% → 30.1% of requests (+5.4 points)."""
    change = moved.change
    words = f"{percent(change.then)} → {percent(change.now)} of {whole_of(moved)}"
    return f"{words} ({points(change.points)} points)"


def too_few_note(baseline: Baseline) -> str:
    """Say why it cannot be told yet which changes stand out."""
    past = baseline.past
    return (
        f"Which changes stand out cannot be told yet. That needs {past.fewest} earlier changes, "
        f"each also over {count(past.distance, 'day')}, spread over {SHORTEST_SPREAD.days // 7} "
        f"weeks; the archive has {len(past.pairs)}."
    )


def denominator_note(changes: Changes | None, categories: Sequence[Category] = ()) -> str:
    """Say that what shares are of has changed, which can move them; empty where it has not.

    `categories` are those whose shares, or whose tasks' shares of them, are shown.
    """
    if changes is None:
        return ""
    parts = [
        f"{verb} {listing(list(names))}"
        for names, verb in ((changes.added, "added"), (changes.removed, "removed"))
        if names
    ]
    notes = []
    if parts:
        notes.append(
            f"Since {changes.since}, OpenRouter has {' and '.join(parts)}. "
            "That alone can move the shares of other tasks."
        )
    labels = [each.label for each in categories if each.key in changes.with_other_tasks]
    if labels:
        notes.append(
            f"{listing(labels)} had other tasks on {changes.since}. "
            "That alone can move shares of categories and in them."
        )
    return " ".join(notes)
