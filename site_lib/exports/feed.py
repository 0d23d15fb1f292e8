"""Atom feeds: what all of them have. Their XML is `templates/feed.xml`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from site_lib.site import addresses
from site_lib.site.context import citation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True)
class EditionEntry:
    """An edition as feeds name it."""

    entry: Entry

    @property
    def path(self) -> str:
        """The edition's page."""
        return addresses.edition_of(self.entry)

    @property
    def citation(self) -> str:
        """The sentence that the source asks for."""
        return citation(self.entry.as_of)

    @property
    def name(self) -> str:
        """The date, and whether it is restated."""
        restated = " (revised)" if self.entry.revision > 1 else ""
        return f"{self.entry.as_of.isoformat()}{restated}"

    @property
    def time(self) -> str:
        """The edition's date as a moment; a restatement's is a second later than what it restates.

        The clock has no part in it, so that the same archive always gives the same feed.
        """
        start = datetime.combine(self.entry.as_of, time(), UTC)
        return (start + timedelta(seconds=self.entry.revision - 1)).strftime("%Y-%m-%dT%H:%M:%SZ")


class FeedEntry(Protocol):
    """What every entry of a feed has."""

    @property
    def id(self) -> str:
        """Its id, which no other entry has."""

    @property
    def edition(self) -> EditionEntry:
        """The edition that it is about."""

    @property
    def title(self) -> str:
        """The date and what has happened, in a line."""

    @property
    def target(self) -> str:
        """The path of what it is about."""


@dataclass(frozen=True)
class Feed:
    """A feed beside the page that it is about."""

    id: str
    path: str
    page: str
    title: str
    time: str
    """The time of the newest entry; of the newest edition where there is no entry."""
    entries: Sequence[FeedEntry]


def feed_id(site: Site, subject: str, edition: str = "") -> str:
    """Return the id of a feed, or of its entry of an edition: the same in every build of the site.

    It depends on what the feed is about, not on its path.
    """
    name = f"{site.base_url or site.title}{subject}#{edition}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
