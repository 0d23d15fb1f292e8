"""Version 1 of dated editions: a compact page, its data as CSV, the answer. Not to be changed."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from site_lib.exports.dataset import Dataset
from site_lib.exports.edition_file import edition_csv
from site_lib.site import addresses, formats
from site_lib.site.anchors import anchors
from site_lib.site.context import first_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_lib.editions.edition import Edition


def load(templates: Path) -> Callable[[Edition], Iterator[tuple[str, bytes]]]:
    """Load the template and the style; return the function that renders an edition's files.

    It yields each file as (path, bytes).
    """
    folder = templates / "editions"
    template = _environment(folder).get_template("1.html")
    style = re.sub(r"\s*([{};,])\s*|(:)[ \t]+", r"\1\2", (folder / "1.css").read_text("utf-8"))
    sha256 = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assets = {
        "style": style,
        "policy": f"default-src 'none'; style-src 'sha256-{sha256}'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'",
    }

    def render(edition: Edition) -> Iterator[tuple[str, bytes]]:
        page = template.render(
            assets,
            edition=edition,
            rankings=edition.rankings,
            anchors=anchors(edition.rankings),
            dataset=_dataset(edition).as_json(),
        )
        yield edition.path, page.encode()
        data = edition_csv(edition.rankings, edition.entry.revision)
        yield addresses.beside(edition.path, addresses.DATA_CSV), data
        yield addresses.beside(edition.path, addresses.SOURCE_JSON), edition.entry.raw()

    return render


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "percent": formats.percent,
        "tokens_per_request": formats.tokens_per_request,
        "tokens_per_request_bounds": formats.tokens_per_request_bounds,
        "count": formats.count,
        "trusted": Markup,  # the style is ours
    }
    return environment


def _dataset(edition: Edition) -> Dataset:
    def at(name: str) -> str:
        return urljoin(edition.url, name) if edition.url else name

    return Dataset(
        name=f"{edition.site.title}, {edition.name}",
        description=edition.description,
        first=first_day(edition.rankings.as_of, edition.rankings.window_days),
        as_of=edition.rankings.as_of,
        citation=edition.citation,
        url=edition.url,
        publisher=edition.site,
        files={at(addresses.DATA_CSV): "text/csv", at(addresses.SOURCE_JSON): "application/json"},
    )
