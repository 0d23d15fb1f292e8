"""The archive: every answer as received, one file for each date and revision, never overwritten.

`<folder>/snapshots/2026-10-06.json` is the first answer for that date, `2026-10-06.r2.json` the
first restatement. OpenRouter keeps no history, so these files are the only record.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from site_lib.errors import ArchiveError, ContractError, NotArchivedError
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_lib.snapshots.snapshot import Answer, Snapshot

PART = ".part"
"""Ends the name of an answer that is not archived completely."""
_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:\.r(?P<revision>[2-9]|[1-9]\d{1,2}))?\.json")


@dataclass(frozen=True, order=True)
class Entry:
    """One archived answer: its date, its revision (1 is the first) and its file."""

    as_of: date
    revision: int
    # Date and revision are unique in a folder, and paths are slow to compare.
    file: Path = field(compare=False)
    fresh: bytes | None = field(default=None, compare=False, repr=False)
    """The answer, if its file is not written yet."""

    def raw(self) -> bytes:
        """Return the answer's bytes as received."""
        if self.fresh is not None:
            return self.fresh
        try:
            return self.file.read_bytes()
        except OSError as error:
            raise ArchiveError(f"cannot read {self.file}: {error.strerror}") from error

    @property
    def sha256(self) -> str:
        """The SHA-256 of the answer's bytes, as hex."""
        return self._digest[0]

    @property
    def size(self) -> int:
        """The number of the answer's bytes."""
        return self._digest[1]

    @cached_property
    def _digest(self) -> tuple[str, int]:
        raw = self.raw()
        return hashlib.sha256(raw).hexdigest(), len(raw)

    def answer(self) -> Answer:
        """Read the answer; raises ArchiveError if the file is damaged or has the wrong name."""
        try:
            answer = parse(self.raw(), str(self.file))
        except ContractError as error:
            raise ArchiveError(str(error)) from error
        if answer.data.as_of != self.as_of:
            as_of = answer.data.as_of
            raise ArchiveError(
                f"{self.file} contains the snapshot of {as_of}: rename or remove the file"
            )
        return answer

    def snapshot(self) -> Snapshot:
        """Read the answer's data; raises ArchiveError as `answer` does."""
        return self.answer().data


@dataclass(frozen=True)
class Addition:
    """An answer to be added to the archive."""

    entry: Entry
    is_new: bool
    """False if the archive already has the same content."""

    @contextmanager
    def archived(self) -> Iterator[None]:
        """Archive the answer, and take it out again if what follows in the block fails.

        Writes the whole file or nothing, and never overwrites one. Raises ArchiveError.
        """
        if not self.is_new:
            yield
            return
        try:
            self._write()
        except FileExistsError as error:
            raise ArchiveError(
                f"another build has just archived {self.entry.file}: run the build again"
            ) from error
        except OSError as error:
            raise NotArchivedError(f"cannot archive {self.entry.file}: {error.strerror}") from error
        try:
            yield
        except BaseException:
            self._remove()
            raise

    def _remove(self) -> None:
        file = self.entry.file
        try:
            file.unlink()
        except OSError as error:
            message = f"nothing was published, but {file} stays in the archive: {error.strerror}"
            raise ArchiveError(message) from error

    def _write(self) -> None:
        file = self.entry.file
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}{PART}")
        try:
            with part.open("wb") as opened:
                opened.write(self.entry.raw())
                opened.flush()
                os.fsync(opened.fileno())
            part.chmod(0o644)
            # Linking fails if the name is taken.
            os.link(part, file)
        finally:
            # If it stays, the next build removes it.
            with suppress(OSError):
                part.unlink()


class Archive:
    """The archived answers of one data folder, oldest first."""

    def __init__(self, data: Path) -> None:
        """List the answers in `data`/snapshots; a missing folder is an empty archive."""
        self.folder = self.folder_in(data)
        self.entries = tuple(sorted(_entries(self.folder)))
        _refuse_missing_revisions(self.entries)

    @staticmethod
    def folder_in(data: Path) -> Path:
        """Return the folder with the answers in a data folder."""
        return data / "snapshots"

    def remove_parts(self) -> None:
        """Remove what a build that was killed left of an answer; no other build may be running."""
        try:
            for file in self.folder.glob(f".*{PART}"):
                is_ours = file.stat().st_uid == os.geteuid()
                if is_ours and _NAME.fullmatch(file.name[1:].removesuffix(PART)):
                    file.unlink()
        except OSError as error:
            raise ArchiveError(f"cannot remove {error.filename}: {error.strerror}") from error

    def refuse_future(self, today: date) -> None:
        """Raise ArchiveError if an answer is of a later date than today (UTC)."""
        if self.newest and self.newest.as_of > today:
            raise ArchiveError(
                f"{self.newest.file} is of a date in the future; today is {today} (UTC)"
            )

    @property
    def newest(self) -> Entry | None:
        """The newest revision of the newest date."""
        return self.entries[-1] if self.entries else None

    def plan(self, raw: bytes, snapshot: Snapshot) -> Addition:
        """Return how to archive an answer: in which file, or not at all if it is there already."""
        known = [entry for entry in self.entries if entry.as_of == snapshot.as_of]
        if known and _content(known[-1].raw()) == _content(raw):
            return Addition(known[-1], is_new=False)
        revision = known[-1].revision + 1 if known else 1
        suffix = f".r{revision}" if known else ""
        file = self.folder / f"{snapshot.as_of.isoformat()}{suffix}.json"
        return Addition(Entry(snapshot.as_of, revision, file, raw), is_new=True)


def _entries(folder: Path) -> list[Entry]:
    try:
        names = [file for file in folder.iterdir() if not file.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ArchiveError(f"cannot read {folder}: {error.strerror}") from error
    return [_entry(file) for file in names if file.suffix == ".json"]


def _entry(file: Path) -> Entry:
    if not file.is_file():
        raise ArchiveError(f"{file} is not a file")
    match = _NAME.fullmatch(file.name)
    as_of = _date(match["date"]) if match else None
    if match is None or as_of is None:
        raise ArchiveError(
            f"{file} is not named like an archived snapshot "
            "(2026-10-06.json or 2026-10-06.r2.json): rename or remove it"
        )
    return Entry(as_of, int(match["revision"] or 1), file)


def _refuse_missing_revisions(entries: Iterable[Entry]) -> None:
    """Raise ArchiveError if an answer is there without those that it revises."""
    for _, revisions in groupby(entries, attrgetter("as_of")):
        for number, entry in enumerate(revisions, 1):
            if entry.revision != number:
                raise ArchiveError(f"{entry.file} is there, but not revision {number} of that date")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _content(raw: bytes) -> Any:  # noqa: ANN401 (it is JSON)
    """Return the data of an answer in a fixed order, so that answers can be compared."""
    # Unknown fields may have numbers too long for an int, or NaN, which equals nothing.
    data = json.loads(raw, parse_int=Decimal, parse_constant=str)["data"]
    data["macro_categories"] = sorted(data["macro_categories"], key=lambda each: each["key"])
    data["classifications"] = sorted(data["classifications"], key=lambda each: each["tag"])
    for tag in data["classifications"]:
        tag["models"] = sorted(tag["models"], key=lambda each: each["id"])
    return data
