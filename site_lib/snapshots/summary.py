"""The summary of one answer: its tasks and categories, without the models.

Small enough to keep in memory for every archived answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import shared_shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.snapshot import Snapshot


class TagSummary(NamedTuple):
    """A task: its name, its category's key, its shares of everything and of its category."""

    name: str
    category_key: str
    shares: Shares
    category_shares: Shares


class CategorySummary(NamedTuple):
    """A category: its label and its shares of everything."""

    name: str
    shares: Shares


@dataclass(frozen=True)
class Taxonomy:
    """Which task belongs to which category."""

    categories: frozenset[str]
    """The categories' keys."""
    tags: Mapping[str, str]
    """From each tag to its category's key."""


@dataclass(frozen=True)
class DaySummary:
    """The tasks and categories of one answer."""

    as_of: date
    window_days: int
    tags: Mapping[str, TagSummary]
    categories: Mapping[str, CategorySummary]
    """By key."""

    @property
    def taxonomy(self) -> Taxonomy:
        """Which task belongs to which category on this day."""
        return Taxonomy(
            frozenset(self.categories), {tag: each.category_key for tag, each in self.tags.items()}
        )

    def has_tag(self, category_key: str, tag: str) -> bool:
        """Return whether a tag exists and is in that category."""
        return tag in self.tags and self.tags[tag].category_key == category_key


def summarize(snapshot: Snapshot) -> DaySummary:
    """Return the tasks and categories of a snapshot, in its order."""
    return DaySummary(
        as_of=snapshot.as_of,
        window_days=snapshot.window_days,
        tags={
            intern(tag.tag): TagSummary(
                shown_name(tag.display_name),
                intern(tag.macro_category),
                shared_shares(tag.usage_share, tag.token_share),
                shared_shares(tag.category_usage_share, tag.category_token_share),
            )
            for tag in snapshot.classifications
        },
        categories={
            intern(each.key): CategorySummary(
                shown_name(each.label), shared_shares(each.usage_share, each.token_share)
            )
            for each in snapshot.macro_categories
        },
    )
