"""What an edition brings that the ones before it did not: the news of a day, as values.

Everything here follows from the archive up to that edition, so it never changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from site_lib.analysis.changes import NOT_COMPARED, compare
from site_lib.analysis.restatement import restatement_of
from site_lib.analysis.standout import PAST, PastPairs, past_pairs
from site_lib.analysis.taxonomy import taxonomy_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from site_lib.analysis.changes import Change, Changes, JudgedChange
    from site_lib.analysis.history import History
    from site_lib.analysis.rankings import Category, Model, Rankings, Tag
    from site_lib.analysis.ranks import Rank
    from site_lib.analysis.restatement import Restatement
    from site_lib.analysis.taxonomy import TaxonomyChange

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
    past: PastPairs
    """Earlier pairs of days that changes are judged by."""

    @property
    def since(self) -> date | None:
        """The date that changes are measured from."""
        return self.changes.since if self.changes else None


@dataclass(frozen=True)
class MovedShare:
    """How a task's share has changed."""

    tag: Tag
    category: Category | None
    """What it is a share of; None for everything."""
    measure: str
    """`requests` or `tokens`."""
    change: JudgedChange


@dataclass(frozen=True)
class NewLeader:
    """A task whose first rank by requests is held by none of the models that held it before."""

    tag: Tag
    models: tuple[Model, ...]
    """Those at rank 1 now; several where they are tied."""
    before: tuple[Model, ...]
    """Those at rank 1 then, with their shares of then."""


@dataclass(frozen=True)
class Entrant:
    """A model that has entered some tasks' lists at a leading rank."""

    model: Model
    entries: tuple[tuple[Tag, Rank], ...]
    """The tasks and its ranks there, the best first."""


@dataclass(frozen=True)
class ListNews:
    """How the tasks' lists differ from those of an earlier day."""

    since: date
    compared: frozenset[str]
    """The tags whose lists both days have."""
    leaders: tuple[NewLeader, ...]
    entrants: tuple[Entrant, ...]
    """Those that entered the most lists first."""
    entry_rank: ClassVar[int] = ENTRY_RANK

    def about(self, keys: frozenset[str]) -> ListNews:
        """Return the part about some tags."""
        entrants = [
            Entrant(each.model, tuple(entry for entry in each.entries if entry[0].tag in keys))
            for each in self.entrants
        ]
        return ListNews(
            self.since,
            self.compared & keys,
            tuple(each for each in self.leaders if each.tag.tag in keys),
            _in_order(each for each in entrants if each.entries),
        )


@dataclass(frozen=True)
class News:
    """The news of one edition."""

    baseline: Baseline
    moved: tuple[MovedShare, ...]
    """Shares of everything of all tasks that both snapshots have, the largest change first."""
    moved_in_category: tuple[MovedShare, ...]
    """The same for their shares of their category."""
    lists: ListNews | None
    """Since the edition before; None for the first date."""
    lists_since_baseline: ListNews | None
    """Since the day that changes of shares are measured from."""
    taxonomy: tuple[TaxonomyChange, ...]
    """Since the edition before."""
    restatement: Restatement | None
    """None where the edition is the first for its date."""

    def about(self, keys: frozenset[str]) -> News:
        """Return the part about some tags and categories, by tag and by key."""
        both = self.lists, self.lists_since_baseline
        lists, since_baseline = (each.about(keys) if each else None for each in both)
        return replace(
            self,
            moved=tuple(each for each in self.moved if each.tag.tag in keys),
            moved_in_category=tuple(e for e in self.moved_in_category if e.tag.tag in keys),
            lists=lists,
            lists_since_baseline=since_baseline,
            taxonomy=tuple(each for each in self.taxonomy if each.key in keys),
            restatement=self.restatement.about(keys) if self.restatement else None,
        )


def news_of(history: History) -> News:
    """Return what the newest edition of a history brings."""
    now, baseline = history.rankings, baseline_of(history)
    before = history.rankings_of(history.dates[-2]) if len(history.dates) > 1 else None
    reference = history.rankings_of(history.reference) if history.reference else None
    return News(
        baseline=baseline,
        moved=_moved(now, baseline.changes),
        moved_in_category=_moved_in_category(now, baseline.changes),
        lists=_list_news(before, now) if before else None,
        lists_since_baseline=_list_news(reference, now) if reference else None,
        taxonomy=tuple(taxonomy_changes(before.summary, now.summary)) if before else (),
        restatement=restatement_of(history),
    )


def baseline_of(history: History) -> Baseline:
    """Return what the newest snapshot can be compared with."""
    reference, past, changes = history.reference, NOT_COMPARED, None
    if reference:
        # What came after the reference is what is judged: a jump must not judge itself.
        earlier = history.until(reference).recent(PAST)
        past = past_pairs(earlier.last_days, (history.newest.as_of - reference.as_of).days)
        changes = compare(history.rankings_of(reference), history.rankings, past)
    return Baseline(
        changes=changes,
        nearest=history.dates[-2].as_of if len(history.dates) > 1 else None,
        shared_days=history.shared_days,
        past=past,
    )


def _moved(now: Rankings, changes: Changes | None) -> tuple[MovedShare, ...]:
    of_all = {tag: each.of_all for tag, each in changes.tags.items()} if changes else {}
    return _by_size((tag, None, of_all.get(tag.tag)) for tag in now.tags)


def _moved_in_category(now: Rankings, changes: Changes | None) -> tuple[MovedShare, ...]:
    of_category = {tag: each.of_category for tag, each in changes.tags.items()} if changes else {}
    return _by_size(
        (tag, category, of_category.get(tag.tag))
        for category in now.categories
        for tag in category.tags
    )


def _by_size(
    changes: Iterable[tuple[Tag, Category | None, Change | None]],
) -> tuple[MovedShare, ...]:
    moved = [
        MovedShare(tag, category, measure, change)
        for tag, category, both in changes
        if both
        for measure, change in both.by_measure
    ]
    return tuple(
        sorted(moved, key=lambda each: (-abs(each.change.points), each.measure, each.tag.tag))
    )


def _list_news(before: Rankings, now: Rankings) -> ListNews:
    listed = {tag.tag for tag in before.tags if tag.models}
    return ListNews(
        before.as_of,
        frozenset(tag.tag for tag in now.tags if tag.models and tag.tag in listed),
        tuple(_new_leaders(before, now)),
        _entrants(before, now),
    )


def _new_leaders(before: Rankings, now: Rankings) -> Iterator[NewLeader]:
    first = {tag.tag: tag.first_by_requests for tag in before.tags}
    for tag in now.tags:
        then, today = first.get(tag.tag, ()), tag.first_by_requests
        if then and today and not {model.id for model in then} & {model.id for model in today}:
            yield NewLeader(tag, today, then)


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
    ranks.sort(key=lambda entry: (entry[1].position, entry[1].tied, entry[0].name, entry[0].tag))
    return Entrant(entries[0][1], tuple(ranks))


def _in_order(entrants: Iterable[Entrant]) -> tuple[Entrant, ...]:
    return tuple(sorted(entrants, key=lambda each: (-len(each.entries), each.model.id)))
