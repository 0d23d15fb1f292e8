"""What the command is told: its options, and what makes sense as one."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

API_URL = "https://openrouter.ai/api/v1"
PORT, LAST_PORT = 8000, 65535
SITE_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[\w.~%-]+)*/?",
    re.ASCII | re.IGNORECASE,
)


def parse(arguments: Sequence[str] | None, help_text: str) -> argparse.Namespace:
    """Read the command line; end the program with status 2 where it makes no sense.

    The first paragraph of `help_text` stands before the options in `--help`, the rest behind.
    """
    purpose, _, details = help_text.partition("\n\n")
    parser = argparse.ArgumentParser(description=purpose, epilog=details)
    add, source = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    source("--offline", action="store_true", help="render the newest archived snapshot; no network")
    source("--sample", action="store_true", help="same, and every page says that it is a sample")
    source("--snapshot", metavar="FILE", help="take this recorded answer (-: standard input)")
    add("--data", metavar="DIR", type=Path, default=Path("data"), help="archive (%(default)s)")
    add("--out", metavar="DIR", type=Path, default=Path("_site"), help="output (%(default)s)")
    found = "what the last build of --out found out; safe to delete (%(default)s)"
    add("--cache", metavar="DIR", type=Path, default=Path(".cache"), help=found)
    published = "where it will be published, for canonical links"
    add("--base-url", metavar="URL", type=_folder_url, help=published)
    add("--api-url", metavar="URL", default=API_URL, help="the source (%(default)s)")
    add("--no-cards", action="store_true", help="leave out social cards, as --serve does by itself")
    follow = "preview on 127.0.0.1 (port %(const)s) and rebuild on every change"
    add("--serve", metavar="PORT", type=_port, nargs="?", const=PORT, help=follow)
    return parser.parse_args(arguments)


def without_source(given: argparse.Namespace) -> list[str]:
    """Write options as arguments for a build of the same site from the archive."""
    base = [f"--base-url={given.base_url}"] if given.base_url else []
    kind = "--sample" if given.sample else "--offline"
    places = [f"--data={given.data}", f"--out={given.out}", f"--cache={given.cache}"]
    return [*places, *base, kind, "--no-cards"]


def _folder_url(text: str) -> str:
    if not SITE_URL.fullmatch(text):
        raise argparse.ArgumentTypeError(f"must be like https://example.org/site/, not {text!r}")
    return text if text.endswith("/") else f"{text}/"


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number up to {LAST_PORT}, not {text!r}")
    return int(text)
