"""Pages that a preview keeps, so that its next build makes only what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_lib.analysis.history import History
    from site_lib.exports.page_data import PageData
    from site_lib.pages.page import Page, PageMaker
    from site_lib.pages.plan import Plan
    from site_lib.publish.config import BuildConfig
    from site_lib.publish.templates import Renderer

    File = tuple[str, bytes]


class PageMemory:
    """The pages of the last build with their files."""

    def __init__(self) -> None:
        """Remember nothing."""
        self._key: object = None
        self._plan: Plan | None = None
        self._pages: Mapping[PageMaker, _Kept] = {}

    def plan(self, history: History, config: BuildConfig, make: Callable[[], Plan]) -> Plan:
        """Make the plan of the living pages, unless the archive and the site are as last time."""
        answers = [(entry.as_of, entry.revision, entry.sha256) for entry in history.entries]
        # The folder, too, because pages read answers again when they are made.
        key = (config.data, answers, config.site, config.is_sample, config.has_cards)
        if self._plan is None or self._key != key:
            planned = make()
            self._key, self._plan = key, replace(planned, stable=tuple(planned.stable))
            self._pages = {make: _Kept(make) for make in planned.pages}
        return self._plan

    def files(self, make: PageMaker, renderer: Renderer) -> Iterator[File]:
        """Yield the files of a page of the plan; those that nothing has changed are kept."""
        return self._pages[make].files(renderer)


class _Kept:
    """A page, once it is made, with its files."""

    def __init__(self, make: PageMaker) -> None:
        self._make = make
        self._made: tuple[Page, PageData | None] | None = None
        self._page_files, self._files_beside = _Files(), _Files()

    def files(self, renderer: Renderer) -> Iterator[File]:
        if self._made is None:
            page = self._make()
            self._made = page, page.data(renderer.site)
        page, data = self._made
        yield from self._page_files.of(
            renderer.inputs_of_page(page), lambda: renderer.page_and_card(page, data)
        )
        yield from self._files_beside.of(
            renderer.inputs_beside(page), lambda: renderer.files_beside(page, data)
        )


@dataclass
class _Files:
    """Files, and what they were made from."""

    inputs: object = None
    files: tuple[File, ...] = ()

    def of(self, inputs: object, make: Callable[[], Iterable[File]]) -> tuple[File, ...]:
        """Return the files; make them again if the inputs are others."""
        if self.inputs != inputs:
            self.inputs, self.files = inputs, tuple(make())
        return self.files
