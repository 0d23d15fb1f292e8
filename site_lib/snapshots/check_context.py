"""What a check is given: an answer, the newest archived snapshot, and the date of the build."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from site_lib.errors import Finding
from site_lib.snapshots.snapshot import path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.snapshots.snapshot import Answer, Classification, MacroCategory, Snapshot

Found = tuple[str, str]
"""A path in the data, and what is wrong or odd there."""
Part = TypeVar("Part")


@dataclass(frozen=True)
class CheckContext:
    """An answer, and what it is checked against."""

    answer: Answer
    today: date
    """The UTC date of the build."""
    newest: Snapshot | None
    """The newest archived snapshot; None if the archive is empty."""
    live: bool
    """Whether the answer was just fetched; only then does its age say whether OpenRouter works."""

    @property
    def snapshot(self) -> Snapshot:
        """The answer's data."""
        return self.answer.data

    @property
    def tags(self) -> Sequence[tuple[str, Classification]]:
        """Each tag with its path in the data."""
        return _with_paths("classifications", self.snapshot.classifications)

    @property
    def categories(self) -> Sequence[tuple[str, MacroCategory]]:
        """Each macro-category with its path in the data."""
        return _with_paths("macro_categories", self.snapshot.macro_categories)

    @property
    def age_days(self) -> int:
        """Days between the snapshot's date and the build's."""
        return (self.today - self.snapshot.as_of).days


def run(
    checks: Iterable[Callable[[CheckContext], Iterator[Found]]], context: CheckContext
) -> tuple[Finding, ...]:
    """Run checks in order and return everything that they find."""
    found = chain.from_iterable(check(context) for check in checks)
    return tuple(Finding(where, message) for where, message in found)


def age_message(context: CheckContext, limit: int) -> str:
    """Say that a snapshot is more than `limit` days old."""
    return (
        f"{context.snapshot.as_of} is {context.age_days} days before today, {context.today} (UTC); "
        f"the limit is {limit} days, so OpenRouter seems to have stopped updating"
    )


def _with_paths(field: str, parts: Sequence[Part]) -> Sequence[tuple[str, Part]]:
    return [(path(field, index), part) for index, part in enumerate(parts)]
