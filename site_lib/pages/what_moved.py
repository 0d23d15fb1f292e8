"""What moved: the part of a page that says which shares changed and which models are new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.restatement import MOST_LISTED
from site_lib.site.formats import count, points_in_words, points_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_lib.analysis.news import Entrant, JudgedChange, News
    from site_lib.analysis.rankings import Tag
    from site_lib.analysis.ranks import Rank


@dataclass(frozen=True)
class EntrantLine:
    """A model that has entered lists: its best new rank, and in how many others it is new."""

    name: str
    rank: Rank
    tag: Tag
    others: str


@dataclass(frozen=True)
class WhatMoved:
    """The news of a day as a page shows them."""

    news: News
    window_days: int

    @property
    def since(self) -> date | None:
        """The date that changes are measured from."""
        return self.news.baseline.since

    @property
    def largest(self) -> JudgedChange | None:
        """The change that the section opens with."""
        return self.news.largest[0] if self.news.largest else None

    @property
    def largest_opening(self) -> str:
        """How the sentence about the largest change begins."""
        number = len(self.news.largest)
        if number > 1:
            return f"One of the {number} largest changes"
        return "The largest change"

    @property
    def largest_end(self) -> str:
        """How that sentence ends: the difference, and how it compares with the noise floor."""
        if self.largest is None:
            return ""
        words = points_in_words(self.largest.change)
        floor = self.largest.noise_floor
        if floor is None:
            return words
        side = "above" if self.largest.stands_out else "within"
        return f"{words}, {side} its noise floor of {points_size(floor)}"

    @property
    def standouts(self) -> Sequence[JudgedChange]:
        """The changes above the noise floor that are listed."""
        return self.news.standouts[:MOST_LISTED]

    @property
    def standouts_caption(self) -> str:
        """The title of the table that lists them."""
        number = len(self.news.standouts)
        shown = f"The {MOST_LISTED} largest of {number} changes"
        return (
            shown if number > MOST_LISTED else count(number, "change")
        ) + " above the noise floor"

    @property
    def nothing_stands_out(self) -> bool:
        """Whether shares can be compared with a noise floor, and none is above it."""
        return not self.news.standouts and self.news.number_judged > 0

    @property
    def cannot_tell_note(self) -> str:
        """Why it is not known which changes stand out; empty where it is."""
        if self.news.standouts or self.news.number_judged or not self.news.changes:
            return ""
        return (
            "Which changes stand out cannot be told yet: the archive holds too few snapshots that "
            f"are less than {count(self.window_days, 'day')} apart."
        )

    @property
    def entrants(self) -> Iterator[EntrantLine]:
        """The models that are listed as new."""
        return map(_line, self.news.entrants[:MOST_LISTED])

    @property
    def entrants_note(self) -> str:
        """How many further models are new, and since when."""
        more = len(self.news.entrants) - MOST_LISTED
        counted = f"And {count(more, 'other model')}. " if more > 0 else ""
        return (
            f"{counted}Since the edition of {self.news.before}; “new” means new in a task’s list."
        )


def _line(entrant: Entrant) -> EntrantLine:
    tag, rank = entrant.entries[0]
    others = len(entrant.entries) - 1
    also = f", and {count(others, 'other list')}" if others else ""
    return EntrantLine(entrant.model.name, rank, tag, also)
