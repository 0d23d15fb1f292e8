"""What an edition brings that the ones before it did not: the news of a day, as values.

Everything here follows from the archive up to that edition, so it never changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_lib.changes import Change, Changes, Move, compare
from site_lib.noise import Floor, floor
from site_lib.taxonomy import Event, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from site_lib.history import History
    from site_lib.rankings import Model, Rank, Rankings, Tag

LEADING = 5
"""Entering a list at this rank or a better one is news."""
MOST = 5
"""How many of a kind are told; the rest is counted."""


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
class Standout:
    """A task's share that has moved by more than its noise floor."""

    tag: Tag
    what: str
    """`requests` or `tokens`."""
    move: Move
    floor: float


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

    moves: tuple[tuple[Tag, str, Move], ...]
    """Tasks' shares of everything, the largest difference first."""
    listings: Mapping[str, int]
    """By tag, how many models' shares of it differ, or are in one of the answers only."""

    @property
    def number_of_listings(self) -> int:
        """Of all tasks."""
        return sum(self.listings.values())

    def about(self, keys: frozenset[str]) -> Restatement:
        """Return the part about some tags."""
        return Restatement(
            tuple(moved for moved in self.moves if moved[0].tag in keys),
            {tag: number for tag, number in self.listings.items() if tag in keys},
        )


@dataclass(frozen=True)
class Digest:
    """The news of one edition."""

    past: Past
    before: date | None
    """The date of the edition before, which leaders, lists and taxonomy are compared with."""
    standouts: tuple[Standout, ...]
    """The largest first, by percentage points."""
    has_floor: bool
    """Whether the archive holds enough to tell which changes stand out."""
    leaders: tuple[NewLeader, ...]
    entrants: tuple[Entrant, ...]
    """Those in the most lists first."""
    taxonomy: tuple[Event, ...]
    restatement: Restatement | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no news."""
        return not (
            self.standouts or self.leaders or self.entrants or self.taxonomy or self.restatement
        )

    def about(self, keys: frozenset[str]) -> Digest:
        """Return the part about some tags and categories, by tag and by key."""
        entrants = [
            Entrant(each.model, tuple((tag, rank) for tag, rank in each.places if tag.tag in keys))
            for each in self.entrants
        ]
        return replace(
            self,
            standouts=tuple(each for each in self.standouts if each.tag.tag in keys),
            leaders=tuple(each for each in self.leaders if each.tag.tag in keys),
            entrants=_in_order(each for each in entrants if each.places),
            taxonomy=tuple(each for each in self.taxonomy if each.key in keys),
            restatement=self.restatement.about(keys) if self.restatement else None,
        )


def digest(history: History) -> Digest:
    """Tell what the newest edition of a history brings."""
    now = history.rankings
    past = past_of(history)
    before = history.rankings_of(history.before) if history.before else None
    is_restated = before is not None and before.as_of == now.as_of
    return Digest(
        past=past,
        before=before.as_of if before else None,
        standouts=_standouts(history, past.changes) if past.changes else (),
        has_floor=any(_floor(history, tag) for tag in now.tags),
        leaders=tuple(_new_leaders(before, now)) if before else (),
        entrants=_entrants(before, now) if before else (),
        taxonomy=tuple(events(history.day_of(history.before), history.day_of(history.newest)))
        if history.before
        else (),
        restatement=restatement(before, now) if before and is_restated else None,
    )


def past_of(history: History) -> Past:
    """Tell what the newest snapshot can be compared with."""
    reference = history.reference
    return Past(
        changes=compare(history.rankings_of(reference), history.rankings) if reference else None,
        nearest=history.dates[-2].as_of if len(history.dates) > 1 else None,
        shared_days=history.shared_days,
    )


def restatement(before: Rankings, after: Rankings) -> Restatement:
    """Tell what the later of two answers for one date says otherwise."""
    changes = compare(before, after)
    moves = [
        (tag, what, move)
        for tag in after.tags
        if tag.tag in changes.tags
        for what, move in _moves(changes.tags[tag.tag].of_all)
        if move.is_measurable
    ]
    moves.sort(key=_by_size)
    listings = {
        tag: sum(any(move.is_measurable for _, move in _moves(c)) for c in change.models.values())
        + len(change.entered)
        + len(change.left)
        for tag, change in changes.tags.items()
    }
    return Restatement(tuple(moves), listings)


def _moves(change: Change) -> tuple[tuple[str, Move], tuple[str, Move]]:
    return ("requests", change.requests), ("tokens", change.tokens)


def _by_size(moved: tuple[Tag, str, Move]) -> tuple[float, str, str]:
    tag, what, move = moved
    return -abs(move.points), what, tag.tag


def _standouts(history: History, changes: Changes) -> tuple[Standout, ...]:
    found = []
    for tag in history.rankings.tags:
        change, limit = changes.tags.get(tag.tag), _floor(history, tag)
        if change and limit:
            allowed = {"requests": limit.requests, "tokens": limit.tokens}
            found += [
                Standout(tag, what, move, allowed[what])
                for what, move in _moves(change.of_all)
                if abs(move.points) > allowed[what]
            ]
    return tuple(sorted(found, key=lambda each: _by_size((each.tag, each.what, each.move))))


def _floor(history: History, tag: Tag) -> Floor | None:
    return floor(history.of_tag(tag.tag))


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
            if is_new and model.ranks.requests.place <= LEADING:
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
    return rank.place, tag.tag
