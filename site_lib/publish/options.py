"""The command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib.site.site_config import folder_url

if TYPE_CHECKING:
    from collections.abc import Sequence

API_URL = "https://openrouter.ai/api/v1"
DEFAULT_PORT, LAST_PORT = 8000, 65535


def parse(arguments: Sequence[str] | None, help_text: str) -> argparse.Namespace:
    """Parse the command line; exit with status 2 if it is wrong.

    `--help` shows the first paragraph of `help_text` before the options and the rest after them.
    """
    purpose, _, details = help_text.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=purpose,
        epilog=details,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, source = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    offline_help = "build from the newest archived snapshot, without network"
    source("--offline", action="store_true", help=offline_help)
    source("--sample", action="store_true", help="the same, but mark every page as a sample")
    source("--snapshot", metavar="FILE", help="build from a recorded answer (-: standard input)")
    data_help = "folder of the archive (default: %(default)s)"
    add("--data", metavar="DIR", type=Path, default=Path("data"), help=data_help)
    out_help = "output folder (default: %(default)s)"
    add("--out", metavar="DIR", type=Path, default=Path("_site"), help=out_help)
    cache_help = "build cache for --out; safe to delete (default: %(default)s)"
    add("--cache", metavar="DIR", type=Path, default=Path(".cache"), help=cache_help)
    base_help = "address where the site will be published, in place of that in site.toml"
    add("--base-url", metavar="URL", type=_folder_url, help=base_help)
    add("--api-url", metavar="URL", default=API_URL, help="OpenRouter's API (default: %(default)s)")
    add("--no-cards", action="store_true", help="leave out social cards (--serve always does)")
    serve_help = (
        "preview the site on 127.0.0.1 and rebuild it on every change (default port: %(const)s)"
    )
    add("--serve", metavar="PORT", type=_port, nargs="?", const=DEFAULT_PORT, help=serve_help)
    return parser.parse_args(arguments)


def offline_arguments(options: argparse.Namespace) -> list[str]:
    """Return the arguments that build the same site from the archive, once and without cards."""
    base_url = [f"--base-url={options.base_url}"] if options.base_url else []
    source = "--sample" if options.sample else "--offline"
    folders = [f"--data={options.data}", f"--out={options.out}", f"--cache={options.cache}"]
    return [*folders, *base_url, source, "--no-cards"]


def _folder_url(text: str) -> str:
    try:
        return folder_url(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}") from None


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {LAST_PORT}, not {text!r}")
    return int(text)
