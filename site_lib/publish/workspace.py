"""The folder beside the output folder that a build works in: one build at a time."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from site_lib.errors import OutputError
from site_lib.publish.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NEW, OLD = "new", "old"
"""Folders in it: the new site while it is made, and the old one while it is replaced."""
READABLE = 0o755


@contextmanager
def workspace(out: Path, wait: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Yield the folder `.<name>.build` beside the output folder, with an empty folder `new` in it.

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
                (folder / NEW).mkdir()
                # Whatever the umask: a server must be able to read it.
                (folder / NEW).chmod(READABLE)
            except OSError as error:
                raise OutputError(f"cannot use {folder}: {error.strerror}") from error
            yield folder
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
    if not is_own or {entry.name for entry in folder.iterdir()} - {NEW, OLD}:
        raise OutputError(f"{folder} is not from a build: move it away, since builds work there")
    if (folder / OLD).exists() and not out.exists():
        (folder / OLD).rename(out)
    for name in (NEW, OLD):
        if (folder / name).exists():
            shutil.rmtree(folder / name)


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
