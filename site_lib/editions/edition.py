"""One archived answer as it is published for ever: the value that every version renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS, citation, published
from site_lib.site.formats import count

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Rankings
    from site_lib.site.site_config import SiteConfig
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True)
class Edition:
    """One archived answer as it is published for ever."""

    entry: Entry
    rankings: Rankings
    site: SiteConfig
    """Whose site it is. Its title, publisher and address are part of the edition."""
    is_sample: bool

    @property
    def path(self) -> str:
        """The path of its page."""
        return addresses.edition_of(self.entry)

    @property
    def url(self) -> str | None:
        """The address of its page; None where that is not known."""
        return published(self.site.address, self.path)

    @property
    def name(self) -> str:
        """The date, and which revision it is if it is not the first."""
        revision = f", revision {self.entry.revision}" if self.is_revised else ""
        return f"{self.rankings.as_of.isoformat()}{revision}"

    @property
    def is_revised(self) -> bool:
        """Whether OpenRouter first published other figures for the date."""
        return self.entry.revision > 1

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.rankings.as_of)

    @property
    def licence_words(self) -> str:
        """The licence sentence for republished data."""
        return LICENCE_WORDS

    @property
    def description(self) -> str:
        """What the edition holds, in a sentence."""
        tasks, days = len(self.rankings.tags), self.rankings.window_days
        return (
            f"{count(tasks, 'task')} by share of classified requests and tokens on OpenRouter, and "
            f"the models that do them, in the {count(days, 'day')} to {self.rankings.as_of}."
        )

    @property
    def earlier_path(self) -> str:
        """The path of the edition that this one revises."""
        return addresses.edition(self.rankings.as_of, self.entry.revision - 1)
