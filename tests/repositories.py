"""Copies of the project in repositories of their own."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.answers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Test"), ("EMAIL", "test@example.org"))
}
"""Who commits, as environment variables of Git."""


def copy_work_tree(folder: Path, *without: str) -> None:
    """Copy the project as it stands, except for what is in the named folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith(without):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
