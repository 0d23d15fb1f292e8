"""Build the site from one snapshot of OpenRouter's task classifications.

Exit status: 0 built; 1 failed, archive and output folder are as they were; 2 wrong usage;
130 interrupted, likewise. Environment: OPENROUTER_API_KEY, the key to fetch with;
OPENROUTER_X_OPEN_ROUTER_CATEGORIES, the app categories that OpenRouter is told.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import pipeline
from site_lib.errors import KeyMissingError, SiteError, UsageError
from site_lib.formats import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_lib.pipeline import Ask, Job, Report

API_URL = "https://openrouter.ai/api/v1"
PORT, LAST_PORT = 8000, 65535
INTERRUPTED = 130
SITE_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[\w.~%-]+)*/?",
    re.ASCII | re.IGNORECASE,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except SiteError as error:
        _progress("")
        print(f"error: {error}", *filter(None, [error.remedy]), sep="\n", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        _progress("")
        print("interrupted; archive and output folder are as they were", file=sys.stderr)
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    purpose, _, details = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=purpose, epilog=details)
    add, source = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    source("--offline", action="store_true", help="render the newest archived snapshot; no network")
    source("--sample", action="store_true", help="same, and every page says that it is a sample")
    source("--snapshot", metavar="FILE", help="take this recorded answer (-: standard input)")
    add("--data", metavar="DIR", type=Path, default=Path("data"), help="archive (%(default)s)")
    add("--out", metavar="DIR", type=Path, default=Path("_site"), help="output (%(default)s)")
    add("--base-url", metavar="URL", help="where it will be published, for canonical links")
    add("--api-url", metavar="URL", default=API_URL, help="the source (%(default)s)")
    follow = "preview on 127.0.0.1 (port %(const)s) and rebuild on every change"
    add("--serve", metavar="PORT", type=_port, nargs="?", const=PORT, help=follow)
    return parser


def _run(options: argparse.Namespace) -> None:
    base_url = _folder_url(options.base_url) if options.base_url else None
    places = partial(pipeline.Job, options.data, options.out, base_url, is_sample=options.sample)
    ask = _source(options, base_url)
    if options.serve is None:
        _build(places, ask)
        return
    from site_lib.preview import Preview  # noqa: PLC0415 (only a preview needs a server)

    with Preview(options.out, options.serve) as preview:
        _build(places, ask)
        again = [f"--data={options.data}", f"--out={options.out}"]
        again += [f"--base-url={base_url}"] if base_url else []
        again += ["--sample"] if options.sample else ["--offline"]
        preview.follow(options.data, again, lambda: _build(places, pipeline.from_archive))


def _source(options: argparse.Namespace, base_url: str | None) -> Ask:
    if options.offline or options.sample:
        return pipeline.from_archive
    if options.snapshot:
        return pipeline.from_file(options.snapshot)
    key = os.environ.get("OPENROUTER_API_KEY", "").strip()
    if not key:
        raise KeyMissingError("set OPENROUTER_API_KEY, or give --offline or --snapshot FILE")
    # The name under which the official client reads the same setting.
    categories = os.environ.get("OPENROUTER_X_OPEN_ROUTER_CATEGORIES", "").strip()
    return pipeline.from_source(key, options.api_url, base_url, categories, _progress)


def _folder_url(text: str) -> str:
    if not SITE_URL.fullmatch(text):
        raise UsageError(f"--base-url must be like https://example.org/site/, not {text!r}")
    return text if text.endswith("/") else f"{text}/"


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number up to {LAST_PORT}, not {text!r}")
    return int(text)


def _build(places: Callable[..., Job], ask: Ask) -> None:
    start = time.monotonic()
    job = places(today=datetime.now(UTC).date())
    report = pipeline.build(job, ask, _progress)
    _progress("")
    _tell(report, job, time.monotonic() - start)


def _tell(report: Report, job: Job, seconds: float) -> None:
    snapshot = report.snapshot
    tags = count(len(snapshot.classifications), "tag")
    categories = count(len(snapshot.macro_categories), "category", "categories")
    size = f"{report.size / 1e6:.2f} MB"
    lines = [
        f"snapshot  {snapshot.as_of}, {tags} in {categories}, from {report.source}",
        f"checks    {report.invariants} passed, {count(len(report.notices), 'notice')}",
        *(f"  notice: {notice}" for notice in report.notices),
        f"archive   {'added' if report.is_new else 'already holds'} {report.archived}",
        f"site      {count(report.files, 'file')}, {size}, in {job.out}/ after {seconds:.1f} s",
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
    sys.exit(main())
