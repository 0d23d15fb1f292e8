"""Reads data files as analysts do, with pandas and DuckDB, and computes what they must hold."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from tests.site_reader import rank

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.answers import Data
    from tests.site_reader import Site

    Key = tuple[str, ...]
    Values = tuple[float | str | bool | None, ...]

KEY = ("as_of", "revision", "kind", "category", "task", "model", "name", "share_of")
VALUES = (
    "request_share",
    "token_share",
    "request_rank",
    "request_rank_tied",
    "token_rank",
    "token_rank_tied",
)


def from_pandas(file: str | Path) -> list[Data]:
    """Read a file with pandas, without any options."""
    rows: list[Data] = pd.read_csv(file).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def from_duckdb(file: str | Path) -> list[Data]:
    """Read a file with DuckDB, without any options."""
    relation = duckdb.read_csv(str(file))
    return [
        {name: _plain(value) for name, value in zip(relation.columns, row, strict=True)}
        for row in relation.fetchall()
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a cell holds)
    """Return a value as the same type from both readers; None for an empty cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def by_key(rows: list[Data]) -> dict[Key, Values]:
    """Return the figures of rows by what they are about; no two rows may be about the same."""
    found = {
        tuple(str(row[name] or "") for name in KEY): tuple(row[name] for name in VALUES)
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def expected(answer: bytes, revision: int = 1) -> dict[Key, Values]:
    """Return what the files with all days must say of an answer, from its JSON alone."""
    data: Data = json.loads(answer)["data"]
    tags = data["classifications"]

    def rows() -> Iterator[tuple[Key, Values]]:
        frame = data["as_of"], str(revision)
        groups = data["macro_categories"]
        for group in groups:
            about = ("category", group["key"], "", "", group["label"], "everything")
            yield (*frame, *about), _ranked(group, groups, "usage_share", "token_share")
        for tag in tags:
            category, name = tag["macro_category"], tag["display_name"]
            within = [each for each in tags if each["macro_category"] == category]
            key = ("task", category, tag["tag"], "", name)
            yield (*frame, *key, "everything"), _ranked(tag, tags, "usage_share", "token_share")
            yield (
                (*frame, *key, "category"),
                _ranked(tag, within, "category_usage_share", "category_token_share"),
            )
            for model in tag["models"]:
                own = ("model", category, tag["tag"], model["id"], "", "task")
                fields = "tag_usage_share", "tag_token_share"
                yield (*frame, *own), _ranked(model, tag["models"], *fields)

    return dict(rows())


def _ranked(one: Data, all_: list[Data], requests: str, tokens: str) -> Values:
    shares = one[requests], one[tokens]
    ranks = [rank(one[name], [each[name] for each in all_]) for name in (requests, tokens)]
    places = [(int(each.removesuffix("=")), each.endswith("=")) for each in ranks]
    return (*shares, *places[0], *places[1])


def content(site: Site, folder: str) -> Data:
    found: Data = json.loads(site.files[f"{folder}data.json"])
    return found


def rows(site: Site, folder: str, **wanted: str) -> list[Data]:
    """Return the rows that have these values."""
    found = content(site, folder)["rows"]
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def check(row: Data, one: Data, all_: list[Data], requests: str, tokens: str) -> None:
    for name, field in (("request", requests), ("token", tokens)):
        assert row[f"{name}_share"] == one[field]
        place = rank(one[field], [each[field] for each in all_])
        assert f"{row[f'{name}_rank']}{'=' if row[f'{name}_rank_tied'] else ''}" == place


def check_then(row: Data, one: Data, all_: list[Data], requests: str, tokens: str) -> None:
    names = [name for name in row if "_then" in name and "_max" not in name]
    check({name.replace("_then", ""): row[name] for name in names}, one, all_, requests, tokens)
