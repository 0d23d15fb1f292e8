"""The archive's page: editions by month, gaps, restatements, changes of the taxonomy."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from site_lib.analysis.restatement import restatement_of
from site_lib.analysis.taxonomy import taxonomy_changes
from site_lib.charts.card import Card
from site_lib.pages.page import Page
from site_lib.site import addresses
from site_lib.site.anchors import anchors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_lib.analysis.history import Gap, History
    from site_lib.analysis.restatement import Restatement
    from site_lib.analysis.taxonomy import TaxonomyChange
    from site_lib.pages.page_context import PageContext
    from site_lib.site.anchors import Anchors
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True)
class EditionLink:
    """A link to an edition in the calendar."""

    path: str
    label: str
    """The day's number, or `r2` for the first restatement."""
    name: str
    """What a screen reader says."""


@dataclass(frozen=True)
class CalendarDay:
    """One day of a month with its editions, the first and its restatements; it may have none."""

    number: int
    editions: tuple[EditionLink, ...]


@dataclass(frozen=True)
class Month:
    """The days of a month from the archive's first to its last."""

    name: str
    days: tuple[CalendarDay, ...]

    @property
    def editions(self) -> int:
        """How many editions the month has."""
        return sum(len(day.editions) for day in self.days)

    @property
    def empty_days(self) -> int:
        """How many days of the month are before the first one shown."""
        return self.days[0].number - 1


@dataclass(frozen=True)
class RestatedEdition:
    """An answer that replaced another one for the same date."""

    as_of: date
    before: str
    after: str
    """The paths of the two editions."""
    restatement: Restatement
    anchors: Anchors
    """Of the later edition."""


@dataclass(frozen=True, kw_only=True)
class ArchivePage(Page):
    """All editions by month, gaps, restatements and changes of the taxonomy, the newest first."""

    template = "archive.html"
    editions: int
    """How many there are."""
    months: tuple[Month, ...]
    gaps: tuple[str, ...]
    """The dates without a snapshot, each span in words."""
    restated: tuple[RestatedEdition, ...]
    taxonomy: tuple[tuple[date, TaxonomyChange], ...]


def archive_page(context: PageContext) -> ArchivePage:
    """Make the archive's page."""
    history = context.history
    return ArchivePage(
        path=addresses.ARCHIVE,
        title=f"Archive · {context.site.title}",
        description="All dated editions by month, missing dates, figures that OpenRouter "
        "revised, and changes of its tasks.",
        card=Card(
            context.site.title,
            "Every day keeps its address",
            context.site.citation,
            address=context.site.shown_address,
        ),
        editions=len(history.entries),
        months=tuple(_months(history.entries))[::-1],
        gaps=tuple(map(gap_in_words, history.gaps()))[::-1],
        restated=tuple(_restated(history))[::-1],
        taxonomy=tuple(_taxonomy(history))[::-1],
    )


def gap_in_words(gap: Gap) -> str:
    """Write the dates without a snapshot, such as `2026-09-05 to 2026-10-05`."""
    return f"{gap.first}" if gap.first == gap.last else f"{gap.first} to {gap.last}"


def _months(entries: Sequence[Entry]) -> Iterator[Month]:
    first, last = entries[0].as_of, entries[-1].as_of
    for (year, month), found in groupby(entries, lambda e: (e.as_of.year, e.as_of.month)):
        editions: dict[int, list[EditionLink]] = {}
        for entry in found:
            editions.setdefault(entry.as_of.day, []).append(_edition_link(entry))
        begin = first.day if (year, month) == (first.year, first.month) else 1
        is_last = (year, month) == (last.year, last.month)
        end = last.day if is_last else monthrange(year, month)[1]
        days = (CalendarDay(day, tuple(editions.get(day, ()))) for day in range(begin, end + 1))
        yield Month(f"{year}-{month:02}", tuple(days))


def _edition_link(entry: Entry) -> EditionLink:
    path, name = addresses.edition_of(entry), entry.as_of.isoformat()
    if entry.revision == 1:
        return EditionLink(path, str(entry.as_of.day), name)
    return EditionLink(path, f"r{entry.revision}", f"{name}, revision {entry.revision}")


def _restated(history: History) -> Iterator[RestatedEdition]:
    for before, after in pairwise(history.entries):
        found = restatement_of(history.until(after))
        if found:
            at = anchors(history.rankings_of(after))
            first, later = addresses.edition_of(before), addresses.edition_of(after)
            yield RestatedEdition(after.as_of, first, later, found, at)


def _taxonomy(history: History) -> Iterator[tuple[date, TaxonomyChange]]:
    for before, after in pairwise(history.days):
        for change in taxonomy_changes(before, after):
            yield after.as_of, change
