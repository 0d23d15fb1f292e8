"""Which pages exist: a new kind of page is one module beside this one and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from site_lib.exports.news_feed import latest_news
from site_lib.pages.about import about_page
from site_lib.pages.archive import archive_page
from site_lib.pages.author import author_pages
from site_lib.pages.category import category_page
from site_lib.pages.download import download_page
from site_lib.pages.home import home_page
from site_lib.pages.model import model_pages
from site_lib.pages.models import models_page
from site_lib.pages.not_found import not_found_page
from site_lib.pages.page import with_siblings
from site_lib.pages.page_context import PageContext, origin_of
from site_lib.pages.retired import retired_pages
from site_lib.pages.retired_model import retired_model_pages
from site_lib.pages.status import status_page
from site_lib.pages.task import task_page
from site_lib.site import addresses
from site_lib.site.anchors import anchors
from site_lib.site.context import Link, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from site_lib.analysis.history import History
    from site_lib.exports.all_days import YearFile
    from site_lib.pages.page import Page, PageMaker, StablePage
    from site_lib.site.addresses import Addresses
    from site_lib.site.site_config import SiteConfig


@dataclass(frozen=True)
class Plan:
    """The living pages of a site."""

    site: Site
    """What all of them share."""
    pages: Sequence[PageMaker]
    """Each makes one page, with its charts."""
    stable: Iterable[StablePage]
    """Pages about the past: each says what it is made from, and is made when it is asked for."""
    download: Callable[[Sequence[YearFile], Mapping[str, int]], Page]
    """Makes the download page, once the files that it lists are there."""


def plan(history: History, config: SiteConfig, *, is_sample: bool, has_cards: bool = True) -> Plan:
    """Return the living pages of the site of an archive."""
    rankings = history.rankings
    links = addresses.assign(
        (day.taxonomy for day in history.days),
        (history.answers.models(entry).models for entry in history.entries),
    )
    site = Site(
        config=config,
        origin=origin_of(history.newest, rankings.window_days),
        navigation=_navigation(history, links),
        links=links,
        anchors=anchors(rankings),
        editions={entry.as_of: addresses.edition_of(entry) for entry in history.dates},
        is_sample=is_sample,
        has_cards=has_cards,
    )
    context = PageContext(site, history, latest_news(history))
    return Plan(
        site, tuple(_pages(context)), retired_model_pages(context), partial(download_page, context)
    )


def _pages(context: PageContext) -> Iterator[PageMaker]:
    yield partial(home_page, context)
    for category, siblings in with_siblings(context.rankings.categories, context.category_link):
        yield partial(category_page, context, category, siblings)
        for tag, neighbours in with_siblings(category.tags, context.tag_link):
            yield partial(task_page, context, tag, category, neighbours)
    yield from retired_pages(context)
    yield partial(models_page, context)
    yield from author_pages(context)
    yield from model_pages(context)
    yield partial(archive_page, context)
    yield partial(about_page, context)
    yield partial(status_page, context)
    yield partial(not_found_page, context.site)


def _navigation(history: History, links: Addresses) -> tuple[Link, ...]:
    # By name, not by share: a navigation that changes its order is no help.
    categories = sorted(
        (Link(each.label, links.categories[each.key]) for each in history.rankings.categories),
        key=lambda link: (link.label, link.path),
    )
    return (
        *categories,
        Link("Models", addresses.MODELS),
        Link("Archive", addresses.ARCHIVE),
        Link("Download", addresses.DOWNLOAD),
        Link("About", addresses.ABOUT),
    )
