"""Which version of the edition renders which day.

Once published, an edition keeps its bytes: it is made of one archived answer by the version that
was new when it came. To change what editions look like, add a version with the next day as its
`since`; tests/test_editions.py holds the old ones against golden files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from site_lib.editions import v1 as first
from site_lib.errors import RenderError
from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS, citation, published
from site_lib.site.formats import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from site_lib.analysis.rankings import Rankings

    Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Edition:
    """One archived answer as it is published for ever."""

    rankings: Rankings
    revision: int
    path: str
    url: str | None
    is_sample: bool

    @property
    def name(self) -> str:
        """The date, and whether it is restated."""
        restated = f", restatement {self.revision - 1}" if self.revision > 1 else ""
        return f"{self.rankings.as_of.isoformat()}{restated}"

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.rankings.as_of)

    @property
    def licence_words(self) -> str:
        """What stands beside republished data."""
        return LICENCE_WORDS

    @property
    def description(self) -> str:
        """What the edition holds, in a sentence."""
        tasks = count(len(self.rankings.tags), "task")
        days = count(self.rankings.window_days, "day")
        return (
            f"{tasks} by share of classified requests and tokens on OpenRouter, and the models "
            f"that do them, in the {days} to {self.rankings.as_of.isoformat()}."
        )

    @property
    def earlier_path(self) -> str:
        """The path of the edition that this one restates."""
        return addresses.edition(self.rankings.as_of, self.revision - 1)


@dataclass(frozen=True)
class Version:
    """A way to render editions, for the answers from a date on until the next version's."""

    since: date
    opened: Callable[[Path], Callable[[Edition], Files]]
    """From the folder of templates to what makes an edition's files, each as (path, bytes)."""


VERSIONS = (Version(date.min, first.opened),)
"""The oldest first. None may change once an edition made by it is published."""


class Editions:
    """Makes the files of a site's editions, each by its version."""

    def __init__(
        self,
        templates: Path,
        base_url: str | None,
        *,
        is_sample: bool,
        versions: Sequence[Version] = VERSIONS,
    ) -> None:
        """Read the versions' templates; raises RenderError where one cannot be read."""
        self._base_url, self._is_sample = base_url, is_sample
        try:
            self._versions = [(version.since, version.opened(templates)) for version in versions]
        except (OSError, TemplateError) as error:
            raise RenderError(f"cannot read the editions' templates: {error}") from error

    def files(self, rankings: Rankings, revision: int) -> Files:
        """Yield the files of the edition of one answer."""
        path = addresses.edition(rankings.as_of, revision)
        url = published(self._base_url, path)
        edition = Edition(rankings, revision, path, url, self._is_sample)
        made_by = [files for since, files in self._versions if since <= rankings.as_of][-1]
        return made_by(edition)
