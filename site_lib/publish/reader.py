"""Reads archived answers as rarely as possible: it caches days, and keeps rankings in memory."""

from __future__ import annotations

from array import array
from functools import lru_cache, partial
from sys import intern
from typing import TYPE_CHECKING, Any

from site_lib.analysis.day_models import DayModels, day_models
from site_lib.analysis.history import History
from site_lib.analysis.rankings import derive
from site_lib.analysis.ranks import rank_models
from site_lib.analysis.series import MOST_SHOWN
from site_lib.errors import ArchiveError, ChecksError, Finding
from site_lib.publish.fingerprints import key
from site_lib.snapshots.check import findings_of
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.notices import check_answer
from site_lib.snapshots.precision import shared_shares
from site_lib.snapshots.summary import CategorySummary, DaySummary, TagSummary, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_lib.analysis.rankings import Rankings
    from site_lib.analysis.ranks import Rank
    from site_lib.publish.cache import Cache
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.check import CheckResult
    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.snapshot import Answer

    ModelRanks = Mapping[str, Mapping[str, Rank]]

RANKINGS_IN_MEMORY = MOST_SHOWN
"""How many answers' rankings stay in memory: enough for the news of all editions in feeds."""
RANKS_IN_MEMORY = 2 * MOST_SHOWN + 4
"""Of how many answers the models' ranks do: enough for tasks' and for models' charts over time."""
ANSWERS_IN_MEMORY = 2
"""An answer is checked against the one before it."""


class Reader:
    """Reads and checks archived answers for a history."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Take days from the cache, if there is one."""
        self._cache = cache
        self._days: dict[Entry, DaySummary] = {}
        self._models: dict[Entry, DayModels] = {}
        self._notices: dict[Entry, tuple[Finding, ...]] = {}
        self._answer = lru_cache(ANSWERS_IN_MEMORY)(_answer)
        self._rankings = lru_cache(RANKINGS_IN_MEMORY)(_rankings)
        self._model_ranks = lru_cache(RANKS_IN_MEMORY)(_model_ranks)

    def history(self, entries: Sequence[Entry]) -> History:
        """Read the days of all entries, oldest first; raises ArchiveError if one is not sound."""
        for before, entry in zip((None, *entries), entries, strict=False):
            if entry not in self._days:
                self._read(entry, before)
        return History(tuple(entries), tuple(self._days[entry] for entry in entries), self)

    def notices(self, entry: Entry) -> tuple[Finding, ...]:
        """Return the notices about an answer of the history."""
        return self._notices[entry]

    def results(self, entry: Entry, before: Entry | None) -> tuple[CheckResult, ...]:
        """Check one answer against the one before it; raises ArchiveError if it is not sound."""
        newest = self._answer(before).data if before else None
        context = CheckContext(self._answer(entry), None, newest, live=False)
        try:
            return check_answer(context, str(entry.file))
        except ChecksError as error:
            raise ArchiveError(str(error)) from error

    def rankings(self, entry: Entry) -> Rankings:
        """Return the rankings of one answer; raises ArchiveError."""
        return self._rankings(entry)

    def model_ranks(self, entry: Entry) -> ModelRanks:
        """Return the ranks by requests of one answer's models, by tag and id."""
        return self._model_ranks(entry)

    def models(self, entry: Entry) -> DayModels:
        """Return the models of one answer in brief; raises ArchiveError."""
        if entry not in self._models:
            parse = partial(_models_from_json, entry.as_of)
            known = self._cache.get(_models_key(entry), parse) if self._cache else None
            self._keep_models(entry, known or day_models(entry.snapshot()))
        return self._models[entry]

    def _read(self, entry: Entry, before: Entry | None) -> None:
        """Take a day from the cache, or read and check its answer."""
        name = key("day", entry.as_of.isoformat(), entry.sha256, before and before.sha256)
        parse = partial(_day_from_json, entry.as_of)
        known = self._cache.get(name, parse) if self._cache else None
        if known:
            day, notices = known
            if self._cache:  # Even if this build has no use for it.
                self._cache.keep(_models_key(entry))
        else:
            notices = findings_of(self.results(entry, before))
            day = summarize(self._answer(entry).data)
            self._keep_models(entry, day_models(self._answer(entry).data))
        self._days[entry], self._notices[entry] = day, notices
        if self._cache:
            told = [[each.where, each.message] for each in notices]
            # The same objects, not copies: a long archive has many.
            self._cache.put(name, [day.window_days, day.tags, day.categories, told])

    def _keep_models(self, entry: Entry, day: DayModels) -> None:
        self._models[entry] = day
        if self._cache:
            ranges = [day.lows, day.highs, day.listed_in]
            self._cache.put(_models_key(entry), [day.models, *ranges, day.most_unlisted])


def _models_key(entry: Entry) -> str:
    return key("models", entry.as_of.isoformat(), entry.sha256)


def _answer(entry: Entry) -> Answer:
    return entry.answer()


def _rankings(entry: Entry) -> Rankings:
    return derive(entry.snapshot())


def _model_ranks(entry: Entry) -> ModelRanks:
    return {tag.tag: rank_models(tag) for tag in entry.snapshot().classifications}


def _day_from_json(as_of: date, value: list[Any]) -> tuple[DaySummary, tuple[Finding, ...]]:
    """Make a day and its notices from what the cache has of them."""
    window_days, tags, categories, notices = value
    day = DaySummary(
        as_of,
        int(window_days),
        {
            intern(tag): TagSummary(intern(name), intern(category), _shares(of_all), _shares(part))
            for tag, (name, category, of_all, part) in tags.items()
        },
        {
            intern(key): CategorySummary(intern(name), _shares(shares))
            for key, (name, shares) in categories.items()
        },
    )
    return day, tuple(Finding(intern(where), intern(message)) for where, message in notices)


def _shares(pair: list[float]) -> Shares:
    requests, tokens = pair
    return shared_shares(float(requests), float(tokens))


def _models_from_json(as_of: date, value: list[Any]) -> DayModels:
    """Make a day's models from what the cache has of them."""
    models, lows, highs, listed_in, most_unlisted = value
    names = tuple(map(intern, models))
    ranges = array("d", lows), array("d", highs), array("H", listed_in)
    if {len(names)} != {*map(len, ranges)}:
        raise ValueError("not one range for each model")
    return DayModels(as_of, names, *ranges, float(most_unlisted))
