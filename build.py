"""Build the site from one snapshot of OpenRouter's task classifications.

Exit status: 0 built; 1 failed, archive and output folder are as they were; 2 wrong usage;
130 interrupted, likewise. Environment: OPENROUTER_API_KEY, the key to fetch with;
OPENROUTER_X_OPEN_ROUTER_CATEGORIES, the app categories that OpenRouter is told.
"""

from __future__ import annotations

import gc
import signal
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from site_lib.errors import SiteError
from site_lib.publish import options, pipeline, report, sources
from site_lib.publish.config import BuildConfig

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = options.parse(arguments, __doc__ or "")
    try:
        source = sources.from_options(given, _progress)
        if given.serve is None:
            _build(given, source)
        else:
            _preview(given, source)
    except SiteError as error:
        _progress("")
        print(f"error: {error}", *filter(None, [error.remedy]), sep="\n", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        _progress("")
        print("interrupted; archive and output folder are as they were", file=sys.stderr)
        return INTERRUPTED
    return 0


def _build(given: Namespace, source: sources.Source) -> None:
    start = time.monotonic()
    built = pipeline.build(_config(given), source, _progress)
    _progress("")
    report.print_report(built, given.out, time.monotonic() - start)


def _preview(given: Namespace, source: sources.Source) -> None:
    from site_lib.publish.preview import Preview  # noqa: PLC0415 (only a preview needs a server)

    with Preview(_config(given), given.serve) as preview:
        _build(given, source)
        # The first change is to be shown as fast as later ones, however much was reused.
        pipeline.warm_up(_config(given))
        # What is loaded by now is never garbage; what rebuilds leave is.
        gc.freeze()
        gc.enable()
        rebuild = partial(_build, given, sources.from_archive)
        preview.follow(options.offline_arguments(given), rebuild)


def _config(given: Namespace) -> BuildConfig:
    return BuildConfig(
        given.data,
        given.out,
        given.base_url,
        today=datetime.now(UTC).date(),
        cache=given.cache,
        is_sample=given.sample,
        has_cards=not given.no_cards and given.serve is None,
    )


def _progress(text: str) -> None:
    """Show a text on a terminal, in the place of the one before; show nothing in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # An exception cleans up what was begun.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    # A build ends before collecting its garbage pays; that took a tenth of the time.
    gc.disable()
    status = main()
    gc.freeze()  # nor is it collected at the exit
    sys.exit(status)
