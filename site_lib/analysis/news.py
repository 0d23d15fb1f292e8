"""What an edition brings that the ones before it did not: the news of a day, as values.

Everything here follows from the archive up to that edition, so it never changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from site_lib.analysis.changes import compare
from site_lib.analysis.noise import RECENT, noise_floor
from site_lib.analysis.restatement import MOST_LISTED, restatement_of
from site_lib.analysis.taxonomy import taxonomy_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from site_lib.analysis.changes import Changes, TagChange
    from site_lib.analysis.history import History
    from site_lib.analysis.rankings import Model, Rankings, Tag
    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.restatement import Restatement
    from site_lib.analysis.taxonomy import TaxonomyChange
    from site_lib.snapshots.differences import ShareChange

ENTRY_RANK = 5
"""Entering a list at this rank or a better one is news."""


@dataclass(frozen=True)
class Baseline:
    """What the newest snapshot is compared with, or why it cannot be."""

    changes: Changes | None
    """Against the nearest snapshot whose window shares no day with this one's."""
    nearest: date | None
    """The date before, whether its window overlaps or not."""
    shared_days: int
    """How many days the two windows share."""

    @property
    def since(self) -> date | None:
        """The date that changes are measured from."""
        return self.changes.since if self.changes else None


@dataclass(frozen=True)
class JudgedChange:
    """How a task's share has changed, and how far it may well move by chance."""

    tag: Tag
    measure: str
    """`requests` or `tokens`."""
    change: ShareChange
    noise_floor: float | None
    """The largest change that chance may well make; None where the archive holds too little."""

    @property
    def stands_out(self) -> bool:
        """Whether it is larger than its noise floor."""
        return self.noise_floor is not None and abs(self.change.points) > self.noise_floor


@dataclass(frozen=True)
class NewLeader:
    """A task with one model alone at rank 1 by requests, where another one was before."""

    tag: Tag
    model: Model
    before: Model


@dataclass(frozen=True)
class Entrant:
    """A model that has entered some tasks' lists at a leading rank."""

    model: Model
    entries: tuple[tuple[Tag, Rank], ...]
    """The tasks and its ranks there, the best first."""


@dataclass(frozen=True)
class News:
    """The news of one edition."""

    baseline: Baseline
    before: date | None
    """The nearest earlier date, which leaders, lists and taxonomy are compared with."""
    changes: tuple[JudgedChange, ...]
    """Of the shares of all tasks that both snapshots have, the largest first."""
    leaders: tuple[NewLeader, ...]
    entrants: tuple[Entrant, ...]
    """Those that entered the most lists first."""
    taxonomy: tuple[TaxonomyChange, ...]
    restatement: Restatement | None
    """None where the edition is the first for its date."""
    entry_rank: ClassVar[int] = ENTRY_RANK
    most_listed: ClassVar[int] = MOST_LISTED

    @property
    def standouts(self) -> tuple[JudgedChange, ...]:
        """The changes that stand out."""
        return tuple(each for each in self.changes if each.stands_out)

    @property
    def number_judged(self) -> int:
        """How many changes have a noise floor to be compared with."""
        return sum(each.noise_floor is not None for each in self.changes)

    @property
    def largest(self) -> tuple[JudgedChange, ...]:
        """The largest measurable change, or those that are as large."""
        most = max((abs(each.change.points) for each in self.changes), default=0)
        return tuple(c for c in self.changes if most and abs(c.change.points) == most)

    def about(self, keys: frozenset[str]) -> News:
        """Return the part about some tags and categories, by tag and by key."""
        entrants = [
            Entrant(each.model, tuple(entry for entry in each.entries if entry[0].tag in keys))
            for each in self.entrants
        ]
        return replace(
            self,
            changes=tuple(each for each in self.changes if each.tag.tag in keys),
            leaders=tuple(each for each in self.leaders if each.tag.tag in keys),
            entrants=_in_order(each for each in entrants if each.entries),
            taxonomy=tuple(each for each in self.taxonomy if each.key in keys),
            restatement=self.restatement.about(keys) if self.restatement else None,
        )


def news_of(history: History) -> News:
    """Return what the newest edition of a history brings."""
    now, baseline = history.rankings, baseline_of(history)
    before = history.rankings_of(history.dates[-2]) if len(history.dates) > 1 else None
    return News(
        baseline=baseline,
        before=before.as_of if before else None,
        changes=_judged_changes(history, baseline.changes.tags if baseline.changes else {}),
        leaders=tuple(_new_leaders(before, now)) if before else (),
        entrants=_entrants(before, now) if before else (),
        taxonomy=tuple(taxonomy_changes(before.summary, now.summary)) if before else (),
        restatement=restatement_of(history),
    )


def baseline_of(history: History) -> Baseline:
    """Return what the newest snapshot can be compared with."""
    reference = history.reference
    return Baseline(
        changes=compare(history.rankings_of(reference), history.rankings) if reference else None,
        nearest=history.dates[-2].as_of if len(history.dates) > 1 else None,
        shared_days=history.shared_days,
    )


def _judged_changes(history: History, changes: Mapping[str, TagChange]) -> tuple[JudgedChange, ...]:
    if history.reference is None:
        return ()
    # What came after the reference is what is judged: a jump must not raise its own floor.
    past = history.until(history.reference).recent(RECENT)
    found = []
    for tag in history.rankings.tags:
        if tag.tag in changes:
            floor = noise_floor(past.tag_series(tag.tag))
            floors = (floor.requests, floor.tokens) if floor else (None, None)
            for (measure, change), most in zip(
                changes[tag.tag].of_all.by_measure, floors, strict=True
            ):
                found.append(JudgedChange(tag, measure, change, most))
    return tuple(
        sorted(found, key=lambda each: (-abs(each.change.points), each.measure, each.tag.tag))
    )


def _new_leaders(before: Rankings, now: Rankings) -> Iterator[NewLeader]:
    first = {tag.tag: tag.first_by_requests for tag in before.tags}
    for tag in now.tags:
        then, today = first.get(tag.tag, ()), tag.first_by_requests
        if len(then) == len(today) == 1 and then[0].id != today[0].id:
            yield NewLeader(tag, today[0], then[0])


def _entrants(before: Rankings, now: Rankings) -> tuple[Entrant, ...]:
    listed = {tag.tag: {model.id for model in tag.models} for tag in before.tags}
    entered: dict[str, list[tuple[Tag, Model]]] = {}
    for tag in now.tags:
        for model in tag.models:
            is_new = model.id not in listed.get(tag.tag, {model.id})
            if is_new and model.ranks.requests.position <= ENTRY_RANK:
                entered.setdefault(model.id, []).append((tag, model))
    return _in_order(map(_entrant, entered.values()))


def _entrant(entries: list[tuple[Tag, Model]]) -> Entrant:
    ranks = [(tag, model.ranks.requests) for tag, model in entries]
    ranks.sort(key=lambda entry: (entry[1].position, entry[0].tag))
    return Entrant(entries[0][1], tuple(ranks))


def _in_order(entrants: Iterable[Entrant]) -> tuple[Entrant, ...]:
    return tuple(sorted(entrants, key=lambda each: (-len(each.entries), each.model.id)))
