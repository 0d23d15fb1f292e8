"""Build the site from one snapshot of OpenRouter's task classifications.

Without --offline, --sample or --snapshot, the newest snapshot is fetched from
OpenRouter, checked and archived first.

environment variables:
  OPENROUTER_API_KEY               key to fetch with
  SITE_ADDRESS, SITE_REPOSITORY    used if site.toml does not name them

exit status:
  0    the site was built
  1    the build failed; the archive and the output folder are unchanged
  2    wrong usage
  130  interrupted by Ctrl-C (143: by SIGTERM); the archive and the output folder are unchanged
"""

from __future__ import annotations

import gc
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from site_lib.errors import SiteError
from site_lib.publish import options, pipeline, report, sources
from site_lib.publish.config import PROJECT_ROOT, BuildConfig
from site_lib.publish.interruptions import Interruption, Interruptions
from site_lib.publish.site_file import SITE_FILE, read_site_file

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None, interruptions: Interruptions | None = None) -> int:
    """Run the command and return its exit status."""
    given = options.parse(arguments, __doc__ or "")
    interruptions = interruptions or Interruptions()
    try:
        source = sources.from_options(given, _config(given).site, _progress)
        if given.serve is None:
            _build(given, source, interruptions)
        else:
            _preview(given, source, interruptions)
    except SiteError as error:
        _progress("")
        print(f"error: {error}", *filter(None, [error.remedy]), sep="\n", file=sys.stderr)
        return error.exit_code
    except Interruption as interruption:
        _progress("")
        print("interrupted; the archive and the output folder are unchanged", file=sys.stderr)
        return interruption.exit_code
    return 0


def _build(given: Namespace, source: sources.Source, interruptions: Interruptions) -> None:
    start = time.monotonic()
    built = pipeline.build(_config(given), source, _progress, interruptions.hold)
    _progress("")
    report.print_report(built, given.out, time.monotonic() - start)


def _preview(given: Namespace, source: sources.Source, interruptions: Interruptions) -> None:
    from site_lib.publish.preview import Preview  # noqa: PLC0415 (only a preview needs a server)

    def rebuild() -> None:
        try:
            _build(given, sources.from_archive, interruptions)
        finally:
            interruptions.release()

    with Preview(_config(given), given.serve) as preview:
        _build(given, source, interruptions)
        with suppress(Interruption):  # A preview ends with one.
            interruptions.release()
            # Without this, the first rebuild would be slower than later ones.
            pipeline.warm_up(_config(given))
            # What is loaded by now stays in use; rebuilds leave garbage to collect.
            gc.freeze()
            gc.enable()
            preview.follow(options.offline_arguments(given), rebuild)


def _config(given: Namespace) -> BuildConfig:
    return BuildConfig(
        given.data,
        given.out,
        read_site_file(PROJECT_ROOT / SITE_FILE, os.environ, given.base_url),
        today=datetime.now(UTC).date(),
        cache=given.cache,
        is_sample=given.sample,
        has_cards=not given.no_cards and given.serve is None,
        keeps_pages=given.serve is not None,
    )


def _progress(text: str) -> None:
    """Show a text on a terminal in place of the last one; show nothing in a log."""
    if sys.stderr and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


if __name__ == "__main__":
    streams = [stream for stream in (sys.stdout, sys.stderr) if stream]  # None if closed
    for stream in streams:
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signals = Interruptions()
    signals.listen()
    # A build is too short for garbage collection to pay off; it took a tenth of the time.
    gc.disable()
    status = main(interruptions=signals)
    for stream in streams:
        stream.flush()
    os._exit(status)  # Nothing is left to do, and to take all apart would take a while.
