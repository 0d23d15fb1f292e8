"""Gives the command an answer, whatever it is, and finds that it is refused well or built well."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_lib.errors import SiteError, SnapshotError
from tests.answers import archive_with, raw, small, tree
from tests.read_back import check_site
from tests.site_reader import build_site

if TYPE_CHECKING:
    from tests.mutations import Case

ACCEPTED = "accepted"
MOST_LINES, LONGEST_LINE = 15, 500
WHERE = re.compile(r"(answer|[\w.*\[\]]+|.*'.*)(, category_\w+ of its tags)?")

VALUE = re.compile(r"(, not | at line |, beginning |; |: ).*|(?<=not match ).*", re.DOTALL)
"""What differs between messages of one kind."""


class AcceptedError(Exception):
    """The answer has passed all checks, and the first page is about to be made."""


def outcome(case: Case, *, build: bool) -> str:
    """Give an answer to a build; return what became of it, or raise what is wrong about that.

    Where `build` is false, a build ends as soon as the answer has passed all checks.
    """

    def progress(_: str) -> None:
        if not build:
            raise AcceptedError

    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(f"{_earlier_site().name}/site", folder / "site")
        archive_with(folder / "data", *([case.archived] if case.archived else []))
        before = tree(folder / "data"), tree(folder / "site")
        try:
            site = build_site(folder, case.answer, progress=progress)
        except AcceptedError:
            said = ACCEPTED
        except SiteError as error:
            said = _refusal(error)
        else:
            check_site(site, case.answer)
            return "built and read back"
        assert (tree(folder / "data"), tree(folder / "site")) == before
        return said


@cache
def _earlier_site() -> TemporaryDirectory[str]:
    """Build a site that another build would replace; it is there for as long as this process."""
    folder = TemporaryDirectory()
    site = build_site(Path(folder.name) / "built", raw(small(("a", "x", 1, 1))))
    (Path(folder.name) / "site").mkdir()
    for name in ("build.json", "index.html"):  # the fewer, the faster
        (Path(folder.name) / "site" / name).write_bytes(site.files[name])
    return folder


def _refusal(error: SiteError) -> str:
    """Check that a message is short and names a path; return its kind."""
    assert isinstance(error, SnapshotError), repr(error)
    assert error.exit_code == 1
    lines = str(error).splitlines()
    assert 1 < len(lines) <= MOST_LINES, error
    assert all(line.isprintable() and len(line) <= LONGEST_LINE for line in lines), error
    first = error.findings[0]
    assert WHERE.fullmatch(first.where), first
    message = VALUE.sub("", re.sub(r"'.*?'|\".*?\"", "…", first.message))
    return f"{type(error).__name__}: {re.sub(r'[0-9][-0-9.e]*', 'N', message)}"
