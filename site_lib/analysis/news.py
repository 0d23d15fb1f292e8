"""What an edition brings that the ones before it did not: the news of a day, as values.

Everything here follows from the archive up to that edition, so it never changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from site_lib.analysis.changes import compare
from site_lib.analysis.noise import RECENT, floor
from site_lib.analysis.taxonomy import events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from site_lib.analysis.changes import Change, Changes, Move, TagChange
    from site_lib.analysis.history import History
    from site_lib.analysis.rankings import Category, Model, Rank, Rankings, Tag
    from site_lib.analysis.taxonomy import Event

LEADING = 5
"""Entering a list at this rank or a better one is news."""
MOST = 5
"""How many of a kind are told; the rest is counted."""

Thing = TypeVar("Thing", "Tag", "Category")


@dataclass(frozen=True)
class Past:
    """What can be said of the time before a snapshot."""

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
class Shift:
    """How far a task's share has moved, and how far it may well move by chance."""

    tag: Tag
    what: str
    """`requests` or `tokens`."""
    move: Move
    floor: float | None
    """The noise floor, None where the archive holds too little for one."""

    @property
    def stands_out(self) -> bool:
        """Whether it is more than its noise floor."""
        return self.floor is not None and abs(self.move.points) > self.floor


@dataclass(frozen=True)
class NewLeader:
    """A task whose first place by requests one model has alone, and another one had before."""

    tag: Tag
    model: Model
    before: Model


@dataclass(frozen=True)
class Entrant:
    """A model that is new in some lists at a leading rank, with the tasks and ranks."""

    model: Model
    places: tuple[tuple[Tag, Rank], ...]
    """The best first."""


@dataclass(frozen=True)
class Restatement:
    """What a later answer for a date says otherwise than the one before."""

    categories: tuple[tuple[Category, str, Move], ...]
    tags: tuple[tuple[Tag, str, Move], ...]
    """Shares of everything, of requests or of tokens, the largest difference first."""
    listings: Mapping[str, int]
    """By tag, how many models' shares of it differ, or are in one of the answers only."""
    taxonomy: tuple[Event, ...]

    @property
    def number_of_listings(self) -> int:
        """Of all tasks."""
        return sum(self.listings.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is shown differs."""
        return not (self.categories or self.tags or self.number_of_listings or self.taxonomy)

    def about(self, keys: frozenset[str]) -> Restatement:
        """Return the part about some tags and categories."""
        return Restatement(
            tuple(moved for moved in self.categories if moved[0].key in keys),
            tuple(moved for moved in self.tags if moved[0].tag in keys),
            {tag: number for tag, number in self.listings.items() if tag in keys},
            tuple(event for event in self.taxonomy if event.key in keys),
        )


@dataclass(frozen=True)
class News:
    """The news of one edition."""

    past: Past
    before: date | None
    """The nearest earlier date, which leaders, lists and taxonomy are compared with."""
    shifts: tuple[Shift, ...]
    """Of all tasks that both snapshots have, the largest first, by percentage points."""
    leaders: tuple[NewLeader, ...]
    entrants: tuple[Entrant, ...]
    """Those in the most lists first."""
    taxonomy: tuple[Event, ...]
    restatement: Restatement | None
    """Where the edition takes another one's place."""

    @property
    def standouts(self) -> tuple[Shift, ...]:
        """The shifts that stand out."""
        return tuple(shift for shift in self.shifts if shift.stands_out)

    @property
    def judged(self) -> int:
        """How many shares can be held against a noise floor."""
        return sum(shift.floor is not None for shift in self.shifts)

    @property
    def largest(self) -> tuple[Shift, ...]:
        """The largest shift that can be seen, or those that are as large."""
        most = max((abs(shift.move.points) for shift in self.shifts), default=0)
        return tuple(s for s in self.shifts if most and abs(s.move.points) == most)

    def about(self, keys: frozenset[str]) -> News:
        """Return the part about some tags and categories, by tag and by key."""
        entrants = [
            Entrant(each.model, tuple((tag, rank) for tag, rank in each.places if tag.tag in keys))
            for each in self.entrants
        ]
        return replace(
            self,
            shifts=tuple(each for each in self.shifts if each.tag.tag in keys),
            leaders=tuple(each for each in self.leaders if each.tag.tag in keys),
            entrants=_in_order(each for each in entrants if each.places),
            taxonomy=tuple(each for each in self.taxonomy if each.key in keys),
            restatement=self.restatement.about(keys) if self.restatement else None,
        )


def digest(history: History) -> News:
    """Tell what the newest edition of a history brings."""
    now, past = history.rankings, past_of(history)
    before = history.rankings_of(history.dates[-2]) if len(history.dates) > 1 else None
    changes = past.changes.tags if past.changes else {}
    return News(
        past=past,
        before=before.as_of if before else None,
        shifts=_shifts(history, changes),
        leaders=tuple(_new_leaders(before, now)) if before else (),
        entrants=_entrants(before, now) if before else (),
        taxonomy=tuple(events(*map(history.day_of, history.dates[-2:]))) if before else (),
        restatement=restatement(history),
    )


def past_of(history: History) -> Past:
    """Tell what the newest snapshot can be compared with."""
    reference = history.reference
    return Past(
        changes=compare(history.rankings_of(reference), history.rankings) if reference else None,
        nearest=history.dates[-2].as_of if len(history.dates) > 1 else None,
        shared_days=history.shared_days,
    )


def restatement(history: History) -> Restatement | None:
    """Tell what the newest answer says otherwise than one before for the same date."""
    if history.restated is None:
        return None
    before, now = history.rankings_of(history.restated), history.rankings
    changes = compare(before, now)
    of_tags = {tag: change.of_all for tag, change in changes.tags.items()}
    return Restatement(
        _restated(now.categories, changes.categories, lambda each: each.key),
        _restated(now.tags, of_tags, lambda each: each.tag),
        {tag: _differences(before, now, tag, change) for tag, change in changes.tags.items()},
        tuple(events(history.day_of(history.restated), history.day_of(history.newest))),
    )


def _restated(
    things: Iterable[Thing], changes: Mapping[str, Change], key: Callable[[Thing], str]
) -> tuple[tuple[Thing, str, Move], ...]:
    moved = [
        (thing, what, move)
        for thing in things
        if key(thing) in changes
        for what, move in _moves(changes[key(thing)])
        if move.is_measurable
    ]
    return tuple(sorted(moved, key=lambda each: (-abs(each[2].points), each[1], key(each[0]))))


def _differences(before: Rankings, now: Rankings, tag: str, change: TagChange) -> int:
    """Return how many models' shares of a tag differ, or are in one of two answers only."""
    moved = sum(any(move.is_measurable for _, move in _moves(c)) for c in change.models.values())
    old, new = ({model.id for model in _listed(each, tag)} for each in (before, now))
    return moved + len(old ^ new)


def _listed(rankings: Rankings, tag: str) -> tuple[Model, ...]:
    return next(each.models for each in rankings.tags if each.tag == tag)


def _moves(change: Change) -> tuple[tuple[str, Move], tuple[str, Move]]:
    return ("requests", change.requests), ("tokens", change.tokens)


def _shifts(history: History, changes: Mapping[str, TagChange]) -> tuple[Shift, ...]:
    if history.reference is None:
        return ()
    # What came after the reference is what is judged: a jump must not raise its own floor.
    past = history.until(history.reference).recent(RECENT)
    found = []
    for tag in history.rankings.tags:
        if tag.tag in changes:
            limit = floor(past.of_tag(tag.tag))
            allowed = (limit.requests, limit.tokens) if limit else (None, None)
            moves = zip(_moves(changes[tag.tag].of_all), allowed, strict=True)
            found += [Shift(tag, what, move, most) for (what, move), most in moves]
    return tuple(sorted(found, key=lambda each: (-abs(each.move.points), each.what, each.tag.tag)))


def _new_leaders(before: Rankings, now: Rankings) -> Iterator[NewLeader]:
    first = {tag.tag: tag.first_by_requests for tag in before.tags}
    for tag in now.tags:
        then, today = first.get(tag.tag, ()), tag.first_by_requests
        if len(then) == len(today) == 1 and then[0].id != today[0].id:
            yield NewLeader(tag, today[0], then[0])


def _entrants(before: Rankings, now: Rankings) -> tuple[Entrant, ...]:
    listed = {tag.tag: {model.id for model in tag.models} for tag in before.tags}
    places: dict[str, list[tuple[Tag, Model]]] = {}
    for tag in now.tags:
        for model in tag.models:
            is_new = model.id not in listed.get(tag.tag, {model.id})
            if is_new and model.ranks.requests.position <= LEADING:
                places.setdefault(model.id, []).append((tag, model))
    return _in_order(
        Entrant(
            found[0][1],
            tuple(sorted(((tag, model.ranks.requests) for tag, model in found), key=_by_rank)),
        )
        for found in places.values()
    )


def _in_order(entrants: Iterable[Entrant]) -> tuple[Entrant, ...]:
    return tuple(sorted(entrants, key=lambda each: (-len(each.places), each.model.id)))


def _by_rank(place: tuple[Tag, Rank]) -> tuple[int, str]:
    tag, rank = place
    return rank.position, tag.tag
