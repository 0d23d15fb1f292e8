"""Figures as CSV and JSON: a day's whole ranking, and a share over time.

Numbers are those of the source. A CSV file begins with its citation and licence as a comment.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from site_lib.site.formats import plain
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_lib.analysis.model_history import ModelPoint
    from site_lib.analysis.rankings import Rankings, Tag
    from site_lib.analysis.ranks import Ranks
    from site_lib.analysis.series import Point, Series
    from site_lib.snapshots.precision import Shares

HISTORY_COLUMNS = ("as_of", "request_share", "token_share")
MODEL_HISTORY_COLUMNS = ("as_of", "request_share_min", "request_share_max", "listed_in")
RANKINGS_COLUMNS = (
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
FORMULA_SIGNS = ("=", "+", "-", "@")
"""A spreadsheet takes a cell that starts with one for a formula."""


def history_csv(series: Series[Point], credit: str) -> bytes:
    """Write all points of a share over time; `credit` goes before them as a comment."""
    rows = (
        (as_of.isoformat(), plain(shares.requests), plain(shares.tokens))
        for as_of, shares in series.points
    )
    return _csv(HISTORY_COLUMNS, rows, credit)


def model_history_csv(series: Series[ModelPoint], credit: str) -> bytes:
    """Write all points of the range of a model's share over time, after `credit` as a comment."""
    rows = (
        (
            point.as_of.isoformat(),
            plain(point.requests.low),
            plain(point.requests.high),
            point.listed_in,
        )
        for point in series.points
    )
    return _csv(MODEL_HISTORY_COLUMNS, rows, credit)


def rankings_csv(rankings: Rankings, credit: str) -> bytes:
    """Write a day's whole ranking, a row for each share; `credit` goes first as a comment."""
    return _csv(RANKINGS_COLUMNS, _rows(rankings), credit)


def rankings_json(rankings: Rankings, head: Mapping[str, object]) -> bytes:
    """Write a day's whole ranking as one JSON object that begins with the fields of `head`."""
    content = dict(head) | {
        "categories": [
            {"key": each.key, "label": each.label} | _fields(each.shares, each.ranks)
            for each in rankings.categories
        ],
        "tasks": [_task(tag) for tag in rankings.tags],
    }
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _csv(columns: Sequence[str], rows: Iterator[Sequence[object]], credit: str) -> bytes:
    text = io.StringIO()
    text.write(f"# {credit}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
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
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _numbers(shares: Shares, ranks: Ranks | None) -> tuple[object, ...]:
    positions = (ranks.requests.position, ranks.tokens.position) if ranks else ("", "")
    return plain(shares.requests), plain(shares.tokens), *positions


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
        fields["rank_by_requests"] = ranks.requests.position
        fields["rank_by_tokens"] = ranks.tokens.position
    return fields
