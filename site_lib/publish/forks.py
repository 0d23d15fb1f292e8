"""Shares work with forked processes, which start with everything that this one has loaded."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from site_lib.errors import RenderError, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    Item = TypeVar("Item")
    Result = TypeVar("Result")

MAX_PROCESSES = 4
ITEMS_PER_PROCESS = 20
"""Fewer are made before another process has started."""


def forked_map(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Call a function with each item, and return the results in order.

    Several processes share the work, if there is enough of it and forking is safe here. Raises
    what the function raises, and RenderError if a process dies.
    """
    number = min(_processes(), len(items) // ITEMS_PER_PROCESS) or 1
    # Every so many items, because neighbours take about the same time.
    shares = [items[first::number] for first in range(number)]
    forks = [_Fork(function, share) for share in shares[1:]]
    try:
        results = [list(map(function, shares[0])), *(fork.results() for fork in forks)]
    finally:
        for fork in forks:
            fork.end()
    return [results[place % number][place // number] for place in range(len(items))]


def _processes() -> int:
    """Return how many processes may work.

    Forking is safe on Linux in a process without further threads. The server of a preview has some.
    """
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return min(os.cpu_count() or 1, MAX_PROCESSES) if is_safe else 1


class _Fork:
    """A forked process that calls a function with each item of its share."""

    def __init__(self, function: Callable[[Item], Result], share: Sequence[Item]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415 (not needed if all is reused)

        context = get_context("fork")
        self._results, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(function, share, sender))
        self._process.start()
        sender.close()

    def results(self) -> list[Any]:
        """Wait for the results; raises what the function raised, and RenderError."""
        try:
            found = self._results.recv()
        except EOFError as error:
            message = "a worker process died: check whether the machine ran out of memory"
            raise RenderError(message) from error
        if isinstance(found, Exception):
            raise found
        return list(found)

    def end(self) -> None:
        """End the process, whether or not it is done."""
        self._process.terminate()
        self._process.join()
        self._results.close()


def _work(function: Callable[[Item], Result], share: Sequence[Item], sender: Connection) -> None:
    # Ctrl-C reaches all processes; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        found: object = list(map(function, share))
    except SiteError as error:
        found = error
    sender.send(found)
