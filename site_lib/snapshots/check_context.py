"""What a check is given: an answer, the one before it in the archive, and the date of the build."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from site_lib.snapshots.differences import compare_days
from site_lib.snapshots.snapshot import path
from site_lib.snapshots.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_lib.snapshots.differences import DayDifferences
    from site_lib.snapshots.snapshot import Answer, Classification, MacroCategory, Snapshot

Part = TypeVar("Part")


class Earlier(NamedTuple):
    """An earlier snapshot, and what differs from it in tasks, categories and their shares."""

    snapshot: Snapshot
    differences: DayDifferences


@dataclass(frozen=True)
class CheckContext:
    """An answer, and what it is checked against."""

    answer: Answer
    today: date | None
    """The UTC date of the build; None for an archived answer, which had to pass on its day."""
    newest: Snapshot | None
    """The newest archived snapshot when the answer came; None if there was none."""
    live: bool
    """Whether the answer was just fetched; only then does its age say whether OpenRouter works."""

    @property
    def snapshot(self) -> Snapshot:
        """The answer's data."""
        return self.answer.data

    @cached_property
    def tags(self) -> Sequence[tuple[str, Classification]]:
        """Each tag with its path in the data."""
        return _with_paths("classifications", self.snapshot.classifications)

    @cached_property
    def categories(self) -> Sequence[tuple[str, MacroCategory]]:
        """Each macro-category with its path in the data."""
        return _with_paths("macro_categories", self.snapshot.macro_categories)

    @cached_property
    def earlier(self) -> Earlier | None:
        """The newest archived snapshot, and what differs from it; None if there is none."""
        before = self.newest
        if before is None:
            return None
        return Earlier(before, compare_days(summarize(before), summarize(self.snapshot)))


def _with_paths(field: str, parts: Sequence[Part]) -> Sequence[tuple[str, Part]]:
    where = path(field)
    return [(f"{where}[{index}]", part) for index, part in enumerate(parts)]
