"""The parts of a site and their cache keys.

There are two kinds of parts. All living pages together are one: they depend on the whole archive.
Each dated edition is another: it depends on one answer. A part whose key is in the cache is reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from site_lib.analysis.rankings import derive
from site_lib.editions.versions import Editions
from site_lib.errors import RenderError
from site_lib.exports import sitemap
from site_lib.publish.cache import file_hashes, key
from site_lib.publish.output import FileRecord, build_record
from site_lib.publish.workers import worker_pool
from site_lib.site import addresses
from site_lib.site.context import BUILD_RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.analysis.history import History
    from site_lib.publish.cache import Cache
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.output import StagedSite
    from site_lib.publish.sources import Progress
    from site_lib.snapshots.archive import Entry

    Files = Iterator[tuple[str, bytes]]
    CachedRecords = Sequence[Sequence[Any]] | None
    """File records as in JSON; None if the cache has none."""

NOT_IN_PAGES = frozenset({"data", "out", "today", "cache", "root", "parallel_threshold"})
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
        self.pages = key("pages", page_files, _options(config, NOT_IN_PAGES), answers)

    def edition(self, entry: Entry) -> str:
        """Return the key of the edition of an answer."""
        return key("edition", self.edition_templates, self._edition_options, self._answer(entry))

    def _answer(self, entry: Entry) -> list[object]:
        return [entry.as_of.isoformat(), entry.revision, entry.sha256]


def _options(config: BuildConfig, left_out: frozenset[str]) -> dict[str, object]:
    return {name: value for name, value in vars(config).items() if name not in left_out}


def write_parts(
    site: StagedSite, history: History, config: BuildConfig, cache: Cache, progress: Progress
) -> tuple[Part, ...]:
    """Write or reuse all parts of the site, and record them in the cache.

    Raises RenderError and OutputError.
    """
    keys = CacheKeys(history, config)
    # Without an output folder nothing can be reused, so more workers start.
    cached = [cache.get(keys.edition(e)) if site.has_previous else None for e in history.entries]
    pool = worker_pool(len(cached), cached.count(None), config.parallel_threshold)
    with pool as parallel_map:
        # Start the workers first: they write editions while this process makes the pages.
        write = partial(_write_edition, site, config, keys.edition_templates)
        editions = parallel_map(write, history.entries, cached)
        make_pages = partial(page_files, history, config, progress)
        parts = {keys.pages: _reuse_or_write(site, cache.get(keys.pages), make_pages)}
        for entry, part in zip(history.entries, editions, strict=True):
            progress(f"edition {entry.as_of}")
            parts[keys.edition(entry)] = part
    # If a template changed during the build, some pages may have the old one: cache nothing.
    if CacheKeys(history, config).pages == keys.pages:
        for name, part in parts.items():
            cache.put(name, part.files)
    return tuple(parts.values())


def _reuse_or_write(
    site: StagedSite, cached: CachedRecords, make: Callable[[], Iterable[tuple[str, bytes]]]
) -> Part:
    files = tuple(FileRecord(*each) for each in cached or ())
    if files and site.reuse(files):
        return Part(files, is_reused=True)
    return Part(site.write(make()), is_reused=False)


def page_files(history: History, config: BuildConfig, progress: Progress) -> Files:
    """Yield the files of all living pages, each as (path, bytes); raises RenderError."""
    # Imported here, because only this needs matplotlib, which is slow to import.
    from site_lib.pages import plan as layout  # noqa: PLC0415
    from site_lib.publish import templates  # noqa: PLC0415

    site, pages = layout.plan(
        history, config.base_url, is_sample=config.is_sample, has_cards=config.has_cards
    )
    listed: list[tuple[str, date]] = []
    for path, content in templates.render(config.root, site, pages):
        if path.endswith(".html"):
            progress(f"page {path}")
            if path != addresses.NOT_FOUND:
                listed.append((path, site.as_of))
        yield path, content
    yield BUILD_RECORD, build_record(site)
    listed += [(addresses.edition_of(entry), entry.as_of) for entry in history.entries]
    yield from sitemap.files(site, listed)


def _write_edition(
    site: StagedSite, config: BuildConfig, templates: str, entry: Entry, cached: CachedRecords
) -> Part:
    def make() -> Files:
        return _editions(config, templates).files(derive(entry.snapshot()), entry.revision)

    return _reuse_or_write(site, cached, make)


@lru_cache(maxsize=1)
def _editions(config: BuildConfig, _templates: str) -> Editions:
    """Read the editions' templates; read them again only if their hash has changed."""
    return Editions(config.root / "templates", config.base_url, is_sample=config.is_sample)
