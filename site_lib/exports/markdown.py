"""A page as Markdown, for assistants and for people who paste it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_lib.analysis.rankings import TokensPerRequest
from site_lib.site import addresses
from site_lib.site.context import LICENCE_WORDS
from site_lib.site.formats import (
    ABSENT,
    percent,
    percent_down,
    percent_up,
    share_range,
    tokens_per_request,
    tokens_per_request_bounds,
)
from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from site_lib.exports.page_data import DataTable, PageData
    from site_lib.site.context import Site

    Row = Any  # rows are mappings from column to value
    Printer = tuple[str, str, Callable[[Row], str]]
    """A column's head, the field without which it is absent, and what stands in a cell."""

SPECIAL = re.compile(r"[\\`*_\[\]<|~#]|&(?=[\w#]*;)")
"""What Markdown or HTML would read as markup."""
LIST_MARK = re.compile(r"^(\d+(?=[.)])|(?=[-+]))")
"""What would begin a list at the start of a line."""


def markdown(data: PageData, site: Site) -> bytes:
    """Write a page as Markdown: citation, how to read it, what it says first, its tables."""
    return ("\n\n".join(_blocks(data, site)) + "\n").encode()


def _blocks(data: PageData, site: Site) -> Iterator[str]:
    edition = site.address(data.origin.edition, data.page)
    yield f"> {data.origin.citation} {LICENCE_WORDS} The edition of that day: <{edition}>"
    if data.notes:
        yield "\n".join(f"- {_sentence(note)}" for note in data.notes)
    yield f"# {escape(data.title)}"
    for sentence in data.lead:
        yield _sentence(sentence)
    for table in data.tables:
        if table.rows:
            yield f"## {escape(table.caption)}"
            yield _table(table, data.compared_with)
    yield " · ".join(_links(data, site))


def _links(data: PageData, site: Site) -> Iterator[str]:
    yield f"The page: <{site.address(data.page, data.page)}>"
    yield f"its numbers: <{site.address(addresses.beside(data.page, 'data.csv'), data.page)}>"
    if data.history:
        yield f"all dates: <{site.address(data.history, data.page)}>"


def _table(table: DataTable, then: date | None) -> str:
    shown = [
        (head, cell)
        for head, field, cell in _printers(then)
        if any(row.get(field) is not None for row in table.rows)
    ]
    heads = [table.subject.capitalize(), *(head for head, _ in shown)]
    lines = [heads, ["---", *("---:" for _ in shown)]]
    lines += [
        [_label(row, table.subject), *(escape(cell(row)) for _, cell in shown)]
        for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _label(row: Row, subject: str) -> str:
    """Name what a row is about."""
    if row["kind"] == "not listed":
        return "Not listed"
    key = shown_name(str(row.get(subject) or f"(no {subject})"))
    if subject not in {"task", "category"}:
        return escape(key)
    # A code span shows all but these as they are.
    shown = escape(key) if set(key) & {"`", "|"} else f"`{key}`"
    return f"{escape(row['name'])} ({shown})"


def _printers(then: date | None) -> tuple[Printer, ...]:
    return (
        ("Rank by requests", "request_rank", lambda row: _rank(row, "request_rank")),
        ("Share of requests", "request_share", lambda row: percent(row.get("request_share"))),
        (
            f"Share of requests on {then}",
            "request_share_then",
            lambda row: percent(row.get("request_share_then")),
        ),
        ("Rank by tokens", "token_rank", lambda row: _rank(row, "token_rank")),
        ("Share of tokens", "token_share", lambda row: percent(row.get("token_share"))),
        (
            f"Share of tokens on {then}",
            "token_share_then",
            lambda row: percent(row.get("token_share_then")),
        ),
        (
            "Share of requests, at least",
            "request_share_min",
            lambda row: _end(row, "request_share_min", percent_down),
        ),
        ("At most", "request_share_max", lambda row: _end(row, "request_share_max", percent_up)),
        (
            f"Share of requests on {then}",
            "request_share_min_then",
            lambda row: _between(row, "request_share_min_then", "request_share_max_then"),
        ),
        (
            "Share of tokens, at least",
            "token_share_min",
            lambda row: _end(row, "token_share_min", percent_down),
        ),
        ("Tasks that list it", "listed_in", lambda row: str(row.get("listed_in", ABSENT))),
        ("Models listed", "models", lambda row: str(row.get("models", ABSENT))),
        (
            "Part of its known requests",
            "part_min",
            lambda row: _between(row, "part_min", "part_max"),
        ),
        ("Tokens per request", "tokens_per_request", _tokens_per_request),
    )


def _rank(row: Row, name: str) -> str:
    if row.get(name) is None:
        return ABSENT
    return f"{row[name]}{'=' if row[f'{name}_tied'] else ''}"


def _end(row: Row, name: str, form: Callable[[float], str]) -> str:
    return ABSENT if row.get(name) is None else form(row[name])


def _between(row: Row, low: str, high: str) -> str:
    return ABSENT if row.get(low) is None else share_range(Interval(row[low], row[high]))


def _tokens_per_request(row: Row) -> str:
    if row.get("tokens_per_request") is None:
        return ABSENT
    bounds = Interval(row["tokens_per_request_min"], row["tokens_per_request_max"])
    number = TokensPerRequest(row["tokens_per_request"], bounds)
    return f"{tokens_per_request(number)} ({tokens_per_request_bounds(number)})"


def escape(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return SPECIAL.sub(r"\\\g<0>", text)


def _sentence(text: str) -> str:
    return LIST_MARK.sub(r"\g<0>\\", escape(text))
