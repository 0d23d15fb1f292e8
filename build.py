"""Build the site from one snapshot of OpenRouter's task classifications.

Exit status: 0 built; 1 failed, archive and output folder are as they were; 2 wrong usage;
130 interrupted, likewise. Environment: OPENROUTER_API_KEY, the key to fetch with;
OPENROUTER_X_OPEN_ROUTER_CATEGORIES, the app categories that OpenRouter is told.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from site_lib.errors import KeyMissingError, SiteError
from site_lib.publish import options, pipeline
from site_lib.site.formats import count

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from datetime import date

    from site_lib.publish.pipeline import Ask, BuildConfig, Report

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = options.parse(arguments, __doc__ or "")
    try:
        _run(given)
    except SiteError as error:
        _progress("")
        print(f"error: {error}", *filter(None, [error.remedy]), sep="\n", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        _progress("")
        print("interrupted; archive and output folder are as they were", file=sys.stderr)
        return INTERRUPTED
    return 0


def _run(given: Namespace) -> None:
    has_cards = not given.no_cards and given.serve is None
    more = {"cache": given.cache, "is_sample": given.sample, "has_cards": has_cards}
    places = partial(pipeline.BuildConfig, given.data, given.out, given.base_url, **more)
    ask = _source(given)
    if given.serve is None:
        _build(places, ask)
        return
    from site_lib.publish.preview import Preview  # noqa: PLC0415 (only a preview needs a server)

    with Preview(given.out, given.serve) as preview:
        _build(places, ask)
        # So that the first change is shown as soon as those after it, whatever was taken over.
        pipeline.warm_up(places(today=_today()))
        # What has been loaded by now stays; what is built from now on does not.
        gc.freeze()
        gc.enable()
        again = partial(_build, places, pipeline.from_archive)
        preview.follow(given.data, options.without_source(given), again)


def _source(given: Namespace) -> Ask:
    if given.offline or given.sample:
        return pipeline.from_archive
    if given.snapshot:
        return pipeline.from_file(given.snapshot)
    key = os.environ.get("OPENROUTER_API_KEY", "").strip()
    if not key:
        raise KeyMissingError("set OPENROUTER_API_KEY, or give --offline or --snapshot FILE")
    # The name under which the official client reads the same setting.
    categories = os.environ.get("OPENROUTER_X_OPEN_ROUTER_CATEGORIES", "").strip()
    return pipeline.from_source(key, given.api_url, given.base_url, categories, _progress)


def _build(places: Callable[..., BuildConfig], ask: Ask) -> None:
    start = time.monotonic()
    job = places(today=_today())
    report = pipeline.build(job, ask, _progress)
    _progress("")
    _tell(report, job, time.monotonic() - start)


def _today() -> date:
    return datetime.now(UTC).date()


def _tell(report: Report, job: BuildConfig, seconds: float) -> None:
    snapshot = report.snapshot
    tags = count(len(snapshot.classifications), "tag")
    categories = count(len(snapshot.macro_categories), "category", "categories")
    same = f", {report.reused} of them taken over" if report.reused else ""
    files = f"{count(report.files, 'file')}{same}, {report.size / 1e6:.2f} MB"
    lines = [
        f"snapshot  {snapshot.as_of}, {tags} in {categories}, from {report.source}",
        f"checks    {report.invariants} passed, {count(len(report.notices), 'notice')}",
        *(f"  notice: {notice}" for notice in report.notices),
        f"archive   {'added' if report.is_new else 'already holds'} {report.archived}",
        f"site      {files}, in {job.out}/ after {seconds:.1f} s",
        *([f"cache     {report.not_cached}"] if report.not_cached else []),
    ]
    try:
        print("\n".join(lines), flush=True)
    except OSError:
        # Nobody reads the report any more; the site is built all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress(doing: str) -> None:
    """Show what is being done, on one line that the next one replaces; in a log, nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{doing}")
        sys.stderr.flush()


def _end_by_exception(number: int, _: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _end_by_exception)  # so that what was begun is cleaned up
    # A build is over before its garbage is worth looking for: that took a tenth of the time.
    gc.disable()
    status = main()
    gc.freeze()  # nor at its end
    sys.exit(status)
