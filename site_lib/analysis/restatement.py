"""What a later answer for a date says otherwise than the one before."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import Tag
from site_lib.analysis.taxonomy import taxonomy_changes
from site_lib.snapshots.differences import changed_models, compare_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_lib.analysis.history import History
    from site_lib.analysis.rankings import Category, Rankings
    from site_lib.analysis.taxonomy import TaxonomyChange
    from site_lib.snapshots.differences import ShareChange, SharesChange
    from site_lib.snapshots.precision import Shares


@dataclass(frozen=True)
class RestatedShare:
    """A task's or a category's share that a later answer gives differently."""

    subject: Tag | Category
    category: Category | None
    """What it is a share of; None for everything."""
    key: str
    measure: str
    """`requests` or `tokens`."""
    change: ShareChange


@dataclass(frozen=True)
class Restatement:
    """All that differs between two answers for one date."""

    categories: tuple[RestatedShare, ...]
    tags: tuple[RestatedShare, ...]
    """Both with the largest difference first; of tasks, shares of everything before the others."""
    changed_models: Mapping[str, int]
    """By tag, how many models' shares of it differ, or are in one of the answers only."""
    taxonomy: tuple[TaxonomyChange, ...]

    @property
    def number_of_models(self) -> int:
        """How many entries differ in all tasks' lists together."""
        return sum(self.changed_models.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is shown differs."""
        return not (self.categories or self.tags or self.number_of_models or self.taxonomy)

    def about(self, keys: frozenset[str]) -> Restatement:
        """Return the part about some tags and categories."""
        return Restatement(
            tuple(each for each in self.categories if each.key in keys),
            tuple(each for each in self.tags if each.key in keys),
            {tag: number for tag, number in self.changed_models.items() if tag in keys},
            tuple(each for each in self.taxonomy if each.key in keys),
        )


def restatement_of(history: History) -> Restatement | None:
    """Return what the newest answer restates, None where it is the first for its date."""
    if history.restated is None:
        return None
    then, now = history.rankings_of(history.restated), history.rankings
    days = compare_days(then.summary, now.summary)
    categories = {category.key: category for category in now.categories}
    tags = {tag.tag: tag for tag in now.tags}
    of_all = _restated(tags, days.tags.shares)
    of_category = _restated(tags, days.category_shares, categories)
    # A share of everything that differs says it already; its share of the category follows.
    told = {(each.key, each.measure) for each in of_all}
    more = tuple(each for each in of_category if (each.key, each.measure) not in told)
    return Restatement(
        _restated(categories, days.categories.shares),
        of_all + more,
        _changed_models(then, now),
        tuple(taxonomy_changes(then.summary, now.summary)),
    )


def _restated(
    subjects: Mapping[str, Tag] | Mapping[str, Category],
    changes: Mapping[str, SharesChange],
    categories: Mapping[str, Category] = MappingProxyType({}),
) -> tuple[RestatedShare, ...]:
    found = [
        RestatedShare(subjects[key], _whole(subjects[key], categories), key, measure, change)
        for key, both in changes.items()
        for measure, change in both.by_measure
        if change.is_measurable
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.change.points), each.measure, each.key)))


def _whole(subject: Tag | Category, categories: Mapping[str, Category]) -> Category | None:
    return categories.get(subject.category_key) if isinstance(subject, Tag) else None


def _changed_models(then: Rankings, now: Rankings) -> dict[str, int]:
    old, new = dict(_lists(then)), dict(_lists(now))
    return {tag: len(changed_models(old[tag], new[tag])) for tag in new if tag in old}


def _lists(rankings: Rankings) -> Iterator[tuple[str, dict[str, Shares]]]:
    for tag in rankings.tags:
        yield tag.tag, {model.id: model.shares for model in tag.models}
