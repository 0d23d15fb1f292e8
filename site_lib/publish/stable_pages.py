"""Writes pages about the past, in this process or in another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from site_lib.publish.templates import Renderer
from site_lib.publish.workers import collect_sometimes

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.pages.page import PageSource
    from site_lib.publish.output import FileRecord, StagedSite
    from site_lib.site.context import Site


@dataclass(frozen=True)
class StableWriter:
    """Writes pages about the past. Copies in other processes are equal, and each renders alike."""

    key: str
    staged: StagedSite = field(compare=False)
    root: Path = field(compare=False)
    """The folder with `templates/` and `static/`."""
    site: Site = field(compare=False)

    def __call__(self, source: PageSource) -> tuple[FileRecord, ...]:
        """Write a page and its files; raises RenderError, ArchiveError and OutputError."""
        collect_sometimes()
        return self.staged.write(_renderer(self).files(source.page(self.site)))


@lru_cache(maxsize=1)
def _renderer(writer: StableWriter) -> Renderer:
    return Renderer(writer.root, writer.site)
