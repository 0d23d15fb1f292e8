"""Pages become files: one Jinja environment, and nothing written."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from site_lib.charts.card_png import card_png
from site_lib.charts.svg_file import Credit, svg_document
from site_lib.errors import RenderError
from site_lib.site import addresses, formats
from site_lib.site.context import (
    BUILD_RECORD,
    GENERATOR,
    LICENCE,
    LICENCE_WORDS,
    SOURCE,
)
from site_lib.site.theme import category_class, read_palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket

    from site_lib.exports.feed import Feed
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import Page
    from site_lib.site.context import Site


class _Compiled(BytecodeCache):
    """Compiled templates by their names and texts."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = _Compiled()
"""For a preview that renders again: only what has changed is compiled again."""


@dataclass(frozen=True)
class _Assets:
    """What is set into every page, so that one request shows it."""

    style: str
    chart_style: str
    """The part of the style that a chart needs away from the page."""
    theme: Mapping[str, str]
    """The colours of pictures, which have one theme only."""
    script: str
    icon: str

    @property
    def policy(self) -> str:
        """The Content-Security-Policy: nothing but the page itself, its style and its script."""
        return (
            f"default-src 'none'; style-src '{_fingerprint(self.style)}'; "
            f"script-src '{_fingerprint(self.script)}'; img-src 'self' data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'"
        )


def render(root: Path, site: Site, planned: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
    """Yield each page as (path, bytes), by the templates and the style in `root`.

    Raises RenderError, naming the page, where a template cannot be filled.
    """
    try:
        assets = _assets(root)
        environment = _environment(root, site, assets)
    except OSError as error:
        raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
    for page in planned:
        picture = card_png(page.card, assets.theme) if page.card and site.has_cards else None
        picture_file = _card_file(page, picture) if picture else None
        yield page.path, _page(environment, page, site, picture_file)
        if picture and picture_file:
            yield picture_file, picture
        for figure in page.figures:
            yield figure.file, _figure_file(figure, site, assets.chart_style)
        yield from page.attachments
        if page.feed:
            yield page.feed.path, _feed(environment, page.feed, site)
    yield BUILD_RECORD, _build_record(site)


def _page(environment: Environment, page: Page, site: Site, card_file: str | None) -> bytes:
    try:
        template = environment.get_template(page.template)
        return template.render(
            page=page,
            href=_links_from(page, site),
            url=site.url(page.path),
            card_url=card_file and site.url(card_file),
        ).encode()
    except TemplateError as error:
        raise RenderError(f"{page.path}: {page.template}: {error}") from error


def _feed(environment: Environment, feed: Feed, site: Site) -> bytes:
    try:
        # Readers show entries elsewhere, so their links name the site where that is known.
        def to(path: str) -> str:
            return site.address(path, feed.path)

        text = environment.get_template("feed.xml").render(feed=feed, to=to)
        return text.encode()
    except TemplateError as error:
        raise RenderError(f"{feed.path}: feed.xml: {error}") from error


def _card_file(page: Page, picture: bytes) -> str:
    """Name a card after its content, since networks keep what they have seen under a name."""
    digest = hashlib.sha256(picture).hexdigest()
    return addresses.beside(page.path, f"card-{digest[:10]}.png")


def _figure_file(figure: Figure, site: Site, style: str) -> bytes:
    credit = Credit(
        citation=figure.citation,
        as_of=figure.as_of,
        source=SOURCE,
        licence=LICENCE,
        licence_words=LICENCE_WORDS,
        url=site.url(figure.page),
    )
    return svg_document(figure.chart, credit, style)


def _environment(root: Path, site: Site, assets: _Assets) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=COMPILED,
    )
    environment.filters |= {
        "percent": formats.percent,
        "percent_down": formats.percent_down,
        "percent_up": formats.percent_up,
        "points_up": formats.points_up,
        "tokens_per_request": formats.tokens_per_request,
        "tokens_per_request_bounds": formats.tokens_per_request_bounds,
        "points": formats.points,
        "points_size": formats.points_size,
        "breakable": breakable,
        "points_in_words": formats.points_in_words,
        "arrow": formats.arrow,
        "share_change": formats.share_change,
        "plain": formats.plain,
        "count": formats.count,
        "listing": formats.listing,
        "category_class": category_class,
        # Style, script and charts are ours and escaped where they are made.
        "trusted": Markup,
    }
    environment.globals |= {
        "site": site,
        "assets": assets,
        "paths": addresses,
    }
    return environment


def breakable(name: str) -> Markup:
    """Let a browser break a model's id after its slash."""
    return Markup("/<wbr>").join(name.split("/"))


def _assets(root: Path) -> _Assets:
    static = root / "static"
    tokens, charts, page = (
        _lean((static / f"{name}.css").read_text("utf-8")) for name in ("tokens", "charts", "page")
    )
    icon = (static / "icon.svg").read_text("utf-8")
    return _Assets(
        style=tokens + charts + page,
        chart_style=tokens + charts,
        theme=read_palette((static / "tokens.css").read_text("utf-8")).light,
        script=(static / "age.js").read_text("utf-8"),
        icon=f"data:image/svg+xml,{quote(icon)}",
    )


def _lean(style: str) -> str:
    """Leave out of a style what browsers do not read: comments, and space around signs."""
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|(:)[ \t]+", r"\1\2", bare).replace(";}", "}").strip()


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _links_from(page: Page, site: Site) -> Callable[[str], str]:
    """Return the function that links from a page to a path.

    The page for missing addresses is shown at any depth, so it links from the domain's root.
    """
    if page.path == addresses.NOT_FOUND and site.base_url:
        return partial(urljoin, urlsplit(site.base_url).path)
    return lambda path: addresses.relative(path, page.path)


def _build_record(site: Site) -> bytes:
    record: dict[str, object] = {
        "generator": GENERATOR,
        "as_of": site.as_of.isoformat(),
        "window_days": site.window_days,
    }
    record |= {"title": site.title, "url": site.base_url, "citation": site.citation}
    record |= {"sample": site.is_sample}
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()
