"""The pool of worker processes."""

from __future__ import annotations

import gc
import os
import signal
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from site_lib.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

MAX_PROCESSES = 3
"""More would need more memory than a small machine has."""
CHUNK_SIZE = 10
"""Items that a worker is given at once."""


@contextmanager
def worker_pool(items: int, to_make: int, threshold: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """Yield a `map` that uses worker processes if there are more items than the threshold.

    `to_make` of the items take long; the number of workers follows from it. Raises RenderError
    where a worker dies.
    """
    if items <= threshold:
        yield map
        return
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 (few archives are that long)

    # One worker is enough for items that are reused: this process makes pages at the same time.
    executor = _executor(min(1 + to_make // threshold, os.cpu_count() or 1, MAX_PROCESSES))
    try:
        yield partial(_parallel_map, executor)
    except BrokenExecutor as error:
        message = f"a process that makes editions was ended ({error}); is memory short?"
        raise RenderError(message) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _executor(processes: int) -> Executor:
    from concurrent.futures.process import ProcessPoolExecutor  # noqa: PLC0415 (as above)
    from multiprocessing import get_context  # noqa: PLC0415 (as above)

    # `spawn` works the same on every system, and is safe beside the threads of a preview's server.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_initialize)


def _parallel_map(executor: Executor, *arguments: Any) -> Iterable[Any]:  # noqa: ANN401 (those of `map`)
    # Ctrl-C reaches all processes. Workers inherit that it is ignored; this process ends them.
    previous_handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return executor.map(*arguments, chunksize=CHUNK_SIZE)
    finally:
        signal.signal(signal.SIGINT, previous_handler)


def _initialize() -> None:
    """Prepare a worker: no garbage collection, and an end when its parent ends in any way."""
    gc.disable()
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415 (as above)

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
