"""One run: fetch, check, archive, build, publish."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import TYPE_CHECKING

from site_lib.publish import output, parts
from site_lib.publish.build_record import build_record
from site_lib.publish.cache import Cache
from site_lib.publish.locks import locked
from site_lib.publish.reader import Reader
from site_lib.publish.report import Report
from site_lib.site.addresses import BUILD_JSON
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.notices import check_answer
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_lib.publish.config import BuildConfig
    from site_lib.publish.sources import Progress, Source


def build(
    config: BuildConfig, source: Source, progress: Progress, hold: Callable[[], None] = lambda: None
) -> Report:
    """Fetch, check and archive an answer, then build the site and publish it.

    If it raises SiteError, the archive and the output folder are unchanged, byte for byte. `hold`
    is called before the first change: an exception from outside, such as of a signal, must not
    come any more from then on.
    """
    output.check_output_folder(config.out, config.data, config.cache)

    def wait() -> None:
        progress("waiting for another build to end")

    with _locked_archive(config, wait) as archive, output.staged(config.out, wait) as site:
        cache = Cache(config.cache)
        reader = Reader(cache)
        # Before fetching: the build stops at a damaged archive without spending a request.
        reader.history(archive.entries)
        fetched = source(archive)
        answer = parse(fetched.raw, fetched.name)
        newest = archive.newest.snapshot() if archive.newest else None
        context = CheckContext(answer, config.today, newest, fetched.is_live)
        # What is archived was checked when its history was read.
        results = () if fetched.is_archived else check_answer(context, fetched.name)
        addition = archive.plan(fetched.raw, answer.data)
        new = (addition.entry,) if addition.is_new else ()
        history = reader.history((*archive.entries, *new))
        written = parts.write_parts(site, history, config, cache, progress)
        files = chain.from_iterable(part.files for part in written)
        content = build_record(history, config, files, is_committed=not addition.is_new)
        record = site.write([(BUILD_JSON, content)])
        written = (*written, parts.Part(record, is_reused=False))
        hold()
        with addition.archived():
            site.publish()
        problem = cache.write(wait)
    return Report(answer.data, fetched.name, results or history.results, addition, written, problem)


@contextmanager
def _locked_archive(config: BuildConfig, wait: Callable[[], None]) -> Iterator[Archive]:
    """Read the list of archived answers while no other build adds to it."""
    folder = Archive.folder_in(config.data)
    # Where there is no archive yet, two builds can at worst archive the same answer; one fails.
    with locked(folder, wait) if folder.is_dir() else nullcontext():
        archive = Archive(config.data)
        archive.refuse_future(config.today)
        archive.remove_parts()
        yield archive


def warm_up(config: BuildConfig) -> None:
    """Make all pages once, so that a preview has everything loaded, compiled and drawn."""
    history = Reader(Cache(config.cache)).history(Archive(config.data).entries)
    for _ in parts.living_pages(history, config, lambda _: None).files():
        pass
