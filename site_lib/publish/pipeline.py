"""One run: fetch, check, archive, build, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.publish import output, parts
from site_lib.publish.cache import Cache
from site_lib.publish.reader import Reader
from site_lib.publish.report import Report
from site_lib.snapshots import checks
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.notices import notices
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from datetime import date

    from site_lib.analysis.history import History
    from site_lib.errors import Finding
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.parts import Part
    from site_lib.publish.sources import FetchedAnswer, Progress, Source
    from site_lib.snapshots.archive import Addition
    from site_lib.snapshots.snapshot import Snapshot


def build(config: BuildConfig, source: Source, progress: Progress) -> Report:
    """Fetch, check and archive an answer, then build the site and publish it.

    If it raises SiteError, the archive and the output folder are unchanged, byte for byte.
    """
    output.check_output_folder(config.out, config.data, config.cache)
    archive, cache = Archive(config.data), Cache(config.cache)
    reader = Reader(cache)
    # Before fetching: the build stops at a damaged archive without spending a request.
    reader.history(archive.entries)
    newest = archive.newest.snapshot() if archive.newest else None
    fetched = source(archive)
    snapshot, found = _check(fetched, newest, config.today)
    addition = archive.plan(fetched.raw, snapshot)
    new = (addition.entry,) if addition.is_new else ()
    history = reader.history((*archive.entries, *new))
    written = _publish(history, addition, config, cache, progress)
    problem = _write_cache(cache)
    return Report(snapshot, fetched.name, found, addition, written, problem)


def warm_up(config: BuildConfig) -> None:
    """Make all pages once, so that a preview has everything loaded, compiled and drawn."""
    history = Reader(Cache(config.cache)).history(Archive(config.data).entries)
    for _ in parts.living_pages(history, config, lambda _: None).files():
        pass


def _check(
    fetched: FetchedAnswer, newest: Snapshot | None, today: date
) -> tuple[Snapshot, tuple[Finding, ...]]:
    """Check an answer against the newest archived snapshot; return its snapshot and the notices.

    Raises SnapshotError.
    """
    answer = parse(fetched.raw, fetched.name)
    context = CheckContext(answer, today, newest, fetched.is_live)
    checks.check(context, fetched.name)
    return answer.data, notices(context)


def _publish(
    history: History, addition: Addition, config: BuildConfig, cache: Cache, progress: Progress
) -> tuple[Part, ...]:
    """Build the site, then archive the answer and publish the site: both or neither."""
    with output.staged(config.out) as site:
        written = parts.write_parts(site, history, config, cache, progress)
        addition.write()
        try:
            site.publish()
        except BaseException:  # an interruption, too
            addition.roll_back()
            raise
    return written


def _write_cache(cache: Cache) -> str | None:
    """Write the cache; return why not, if it fails. The site is already published by then."""
    try:
        return cache.write()
    except KeyboardInterrupt:
        return "not written: interrupted"
