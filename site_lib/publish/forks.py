"""Shares work with forked processes, which start with everything that this one has loaded."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from site_lib.errors import RenderError, SiteError
from site_lib.publish.interruptions import SIGNALS
from site_lib.publish.workers import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    Chunks = dict[int, list[Any]]
    """The results of chunks, by their numbers."""

Item = TypeVar("Item")
Result = TypeVar("Result")

# When numpy is imported, it starts threads for work that is not done here, unless told not to.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
THREADS = Path("/proc/self/task")
MAX_PROCESSES = 4
CHUNK_SIZE = 8
"""Neighbours go together: they have templates in common, which each process must compile."""
FEWEST, MOST = 40, 256 * CHUNK_SIZE
"""Fewer items are done before another process has started; a byte counts no more chunks."""


def forked_map(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Call a function with each item, and return the results in order.

    Several processes share the work, if there is enough of it and forking is safe here. Raises
    what the function raises, and RenderError if a process dies.
    """
    together = processes() if FEWEST <= len(items) <= MOST else 1
    if together == 1:
        return list(map(function, items))
    chunks = [items[start : start + CHUNK_SIZE] for start in range(0, len(items), CHUNK_SIZE)]
    # Each process takes the next chunk as soon as it is free. A byte is read by one of them only.
    numbers, writer = os.pipe()
    os.write(writer, bytes(range(len(chunks))))
    os.close(writer)

    def work() -> Chunks:
        done: Chunks = {}
        while read := os.read(numbers, 1):
            (number,) = read
            done[number] = list(map(function, chunks[number]))
        return done

    forks: list[Fork[Chunks]] = []
    try:
        with _signals_wait():  # Otherwise one could come before a fork is known, and not end it.
            forks += [Fork(work) for _ in range(together - 1)]
        done = work()
        for fork in forks:
            done |= fork.result()
    finally:
        for fork in forks:
            fork.end()
        os.close(numbers)
    return list(chain.from_iterable(done[number] for number in range(len(chunks))))


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Let the signals that end a build wait until the end of the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def processes() -> int:
    """Return how many processes may work at once.

    Forking is safe on Linux in a process without further threads. The server of a preview has some.
    """
    is_safe = sys.platform == "linux" and len(list(THREADS.iterdir())) == 1
    return min(os.cpu_count() or 1, MAX_PROCESSES) if is_safe else 1


class Fork(Generic[Result]):
    """A forked process that calls a function; the result must be picklable."""

    def __init__(self, work: Callable[[], Result]) -> None:
        """Start it."""
        from multiprocessing import get_context  # noqa: PLC0415 (not needed if all is reused)

        context = get_context("fork")
        self._results, sender = context.Pipe(duplex=False)
        # A daemon is ended with this process.
        ends = self._results, sender
        self._process = context.Process(target=_send_result, args=(work, *ends), daemon=True)
        with _signals_wait():  # Until the new process has handlers of its own.
            self._process.start()
        sender.close()

    def result(self) -> Result:
        """Wait for the result; raises what the function raised, and RenderError if it died."""
        try:
            found: Result | SiteError = self._results.recv()
        except EOFError as error:
            message = "a worker process died: check whether the machine ran out of memory"
            raise RenderError(message) from error
        if isinstance(found, SiteError):
            raise found
        return found

    def end(self) -> None:
        """End the process, whether or not it is done."""
        self._process.terminate()
        self._process.join()
        self._results.close()


def _send_result(work: Callable[[], object], receiver: Connection, sender: Connection) -> None:
    # Ctrl-C reaches all processes; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    # If the first process is killed, this one must end, too: it holds the locks of the build.
    end_with_parent()
    receiver.close()
    try:
        found = work()
    except SiteError as error:
        found = error
    with suppress(BrokenPipeError):  # The first process was killed.
        sender.send(found)
