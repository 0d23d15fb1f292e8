"""A site's parts put together: what an earlier build made of the same is taken over.

There are two kinds of parts: all living pages, which follow from the whole archive, and each dated
edition, which follows from one answer. Many editions are made by several processes.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_lib.analysis.rankings import derive
from site_lib.editions.versions import Editions
from site_lib.errors import RenderError
from site_lib.exports import sitemap
from site_lib.publish.cache import digests, key
from site_lib.publish.output import Record
from site_lib.site import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.analysis.history import History
    from site_lib.publish.cache import Cache
    from site_lib.publish.output import Tree
    from site_lib.publish.pipeline import BuildConfig
    from site_lib.snapshots.archive import Entry

    Tell = Callable[[str], None]
    Known = Sequence[Sequence[Any]] | None
    """Records as JSON has them."""

ROOT = Path(__file__).resolve().parents[2]
"""Where `templates/` and `static/` are."""
FEW = 200
"""So many editions are sooner made by one process than another one is started."""
MOST_PROCESSES, AT_ONCE = 3, 10
"""More processes hold more memory than a small machine has; each is given so many editions."""


@dataclass(frozen=True)
class Part:
    """Files that are made together, and whether they were there already."""

    files: tuple[Record, ...]
    is_reused: bool


def fill(tree: Tree, history: History, job: BuildConfig, cache: Cache, tell: Tell) -> list[Part]:
    """Fill a tree with all files of a history's site; `tell` hears what is going on."""
    keys = _Keys(history, job)
    # With no output to take over from, all are to be made, and that is counted.
    known = [cache.get(keys.edition(e)) if tree.has_old else None for e in history.entries]
    with _processes(len(known), known.count(None)) as mapped:
        # Begun first, so that other processes have something to do meanwhile.
        editions = mapped(partial(_edition, tree, job, keys.templates), history.entries, known)
        pages = _part(tree, cache.get(keys.pages), lambda: page_files(history, job, tell))
        parts = {keys.pages: pages}
        for entry, part in zip(history.entries, editions, strict=True):
            tell(f"edition {entry.as_of}")
            parts[keys.edition(entry)] = part
    # A template that was changed meanwhile may have been read before or after that.
    if _Keys(history, job).pages == keys.pages:
        for name, part in parts.items():
            cache.put(name, part.files)
    return list(parts.values())


class _Keys:
    """The keys of parts: each tells all that the part is made of, but for the code."""

    def __init__(self, history: History, job: BuildConfig) -> None:
        templates, static = ROOT / "templates", ROOT / "static"
        try:
            self.templates = key(digests(templates / "editions"))
            page = digests(templates, static)
        except OSError as error:
            raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
        self._history, self._site = history, [job.base_url, job.is_sample]
        answers = [self._answer(entry) for entry in history.entries]
        self.pages = key("pages", page, self._site, job.has_cards, answers)

    def edition(self, entry: Entry) -> str:
        return key("edition", self.templates, self._site, self._answer(entry))

    def _answer(self, entry: Entry) -> list[object]:
        return [entry.as_of.isoformat(), entry.revision, entry.sha256]


def _part(tree: Tree, known: Known, make: Callable[[], Iterable[tuple[str, bytes]]]) -> Part:
    """Take over files that are known, or else make them."""
    files = tuple(Record(*each) for each in known or ())
    if files and tree.reuse(files):
        return Part(files, is_reused=True)
    return Part(tree.write(make()), is_reused=False)


def page_files(history: History, job: BuildConfig, tell: Tell) -> Iterator[tuple[str, bytes]]:
    """Yield the files of all living pages, each as (path, bytes)."""
    # Loaded here, because nothing else needs matplotlib, which takes longest.
    from site_lib.pages import plan as layout  # noqa: PLC0415
    from site_lib.publish import templates as render  # noqa: PLC0415

    site, planned = layout.plan(
        history, job.base_url, is_sample=job.is_sample, has_cards=job.has_cards
    )
    shown: list[tuple[str, date]] = []
    for path, content in render.render(ROOT, site, planned):
        if path.endswith(".html"):
            tell(f"page {path}")
            if path != addresses.NOT_FOUND:
                shown.append((path, site.as_of))
        yield path, content
    shown += [(addresses.edition_of(entry), entry.as_of) for entry in history.entries]
    yield from sitemap.files(site, shown)


def _edition(tree: Tree, job: BuildConfig, templates: str, entry: Entry, known: Known) -> Part:
    def make() -> Iterable[tuple[str, bytes]]:
        editions = _editions(ROOT, job, templates)
        return editions.files(derive(entry.snapshot()), entry.revision)

    return _part(tree, known, make)


@lru_cache(maxsize=1)
def _editions(root: Path, job: BuildConfig, _templates: str) -> Editions:
    """Read the templates once; when their digest is another, once more."""
    return Editions(root / "templates", job.base_url, is_sample=job.is_sample)


@contextmanager
def _processes(editions: int, to_make: int) -> Iterator[Callable[..., Iterable[Part]]]:
    """Give a `map` over editions, which other processes do where they are many."""
    if editions <= FEW:
        yield map
        return
    from concurrent.futures.process import (  # noqa: PLC0415 (few archives are that long)
        BrokenProcessPool,
        ProcessPoolExecutor,
    )
    from multiprocessing import get_context  # noqa: PLC0415

    pool = ProcessPoolExecutor(
        # One is enough to take over what is there, while this one makes the pages.
        min(1 + to_make // FEW, os.cpu_count() or 1, MOST_PROCESSES),
        # The same on every system, and safe where a preview's server has threads.
        mp_context=get_context("spawn"),
        initializer=_begin,
    )

    def mapped(*arguments: Any) -> Iterable[Part]:  # noqa: ANN401 (those of `map`)
        # An interruption is for this process, which ends the others; they are started deaf to it.
        hear = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return pool.map(*arguments, chunksize=AT_ONCE)
        finally:
            signal.signal(signal.SIGINT, hear)

    try:
        yield mapped
    except BrokenProcessPool as error:
        message = f"a process that makes editions was ended ({error}); is memory short?"
        raise RenderError(message) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Begin to work for another process, and end with it however it ends."""
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415 (as above)

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
