"""Which version of the edition renders which day.

Once published, an edition keeps its bytes: it is made of one archived answer by the version that
was new when it came. To change what editions look like, add a version with the next day as its
`since`; the tests compare the old ones with golden files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from site_lib.analysis.rankings import derive
from site_lib.editions import v1
from site_lib.editions.edition import Edition
from site_lib.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from site_lib.site.site_config import SiteConfig
    from site_lib.snapshots.archive import Entry

    Files = Iterator[tuple[str, bytes]]
    """Each file as (path, bytes)."""


@dataclass(frozen=True)
class Version:
    """A way to render editions, for the answers from a date on until the next version's."""

    since: date
    load: Callable[[Path], Callable[[Edition], Files]]
    """From the folder of templates to the function that renders an edition."""


VERSIONS = (Version(date.min, v1.load),)
"""The oldest first. None may change once an edition made by it is published."""


class Editions:
    """Renders a site's editions, each by its version."""

    def __init__(
        self,
        templates: Path,
        site: SiteConfig,
        *,
        is_sample: bool,
        versions: Sequence[Version] = VERSIONS,
    ) -> None:
        """Load the versions' templates; raises RenderError where one cannot be read."""
        self._site, self._is_sample = site, is_sample
        try:
            self._versions = [(version.since, version.load(templates)) for version in versions]
        except (OSError, TemplateError) as error:
            raise RenderError(f"cannot read the editions' templates: {error}") from error

    def files(self, entry: Entry) -> Files:
        """Yield the files of the edition of one answer; raises ArchiveError."""
        edition = Edition(entry, derive(entry.snapshot()), self._site, self._is_sample)
        render = [render for since, render in self._versions if since <= entry.as_of][-1]
        return render(edition)
