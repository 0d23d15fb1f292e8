"""A site's parts put together: what an earlier build made of the same is taken over.

There are two kinds of parts: all living pages, which follow from the whole archive, and each dated
edition, which follows from one answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from site_lib import addresses, sitemap
from site_lib.cache import digests, key
from site_lib.editions.edition import Editions
from site_lib.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from site_lib.archive import Entry
    from site_lib.cache import Cache
    from site_lib.history import History
    from site_lib.output import Tree
    from site_lib.pipeline import Job

    Tell = Callable[[str], None]

ROOT = Path(__file__).resolve().parent.parent
"""Where `templates/` and `static/` are."""


def fill(tree: Tree, history: History, job: Job, cache: Cache, tell: Tell) -> None:
    """Fill a tree with all files of a history's site; `tell` hears what is going on."""
    parts = _Parts(history, job)
    if not tree.take_over(cache.get(parts.pages)):
        cache.put(parts.pages, tree.write(_pages(history, job, tell)))
    missing = [e for e in history.entries if not tree.take_over(cache.get(parts.edition(e)))]
    editions = Editions(ROOT / "templates", job.base_url, is_sample=job.is_sample)
    for entry in missing:
        tell(f"edition {entry.as_of}")
        files = editions.files(history.rankings_of(entry), entry.revision)
        cache.put(parts.edition(entry), tree.write(files))


class _Parts:
    """The names of parts: each tells all that the part is made of, but for the code."""

    def __init__(self, history: History, job: Job) -> None:
        templates, static = ROOT / "templates", ROOT / "static"
        try:
            self._edition = digests(templates / "editions")
            page = digests(templates, static)
        except OSError as error:
            raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
        self._history, self._site = history, [job.base_url, job.is_sample]
        answers = [self._answer(entry) for entry in history.entries]
        self.pages = key("pages", page, self._site, job.has_cards, answers)

    def edition(self, entry: Entry) -> str:
        return key("edition", self._edition, self._site, self._answer(entry))

    def _answer(self, entry: Entry) -> list[object]:
        return [entry.as_of.isoformat(), entry.revision, self._history.digest_of(entry)]


def _pages(history: History, job: Job, tell: Tell) -> Iterator[tuple[str, bytes]]:
    # Loaded here, because nothing else needs matplotlib, which takes longest.
    from site_lib import layout, render  # noqa: PLC0415
    from site_lib.drawing import default_settings  # noqa: PLC0415

    site, planned = layout.plan(
        history, job.base_url, is_sample=job.is_sample, has_cards=job.has_cards
    )
    shown: list[tuple[str, date]] = []
    with default_settings():
        for path, content in render.render(ROOT, site, planned):
            if path.endswith(".html"):
                tell(f"page {path}")
                if path != addresses.NOT_FOUND:
                    shown.append((path, site.as_of))
            yield path, content
    shown += [(addresses.edition_of(entry), entry.as_of) for entry in history.entries]
    yield from sitemap.files(site, shown)
