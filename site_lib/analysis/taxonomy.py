"""How the source's sorting changes: what comes, goes, is renamed or moves to another category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_lib.analysis.history import Day, TagSummary


@dataclass(frozen=True)
class Event:
    """One change of the source's sorting between two answers."""

    what: str
    """`task` or `category`."""
    key: str
    """The tag, or the category's key."""
    sentence: str


def events(before: Day, now: Day) -> Iterator[Event]:
    """Yield what has changed from one answer to a later one, in a fixed order."""
    for key in sorted(before.tags.keys() & now.tags.keys()):
        old, new = before.tags[key].category_key, now.tags[key].category_key
        if old != new:
            labels = _label(before.categories, old), _label(now.categories, new)
            moved = f"moved from {labels[0]} to {labels[1]}"
            yield Event("task", key, f"{_named('task', key, now.tags[key])} {moved}.")
    yield from _events("category", before.categories, now.categories)
    yield from _events("task", before.tags, now.tags)


def _events(
    what: str, before: Mapping[str, TagSummary], now: Mapping[str, TagSummary]
) -> Iterator[Event]:
    for key in sorted(before.keys() | now.keys()):
        old, new = before.get(key), now.get(key)
        if old and new and old.name != new.name:
            sentence = f"{_named(what, key, old)} is now called {new.name}."
            yield Event(what, key, sentence)
        elif new and not old:
            yield Event(what, key, f"{_named(what, key, new)} is new.")
        elif old and not new:
            yield Event(what, key, f"{_named(what, key, old)} has vanished.")


def _named(what: str, key: str, seen: TagSummary) -> str:
    return f"The {what} {seen.name} ({shown_name(key)})"


def _label(categories: Mapping[str, TagSummary], key: str) -> str:
    return categories[key].name if key in categories else shown_name(key)
