"""Reads archived answers as rarely as possible: it caches days, and keeps rankings in memory."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from site_lib.analysis.history import History
from site_lib.analysis.models import DayModels, ModelRange, day_models
from site_lib.analysis.rankings import derive
from site_lib.analysis.ranks import rank_models
from site_lib.analysis.series import MOST_SHOWN
from site_lib.publish.cache import key
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_lib.analysis.rankings import Rankings
    from site_lib.analysis.ranks import Rank
    from site_lib.publish.cache import Cache
    from site_lib.snapshots.archive import Entry

    ModelRanks = Mapping[str, Mapping[str, Rank]]

IN_MEMORY = 2 * MOST_SHOWN + 4
"""How many answers' rankings stay in memory: enough for the charts over time of both kinds."""


class Reader:
    """Reads archived answers for a history."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Take days from the cache, if there is one."""
        self._cache = cache
        self._days: dict[Entry, DaySummary] = {}
        self._models: dict[Entry, DayModels] = {}
        self._rankings = lru_cache(IN_MEMORY)(_rankings)
        self._model_ranks = lru_cache(IN_MEMORY)(_model_ranks)

    def history(self, entries: Sequence[Entry]) -> History:
        """Read the days of all entries, oldest first; raises ArchiveError if one is damaged."""
        return History(tuple(entries), tuple(map(self.day, entries)), self)

    def rankings(self, entry: Entry) -> Rankings:
        """Return the rankings of one answer; raises ArchiveError."""
        return self._rankings(entry)

    def model_ranks(self, entry: Entry) -> ModelRanks:
        """Return the ranks by requests of one answer's models, by tag and id."""
        return self._model_ranks(entry)

    def models(self, entry: Entry) -> DayModels:
        """Return the models of one answer in brief; raises ArchiveError."""
        if entry not in self._models:
            self._models[entry] = self._read_models(entry)
        return self._models[entry]

    def day(self, entry: Entry) -> DaySummary:
        """Return the summary of one answer, without models; raises ArchiveError."""
        if entry not in self._days:
            self._days[entry] = self._read_day(entry)
        return self._days[entry]

    def _read_day(self, entry: Entry) -> DaySummary:
        if not self._cache:
            return summarize(entry.snapshot())
        name = key("day", entry.as_of.isoformat(), entry.sha256)
        if known := self._cache.get(name):
            return _from_json(entry.as_of, known)
        day = summarize(entry.snapshot())
        self._cache.put(name, _as_json(day))
        return day

    def _read_models(self, entry: Entry) -> DayModels:
        if not self._cache:
            return day_models(entry.snapshot())
        name = key("models", entry.as_of.isoformat(), entry.sha256)
        if known := self._cache.get(name):
            listed, most = known
            ranges = {intern(model): ModelRange(*each) for model, each in listed.items()}
            models = DayModels(entry.as_of, ranges, most)
        else:
            models = day_models(entry.snapshot())
        # The same objects: a long archive has many.
        self._cache.put(name, [models.listed, models.most_unlisted])
        return models


def _rankings(entry: Entry) -> Rankings:
    return derive(entry.snapshot())


def _model_ranks(entry: Entry) -> ModelRanks:
    return {tag.tag: rank_models(tag) for tag in entry.snapshot().classifications}


def _as_json(day: DaySummary) -> list[dict[str, list[object]]]:
    """Return a day as JSON values: the tags, then the categories."""
    return [
        {
            tag: [each.name, each.category_key, *each.shares, *each.category_shares]
            for tag, each in day.tags.items()
        },
        {key: [each.name, *each.shares] for key, each in day.categories.items()},
    ]


def _from_json(as_of: date, value: list[dict[str, list[Any]]]) -> DaySummary:
    """Make a day from what `_as_json` returned."""
    tags, categories = value
    return DaySummary(
        as_of,
        {
            tag: TagSummary(name, category, Shares(*shares[:2]), Shares(*shares[2:]))
            for tag, (name, category, *shares) in tags.items()
        },
        {
            key: CategorySummary(name, Shares(*shares))
            for key, (name, *shares) in categories.items()
        },
    )
