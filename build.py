"""Build the site from one snapshot of OpenRouter's task classifications.

Exit status: 0 built; 1 failed, archive and output folder are as they were; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import pipeline
from site_lib.errors import KeyMissingError, SiteError, UsageError
from site_lib.formats import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.pipeline import Ask, Job, Report

API_URL = "https://openrouter.ai/api/v1"
PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        base_url = _folder_url(options.base_url) if options.base_url else None
        today = datetime.now(UTC).date()
        job = pipeline.Job(options.data, options.out, base_url, today, is_sample=options.sample)
        _build(job, _source(options, base_url))
        if options.serve is not None:
            from site_lib import preview  # noqa: PLC0415 (only a preview needs a server)

            preview.serve(job, options.serve, lambda: _build(job, pipeline.from_archive))
    except SiteError as error:
        _progress("")
        print(f"error: {error}", *filter(None, [error.remedy]), sep="\n", file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    purpose, _, status = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=purpose, epilog=status)
    add, source = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    source("--offline", action="store_true", help="render the newest archived snapshot; no network")
    source("--sample", action="store_true", help="same, and every page says that it is a sample")
    source("--snapshot", metavar="FILE", help="take this recorded answer (-: standard input)")
    add("--data", metavar="DIR", type=Path, default=Path("data"), help="archive (%(default)s)")
    add("--out", metavar="DIR", type=Path, default=Path("_site"), help="output (%(default)s)")
    add("--base-url", metavar="URL", help="where the site will be published")
    add("--api-url", metavar="URL", default=API_URL, help="the source (%(default)s)")
    follow = "preview on 127.0.0.1 (port %(const)s) and rebuild on every change"
    add("--serve", metavar="PORT", type=int, nargs="?", const=PORT, help=follow)
    return parser


def _source(options: argparse.Namespace, base_url: str | None) -> Ask:
    if options.offline or options.sample:
        return pipeline.from_archive
    if options.snapshot:
        return pipeline.from_file(options.snapshot)
    key = os.environ.get("OPENROUTER_API_KEY", "").strip()
    if not key:
        raise KeyMissingError("set OPENROUTER_API_KEY, or give --offline or --snapshot FILE")
    # The name under which the official client reads the same setting.
    categories = os.environ.get("OPENROUTER_X_OPEN_ROUTER_CATEGORIES")
    return pipeline.from_source(key, options.api_url, base_url, categories, _progress)


def _folder_url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#\[\]@]+(/[^\s?#]*)?", text):
        raise UsageError(f"--base-url must be like https://example.org/site/, not {text!r}")
    return text if text.endswith("/") else f"{text}/"


def _build(job: Job, ask: Ask) -> None:
    start = time.monotonic()
    report = pipeline.build(job, ask, _progress)
    _progress("")
    _tell(report, job, time.monotonic() - start)


def _tell(report: Report, job: Job, seconds: float) -> None:
    snapshot = report.snapshot
    tags = count(len(snapshot.classifications), "tag")
    categories = count(len(snapshot.macro_categories), "category", "categories")
    print(f"snapshot  {snapshot.as_of}, {tags} in {categories}, from {report.source}")
    print(f"checks    {report.invariants} passed, {count(len(report.notices), 'notice')}")
    for notice in report.notices:
        print(f"  notice: {notice}")
    print(f"archive   {'added' if report.is_new else 'already holds'} {report.archived}")
    size = f"{report.size / 1e6:.2f} MB"
    print(f"site      {count(report.files, 'file')}, {size}, in {job.out}/ after {seconds:.1f} s")


def _progress(doing: str) -> None:
    """Show what is being done, on one line that the next one replaces; in a log, nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{doing}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
