"""One build, from an answer to a published tree; every failure leaves all as it was."""

from __future__ import annotations

import sys
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import __version__
from site_lib.analysis.history import History, Reader
from site_lib.errors import ArchiveError, SiteError
from site_lib.publish import output
from site_lib.publish import parts as assembly
from site_lib.publish.cache import Cache
from site_lib.site.context import TITLE
from site_lib.snapshots import checks
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from site_lib.errors import Finding
    from site_lib.snapshots.snapshot import Snapshot

    Ask = Callable[[Archive], "Received"]
    Tell = Callable[[str], None]


@dataclass(frozen=True)
class Received:
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
    taken_over: int
    """How many of the files are those of the build before."""
    not_cached: str | None
    """What prevents that the next build has less to do."""


@dataclass(frozen=True)
class Job:
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


def build(job: Job, ask: Ask, tell: Tell) -> Report:
    """Ask for an answer and make of it an archived snapshot and a site.

    `ask` is one of the functions below, `tell` hears what is going on. Raises SiteError, and then
    archive and output folder are byte for byte what they were.
    """
    output.refuse_what_is_not_a_site(job.out, job.data, job.cache)
    archive, cache = Archive(job.data), Cache(job.cache)
    # Before the source is asked: a damaged archive must not cost a day's answer.
    history = History(archive.entries, Reader(cache))
    history.read()
    newest = archive.newest.snapshot() if archive.newest else None
    received = ask(archive)
    answer = parse(received.raw, received.name)
    situation = checks.Situation(answer, job.today, newest, received.is_live)
    notices = checks.examine(situation, received.name)
    snapshot = answer.data
    addition = archive.plan(received.raw, snapshot)
    if addition.is_new:
        history = history.with_entry(addition.entry)
    with output.staged(job.out) as tree:
        parts = assembly.fill(tree, history, job, cache, tell)
        addition.write()
        try:
            tree.publish()
        except BaseException:
            addition.take_back()
            raise
    try:
        not_cached = cache.write()
    except KeyboardInterrupt:  # too late to leave all as it was
        not_cached = "not written: interrupted"
    return Report(
        snapshot=snapshot,
        source=received.name,
        invariants=len(checks.INVARIANTS),
        notices=notices,
        archived=addition.entry.file,
        is_new=addition.is_new,
        files=sum(len(part.files) for part in parts),
        size=sum(size for part in parts for _, _, size in part.files),
        taken_over=sum(len(part.files) for part in parts if part.is_taken_over),
        not_cached=not_cached,
    )


def warm_up(job: Job) -> None:
    """Make the pages for nothing: a preview keeps what that loads, compiles and draws."""
    history = History(Archive(job.data).entries, Reader(Cache(job.cache)))
    for _ in assembly.page_files(history, job, lambda _: None):
        pass


def from_source(
    key: str, api_url: str, base_url: str | None, categories: str | None, tell: Tell
) -> Ask:
    """Return the function that fetches the newest snapshot."""

    def ask(_: Archive) -> Received:
        from site_lib.snapshots.client import Caller, fetch  # noqa: PLC0415 (offline needs no network)

        caller = Caller(
            key=key,
            title=TITLE,
            user_agent=f"openrouter-tasks/{__version__}{f' (+{base_url})' if base_url else ''}",
            site_url=base_url,
            categories=categories,
        )
        tell("fetching")
        return Received(fetch(caller, api_url), api_url, is_live=True)

    return ask


def from_file(name: str) -> Ask:
    """Return the function that reads a recorded answer; `-` is standard input."""

    def ask(_: Archive) -> Received:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise SiteError(f"cannot read {name}: {error.strerror}") from error
        return Received(raw, "standard input" if name == "-" else name, is_live=False)

    return ask


def from_archive(archive: Archive) -> Received:
    """Take the newest archived snapshot."""
    if not archive.newest:
        raise ArchiveError(
            f"{archive.folder} holds no snapshot: build without --offline, or give --snapshot FILE"
        )
    return Received(archive.newest.raw(), str(archive.newest.file), is_live=False)
