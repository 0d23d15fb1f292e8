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
"""More would need too much memory for a small machine."""
CHUNK_SIZE = 10
"""How many items a worker gets at a time."""
CALLS_PER_COLLECTION = 10
_calls = 0


@contextmanager
def worker_pool(items: int, to_make: int, threshold: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """Yield a `map` that uses worker processes if there are more items than the threshold.

    `to_make` is how many of the items are not reused; the number of workers follows from it.
    Raises RenderError if a worker dies.
    """
    if items <= threshold:
        yield map
        return
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 (few archives are that long)

    # One worker is enough to reuse items; meanwhile this process makes the pages.
    executor = _executor(min(1 + to_make // threshold, os.cpu_count() or 1, MAX_PROCESSES))
    try:
        yield partial(_parallel_map, executor)
    except BrokenExecutor as error:
        message = f"a worker process died ({error}): check whether the machine ran out of memory"
        raise RenderError(message) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _executor(processes: int) -> Executor:
    from concurrent.futures.process import ProcessPoolExecutor  # noqa: PLC0415 (as above)
    from multiprocessing import get_context  # noqa: PLC0415 (as above)

    # `spawn` works the same on every system, and is safe beside the threads of a preview's server.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_initialize)


def _parallel_map(executor: Executor, *arguments: Any) -> Iterable[Any]:  # noqa: ANN401 (those of `map`)
    # Ctrl-C reaches all processes. Workers ignore it, which they inherit; this process ends them.
    previous_handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return executor.map(*arguments, chunksize=CHUNK_SIZE)
    finally:
        signal.signal(signal.SIGINT, previous_handler)


def collect_sometimes() -> None:
    """Collect garbage at every tenth call, if nothing else does.

    Builds and workers collect none, but pages with charts leave so much that thousands would fill
    the memory.
    """
    global _calls  # noqa: PLW0603 (one count for each process)
    if not gc.isenabled() and _calls % CALLS_PER_COLLECTION == 0:
        if _calls:
            gc.collect()
        gc.freeze()  # What is still there need not be looked at again.
    _calls += 1


def _initialize() -> None:
    """Prepare a worker: it collects no garbage, and ends when its parent ends."""
    gc.disable()
    end_with_parent()


def end_with_parent() -> None:
    """Let this process end as soon as its parent does."""
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415 (as above)

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
