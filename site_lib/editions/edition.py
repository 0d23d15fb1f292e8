"""One archived answer as it is published for ever: the value that every version renders."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
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
    source: bytes
    """The answer as received."""
    revision: int
    path: str
    site: str | None
    """The address of the site; None where that is not known."""
    url: str | None
    """The address of the edition's page."""
    is_sample: bool

    @property
    def name(self) -> str:
        """The date, and which revision it is if it is not the first."""
        revision = f", revision {self.revision}" if self.revision > 1 else ""
        return f"{self.rankings.as_of.isoformat()}{revision}"

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.rankings.as_of)

    @property
    def licence_words(self) -> str:
        """The licence sentence for republished data."""
        return LICENCE_WORDS

    @property
    def window(self) -> str:
        """The days that it is about."""
        days = count(self.rankings.window_days, "day")
        return f"{days} to {self.rankings.as_of.isoformat()}"

    @property
    def description(self) -> str:
        """What the edition holds, in a sentence."""
        tasks = count(len(self.rankings.tags), "task")
        return (
            f"{tasks} by share of classified requests and tokens on OpenRouter, and the models "
            f"that do them, in the {self.window}."
        )

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the answer's bytes, as hex."""
        return hashlib.sha256(self.source).hexdigest()

    @property
    def earlier_path(self) -> str:
        """The path of the edition that this one revises."""
        return addresses.edition(self.rankings.as_of, self.revision - 1)
