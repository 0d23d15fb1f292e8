"""One archived answer as it is published for ever: the value that every version renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS, citation
from site_lib.site.formats import count

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Rankings


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
        restated = f", revision {self.revision - 1}" if self.revision > 1 else ""
        return f"{self.rankings.as_of.isoformat()}{restated}"

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
