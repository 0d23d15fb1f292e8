"""Sources of the answer that a build starts from: the API, a file or the archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import __version__
from site_lib.errors import EmptyArchiveError, KeyMissingError, SiteError
from site_lib.snapshots.archive import Archive

if TYPE_CHECKING:
    from argparse import Namespace

    from site_lib.site.site_config import SiteConfig

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class FetchedAnswer:
    """An answer as it was received."""

    raw: bytes
    name: str
    """Where it comes from, for the report and for errors."""
    is_live: bool = False
    """Whether the API has just sent it; then its age is checked."""
    is_archived: bool = False
    """Whether it is in the archive; then it was checked on its day."""


Source = Callable[[Archive], FetchedAnswer]
"""Returns the answer to build from, given the archive; raises SiteError."""
Progress = Callable[[str], None]
"""Shows in a few words what the build is doing."""


def from_options(options: Namespace, site: SiteConfig, progress: Progress) -> Source:
    """Return the source that the command line and the environment ask for.

    Raises KeyMissingError if the API is needed but there is no key.
    """
    if options.offline or options.sample:
        return from_archive
    if options.snapshot:
        return from_file(options.snapshot)
    key = os.environ.get("OPENROUTER_API_KEY", "").strip()
    if not key:
        raise KeyMissingError(
            "OPENROUTER_API_KEY is not set: set it, or build with --offline or --snapshot FILE"
        )
    return from_source(key, options.api_url, site, progress)


def from_source(key: str, api_url: str, site: SiteConfig, progress: Progress) -> Source:
    """Return a source that fetches the newest answer from the API.

    It tells OpenRouter whose site asks: title, address, contact, categories of the app.
    """

    def source(_: Archive) -> FetchedAnswer:
        from site_lib.snapshots.client import ClientInfo, fetch  # noqa: PLC0415 (offline builds do without the network)

        client_info = ClientInfo(
            key=key,
            title=site.title,
            user_agent=_user_agent(site),
            site_url=site.address,
            categories=",".join(site.app_categories),
        )
        progress("fetching from OpenRouter")
        return FetchedAnswer(fetch(client_info, api_url), api_url, is_live=True)

    return source


def _user_agent(site: SiteConfig) -> str:
    """Return the name of this program, with where to find and whom to ask about the site."""
    about = "; ".join(filter(None, (site.address and f"+{site.address}", site.contact)))
    return f"openrouter-tasks/{__version__}{f' ({about})' if about else ''}"


def from_file(name: str) -> Source:
    """Return a source that reads a recorded answer from a file; `-` is standard input."""

    def source(_: Archive) -> FetchedAnswer:
        if name == STANDARD_INPUT:
            return FetchedAnswer(_read(name), "standard input")
        return FetchedAnswer(_read(name), name)

    return source


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise SiteError(f"cannot read {name}: {error.strerror}") from error


def from_archive(archive: Archive) -> FetchedAnswer:
    """Return the newest archived answer; raises EmptyArchiveError if there is none."""
    if not archive.newest:
        raise EmptyArchiveError(
            f"{archive.folder} contains no snapshot: "
            "build without --offline or --sample, or with --snapshot FILE"
        )
    return FetchedAnswer(archive.newest.raw(), str(archive.newest.file), is_archived=True)
