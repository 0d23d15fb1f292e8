"""One build, from an answer to a published tree; every failure leaves all as it was."""

from __future__ import annotations

import sys
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import __version__
from site_lib.errors import ArchiveError, SiteError
from site_lib.publish import output
from site_lib.publish import parts as assembly
from site_lib.publish.cache import Cache
from site_lib.publish.reader import Reader
from site_lib.site.context import TITLE
from site_lib.snapshots import checks
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.notices import notices
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from site_lib.errors import Finding
    from site_lib.snapshots.snapshot import Snapshot

    Ask = Callable[[Archive], "FetchedAnswer"]
    Tell = Callable[[str], None]


@dataclass(frozen=True)
class FetchedAnswer:
    """What is to be built: the source's words, and where they come from."""

    raw: bytes
    name: str
    is_live: bool


@dataclass(frozen=True)
class Report:
    """What a build did."""

    snapshot: Snapshot
    source: str
    invariants: int
    notices: tuple[Finding, ...]
    archived: Path
    is_new: bool
    files: int
    size: int
    """Bytes of all files."""
    reused: int
    """How many of the files are those of the build before."""
    not_cached: str | None
    """What prevents that the next build has less to do."""


@dataclass(frozen=True)
class BuildConfig:
    """Where a build reads and writes, and the one reading of the clock it gets."""

    data: Path
    out: Path
    base_url: str | None
    _: KW_ONLY
    today: date
    """The UTC date, which checks may look at and pages may not."""
    cache: Path
    """The folder of what earlier builds found out."""
    is_sample: bool = False
    """Whether every page says that this is not the published site."""
    has_cards: bool = True
    """Whether pages get social cards."""


def build(job: BuildConfig, ask: Ask, tell: Tell) -> Report:
    """Ask for an answer and make of it an archived snapshot and a site.

    `ask` is one of the functions below, `tell` hears what is going on. Raises SiteError, and then
    archive and output folder are byte for byte what they were.
    """
    output.check_output_folder(job.out, job.data, job.cache)
    archive, cache = Archive(job.data), Cache(job.cache)
    # Before the source is asked: a damaged archive must not cost a day's answer.
    reader = Reader(cache)
    reader.history(archive.entries)
    newest = archive.newest.snapshot() if archive.newest else None
    received = ask(archive)
    answer = parse(received.raw, received.name)
    context = CheckContext(answer, job.today, newest, received.is_live)
    checks.check(context, received.name)
    snapshot = answer.data
    addition = archive.plan(received.raw, snapshot)
    new = (addition.entry,) if addition.is_new else ()
    history = reader.history((*archive.entries, *new))
    with output.staged(job.out) as tree:
        parts = assembly.fill(tree, history, job, cache, tell)
        addition.write()
        try:
            tree.publish()
        except BaseException:
            addition.roll_back()
            raise
    try:
        not_cached = cache.write()
    except KeyboardInterrupt:  # too late to leave all as it was
        not_cached = "not written: interrupted"
    return Report(
        snapshot=snapshot,
        source=received.name,
        invariants=len(checks.INVARIANTS),
        notices=notices(context),
        archived=addition.entry.file,
        is_new=addition.is_new,
        files=sum(len(part.files) for part in parts),
        size=sum(size for part in parts for _, _, size in part.files),
        reused=sum(len(part.files) for part in parts if part.is_reused),
        not_cached=not_cached,
    )


def warm_up(job: BuildConfig) -> None:
    """Make the pages for nothing: a preview keeps what that loads, compiles and draws."""
    history = Reader(Cache(job.cache)).history(Archive(job.data).entries)
    for _ in assembly.page_files(history, job, lambda _: None):
        pass


def from_source(
    key: str, api_url: str, base_url: str | None, categories: str | None, tell: Tell
) -> Ask:
    """Return the function that fetches the newest snapshot."""

    def ask(_: Archive) -> FetchedAnswer:
        from site_lib.snapshots.client import ClientInfo, fetch  # noqa: PLC0415 (offline needs no network)

        client_info = ClientInfo(
            key=key,
            title=TITLE,
            user_agent=f"openrouter-tasks/{__version__}{f' (+{base_url})' if base_url else ''}",
            site_url=base_url,
            categories=categories,
        )
        tell("fetching")
        return FetchedAnswer(fetch(client_info, api_url), api_url, is_live=True)

    return ask


def from_file(name: str) -> Ask:
    """Return the function that reads a recorded answer; `-` is standard input."""

    def ask(_: Archive) -> FetchedAnswer:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise SiteError(f"cannot read {name}: {error.strerror}") from error
        return FetchedAnswer(raw, "standard input" if name == "-" else name, is_live=False)

    return ask


def from_archive(archive: Archive) -> FetchedAnswer:
    """Take the newest archived snapshot."""
    if not archive.newest:
        raise ArchiveError(
            f"{archive.folder} holds no snapshot: build without --offline, or give --snapshot FILE"
        )
    return FetchedAnswer(archive.newest.raw(), str(archive.newest.file), is_live=False)
