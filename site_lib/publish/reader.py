"""Reads archived answers as rarely as possible: it caches days, and keeps rankings in memory."""

from __future__ import annotations

from array import array
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from site_lib.analysis.day_models import DayModels, day_models
from site_lib.analysis.history import History
from site_lib.analysis.rankings import derive
from site_lib.analysis.ranks import rank_models
from site_lib.analysis.series import MOST_SHOWN
from site_lib.publish.cache import key
from site_lib.snapshots.precision import shared_shares
from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_lib.analysis.rankings import Rankings
    from site_lib.analysis.ranks import Rank
    from site_lib.publish.cache import Cache
    from site_lib.snapshots.archive import Entry

    ModelRanks = Mapping[str, Mapping[str, Rank]]

RANKINGS_IN_MEMORY = MOST_SHOWN
"""How many answers' rankings stay in memory: enough for the news of all editions in feeds."""
RANKS_IN_MEMORY = 2 * MOST_SHOWN + 4
"""Of how many answers the models' ranks do: enough for tasks' and for models' charts over time."""


class Reader:
    """Reads archived answers for a history."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Take days from the cache, if there is one."""
        self._cache = cache
        self._days: dict[Entry, DaySummary] = {}
        self._models: dict[Entry, DayModels] = {}
        self._rankings = lru_cache(RANKINGS_IN_MEMORY)(_rankings)
        self._model_ranks = lru_cache(RANKS_IN_MEMORY)(_model_ranks)

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
        self._cache.get(_models_key(entry))  # It stays, even if this build has no use for it.
        known = self._cache.get(name)
        day = _day_from_json(entry.as_of, known) if known else summarize(entry.snapshot())
        # The same objects, not copies: a long archive has many.
        self._cache.put(name, [day.window_days, day.tags, day.categories])
        return day

    def _read_models(self, entry: Entry) -> DayModels:
        if not self._cache:
            return day_models(entry.snapshot())
        known = self._cache.get(_models_key(entry))
        day = _models_from_json(entry.as_of, known) if known else day_models(entry.snapshot())
        ranges = [day.lows, day.highs, day.listed_in]
        self._cache.put(_models_key(entry), [day.models, *ranges, day.most_unlisted])
        return day


def _models_key(entry: Entry) -> str:
    return key("models", entry.as_of.isoformat(), entry.sha256)


def _rankings(entry: Entry) -> Rankings:
    return derive(entry.snapshot())


def _model_ranks(entry: Entry) -> ModelRanks:
    return {tag.tag: rank_models(tag) for tag in entry.snapshot().classifications}


def _day_from_json(as_of: date, value: list[Any]) -> DaySummary:
    """Make a day from what the cache has of it: its window, its tags, its categories."""
    window_days, tags, categories = value
    return DaySummary(
        as_of,
        window_days,
        {
            intern(tag): TagSummary(
                intern(name), intern(category), shared_shares(*of_all), shared_shares(*part)
            )
            for tag, (name, category, of_all, part) in tags.items()
        },
        {
            intern(key): CategorySummary(intern(name), shared_shares(*shares))
            for key, (name, shares) in categories.items()
        },
    )


def _models_from_json(as_of: date, value: list[Any]) -> DayModels:
    """Make a day's models from what the cache has of them."""
    models, lows, highs, listed_in, most_unlisted = value
    return DayModels(
        as_of,
        tuple(map(intern, models)),
        array("d", lows),
        array("d", highs),
        array("H", listed_in),
        most_unlisted,
    )
