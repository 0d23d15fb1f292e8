"""Pages become files: one Jinja environment, and nothing written."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from site_lib import addresses, formats, pages
from site_lib.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_lib.pages import Page, Site

BUILD_RECORD, GENERATOR = "build.json", "openrouter-tasks"
"""The file that tells what was built, and by what: a folder with it may be replaced."""


@dataclass(frozen=True)
class _Assets:
    """What is set into every page, so that one request shows it."""

    style: str
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
        environment = _environment(root, site)
    except OSError as error:
        raise RenderError(f"cannot read {error.filename}: {error.strerror}") from error
    for page in planned:
        try:
            template = environment.get_template(page.template)
            text = template.render(page=page, href=_links_from(page, site), url=_url(page, site))
        except TemplateError as error:
            raise RenderError(f"{page.path}: {page.template}: {error}") from error
        yield page.path, text.encode()
    yield BUILD_RECORD, _build_record(site)


def _environment(root: Path, site: Site) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "percent": formats.percent,
        "percent_down": formats.percent_down,
        "percent_up": formats.percent_up,
        "points_up": formats.points_up,
        "times": formats.times,
        "times_bounds": formats.times_bounds,
        "plain": formats.plain,
        "count": formats.count,
        "hue": pages.hue,
        # Style, script and charts are ours and escaped where they are made.
        "trusted": Markup,
    }
    environment.globals |= {"site": site, "assets": _assets(root), "paths": addresses}
    return environment


def _assets(root: Path) -> _Assets:
    static = root / "static"
    icon = (static / "icon.svg").read_text("utf-8")
    return _Assets(
        style=(static / "style.css").read_text("utf-8"),
        script=(static / "age.js").read_text("utf-8"),
        icon=f"data:image/svg+xml,{quote(icon)}",
    )


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _links_from(page: Page, site: Site) -> Callable[[str], str]:
    """Return the function that links from a page to a path.

    The page for missing addresses is shown at any depth, so it links from the domain's root.
    """
    if page.path == addresses.NOT_FOUND and site.base_url:
        return partial(urljoin, urlsplit(site.base_url).path)
    return lambda path: addresses.relative(path, page.path)


def _url(page: Page, site: Site) -> str | None:
    return urljoin(site.base_url, addresses.public(page.path)) if site.base_url else None


def _build_record(site: Site) -> bytes:
    record: dict[str, object] = {
        "generator": GENERATOR,
        "as_of": site.as_of.isoformat(),
        "window_days": site.window_days,
    }
    record |= {"title": site.title, "url": site.base_url, "citation": site.citation}
    record |= {"sample": site.is_sample}
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()
