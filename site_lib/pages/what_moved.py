"""What moved: the part of a page that says who leads now, who entered, and which shares moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site.formats import count, percent
from site_lib.site.news_words import (
    EntrantLine,
    entrant_line,
    leaders_sentence,
    standouts,
    whole_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_lib.analysis.news import Entrant, ListNews, MovedShare, NewLeader, News

MOST_SHOWN = 3
"""How many rows of a kind stand there from the start; the others are folded."""
MOST_SHOWN_ON_HOME = 2
"""The same on home, whose table of tasks the keyboard should reach soon."""


@dataclass(frozen=True)
class WhatMoved:
    """The news of a day as a page shows them."""

    news: News
    in_category: bool = False
    """Whether shares are of the tasks' category, as on its page, and not of everything."""
    most_shown: int = MOST_SHOWN

    @property
    def since(self) -> date | None:
        """The date that changes of shares are measured from."""
        return self.news.baseline.since

    @property
    def lists(self) -> ListNews | None:
        """How the lists changed since then, or since the day before where there is no such date."""
        return self.news.lists_since_baseline or self.news.lists

    @property
    def leaders_sentence(self) -> str:
        """How many tasks have a new leading model; empty where no lists can be compared."""
        return leaders_sentence(self.lists)

    @property
    def leaders(self) -> Sequence[NewLeader]:
        """The tasks with a new leading model, the largest task first."""
        return self.lists.leaders if self.lists else ()

    @property
    def entrants(self) -> Sequence[EntrantLine]:
        """The models that have entered a list at a leading rank."""
        line = entrant_line if self.in_category else _counted_line
        return tuple(map(line, self.lists.entrants)) if self.lists else ()

    @property
    def entrants_title(self) -> str:
        """The title of their list."""
        if self.lists is None:
            return ""
        models = count(len(self.entrants), "model")
        return f"{models} entered lists at rank {self.lists.entry_rank} or better"

    @property
    def moved(self) -> tuple[MovedShare, ...]:
        """The shares that can be compared, the largest change first."""
        return self.news.moved_in_category if self.in_category else self.news.moved

    @property
    def standouts(self) -> tuple[MovedShare, ...]:
        """The changes that stand out."""
        return standouts(self.moved)

    @property
    def standouts_listed(self) -> tuple[MovedShare, ...]:
        """Those that get a table: not a single one that the sentence has named already."""
        return () if self.standouts == self.moved[:1] else self.standouts

    @property
    def largest_sentence(self) -> str:
        """Which share moved most, and whether that is unusual; empty without an earlier day."""
        if not self.moved:
            return ""
        if not self.moved[0].change.is_measurable:
            return f"No task’s share has changed measurably since {self.since}."
        first, size = self.moved[0], abs(self.moved[0].change.points)
        is_tied = any(m.tag != first.tag and abs(m.change.points) == size for m in self.moved)
        name = first.tag.name
        opening = f"No task moved more than {name}" if is_tied else f"{name} moved most"
        change = first.change
        words = f"from {percent(change.then)} to {percent(change.now)} of {whole_of(first)}"
        verdict = {
            True: "This stands out.",
            False: "It does not stand out.",
            None: "Whether that stands out cannot be told yet.",
        }[change.stands_out]
        return f"{opening}: {words} since {self.since}. {verdict}"

    @property
    def standouts_note(self) -> str:
        """That no change stands out; empty where some do, or where it cannot be told."""
        if self.standouts or not self.moved or not self.news.baseline.past.are_enough:
            return ""
        if any(each.change.stands_out is None for each in self.moved):
            return "No change that can be judged stands out."
        return "No change of a task’s share stands out."


def _counted_line(entrant: Entrant) -> EntrantLine:
    """Count the tasks whose lists a model has entered, since home would name dozens."""
    tag, rank = entrant.entries[0]
    if len(entrant.entries) == 1:
        return EntrantLine(entrant.model.id, entrant.model.name, f"rank {rank} in {tag.name}")
    lists = count(len(entrant.entries), "list")
    return EntrantLine(entrant.model.id, entrant.model.name, f"{lists}, best rank {rank}")
