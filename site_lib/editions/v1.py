"""Version 1 of dated editions: a compact page and its data as CSV and JSON. Not to be changed."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from site_lib.exports.dataset import Dataset
from site_lib.site import addresses, formats
from site_lib.site.anchors import anchors
from site_lib.site.context import LICENCE
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from site_lib.analysis.rankings import Rankings, Ranks, Shares, Tag
    from site_lib.editions.edition import Edition

CSV_HEAD = (
    "row",
    "category",
    "tag",
    "name",
    "model",
    "share_of",
    "request_share",
    "token_share",
    "rank_by_requests",
    "rank_by_tokens",
)


def opened(templates: Path) -> Callable[[Edition], Iterator[tuple[str, bytes]]]:
    """Read the template and the style; return what makes an edition's files, as (path, bytes)."""
    folder = templates / "editions"
    template = _environment(folder).get_template("1.html")
    style = re.sub(r"\s*([{};,])\s*|(:)[ \t]+", r"\1\2", (folder / "1.css").read_text("utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    look = {
        "style": style,
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'",
    }

    def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
        page = template.render(
            look,
            edition=edition,
            rankings=edition.rankings,
            anchors=anchors(edition.rankings),
            dataset=_dataset(edition).as_json(),
        )
        yield edition.path, page.encode()
        yield addresses.beside(edition.path, "data.csv"), _csv(edition)
        yield addresses.beside(edition.path, "data.json"), _json(edition)

    return files


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
        "times": formats.times,
        "times_bounds": formats.times_bounds,
        "count": formats.count,
        "trusted": Markup,  # the style is ours
    }
    return environment


def _dataset(edition: Edition) -> Dataset:
    def at(name: str) -> str:
        return urljoin(edition.url, name) if edition.url else name

    return Dataset(
        name=f"What AI models are used for, {edition.name}",
        description=edition.description,
        as_of=edition.rankings.as_of,
        window_days=edition.rankings.window_days,
        citation=edition.citation,
        url=edition.url,
        files={at("data.csv"): "text/csv", at("data.json"): "application/json"},
        parts=("category", "task", "model"),
    )


def _csv(edition: Edition) -> bytes:
    text = io.StringIO()
    text.write(f"# {edition.citation} {edition.licence_words}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    writer.writerows(_rows(edition.rankings))
    return text.getvalue().encode()


def _rows(rankings: Rankings) -> Iterator[Sequence[object]]:
    for each in rankings.categories:
        label = (_cell(each.key), "", _cell(each.label))
        yield "category", *label, "", "everything", *_numbers(each.shares, each.ranks)
    for tag in rankings.tags:
        names = (_cell(tag.category_key), _cell(tag.tag), _cell(tag.name))
        yield "task", *names, "", "everything", *_numbers(tag.shares, tag.ranks)
        yield "task", *names, "", "category", *_numbers(tag.category_shares, tag.category_ranks)
        for model in tag.models:
            yield "model", *names, _cell(model.id), "task", *_numbers(model.shares, model.ranks)
        yield "not listed", *names, "", "task", *_numbers(tag.unlisted, None)


def _cell(text: str) -> str:
    """Write a name on one line, and keep spreadsheets from taking it for a formula."""
    text = shown_name(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _numbers(shares: Shares, ranks: Ranks | None) -> tuple[object, ...]:
    places = (ranks.requests.position, ranks.tokens.position) if ranks else ("", "")
    return formats.plain(shares.requests), formats.plain(shares.tokens), *places


def _json(edition: Edition) -> bytes:
    rankings = edition.rankings
    content = {
        "citation": edition.citation,
        "licence": edition.licence_words,
        "licence_url": LICENCE,
        "url": edition.url,
        "as_of": rankings.as_of.isoformat(),
        "revision": edition.revision,
        "window_days": rankings.window_days,
        "categories": [
            {"key": each.key, "label": each.label} | _fields(each.shares, each.ranks)
            for each in rankings.categories
        ],
        "tasks": [_task(tag) for tag in rankings.tags],
    }
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _task(tag: Tag) -> dict[str, object]:
    return {
        "tag": tag.tag,
        "name": tag.name,
        "category": tag.category_key,
        "of_everything": _fields(tag.shares, tag.ranks),
        "of_category": _fields(tag.category_shares, tag.category_ranks),
        "models": [{"id": each.id} | _fields(each.shares, each.ranks) for each in tag.models],
        "not_listed": _fields(tag.unlisted, None),
    }


def _fields(shares: Shares, ranks: Ranks | None) -> dict[str, object]:
    fields: dict[str, object] = {"request_share": shares.requests, "token_share": shares.tokens}
    if ranks:
        fields |= {
            "rank_by_requests": ranks.requests.position,
            "rank_by_tokens": ranks.tokens.position,
        }
    return fields
