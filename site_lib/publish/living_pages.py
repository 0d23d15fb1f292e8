"""The living pages of a site as files: they depend on the whole archive."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from site_lib.exports import sitemap
from site_lib.exports.all_days import datapackage
from site_lib.exports.archive_index import archive_index
from site_lib.exports.edition_file import edition_csv
from site_lib.exports.json_schema import json_schema
from site_lib.exports.llms import llms_txt
from site_lib.pages.plan import plan
from site_lib.publish.forks import forked_map
from site_lib.publish.page_memory import PageMemory
from site_lib.publish.stable_pages import StableWriter
from site_lib.publish.templates import Renderer
from site_lib.publish.workers import collect_sometimes
from site_lib.site import addresses
from site_lib.site.addresses import (
    ARCHIVE_INDEX,
    DATA_PACKAGE,
    DATA_SCHEMA,
    DOWNLOAD,
    LATEST_CSV,
    LLMS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.analysis.history import History
    from site_lib.exports.all_days import YearFile
    from site_lib.pages.page import PageMaker, StablePage
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.output import FileRecord, StagedSite
    from site_lib.publish.sources import Progress

    ParallelMap = Callable[..., Iterable[Any]]
    Files = Iterator[tuple[str, bytes]]


MEMORY = PageMemory()
"""Shared by the builds of a preview."""


class LivingPages:
    """All living pages of an archive, as files; the methods raise RenderError."""

    def __init__(self, history: History, config: BuildConfig, progress: Progress) -> None:
        """Plan the pages."""
        make = partial(
            plan, history, config.site, is_sample=config.is_sample, has_cards=config.has_cards
        )
        planned = MEMORY.plan(history, config, make) if config.keeps_pages else make()
        self.site, self._pages, self._stable = planned.site, planned.pages, planned.stable
        self._download = planned.download
        self._renderer = Renderer(config.root, planned.site)
        self._history, self._progress = history, progress
        self._config = config
        self._listed: list[tuple[str, date]] = []

    def files(self) -> Files:
        """Yield the files of all pages about the present, each as (path, bytes)."""
        return chain.from_iterable(map(self._files, self._pages))

    def write(self, staged: StagedSite) -> Iterator[FileRecord]:
        """Write all pages about the present, and yield the records of their files."""
        # Other processes make the editions of long archives meanwhile.
        is_long = len(self._history.entries) > self._config.parallel_threshold
        written = (map if is_long else forked_map)(partial(self._write, staged), self._pages)
        for records in written:
            page = records[0].path
            if page != addresses.NOT_FOUND:
                self._listed.append((page, self.site.as_of))
            yield from records
            if is_long:
                collect_sometimes()

    def _write(self, staged: StagedSite, make: PageMaker) -> tuple[FileRecord, ...]:
        records = staged.write(self._files(make))
        self._progress(f"page {records[0].path}")
        return records

    def _files(self, make: PageMaker) -> Files:
        """Yield the files of a page, the page itself first."""
        if self._config.keeps_pages:
            return MEMORY.files(make, self._renderer)
        return self._renderer.files(make())

    @property
    def stable(self) -> Iterator[StablePage]:
        """The pages about the past; they are not made yet."""
        for page in self._stable:
            self._progress(f"page {page.path}")
            self._listed.append((page.path, page.changed))
            yield page

    def write_stable(
        self, pages: Sequence[StablePage], staged: StagedSite, parallel_map: ParallelMap
    ) -> Iterator[tuple[FileRecord, ...]]:
        """Write pages about the past, and yield the records of the files of each."""
        write = StableWriter(uuid4().hex, staged, self._config.root, self.site)
        # Workers make half, unless there are so few that they would not even have started.
        half = len(pages) // 2 if len(pages) > self._config.parallel_threshold else 0
        others = parallel_map(write, (page.load() for page in pages[:half]))
        own = [write(page.load()) for page in pages[half:]]
        return chain(others, own)

    def about_all_days(self, years: Sequence[YearFile]) -> Files:
        """Yield what is about all pages and all days, once the years' files are there."""
        site, entries = self.site, self._history.entries
        files = {
            LATEST_CSV: edition_csv(self._history.rankings, self._history.newest.revision),
            DATA_PACKAGE: datapackage(site, years),
            DATA_SCHEMA: json_schema(),
            ARCHIVE_INDEX: archive_index(site, entries),
            LLMS: llms_txt(site),
        }
        yield from files.items()
        sizes = {path: len(content) for path, content in files.items()}
        self._progress(f"page {DOWNLOAD}")
        yield from self._renderer.files(self._download(years, sizes))
        self._listed += [(DOWNLOAD, site.as_of), (LATEST_CSV, site.as_of)]
        self._listed += [(each.path, each.newest) for each in years]
        self._listed += [(addresses.edition_of(e), e.as_of) for e in entries]
        yield from sitemap.files(site, self._listed)
