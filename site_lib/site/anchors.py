"""The ids under which an edition's page has its categories and tags: what citations point to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import Tag
from site_lib.site.addresses import Addresses, anchor, assign

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Category, Rankings


@dataclass(frozen=True)
class Anchors:
    """Where on the page each category and tag stands: the id is like its living page's path."""

    links: Addresses

    def category(self, category: Category) -> str:
        """Return a category's id."""
        return anchor(self.links.categories[category.key])

    def tag(self, tag: Tag) -> str:
        """Return a tag's id."""
        return anchor(self.links.tags[tag.tag])

    def of(self, thing: Category | Tag) -> str:
        """Return the id of a category or a tag."""
        return self.tag(thing) if isinstance(thing, Tag) else self.category(thing)


def anchors(rankings: Rankings) -> Anchors:
    """Give an id to all that an answer has; no other answer is looked at."""
    return Anchors(assign([rankings.summary.taxonomy]))
