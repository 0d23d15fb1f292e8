"""Locks, so that of two builds with the same folder one waits for the other."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from site_lib.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock of a folder and yield its file descriptor; other builds wait meanwhile.

    `wait` is called if another build holds the lock. The system frees the lock of a process that
    dies. Raises FileNotFoundError if there is no such folder, and OutputError.
    """
    descriptor = _opened(folder)
    try:
        _lock(descriptor, folder, wait)
        yield descriptor
    finally:
        # Closing is not enough: a forked process has the same lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _opened(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OutputError(f"cannot lock {folder}: {error.strerror}") from error


def _lock(descriptor: int, folder: Path, wait: Callable[[], None]) -> None:
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        raise OutputError(f"cannot lock {folder}: {error.strerror}") from error
