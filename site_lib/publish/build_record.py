"""`build.json`: what a site was built from and with; it marks a folder as a built site.

It is the only file that may differ between two builds of one archive.
"""

from __future__ import annotations

import json
import platform
import subprocess
from typing import TYPE_CHECKING

from site_lib import __version__
from site_lib.publish.config import PROJECT_ROOT
from site_lib.publish.fingerprints import LIBRARIES, library_versions, sha256
from site_lib.site.context import GENERATOR, citation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_lib.analysis.history import History
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.output import FileRecord


def build_record(
    history: History, config: BuildConfig, files: Iterable[FileRecord], *, is_committed: bool
) -> bytes:
    """Return the record of a build; `files` are all others of the site.

    `is_committed` is false if the newest answer is archived by this very build.
    """
    records = list(files)
    commit, has_changes = code_version(PROJECT_ROOT)
    is_inside = config.data.resolve().is_relative_to(PROJECT_ROOT)
    if commit and not (is_committed and is_inside):
        has_changes = True
    record: dict[str, object] = {
        "generator": GENERATOR,
        "version": __version__,
        "commit": commit,
        "has_changes": has_changes,
        "python": platform.python_version(),
        "libraries": dict(zip(LIBRARIES, library_versions(), strict=True)),
        "title": config.site.title,
        "url": config.site.address,
        "repository": config.site.repository,
        "sample": config.is_sample,
        "cards": config.has_cards,
        "as_of": history.newest.as_of.isoformat(),
        "window_days": history.window_days,
        "snapshot_sha256": history.newest.sha256,
        "citation": citation(history.newest.as_of),
        "files": len(records),
        "sha256": files_sha256(records),
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def files_sha256(files: Iterable[FileRecord]) -> str:
    """Return the SHA-256 of what `sha256sum` prints for some files, sorted by path."""
    return sha256("".join(f"{each.sha256}  {each.path}\n" for each in sorted(files)).encode())


def code_version(root: Path) -> tuple[str | None, bool | None]:
    """Return the commit of a working copy, and whether files differ from it; None if unknown."""
    command = ["git", "--no-optional-locks", f"--git-dir={root / '.git'}", f"--work-tree={root}"]
    command += ["status", "--porcelain=v2", "--branch"]
    try:
        done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None, None
    heads = [line for line in done.stdout.splitlines() if line.startswith("# branch.oid ")]
    changes = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    commit = heads[0].split()[-1] if heads else "(initial)"
    return (None if commit == "(initial)" else commit), bool(changes)
