"""Pack a month of the archive for a release: the answers, the year so far as CSV, and digests.

A month can be released once the answer for its last day, or for a later day, is archived. The same
answers always give the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zipfile
from calendar import monthrange
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import derive
from site_lib.errors import ArchiveError, SiteError
from site_lib.exports.all_days import year_file
from site_lib.exports.edition_file import edition_csv
from site_lib.site.context import LICENCE_WORDS, citation
from site_lib.snapshots.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_lib.snapshots.archive import Entry

ROOT = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
READABLE = 0o644
NOTES = """\
OpenRouter's answers for {month}, as archived: one file for each date, and another one for each
revision of a date that had come by then.

- `{tag}.zip` has the answers byte for byte, named as in `data/snapshots/`.
- `{year}.csv.gz` has the same figures as CSV, for all days of {year} up to the end of the month.
- `{sums}` has the digests of both files: `sha256sum --check {sums}`.

`make restore FROM=…` puts the answers back into `data/snapshots/`.

{citation} {licence}
"""


def month_of(entry: Entry) -> str:
    """Return the month of an answer, such as 2026-10."""
    return f"{entry.as_of:%Y-%m}"


def tag_of(month: str) -> str:
    """Return the name of a month's release."""
    return f"data-{month}"


def complete_months(entries: Sequence[Entry]) -> list[str]:
    """Return the months that have answers and can get no further day, oldest first."""
    if not entries:
        return []
    newest = entries[-1].as_of
    is_over = newest.day == monthrange(newest.year, newest.month)[1]
    months = dict.fromkeys(map(month_of, entries))
    return [month for month in months if is_over or month != month_of(entries[-1])]


def zipped(entries: Sequence[Entry]) -> bytes:
    """Return a zip file of answers that depends on nothing but the answers.

    They are not compressed, because what compression makes of them depends on its version.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for entry in entries:
            member = zipfile.ZipInfo(entry.file.name, FIXED_TIME)
            member.create_system = 3  # Unix, wherever this runs
            member.external_attr = READABLE << 16
            archive.writestr(member, entry.raw())
    return packed.getvalue()


def release_files(entries: Sequence[Entry], month: str) -> Mapping[str, bytes]:
    """Return the files of a month's release by name; raises ArchiveError and RenderError."""
    if month not in complete_months(entries):
        raise ArchiveError(f"the archive has no complete month {month}, so it is not released")
    answers = [entry for entry in entries if month_of(entry) == month]
    year = month[:4]
    so_far = [entry for entry in entries if f"{year}-01" <= month_of(entry) <= month]
    files = {f"{tag_of(month)}.zip": zipped(answers), f"{year}.csv.gz": _year_csv(so_far)}
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return files | {SUMS: "".join(sums).encode()}


def notes(entries: Sequence[Entry], month: str) -> str:
    """Return what a month's release says about itself, as Markdown."""
    newest = [entry for entry in entries if month_of(entry) == month][-1]
    return NOTES.format(
        month=month,
        year=month[:4],
        tag=tag_of(month),
        sums=SUMS,
        citation=citation(newest.as_of),
        licence=LICENCE_WORDS,
    )


def _year_csv(entries: Sequence[Entry]) -> bytes:
    return year_file(edition_csv(derive(e.snapshot()), e.revision) for e in entries)


def main(arguments: Sequence[str] | None = None) -> int:
    """List the complete months, or pack some of them into a folder each; return the status."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the archive")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("complete", help="print the complete months, oldest first")
    pack = actions.add_parser("pack", help="write the files of releases")
    pack.add_argument("out", type=Path, metavar="FOLDER", help="where to write them")
    pack.add_argument("months", nargs="+", metavar="MONTH", help="such as 2026-10")
    given = parser.parse_args(arguments)
    try:
        entries = Archive(given.data).entries
        if given.action == "complete":
            print("\n".join(complete_months(entries)))
            return 0
        for month in given.months:
            _write(given.out / tag_of(month), release_files(entries, month), notes(entries, month))
    except (SiteError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _write(folder: Path, files: Mapping[str, bytes], text: str) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    folder.with_name(f"{folder.name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
