"""What pages are made of: the site, the archive, and what several pages need of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_lib.analysis.leaders import overall_leaders
from site_lib.analysis.model_history import ModelArchive, range_changes
from site_lib.analysis.model_news import ModelNews
from site_lib.analysis.models import family_of, model_uses
from site_lib.pages.page_titles import page_titles, shown_author
from site_lib.site import addresses
from site_lib.site.addresses import author_of
from site_lib.site.context import Link, Origin
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_lib.analysis.history import History
    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.model_history import RangeChange
    from site_lib.analysis.models import ModelUse
    from site_lib.analysis.news import News
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.exports.feed import EditionEntry
    from site_lib.exports.news_feed import EditionNews
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True)
class PageContext:
    """What pages are made of: the site, the archive and its newest editions' news."""

    site: Site
    history: History
    editions: tuple[EditionNews, ...]
    """The newest first; there is at least one."""

    @property
    def rankings(self) -> Rankings:
        """The newest rankings."""
        return self.history.rankings

    @property
    def news(self) -> News:
        """The news of the newest edition."""
        return self.editions[0].news

    @cached_property
    def leaders(self) -> Leaders:
        """The models that lead everything."""
        return overall_leaders(self.rankings)

    @cached_property
    def models(self) -> Mapping[str, ModelUse]:
        """The models that are listed now, by id; the largest minimum share of requests first."""
        return {each.id: each for each in model_uses(self.rankings)}

    @cached_property
    def model_archive(self) -> ModelArchive:
        """All models that the archive has ever listed."""
        return ModelArchive(self.history)

    @cached_property
    def model_changes(self) -> Mapping[str, RangeChange]:
        """How models have changed, by id; empty where no earlier day can be compared with."""
        return range_changes(self.history)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of the pages of categories, tasks, authors and models, by path."""
        return page_titles(self.site.title, self.history, self.site.links, self.models.keys())

    @cached_property
    def _families(self) -> Mapping[str, list[str]]:
        """The ids of all models ever listed that differ in variant or date only."""
        families: dict[str, list[str]] = {}
        for model in sorted(self.site.links.models):
            families.setdefault(family_of(model), []).append(model)
        return families

    def related(self, model: str) -> tuple[Link, ...]:
        """Return the links to models whose ids differ from this one's in variant or date only."""
        return tuple(
            map(self.model_link, (e for e in self._families[family_of(model)] if e != model))
        )

    def model_news(self, model: str) -> list[tuple[EditionEntry, ModelNews]]:
        """Return what the newest editions bring of a model, the newest first."""
        return [(each, each.models.get(model, ModelNews())) for each in self.editions]

    @cached_property
    def by_author(self) -> Mapping[str, list[ModelUse]]:
        """The models that are listed now, by author."""
        authors: dict[str, list[ModelUse]] = {}
        for use in self.models.values():
            authors.setdefault(author_of(use.id), []).append(use)
        return authors

    def is_new(self, model: str) -> bool:
        """Return whether no list of the archive had a model up to the day that is compared with."""
        since = self.news.baseline.since
        return since is not None and self.model_archive.first(model).as_of > since

    def model_link(self, model: str) -> Link:
        """Return the link to a model's page."""
        return Link(shown_name(model), self.site.links.models[model])

    def author_link(self, author: str) -> Link:
        """Return the link to an author's page."""
        return Link(shown_author(author), self.site.links.authors[author])

    def category_link(self, category: Category) -> Link:
        """Return the link to a category's page."""
        return Link(category.label, self.site.links.categories[category.key])

    def tag_link(self, tag: Tag) -> Link:
        """Return the link to a task's page."""
        return Link(tag.name, self.site.links.tags[tag.tag])


def origin_of(entry: Entry, window_days: int) -> Origin:
    """Return where the figures of an archived answer come from."""
    return Origin(entry.as_of, window_days, addresses.edition_of(entry), entry.sha256)
