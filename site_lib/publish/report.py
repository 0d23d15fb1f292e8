"""The report of a build."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site.formats import count
from site_lib.snapshots.check import findings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_lib.publish.parts import Part
    from site_lib.snapshots.archive import Addition
    from site_lib.snapshots.check import CheckResult
    from site_lib.snapshots.snapshot import Snapshot

BYTES_PER_MEGABYTE = 1e6


@dataclass(frozen=True)
class Report:
    """What a build did."""

    snapshot: Snapshot
    source: str
    """Where the snapshot comes from."""
    results: Sequence[CheckResult]
    """What the checks measured; all invariants hold, so what they found are notices."""
    addition: Addition
    parts: tuple[Part, ...]
    cache_problem: str | None
    """Why the cache was not written; None if it was."""

    @property
    def files(self) -> int:
        """How many files the site has."""
        return sum(len(part.files) for part in self.parts)

    @property
    def reused(self) -> int:
        """How many of the files are reused from the build before."""
        return sum(len(part.files) for part in self.parts if part.is_reused)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for part in self.parts for file in part.files)


def print_report(report: Report, out: Path, seconds: float) -> None:
    """Print the report of a build into the folder `out`, which took some seconds."""
    try:
        print("\n".join(_lines(report, out, seconds)), flush=True)  # noqa: T201
    except OSError:
        # Nobody reads the report any more, but the site is built.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lines(report: Report, out: Path, seconds: float) -> list[str]:
    snapshot = report.snapshot
    tags = count(len(snapshot.classifications), "tag")
    categories = count(len(snapshot.macro_categories), "category", "categories")
    notices = findings_of(report.results)
    archived = "added" if report.addition.is_new else "already contains"
    return [
        f"snapshot  {snapshot.as_of}, {tags} in {categories}, from {report.source}",
        f"checks    {_passed(report.results)}, {count(len(notices), 'notice')}",
        *(f"  notice: {notice}" for notice in notices),
        f"archive   {archived} {report.addition.entry.file}",
        f"site      {_files(report)}, written to {out}/ in {seconds:.1f} s",
        *([f"cache     {report.cache_problem}"] if report.cache_problem else []),
    ]


def _passed(results: Sequence[CheckResult]) -> str:
    """Count the checks that passed; one with a finding has a notice in the report."""
    verdicts = [result.verdict for result in results]
    passed, unmeasured = verdicts.count("passed"), verdicts.count("not measured")
    return f"{passed} passed" + (f", {unmeasured} not measured" if unmeasured else "")


def _files(report: Report) -> str:
    reused = f" ({report.reused} reused)" if report.reused else ""
    return f"{count(report.files, 'file')}{reused}, {report.size / BYTES_PER_MEGABYTE:.2f} MB"
