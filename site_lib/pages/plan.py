"""Lay out an archive as a site: which pages there are, and what each of them says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from site_lib.analysis.rankings import Shares, remainder
from site_lib.charts import card as cards
from site_lib.charts.card import Card
from site_lib.charts.timeline import RankHistory
from site_lib.exports import feed as feeds
from site_lib.exports.dataset import Dataset
from site_lib.pages import figures
from site_lib.pages.archive import catalogue
from site_lib.pages.figures import Place
from site_lib.pages.page import (
    AboutPage,
    ArchivePage,
    CategoryPage,
    Headline,
    HomePage,
    NotFoundPage,
    RetiredPage,
    ShareHistory,
    Siblings,
    TagPage,
    both,
)
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.context import LICENCE_WORDS, TITLE, Link, Site, category_class
from site_lib.site.formats import count, percent
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_lib.analysis.history import History, TagSummary
    from site_lib.analysis.rankings import Category, Rankings, Tag
    from site_lib.analysis.series import Series
    from site_lib.exports.feed import EditionNews, Feed
    from site_lib.pages.page import Page
    from site_lib.snapshots.archive import Entry

SERIES_FILE = "history.csv"
MODELS_OVER_TIME = 5
"""How many of a task's leading models have their ranks shown over time."""

Thing = TypeVar("Thing")


def plan(
    history: History, base_url: str | None, *, is_sample: bool, has_cards: bool = True
) -> tuple[Site, Iterator[Page]]:
    """Lay out an archive; the pages are made, and their charts drawn, one by one."""
    rankings = history.rankings
    links = addresses.assign(history.day_of(entry).sorting for entry in history.entries)
    navigation = [Link(each.label, links.categories[each.key]) for each in rankings.categories]
    own = (Link("Archive", addresses.ARCHIVE), Link("About", addresses.ABOUT))
    site = Site(
        title=TITLE,
        base_url=base_url,
        as_of=rankings.as_of,
        window_days=rankings.window_days,
        navigation=(*navigation, *own),
        links=links,
        edition=addresses.edition_of(history.newest),
        anchors=anchors(rankings),
        editions={entry.as_of: addresses.edition_of(entry) for entry in history.dates},
        is_sample=is_sample,
        has_cards=has_cards,
    )
    return site, _Layout(site, history, feeds.latest(history)).pages()


@dataclass(frozen=True)
class _Retired:
    """A category or a tag that stood at a path and stands there no more."""

    kind: str
    key: str
    path: str
    seen: TagSummary
    last: Entry


@dataclass(frozen=True)
class _Layout:
    """Makes pages of an archive."""

    site: Site
    history: History
    news: tuple[EditionNews, ...]
    """Of the newest editions, the newest first."""

    def pages(self) -> Iterator[Page]:
        rankings = self.history.rankings
        yield self._home(rankings)
        for category, siblings in _with_siblings(rankings.categories, self._to_category):
            yield self._category(category, siblings)
            for tag, neighbours in _with_siblings(category.tags, self._to_tag):
                yield self._tag(tag, category, neighbours)
        yield from self._gone_categories()
        yield from self._gone_tags()
        yield self._archive()
        yield AboutPage(
            path=addresses.ABOUT,
            title=f"About the figures · {TITLE}",
            description="What the figures mean, how they are computed, what they do not show, "
            "and how to cite them.",
            card=Card(TITLE, "How to read these figures", self.site.citation),
            rankings=rankings,
        )
        yield NotFoundPage(
            path=addresses.NOT_FOUND,
            title=f"Page not found · {TITLE}",
            description="Nothing stands here.",
        )

    def _home(self, rankings: Rankings) -> HomePage:
        place = Place(self.site, addresses.HOME)
        shape = figures.shape(place, rankings)
        title = f"{TITLE}: {count(len(rankings.tags), 'task')} by share of requests and tokens"
        description = (
            f"Which tasks OpenRouter's traffic is made of and which models do them, "
            f"in the {self.site.window}."
        )
        return HomePage(
            path=addresses.HOME,
            title=title,
            description=description,
            card=_home_card(self.site, rankings),
            feed=feeds.of_all(self.site, self.news),
            dataset=_dataset(place, title, description, ("category", "task", "model")),
            headline=_headline(rankings),
            categories=rankings.categories,
            tags=rankings.tags,
            leaders=rankings.leaders,
            shape=shape,
            by_category=figures.categories(place, rankings, is_main=shape is None),
            areas=figures.areas(place, rankings),
            leading=figures.leading(place, rankings.leaders, "all classified requests", None),
            digest=self.news[0].digest,
        )

    def _category(self, category: Category, siblings: Siblings) -> CategoryPage:
        path, look = self._to_category(category).path, category_class(category.key)
        place = Place(self.site, path, self.site.anchors.category(category))
        title = f"{category.label}, a category of tasks ({category.shown_key}) · {TITLE}"
        description = (
            f"{category.label}: {both(category.shares)} in the {self.site.window}; "
            "its tasks and the models that lead it."
        )
        series = self.history.of_category(category.key)
        times = ShareHistory(series, addresses.beside(path, SERIES_FILE))
        whole = f"the requests in {category.label}"
        return CategoryPage(
            path=path,
            title=title,
            description=description,
            card=_category_card(self.site, category),
            feed=feeds.of_category(self.site, self.news, path, category.key, category.label),
            dataset=_dataset(place, title, description, ("task", "model"), times.file),
            attachments=(_attached(self.site, times),),
            category=category,
            categories=len(self.history.rankings.categories),
            by_task=figures.tasks_of(place, category),
            leading=figures.leading(place, category.leaders, whole, look),
            digest=self.news[0].of_category(category.key),
            times=times,
            trend=figures.trend(place, category.label, series, look),
            siblings=siblings,
        )

    def _tag(self, tag: Tag, category: Category, siblings: Siblings) -> TagPage:
        tags, path = self.history.rankings.tags, self._to_tag(tag).path
        place = Place(self.site, path, self.site.anchors.tag(tag))
        title = f"{tag.name} ({tag.shown_tag}) · {TITLE}"
        description = f"{tag.name}: {both(tag.shares)} in the {self.site.window}; "
        description += "which models do it."
        series = self.history.of_tag(tag.tag)
        times = ShareHistory(series, addresses.beside(path, SERIES_FILE))
        then = self._leaders_then(tag, series)
        return TagPage(
            path=path,
            title=title,
            description=description,
            card=_tag_card(self.site, tag),
            feed=feeds.of_tag(self.site, self.news, path, tag.tag, tag.name),
            dataset=_dataset(place, title, description, ("model",), times.file),
            attachments=(_attached(self.site, times),),
            tag=tag,
            category=category,
            tags=len(tags),
            by_model=figures.models_of(place, tag),
            standing=figures.standing(place, tag, tags),
            past=self.news[0].digest.past,
            times=times,
            trend=figures.trend(place, tag.name, series, category_class(tag.category_key)),
            ranks=figures.ranks(place, tag, series, then),
            leaders_then=then,
            siblings=siblings,
        )

    def _leaders_then(self, tag: Tag, series: Series) -> tuple[RankHistory, ...]:
        if not series.is_long_enough:
            return ()
        return tuple(
            RankHistory(model.name, self.history.rank_history(tag.tag, model.id, series.dates))
            for model in tag.models[:MODELS_OVER_TIME]
        )

    def _archive(self) -> ArchivePage:
        return ArchivePage(
            path=addresses.ARCHIVE,
            title=f"Archive · {TITLE}",
            description="All dated editions of these figures by month, the dates that are "
            "missing, what the source restated, and how its tasks have changed.",
            card=Card(TITLE, "Every day stays citable", self.site.citation),
            catalogue=catalogue(self.history),
            editions=len(self.history.entries),
        )

    def _gone_categories(self) -> Iterator[RetiredPage]:
        """Make a page for each category that has vanished."""
        paths, present = self.site.links.categories, self.history.days[-1].categories
        for key in sorted(paths.keys() - present.keys()):
            path, entry = paths[key], self.history.last_with(category=key)
            seen = self.history.day_of(entry).categories[key]
            series = self.history.of_category(key)
            yield self._gone(
                _Retired("category", key, path, seen, entry),
                feeds.of_category(self.site, self.news, path, key, seen.name),
                series,
                anchors(self.history.rankings_of(entry)).links.categories[key],
            )

    def _gone_tags(self) -> Iterator[RetiredPage]:
        """Make a page for each tag that has vanished, or is in another category now."""
        paths, present = self.site.links.places, self.history.days[-1].tags
        places = paths.keys() - {(seen.category_key, tag) for tag, seen in present.items()}
        for key, tag in sorted(places):
            path, entry = paths[key, tag], self.history.last_with(category=key, tag=tag)
            seen = self.history.day_of(entry).tags[tag]
            yield self._gone(
                _Retired("task", tag, path, seen, entry),
                feeds.of_tag(self.site, self.news, path, tag, seen.name),
                self.history.of_tag(tag),
                anchors(self.history.rankings_of(entry)).links.tags[tag],
            )

    def _gone(
        self, gone: _Retired, feed: Feed | None, series: Series, stood_at: str
    ) -> RetiredPage:
        name, entry = gone.seen.name, gone.last
        # What is cited is the last edition that has it, not the newest.
        then = replace(self.site, as_of=entry.as_of, edition=addresses.edition_of(entry))
        place = Place(then, gone.path, addresses.anchor(stood_at))
        times = ShareHistory(series, addresses.beside(gone.path, SERIES_FILE))
        present = self.history.days[-1].tags.get(gone.key) if gone.kind == "task" else None
        stands = Link(present.name, self.site.links.tags[gone.key]) if present else None
        return RetiredPage(
            path=gone.path,
            title=f"{name} ({shown_name(gone.key)}) · {TITLE}",
            description=f"The source's {gone.kind} {name} stood here until {entry.as_of}.",
            feed=feed,
            attachments=(_attached(then, times),),
            kind=gone.kind,
            name=name,
            key=shown_name(gone.key),
            moved_to=stands,
            tasks_elsewhere=self._elsewhere(gone) if gone.kind == "category" else (),
            citation=then.citation,
            last_seen=entry.as_of,
            last_edition=f"{then.edition}#{place.anchor}",
            shares=gone.seen.shares,
            times=times,
            trend=figures.trend(place, name, series, category_class(gone.seen.category_key)),
        )

    def _elsewhere(self, gone: _Retired) -> tuple[Link, ...]:
        then, now = self.history.day_of(gone.last).tags, self.history.days[-1].tags
        return tuple(
            Link(now[tag].name, self.site.links.tags[tag])
            for tag, seen in sorted(then.items())
            if seen.category_key == gone.key and tag in now
        )

    def _to_category(self, category: Category) -> Link:
        return Link(category.label, self.site.links.categories[category.key])

    def _to_tag(self, tag: Tag) -> Link:
        return Link(tag.name, self.site.links.tags[tag.tag])


def _attached(site: Site, times: ShareHistory) -> tuple[str, bytes]:
    return times.file, times.series.as_csv(f"{site.citation} {LICENCE_WORDS}")


def _headline(rankings: Rankings) -> Headline:
    heavy = [each for each in rankings.categories if each.shares.tokens > each.shares.requests]
    has_contrast = len(heavy) < len(rankings.categories)
    return Headline(rankings.tags[0], tuple(heavy) if has_contrast else ())


def _dataset(
    place: Place, name: str, description: str, parts: tuple[str, ...], *further: str
) -> Dataset:
    site = place.site
    edition = addresses.beside(site.edition, "data.{}")
    files = [(edition.format("csv"), "text/csv"), (edition.format("json"), "application/json")]
    files += [(path, "text/csv") for path in further]
    return Dataset(
        name=name,
        description=f"{description} {site.citation}",
        as_of=site.as_of,
        window_days=site.window_days,
        citation=site.citation,
        url=site.url(place.page),
        files={site.address(path, place.page): kind for path, kind in files},
        parts=parts,
    )


def _home_card(site: Site, rankings: Rankings) -> Card:
    rows = [_card_row(each.label, each.shares, each.key) for each in rankings.categories]
    return Card(TITLE, _headline(rankings).sentence, site.citation, rows=tuple(rows))


def _category_card(site: Site, category: Category) -> Card:
    return Card(
        TITLE,
        category.label,
        site.citation,
        figures=_card_figures(category.shares),
        rows=tuple(_card_row(tag.name, tag.shares, category.key) for tag in category.tags),
        look=category_class(category.key),
    )


def _tag_card(site: Site, tag: Tag) -> Card:
    shown = tag.models[: cards.ROWS - 1]
    rows = [_card_row(model.name, model.shares, tag.category_key) for model in shown]
    if shown:
        rest = Shares(
            remainder(model.shares.requests for model in shown),
            remainder(model.shares.tokens for model in shown),
        )
        rows.append(_card_row("All other models", rest, "other"))
    return Card(
        TITLE,
        tag.name,
        site.citation,
        figures=_card_figures(tag.shares),
        rows=tuple(rows),
        whole="its",
        look=category_class(tag.category_key),
    )


def _card_row(name: str, shares: Shares, category_key: str) -> tuple[str, float, float, str]:
    return name, shares.requests, shares.tokens, category_class(category_key)


def _card_figures(shares: Shares) -> tuple[tuple[str, str], ...]:
    return (
        (percent(shares.requests), "of classified requests on OpenRouter"),
        (percent(shares.tokens), "of their tokens"),
    )


def _with_siblings(
    things: Sequence[Thing], link: Callable[[Thing], Link]
) -> Iterator[tuple[Thing, Siblings]]:
    links = [None, *map(link, things), None]
    for thing, previous, following in zip(things, links, links[2:], strict=False):
        yield thing, Siblings(previous, following)
