"""Renders pages and feeds as bytes, with the files that belong to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from jinja2 import TemplateError

from site_lib.charts.svg_file import Credit, svg_document
from site_lib.errors import RenderError
from site_lib.exports.dataset import picture
from site_lib.exports.page_files import page_files
from site_lib.publish.assets import read_assets
from site_lib.publish.environment import COMPILED, environment, texts_of
from site_lib.publish.fingerprints import sha256
from site_lib.site import addresses
from site_lib.site.context import LICENCE, LICENCE_WORDS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from site_lib.charts.card import Card
    from site_lib.exports.dataset import LinkedData
    from site_lib.exports.feed import Feed
    from site_lib.exports.page_data import PageData
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import Page
    from site_lib.site.context import Site

    Files = Iterator[tuple[str, bytes]]


FEED = "feed.xml"


class Renderer:
    """Renders pages of one site with the templates and styles of a folder."""

    def __init__(self, root: Path, site: Site) -> None:
        """Read styles and scripts; `root` contains `templates/` and `static/`.

        Raises RenderError.
        """
        try:
            self._assets = read_assets(root / "static")
            COMPILED.take_over()
            self._templates = root / "templates"
            self._environment = environment(self._templates)
        except OSError as error:
            raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
        self._environment.globals |= {"site": site, "assets": self._assets, "paths": addresses}
        self.site = site
        self._known_texts: dict[str, Mapping[str, str]] = {}

    def files(self, page: Page) -> Files:
        """Yield a page and the files that belong to it as (path, bytes).

        Raises RenderError, which names the page, if a template cannot be rendered.
        """
        data = page.data(self.site)
        yield from self.page_and_card(page, data)
        yield from self.files_beside(page, data)

    def page_and_card(self, page: Page, data: PageData | None) -> Files:
        """Yield a page and its card."""
        card = self._card(page.card) if page.card and self.site.has_cards else None
        card_path = _card_path(page, card) if card else None
        yield page.path, _page(self._environment, page, data, self.site, card_path)
        if card and card_path:
            yield card_path, card

    def inputs_of_page(self, page: Page) -> object:
        """Return what a page and its card are rendered with."""
        return self._texts(page.template), self._assets

    def files_beside(self, page: Page, data: PageData | None) -> Files:
        """Yield the other files that belong to a page."""
        for figure in page.figures:
            yield figure.file, _figure_file(figure, self.site, self._assets.chart_style)
        yield from page.attachments
        if data:
            yield from page_files(data, self.site)
        if page.feed:
            yield page.feed.path, _feed(self._environment, page.feed, self.site)

    def inputs_beside(self, page: Page) -> object:
        """Return what its other files are rendered with."""
        return self._texts(FEED) if page.feed else None, self._assets.chart_style

    def _texts(self, template: str) -> Mapping[str, str]:
        """Return the texts of a template and of all that it includes, by name."""
        if template not in self._known_texts:
            self._known_texts[template] = texts_of(self._templates, template)
        return self._known_texts[template]

    def _card(self, card: Card) -> bytes:
        # Imported here, because it needs Pillow, which takes time and memory.
        from site_lib.charts.card_png import card_png  # noqa: PLC0415

        return card_png(card, self._assets.theme)


def _page(
    environment: Environment, page: Page, data: PageData | None, site: Site, card_path: str | None
) -> bytes:
    card_url = site.url(card_path) if card_path else None
    try:
        template = environment.get_template(page.template)
        return template.render(
            page=page,
            data=data,
            href=_links_from(page, site),
            url=site.url(page.path),
            card_path=card_path,
            card_url=card_url,
            linked_data=_linked_data(page, site, card_url),
        ).encode()
    except TemplateError as error:
        raise RenderError(f"{page.path}: {page.template}: {error}") from error


def _linked_data(page: Page, site: Site, card_url: str | None) -> list[LinkedData]:
    """Return what search engines are told of a page's data and of its card."""
    data = [page.linked_data] if page.linked_data else []
    origin = page.origin or site.origin
    return [*data, picture(card_url, origin.citation, site.config)] if card_url else data


def _feed(environment: Environment, feed: Feed, site: Site) -> bytes:
    # Feed readers show entries elsewhere, so links are absolute if the site's URL is known.
    def address(path: str) -> str:
        return site.address(path, feed.path)

    try:
        return environment.get_template(FEED).render(feed=feed, address=address).encode()
    except TemplateError as error:
        raise RenderError(f"{feed.path}: feed.xml: {error}") from error


def _card_path(page: Page, card: bytes) -> str:
    """Return a path that changes with the card, because social networks cache images by URL."""
    return addresses.beside(page.path, f"card-{sha256(card)[:10]}.png")


def _figure_file(figure: Figure, site: Site, style: str) -> bytes:
    credit = Credit(
        citation=figure.citation,
        as_of=figure.as_of,
        source=SOURCE,
        licence=LICENCE,
        licence_words=LICENCE_WORDS,
        url=site.url(figure.page),
        dated_url=figure.dated_url,
    )
    return svg_document(figure.chart, credit, style)


def _links_from(page: Page, site: Site) -> Callable[[str], str]:
    """Return the function that makes the link from a page to a path.

    The page for missing addresses is shown at any depth, so it links from the domain's root.
    """
    if page.path == addresses.NOT_FOUND and site.base_url:
        return partial(urljoin, urlsplit(site.base_url).path)
    return lambda path: addresses.relative(path, page.path)
