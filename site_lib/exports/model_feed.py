"""The feed of a model: an entry for each edition that brings something of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.exports.feed import Feed, feed_id
from site_lib.site import addresses
from site_lib.site.model_words import news_sentences, news_title
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.model_news import ModelNews
    from site_lib.exports.feed import EditionEntry
    from site_lib.site.context import Site


@dataclass(frozen=True)
class ModelEntry:
    """The news of a model in an edition."""

    id: str
    edition: EditionEntry
    name: str
    news: ModelNews

    @property
    def title(self) -> str:
        """The date and what has happened, in a line."""
        return f"{self.edition.name}: {self.name}: {news_title(self.news)}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What has happened."""
        return tuple(news_sentences(self.news))

    @property
    def target(self) -> str:
        """The path of the edition."""
        return self.edition.path


def model_feed(
    site: Site, page: str, model: str, news: Sequence[tuple[EditionEntry, ModelNews]]
) -> Feed:
    """Return the feed of a model: an entry for each edition that brings something of it.

    `news` has editions with what they bring of it, the newest first; there is at least one.
    """
    subject, name = f"model {model}", shown_name(model)
    entries = tuple(
        ModelEntry(feed_id(site, subject, edition.path), edition, name, each)
        for edition, each in news
        if not each.is_empty
    )
    newest = entries[0].edition if entries else news[0][0]
    title = f"{name} · {site.title}"
    path = addresses.beside(page, addresses.FEED)
    return Feed(feed_id(site, subject), path, page, title, newest.time, entries)
