"""The parts of a site and their cache keys.

There are four kinds of parts. All living pages about the present are one together: they depend on
the whole archive. Each living page about the past is one, and says what it depends on. Each dated
edition is one: it depends on one answer. Each year's file is one: it depends on the editions of
that year. A part whose key is in the cache is reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, groupby
from sys import intern
from typing import TYPE_CHECKING, Any

from site_lib.errors import RenderError
from site_lib.exports.all_days import YearFile, year_file
from site_lib.publish.fingerprints import file_hashes, key
from site_lib.publish.output import FileRecord
from site_lib.publish.workers import collect_sometimes, worker_pool
from site_lib.site.addresses import DATA_CSV, beside, edition_of, year_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.analysis.history import History
    from site_lib.editions.versions import Editions
    from site_lib.pages.page import StablePage
    from site_lib.publish.cache import Cache
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.living_pages import LivingPages
    from site_lib.publish.output import StagedSite
    from site_lib.publish.sources import Progress
    from site_lib.snapshots.archive import Entry

    Files = Iterator[tuple[str, bytes]]
    Records = tuple[FileRecord, ...] | None
    """Of the files of a part; None if the cache has none."""

NOT_IN_PAGES = frozenset(
    {"data", "out", "today", "cache", "keeps_pages", "root", "parallel_threshold"}
)
"""Fields of the configuration that change no page; cache keys include all the others."""
NOT_IN_EDITIONS = NOT_IN_PAGES | {"has_cards"}


@dataclass(frozen=True)
class Part:
    """Files that are made together."""

    files: tuple[FileRecord, ...]
    is_reused: bool
    """Whether they come from an earlier build."""


class CacheKeys:
    """The cache keys of a site's parts: hashes of all inputs of a part, except the code."""

    def __init__(self, history: History, config: BuildConfig) -> None:
        """Hash templates, styles and answers; raises RenderError if a file cannot be read."""
        templates, static = config.root / "templates", config.root / "static"
        try:
            self.edition_templates = key(file_hashes(templates / "editions"))
            page_files = file_hashes(templates, static)
        except OSError as error:
            raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
        self._history = history
        self._edition_options = _options(config, NOT_IN_EDITIONS)
        answers = [self._answer(entry) for entry in history.entries]
        self._page_inputs = [page_files, _options(config, NOT_IN_PAGES)]
        self.pages = key("pages", self._page_inputs, answers)
        self.all_days = key("all days", self._page_inputs, answers)
        self.living = key("living", self.pages)
        """Of the list of the keys of all living pages."""

    def edition(self, entry: Entry) -> str:
        """Return the key of the edition of an answer."""
        return key("edition", self.edition_templates, self._edition_options, self._answer(entry))

    def year(self, entries: Sequence[Entry]) -> str:
        """Return the key of the file with all days of a year, from the answers of that year."""
        return key("year", [self.edition(entry) for entry in entries])

    def stable_page(self, page: StablePage) -> str:
        """Return the key of a page about the past."""
        return key("stable page", self._page_inputs, page.inputs)

    def _answer(self, entry: Entry) -> list[object]:
        return [entry.as_of.isoformat(), entry.revision, entry.sha256]


def _options(config: BuildConfig, left_out: frozenset[str]) -> dict[str, object]:
    options = {name: value for name, value in vars(config).items() if name not in left_out}
    return options | {"site": config.site.model_dump()}


def write_parts(
    site: StagedSite, history: History, config: BuildConfig, cache: Cache, progress: Progress
) -> tuple[Part, ...]:
    """Write or reuse all parts of the site, and record them in the cache.

    Raises RenderError and OutputError.
    """
    keys = CacheKeys(history, config)
    # Without an output folder nothing can be reused, so more workers start.
    cached: list[Records] = [None] * len(history.entries)
    if site.has_previous:
        cached = [_records(cache, keys.edition(entry)) for entry in history.entries]
    pool = worker_pool(len(cached), cached.count(None), config.parallel_threshold)
    with pool as parallel_map:
        # Start the workers first: they write editions while this process makes the pages.
        write = partial(_write_edition, site, config, keys.edition_templates)
        found = parallel_map(write, history.entries, cached)
        pages, living = None, _reuse_living(site, keys, cache)
        if not living:
            pages = living_pages(history, config, progress)
            living = _write_living(site, pages, keys, cache, parallel_map)
        editions = {}
        for entry, part in zip(history.entries, found, strict=True):
            progress(f"edition {entry.as_of}")
            editions[keys.edition(entry)] = part
        # They are made of the editions' files.
        years = dict(_write_years(site, history, keys, cache, parallel_map))
    if pages:
        about = pages.about_all_days([file for _, file in years.values()])
        living[keys.all_days] = Part(site.write(about), is_reused=False)
    parts = living | editions | {name: part for name, (part, _) in years.items()}
    # If a template changed during the build, some pages may have the old one: cache nothing.
    if CacheKeys(history, config).pages == keys.pages:
        for name, part in parts.items():
            cache.put(name, part.files)
        cache.put(keys.living, [*living])
    return tuple(parts.values())


def _reuse_living(site: StagedSite, keys: CacheKeys, cache: Cache) -> dict[str, Part]:
    """Reuse all living pages, if the cache has them all; return their parts, none if it has not."""
    names = cache.get(keys.living, _names) or ()
    records = {name: _records(cache, name) or () for name in names}
    # All or none: what has been linked cannot be written any more.
    if all(records.values()) and site.reuse(list(chain(*records.values()))):
        return {name: Part(files, is_reused=True) for name, files in records.items()}
    return {}


def _names(value: list[str]) -> tuple[str, ...]:
    """Read a list of cache keys."""
    return tuple(map(intern, value))


def _records(cache: Cache, name: str) -> Records:
    """Return the records of the files of a part, if the cache has them."""
    return cache.get(name, _file_records)


def _file_records(value: list[list[Any]]) -> tuple[FileRecord, ...]:
    return tuple(
        FileRecord(intern(path), intern(sha256), int(size)) for path, sha256, size in value
    )


def _write_living(
    site: StagedSite,
    pages: LivingPages,
    keys: CacheKeys,
    cache: Cache,
    parallel_map: Callable[..., Iterable[Any]],
) -> dict[str, Part]:
    """Write the living pages; those about the past are reused if what they show is the same."""
    written = tuple(pages.write(site))
    stable: dict[str, Part] = {}
    new: dict[str, StablePage] = {}
    for page in pages.stable:
        name = keys.stable_page(page)
        if part := _reuse(site, _records(cache, name)):
            stable[name] = part
        else:
            new[name] = page
    for name, files in zip(
        new, pages.write_stable(list(new.values()), site, parallel_map), strict=True
    ):
        stable[name] = Part(files, is_reused=False)
    return {keys.pages: Part(written, is_reused=False)} | stable


def _write_years(
    site: StagedSite,
    history: History,
    keys: CacheKeys,
    cache: Cache,
    parallel_map: Callable[..., Iterable[Any]],
) -> Iterator[tuple[str, tuple[Part, YearFile]]]:
    """Write or reuse the file with all days of each year; yield part and file by cache key."""
    years = [tuple(found) for _, found in groupby(history.entries, _year)]
    names = [keys.year(entries) for entries in years]
    newest = [entries[-1].as_of for entries in years]
    files = [[_data_file(entry) for entry in entries] for entries in years]
    write = partial(_write_year, site)
    parts = parallel_map(write, newest, files, [_records(cache, name) for name in names])
    for name, last, part in zip(names, newest, parts, strict=True):
        (file,) = part.files
        yield name, (part, YearFile(last, file.path, file.size, file.sha256))


def _year(entry: Entry) -> int:
    return entry.as_of.year


def _data_file(entry: Entry) -> str:
    return beside(edition_of(entry), DATA_CSV)


def _write_year(site: StagedSite, newest: date, editions: Sequence[str], cached: Records) -> Part:
    """Write the file of a year from the data files of its editions, which are there already."""

    def make() -> Files:
        yield year_csv(newest.year), year_file(map(site.read, editions))

    return _reuse_or_write(site, cached, make)


def _reuse(site: StagedSite, cached: Records) -> Part | None:
    return Part(cached, is_reused=True) if cached and site.reuse(cached) else None


def _reuse_or_write(
    site: StagedSite, cached: Records, make: Callable[[], Iterable[tuple[str, bytes]]]
) -> Part:
    return _reuse(site, cached) or Part(site.write(make()), is_reused=False)


def living_pages(history: History, config: BuildConfig, progress: Progress) -> LivingPages:
    """Plan the living pages."""
    from site_lib.publish.environment import compile_meanwhile  # noqa: PLC0415 (as below)

    compile_meanwhile(config.root / "templates")
    # Imported here, because only this needs matplotlib, which is slow to import.
    from site_lib.publish.living_pages import LivingPages  # noqa: PLC0415

    return LivingPages(history, config, progress)


def _write_edition(
    site: StagedSite, config: BuildConfig, templates: str, entry: Entry, cached: Records
) -> Part:
    collect_sometimes()

    def make() -> Files:
        return _editions(config, templates).files(entry)

    return _reuse_or_write(site, cached, make)


@lru_cache(maxsize=1)
def _editions(config: BuildConfig, _templates: str) -> Editions:
    """Read the editions' templates; read them again only if their hash has changed."""
    # Imported here, because only this needs Jinja, which takes a while to import.
    from site_lib.editions.versions import Editions  # noqa: PLC0415

    return Editions(config.root / "templates", config.site, is_sample=config.is_sample)
