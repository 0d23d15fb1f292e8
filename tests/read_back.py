"""Reads a site back that was built from any answer, and holds all of it against the answer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from site_lib.snapshots.names import shown_name
from tests.site_reader import (
    is_task,
    key_figures,
    links,
    model_name,
    percent,
    rank,
    ranked_share,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.answers import Data
    from tests.site_reader import Site

    Figures = tuple[str | float, ...]

DECIMALS = 6
"""Of numbers in data files; OpenRouter's have three."""
BOTH = "request", "token"
OF_ALL = "usage_share", "token_share"
OF_CATEGORY = "category_usage_share", "category_token_share"
OF_TASK = "tag_usage_share", "tag_token_share"


def check_site(site: Site, answer: bytes) -> None:
    """Check that a site says what its newest answer says, and that its pages hang together."""
    data: Data = json.loads(answer)["data"]
    _check_edition(site, data, answer)
    _check_tasks(site, data)
    _check_pages(site)


def _check_same(said: Iterable[Any], expected: Iterable[Any], what: str) -> None:
    """Check that a site says what it should, in whatever order."""
    is_, should_be = Counter([*said]), Counter([*expected])
    assert is_ == should_be, f"{what}: {[*(is_ - should_be)]} instead of {[*(should_be - is_)]}"


def _check_edition(site: Site, data: Data, answer: bytes) -> None:
    sources = [site.files[path] for path in site.files if path.endswith("/source.json")]
    # An answer that is archived already is not archived again in another order.
    assert answer in sources or _content(answer) in map(_content, sources)
    said = csv.DictReader(io.StringIO(site.files["download/latest.csv"].decode()))
    rows = [
        (
            *(row[name] for name in ("kind", "category", "task", "model", "share_of")),
            *(float(row[name]) for name in ("request_share", "token_share")),
            *(f"{row[f'{of}_rank']}{'=' * (row[f'{of}_rank_tied'] == 'TRUE')}" for of in BOTH),
        )
        for row in said
        if row["as_of"] == data["as_of"]
    ]
    _check_same(rows, _expected(data), "latest.csv")


def _content(answer: bytes) -> Data:
    data: Data = json.loads(answer)["data"]
    data["macro_categories"].sort(key=lambda group: group["key"])
    data["classifications"].sort(key=lambda tag: tag["tag"])
    for tag in data["classifications"]:
        tag["models"].sort(key=lambda model: model["id"])
    return data


def _expected(data: Data) -> Iterator[Figures]:
    """Yield what the CSV file of an edition must hold."""
    tags = data["classifications"]
    for group in data["macro_categories"]:
        about = "category", cell(group["key"]), "", "", "everything"
        yield *about, *_figures(group, data["macro_categories"], OF_ALL)
    for tag in tags:
        within = [each for each in tags if each["macro_category"] == tag["macro_category"]]
        key = "task", cell(tag["macro_category"]), cell(tag["tag"]), ""
        yield *key, "everything", *_figures(tag, tags, OF_ALL)
        yield *key, "category", *_figures(tag, within, OF_CATEGORY)
        for model in tag["models"]:
            about = "model", key[1], key[2], cell(model["id"]), "task"
            yield *about, *_figures(model, tag["models"], OF_TASK)


def cell(name: str) -> str:
    """Write a name as a cell that no spreadsheet takes for a formula."""
    shown = shown_name(name)
    return f"'{shown}" if shown[0] in "=+-@'" else shown


def _figures(one: Data, all_: Sequence[Data], fields: tuple[str, str]) -> Figures:
    return *(round(one[each], DECIMALS) for each in fields), *_ranks(one, all_, fields)


def _ranks(one: Data, all_: Sequence[Data], fields: tuple[str, str]) -> list[str]:
    return [rank(round(one[f], 3), [round(each[f], 3) for each in all_]) for f in fields]


def _check_tasks(site: Site, data: Data) -> None:
    tags, pages = data["classifications"], _task_pages(site)
    _check_same(pages, (tag["tag"] for tag in tags), "pages of tasks")
    for tag in tags:
        path = pages[tag["tag"]]
        name = f"{shown_name(tag['display_name'])} {shown_name(tag['tag'])}"
        _check_same([words(site.pages[path].find(".//h1"))], [" ".join(name.split())], path)
        ranks = _ranks(tag, tags, OF_ALL)
        for said, field, place in zip(key_figures(site, path), OF_ALL, ranks, strict=False):
            expected = (percent(tag[field]), f"rank {place} of {len(tags)}")
            _check_same([(said[0], re.split(r",| \(", said[1])[0])], [expected], path)
        if tag["models"]:
            table = site.pages[path].find(".//table[@id='models']/tbody")
            assert table is not None
            rows = [list(row) for row in table][:-1]  # without what is not listed
            models = (
                (model_name(row[0]), *((c.share, c.rank) for c in map(ranked_share, row[1:3])))
                for row in rows
            )
            _check_same(models, _printed(tag["models"]), path)


def _printed(models: Sequence[Data]) -> Iterator[tuple[object, ...]]:
    for model in models:
        shares = [percent(model[field]) for field in OF_TASK]
        yield shown_name(model["id"]), *zip(shares, _ranks(model, models, OF_TASK), strict=True)


def _task_pages(site: Site) -> dict[str, str]:
    """Return the paths of the pages of tasks that are in the newest answer, by tag."""
    found = {}
    for path in filter(is_task, site.pages):
        said = json.loads(site.files[path.replace("index.html", "data.json")])
        if "not listed" in {row["kind"] for row in said["rows"]}:
            found[said["rows"][0]["task"]] = path
    return found


def _check_pages(site: Site) -> None:
    pages = site.pages | site.editions
    titles = [page.findtext("head/title") for page in pages.values()]
    assert len(set(titles)) == len(titles), sorted(map(str, titles))
    ids = {
        path: [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
        for path, page in pages.items()
    }
    for path, page in pages.items():
        assert len(set(ids[path])) == len(ids[path]), path
        for link in links(page):
            target = urlsplit(urljoin(f"https://host/{path}", link))
            if target.netloc != "host" or path == "404.html":
                continue
            found = unquote(target.path)[1:]
            assert found in site.files or not found, (path, link)
            assert not target.fragment or target.fragment in ids[found or path], (path, link)
