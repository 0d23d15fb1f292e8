"""A page as Markdown, for assistants and for people who paste it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_lib.analysis.rankings import UNDISCLOSED, TokensPerRequest
from site_lib.analysis.ranks import Rank
from site_lib.site import addresses
from site_lib.site.context import A_SAMPLE, LICENCE_WORDS
from site_lib.site.formats import (
    ABSENT,
    count,
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
    Printer = tuple[str, list[str], Callable[[Row], str]]
    """A column's head, the fields without which it is left out, and what stands in a cell."""

SPECIAL = re.compile(r"[\\`*\[\]<|~#]|(?<!\w)_|_(?!\w)|&(?=[\w#]*;)")
"""What Markdown or HTML would read as markup."""
LINE_START = re.compile(r"^(\d+(?=[.)])|(?=[-+>]))")
"""What would begin a list or a quote at the start of a line."""


def markdown(data: PageData, site: Site) -> bytes:
    """Write a page as Markdown: citation, how to read it, what it says first, its tables."""
    return ("\n\n".join(_blocks(data, site)) + "\n").encode()


def _blocks(data: PageData, site: Site) -> Iterator[str]:
    edition = site.address(data.head.origin.edition, data.head.page)
    yield f"> {data.head.origin.citation} {LICENCE_WORDS} The figures cover the \
{data.head.origin.window}. The edition of that day: <{edition}>"
    yield "\n".join(
        f"- {_sentence(note)}" for note in (*data.caveats, A_SAMPLE, *_about_then(data))
    )
    yield f"# {escape(data.head.title)}"
    for sentence in filter(None, data.first_sentences):
        yield _sentence(sentence)
    for table in data.tables:
        if table.rows:
            yield f"## {escape(table.caption)}"
            yield _table(table, data.compared_with)
    yield " · ".join(_links(data, site))


def _about_then(data: PageData) -> Iterator[str]:
    if data.compared_with:
        days = count(data.head.origin.window_days, "day")
        yield f"Columns “on {data.compared_with}” are about the {days} to that date."


def _links(data: PageData, site: Site) -> Iterator[str]:
    page = data.head.page
    yield f"The page: <{site.address(page, page)}>"
    yield f"its numbers: <{site.address(addresses.beside(page, addresses.DATA_CSV), page)}>"
    if data.history:
        yield f"all dates: <{site.address(data.history, page)}>"


def _table(table: DataTable, then: date | None) -> str:
    shown = [
        (head, cell)
        for head, names, cell in _printers(then)
        # A column of zeros says nothing: it is the minimum where no list names the model.
        if any(row.get(name) for row in table.rows for name in names)
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
        return f"{escape(key)}{_remark(row)}"
    # A code span shows all but these as they are.
    shown = escape(key) if set(key) & {"`", "|"} else f"`{key}`"
    return f"{escape(row['name'])} ({shown})"


def _remark(row: Row) -> str:
    return " (maker undisclosed)" if str(row.get("model")).startswith(UNDISCLOSED) else ""


def _printers(then: date | None) -> tuple[Printer, ...]:
    """Return the columns of tables, in their order; `then` is the earlier date."""
    return (
        ("Rank by requests", ["request_rank"], _rank("request_rank")),
        ("Share of requests", ["request_share"], _written("request_share", percent)),
        (
            f"Share of requests on {then}",
            ["request_share_then", "request_share_max_then"],
            _requests_then,
        ),
        ("Rank by tokens", ["token_rank"], _rank("token_rank")),
        ("Share of tokens", ["token_share"], _written("token_share", percent)),
        (
            f"Share of tokens on {then}",
            ["token_share_then"],
            _written("token_share_then", percent),
        ),
        (
            "Share of requests, at least",
            ["request_share_min"],
            _written("request_share_min", percent_down),
        ),
        (
            "Share of requests, at most",
            ["request_share_max"],
            _written("request_share_max", percent_up),
        ),
        (
            "Share of tokens, at least",
            ["token_share_min"],
            _written("token_share_min", percent_down),
        ),
        ("Share of tokens, at most", ["token_share_max"], _written("token_share_max", percent_up)),
        ("Tasks that list it", ["listed_in"], _written("listed_in", str)),
        ("Last listed", ["last_listed"], _written("last_listed", str)),
        ("Models listed", ["models"], _written("models", str)),
        ("Part of its known requests", ["part_min", "part_max"], _part),
        ("Tokens per request", ["tokens_per_request"], _tokens_per_request),
    )


def _written(name: str, form: Callable[[Any], str]) -> Callable[[Row], str]:
    return lambda row: ABSENT if row.get(name) is None else form(row[name])


def _rank(name: str) -> Callable[[Row], str]:
    def write(row: Row) -> str:
        return ABSENT if row.get(name) is None else str(Rank(row[name], row[f"{name}_tied"]))

    return write


def _requests_then(row: Row) -> str:
    """Write an earlier share; of a model that was not listed, the most that it can have been."""
    if row.get("request_share_then") is not None:
        return percent(row["request_share_then"])
    if row.get("request_share_max_then") is None:
        return ABSENT
    if not row.get("listed_in_then"):
        return f"at most {percent_up(row['request_share_max_then'])}, not listed"
    return share_range(Interval(row["request_share_min_then"], row["request_share_max_then"]))


def _part(row: Row) -> str:
    if row.get("part_min") is None:
        return ABSENT
    return share_range(Interval(row["part_min"], row["part_max"]))


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
    return LINE_START.sub(r"\g<0>\\", escape(text))
