"""The command line."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

API_URL = "https://openrouter.ai/api/v1"
DEFAULT_PORT, LAST_PORT = 8000, 65535
SITE_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[\w.~%-]+)*/?",
    re.ASCII | re.IGNORECASE,
)


def parse(arguments: Sequence[str] | None, help_text: str) -> argparse.Namespace:
    """Parse the command line; exit with status 2 where it is wrong.

    `--help` shows the first paragraph of `help_text` before the options and the rest after them.
    """
    purpose, _, details = help_text.partition("\n\n")
    parser = argparse.ArgumentParser(description=purpose, epilog=details)
    add, source = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    source("--offline", action="store_true", help="render the newest archived snapshot; no network")
    source("--sample", action="store_true", help="same, and every page says that it is a sample")
    source("--snapshot", metavar="FILE", help="take this recorded answer (-: standard input)")
    add("--data", metavar="DIR", type=Path, default=Path("data"), help="archive (%(default)s)")
    add("--out", metavar="DIR", type=Path, default=Path("_site"), help="output (%(default)s)")
    cache_help = "what the last build of --out found out; safe to delete (%(default)s)"
    add("--cache", metavar="DIR", type=Path, default=Path(".cache"), help=cache_help)
    base_help = "where it will be published, for canonical links"
    add("--base-url", metavar="URL", type=_folder_url, help=base_help)
    add("--api-url", metavar="URL", default=API_URL, help="the source (%(default)s)")
    add("--no-cards", action="store_true", help="leave out social cards, as --serve does by itself")
    serve_help = "preview on 127.0.0.1 (port %(const)s) and rebuild on every change"
    add("--serve", metavar="PORT", type=_port, nargs="?", const=DEFAULT_PORT, help=serve_help)
    return parser.parse_args(arguments)


def offline_arguments(options: argparse.Namespace) -> list[str]:
    """Return the arguments that build the same site from the archive, once and without cards."""
    base_url = [f"--base-url={options.base_url}"] if options.base_url else []
    source = "--sample" if options.sample else "--offline"
    folders = [f"--data={options.data}", f"--out={options.out}", f"--cache={options.cache}"]
    return [*folders, *base_url, source, "--no-cards"]


def _folder_url(text: str) -> str:
    if not SITE_URL.fullmatch(text):
        raise argparse.ArgumentTypeError(f"must be like https://example.org/site/, not {text!r}")
    return text if text.endswith("/") else f"{text}/"


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number up to {LAST_PORT}, not {text!r}")
    return int(text)
