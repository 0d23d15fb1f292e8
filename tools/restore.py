"""Put the answers of downloaded releases back into the archive, all of them or none.

A release's zip file must be as `SHA256SUMS` beside it says. What is in it is trusted no further:
an answer must have the name of a snapshot, be the snapshot of that date, and not replace another.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_lib.errors import ArchiveError, SiteError
from site_lib.publish.locks import locked
from site_lib.snapshots.archive import Addition, Archive, Entry
from site_lib.snapshots.client import LARGEST_BODY
from tools.release import ROOT, SUMS, month_of, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a zip file raises if it is damaged, encrypted or packed in an unusual way."""
LARGEST_MONTH = 31 * LARGEST_BODY
"""In bytes, unpacked."""
SUM = re.compile(r"([0-9a-f]{64})  ([^/\\]+)")
SAFE = re.compile(r"\w[\w.-]{,60}\.json", re.ASCII)
"""A short file name that leads nowhere else and is not hidden."""


def restore(sources: Sequence[Path], data: Path) -> tuple[int, int]:
    """Add the answers of releases to an archive, all of them or none.

    `sources` are files of releases and folders, which are searched with all that is in them.
    Returns how many answers were added and how many were there already. Raises ArchiveError and
    OutputError.
    """
    entries: dict[str, Entry] = {}
    for file in _zip_files(sources):
        for entry in _answers(file):
            if entries.setdefault(entry.file.name, entry).raw() != entry.raw():
                raise ArchiveError(f"{file} has another {entry.file.name} than another release")
    folder = Archive.folder_in(data)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, lambda: print("waiting for a build")), ExitStack() as stack:
        additions = [_addition(entry, folder) for entry in entries.values()]
        for addition in additions:
            # Takes out again what it has added if a later one fails.
            stack.enter_context(addition.archived())
    added = sum(addition.is_new for addition in additions)
    return added, len(additions) - added


def _zip_files(sources: Sequence[Path]) -> list[Path]:
    """Return the zip files of releases, once all their files are as the digests say."""
    found: dict[Path, None] = {}
    for source in sources:
        if not source.exists():
            raise ArchiveError(f"there is no {source}")
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        found |= dict.fromkeys(file for file in files if file.is_file())
    zips = [file for file in found if file.suffix == ".zip"]
    if not zips:
        raise ArchiveError(f"no release in {', '.join(map(str, sources))}: there is no zip file")
    for file in found:
        _check(file)
    return zips


def _check(file: Path) -> None:
    """Raise ArchiveError if a file is not as `SHA256SUMS` beside it says."""
    sums = file.with_name(SUMS)
    text = sums.read_text("utf-8", "replace") if sums.is_file() else ""
    digests = {line[2]: line[1] for line in map(SUM.fullmatch, text.splitlines()) if line}
    expected = digests.get(file.name)
    if expected is None and file.suffix == ".zip":
        raise ArchiveError(f"{file} cannot be checked: there is no {SUMS} beside it that lists it")
    if expected not in {None, hashlib.sha256(file.read_bytes()).hexdigest()}:
        raise ArchiveError(f"{file} is not as {sums} says: download it again")


def _answers(file: Path) -> list[Entry]:
    """Read the answers of a release's zip file."""
    with TemporaryDirectory() as folder:
        snapshots = Path(folder) / "snapshots"
        snapshots.mkdir()
        for name, content in _members(file):
            (snapshots / name).write_bytes(content)
        try:
            entries = [
                Entry(entry.as_of, entry.revision, entry.file, entry.raw())
                for entry in Archive(Path(folder)).entries
            ]
            for entry in entries:
                entry.snapshot()
        except ArchiveError as error:
            raise ArchiveError(f"{file}: {str(error).replace(f'{snapshots}/', '')}") from error
    if strange := [entry.file.name for entry in entries if tag_of(month_of(entry)) != file.stem]:
        raise ArchiveError(f"{file} contains {strange[0]}, which is not of its month")
    return entries


def _members(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a zip file contains, each as (name, bytes), as far as it is safe to write."""
    names: set[str] = set()
    left = LARGEST_MONTH
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                name = member.filename
                if not SAFE.fullmatch(name):
                    raise ArchiveError(
                        f"{file} contains {name[:60]!r}, which is no snapshot's name"
                    )
                if name in names:
                    raise ArchiveError(f"{file} contains {name} twice")
                names.add(name)
                # What a zip file says about sizes need not be true.
                with archive.open(member) as opened:
                    content = opened.read(min(left, LARGEST_BODY) + 1)
                left -= len(content)
                if len(content) > LARGEST_BODY or left < 0:
                    raise ArchiveError(f"{file} unpacks to more than a month of answers")
                yield name, content
    except BROKEN as error:
        raise ArchiveError(f"{file} cannot be unpacked: {error}") from error


def _addition(entry: Entry, folder: Path) -> Addition:
    file = folder / entry.file.name
    is_new = not file.exists()
    if not is_new and file.read_bytes() != entry.raw():
        raise ArchiveError(f"{file} exists and is different, so nothing was restored")
    return Addition(Entry(entry.as_of, entry.revision, file, entry.fresh), is_new=is_new)


def main(arguments: Sequence[str] | None = None) -> int:
    """Restore archived answers from the files of releases; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.restore", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the archive")
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="FROM", help="folder or files of releases"
    )
    given = parser.parse_args(arguments)
    try:
        added, known = restore(given.sources, given.data)
    except (SiteError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{added} answers restored, {known} were there already")
    return 0


if __name__ == "__main__":
    sys.exit(main())
