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
    """The ids of an edition's categories and tags; each is like the path of its living page."""

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
    """Assign ids to the categories and tags of one answer, without regard to other answers."""
    return Anchors(assign([rankings.summary.taxonomy]))
