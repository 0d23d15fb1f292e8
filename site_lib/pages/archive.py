"""The archive as a catalogue: editions by month, gaps, restatements, changes of the sorting."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from site_lib.analysis.news import restatement
from site_lib.analysis.taxonomy import events
from site_lib.site import addresses
from site_lib.site.anchors import anchors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_lib.analysis.history import Gap, History
    from site_lib.analysis.news import Restatement
    from site_lib.analysis.taxonomy import Event
    from site_lib.site.anchors import Anchors
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True)
class Day:
    """One day of a month: the paths of its editions, the first and its restatements."""

    number: int
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Month:
    """The days of a month from the archive's first to its last."""

    name: str
    days: tuple[Day, ...]

    @property
    def editions(self) -> int:
        """How many editions the month has."""
        return sum(len(day.paths) for day in self.days)


@dataclass(frozen=True)
class Restated:
    """An answer that took the place of another for the same date."""

    as_of: date
    before: str
    after: str
    """The paths of the two editions."""
    restatement: Restatement
    anchors: Anchors
    """Of the later edition."""


@dataclass(frozen=True)
class Catalogue:
    """All that the archive's page lists, the newest first."""

    months: tuple[Month, ...]
    gaps: tuple[Gap, ...]
    restated: tuple[Restated, ...]
    taxonomy: tuple[tuple[date, Event], ...]


def catalogue(history: History) -> Catalogue:
    """List what an archive holds."""
    return Catalogue(
        months=tuple(_months(history.entries))[::-1],
        gaps=tuple(history.gaps())[::-1],
        restated=tuple(_restated(history))[::-1],
        taxonomy=tuple(_taxonomy(history))[::-1],
    )


def _months(entries: tuple[Entry, ...]) -> Iterator[Month]:
    first, last = entries[0].as_of, entries[-1].as_of
    for (year, month), found in groupby(entries, lambda e: (e.as_of.year, e.as_of.month)):
        paths: dict[int, list[str]] = {}
        for entry in found:
            paths.setdefault(entry.as_of.day, []).append(addresses.edition_of(entry))
        begin = first.day if (year, month) == (first.year, first.month) else 1
        is_last = (year, month) == (last.year, last.month)
        end = last.day if is_last else monthrange(year, month)[1]
        days = (Day(day, tuple(paths.get(day, ()))) for day in range(begin, end + 1))
        yield Month(f"{year}-{month:02}", tuple(days))


def _restated(history: History) -> Iterator[Restated]:
    for before, after in pairwise(history.entries):
        found = restatement(history.until(after))
        if found:
            at = anchors(history.rankings_of(after))
            first, later = addresses.edition_of(before), addresses.edition_of(after)
            yield Restated(after.as_of, first, later, found, at)


def _taxonomy(history: History) -> Iterator[tuple[date, Event]]:
    for before, after in pairwise(history.entries):
        for event in events(history.day_of(before), history.day_of(after)):
            yield after.as_of, event
