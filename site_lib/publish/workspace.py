"""The folder beside the output folder that a build works in: one build at a time."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_lib.errors import OutputError
from site_lib.publish.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEW, OLD = "new-", "old"
"""Folders in it: the new site while it is made, and the old one while it is replaced.

The first is the beginning of a name, since workers of a killed build may go on for a moment: they
must not write to the next build's site.
"""
READABLE = 0o755


class Workspace(NamedTuple):
    """The two folders that a build works in."""

    new: Path
    """An empty folder to make the new site in."""
    old: Path
    """A name to move the old site to."""


@contextmanager
def workspace(out: Path, wait: Callable[[], None] = lambda: None) -> Iterator[Workspace]:
    """Yield folders to work in, inside the folder `.<name>.build` beside the output folder.

    It is locked meanwhile and removed at the end; `wait` is called if another build has it. What a
    killed build left is removed first; if that is the only site there is, it becomes the output
    folder again. Raises OutputError.
    """
    folder = out.with_name(f".{out.name}.build")
    try:
        with ExitStack() as stack:
            try:
                _take(folder, stack, wait)
                _clean(folder, out)
                new = Path(tempfile.mkdtemp(prefix=NEW, dir=folder))
                new.chmod(READABLE)  # A server must be able to read it.
            except OSError as error:
                raise OutputError(f"cannot use {folder}: {error.strerror}") from error
            yield Workspace(new, folder / OLD)
    finally:
        _remove(folder, out)


def _take(folder: Path, stack: ExitStack, wait: Callable[[], None]) -> None:
    """Make the folder and lock it; the build that had it until now may have removed it."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            descriptor = stack.enter_context(locked(folder, wait))
            if _is_current(descriptor, folder):
                return
        stack.close()


def _is_current(descriptor: int, folder: Path) -> bool:
    """Return whether a locked folder is still the one of that name: another build may remove it."""
    return os.path.samestat(os.fstat(descriptor), folder.stat())


def _clean(folder: Path, out: Path) -> None:
    """Remove what is in the folder, but never the only site there is; raises OutputError."""
    # A link would lead to a folder of somebody's own.
    is_own = folder.stat().st_uid == os.geteuid() and not folder.is_symlink()
    inside = list(folder.iterdir())
    if not is_own or not all(entry.name.startswith(NEW) or entry.name == OLD for entry in inside):
        raise OutputError(f"{folder} is not from a build: move it away, since builds work there")
    if (folder / OLD).exists() and not out.exists():
        (folder / OLD).rename(out)
    for entry in inside:
        # Not all of it, if a worker of a killed build still writes there.
        shutil.rmtree(entry, ignore_errors=True)


def _remove(folder: Path, out: Path) -> None:
    """Remove the folder, unless another build has it by now: that one cleans it.

    What cannot be removed, the next build removes.
    """
    with suppress(OSError, OutputError, _TakenError), locked(folder, _raise_taken) as descriptor:
        if _is_current(descriptor, folder):
            _clean(folder, out)
            folder.rmdir()


class _TakenError(Exception):
    """Another build has the lock."""


def _raise_taken() -> None:
    raise _TakenError
