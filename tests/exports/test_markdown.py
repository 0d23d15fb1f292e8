"""Pages as Markdown, rendered and read back."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tests import recomputed
from tests.answers import archive_with, small
from tests.site_reader import (
    CITATION,
    SHARE,
    Site,
    body_rows,
    build_from,
    is_task,
    parsed,
    percent,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tests.answers import Data

BASE = "https://example.org/x/"
THEN = "2026-09-04"


def rendered(site: Site, file: str) -> ET.Element:
    text = site.files[file].decode()
    return parsed(MarkdownIt("commonmark").enable("table").render(text))


def documents(site: Site) -> list[str]:
    return [path for path in site.files if path.endswith("index.md")]


def test_the_citation_comes_first_then_caveats_then_what_the_page_says(full_site: Site) -> None:
    assert len(documents(full_site)) == sum(p.endswith("data.json") for p in full_site.files)
    for file in documents(full_site):
        body = rendered(full_site, file).find("body")
        assert body is not None
        kinds = [element.tag for element in body]
        assert kinds[:3] == ["blockquote", "ul", "h1"]
        day = json.loads(full_site.files[file.replace("index.md", "data.json")])["as_of"]
        cited = CITATION.replace("2026-10-06", day)
        window = f"The figures cover the 7 days to {day}."
        link = f"The edition of that day: {BASE}on/{day}/"
        assert words(body[0]) == f"{cited} Licensed under CC BY 4.0. {window} {link}"
        title = full_site.pages[file.replace(".md", ".html")].findtext("head/title")
        assert words(body[2]) == " ".join(str(title).split())


def test_the_numbers_of_the_first_sentences_are_those_of_the_page(full_site: Site) -> None:
    for file in documents(full_site):
        body = rendered(full_site, file).find("body")
        assert body is not None
        kinds = [element.tag for element in body]
        first = body[kinds.index("h1") + 1 : kinds.index("h2")]
        assert {element.tag for element in first} == {"p"}
        page = full_site.text(file.replace(".md", ".html"))
        assert set(SHARE.findall(" ".join(map(words, first)))) <= set(SHARE.findall(page))


def place(row: Data, name: str) -> str:
    return "–" if row[name] is None else f"{row[name]}{'=' if row[f'{name}_tied'] else ''}"


def share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def end(value: float | None, form: Callable[[float], str]) -> str:
    return "–" if value is None else form(value)


def number(value: int | str | None) -> str:
    return "–" if value is None else str(value)


def between(row: Data, name: str) -> str:
    low, high = row[f"{name}_min"], row[f"{name}_max"]
    return "–" if low is None else f"{recomputed.down(low)} to {recomputed.up(high)}"


def tokens_per_request(row: Data) -> str:
    if row["tokens_per_request"] is None:
        return "–"
    ends = row["tokens_per_request_min"], row["tokens_per_request_max"]
    return recomputed.middle(*ends)


def then(row: Data) -> str:
    if row.get("request_share_then") is not None:
        return percent(row["request_share_then"])
    most = row.get("request_share_max_then")
    if most is None:
        return "–"
    if not row.get("listed_in_then"):
        return f"at most {recomputed.up(most)}, not listed"
    return f"{recomputed.down(row['request_share_min_then'])} to {recomputed.up(most)}"


PRINTED = {
    "Rank by requests": lambda row: place(row, "request_rank"),
    "Rank by tokens": lambda row: place(row, "token_rank"),
    "Share of requests": lambda row: share(row["request_share"]),
    "Share of tokens": lambda row: share(row["token_share"]),
    f"Share of tokens on {THEN}": lambda row: share(row["token_share_then"]),
    "Share of requests, at least": lambda row: end(row["request_share_min"], recomputed.down),
    "Share of requests, at most": lambda row: end(row["request_share_max"], recomputed.up),
    "Share of tokens, at least": lambda row: end(row["token_share_min"], recomputed.down),
    "Share of tokens, at most": lambda row: end(row["token_share_max"], recomputed.up),
    "Last listed": lambda row: number(row["last_listed"]),
    "Tasks that list it": lambda row: number(row["listed_in"]),
    "Models listed": lambda row: number(row["models"]),
    "Part of its known requests": lambda row: between(row, "part"),
    "Tokens per request": tokens_per_request,
    f"Share of requests on {THEN}": then,
}


def test_every_cell_of_every_table_is_the_value_beside_it(full_site: Site) -> None:
    seen: Counter[str] = Counter()
    for file in documents(full_site):
        said = json.loads(full_site.files[file.replace("index.md", "data.json")])["rows"]
        tables = list(rendered(full_site, file).iter("table"))
        lines = [(table, row) for table in tables for row in body_rows(table)]
        assert len(lines) == len(said)
        for (table, (name, *cells)), row in zip(lines, said, strict=True):
            heads = [words(head) for head in table.findall("thead/tr/th")]
            subject = heads[0].lower()
            shown = row[subject] or f"(no {subject})"
            if row["kind"] == "not listed":
                shown = "Not listed"
            elif subject in {"category", "task"}:
                shown = f"{row['name']} ({shown})"
            if str(row.get("model")).startswith("stealth/") and subject == "model":
                shown += " (maker undisclosed)"
            assert words(name) == shown
            for head, cell in zip(heads[1:], cells, strict=True):
                shown_ = words(cell)
                if head == "Tokens per request":  # without the interval
                    shown_ = shown_.partition(" (")[0]
                assert shown_ == PRINTED[head](row), (file, shown, head)
                seen[head] += 1
    assert seen.keys() == PRINTED.keys()


def test_every_address_leads_to_a_file(full_site: Site) -> None:
    for file in documents(full_site):
        links = [link.attrib["href"] for link in rendered(full_site, file).iter("a")]
        assert len(links) >= 3
        for link in links:
            path = link.removeprefix(BASE)
            assert (
                f"{path}index.html" if path == "" or path.endswith("/") else path
            ) in full_site.files


def test_names_cannot_become_markup(tmp_path: Path) -> None:
    name = "*a* <b>b</b> [c](d) _e_ &amp; ~~f~~ | `g` \\* 1. # h"
    data = small(("x|`y`", "cat", 1, 1), ("t*_*", "cat", 0, 0))
    data["classifications"][0]["display_name"] = name
    data["classifications"][0]["models"][0]["id"] = "-m|<i>/`*n*`"
    data["classifications"][1]["models"][0]["id"] = "> 1. _q_/_r"
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site")
    pages = [path.replace(".html", ".md") for path in built.pages if is_task(path)]
    both = [rendered(built, file) for file in pages]
    labels = {
        words(row[0]) for page in both for table in page.iter("table") for row in body_rows(table)
    }
    assert {f"{name} (x|`y`)", "T*_* (t*_*)", "-m|<i>/`*n*`", "> 1. _q_/_r"} < labels
    for page in both:
        assert len(list(page.iter("blockquote"))) == 1
        assert not [e for e in page.iter() if e.tag in {"b", "em", "i", "s", "img", "ol"}]
