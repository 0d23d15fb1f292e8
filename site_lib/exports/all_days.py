"""All days as data: a file for each year, the newest day, and the package that describes them.

A year's file has the rows of all editions of that year, in their order. It is made of their files
`data.csv`, so that it has the same rows, digit by digit.
"""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.exports.columns import COLUMNS
from site_lib.exports.csv_file import csv_file
from site_lib.exports.dataset import Dataset, first_day
from site_lib.exports.edition_file import EDITION_COLUMNS
from site_lib.site.addresses import DOWNLOAD
from site_lib.site.context import LICENCE, LICENCE_WORDS, SOURCE, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from site_lib.exports.columns import Column
    from site_lib.site.context import Site

LATEST = "download/latest.csv"
PACKAGE = "download/datapackage.json"
SCHEMA = "download/data.schema.json"
HEADER = csv_file(EDITION_COLUMNS, ())
"""The first line of all these files."""


@dataclass(frozen=True)
class YearFile:
    """The file with all days of a year."""

    newest: date
    """The last date that it has."""
    path: str
    size: int
    """In bytes."""
    sha256: str

    @property
    def year(self) -> int:
        """The year."""
        return self.newest.year


def year_path(year: int) -> str:
    """Return the path of the file with all days of a year."""
    return f"download/{year}.csv.gz"


def year_csv(editions: Iterable[bytes]) -> bytes:
    """Join the files `data.csv` of a year's editions, and compress them.

    The same editions always give the same bytes: the file names no time and no file.
    """
    compressed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=compressed, mtime=0) as file:
        file.write(HEADER)
        for content in editions:
            if not content.startswith(HEADER):
                raise ValueError("an edition has other columns: translate them here")
            file.write(content[len(HEADER) :])
    return compressed.getvalue()


def all_days_dataset(site: Site, page: str, first: date, years: Iterable[int]) -> Dataset:
    """Describe the files with all days for search engines.

    `page` is the path of the page that says it, `first` the archive's first date.
    """
    files = dict.fromkeys(map(year_path, years), "application/gzip") | {LATEST: "text/csv"}
    return Dataset(
        name=f"{TITLE}, all days",
        description=(
            "Shares of classified requests and of their tokens on OpenRouter: each task’s share of "
            "everything and of its category, and each listed model’s share of the task, with "
            f"ranks. One snapshot a day, each of {site.window_days} days. {site.citation}"
        ),
        first=first_day(first, site.window_days),
        as_of=site.as_of,
        citation=site.citation,
        url=site.url(DOWNLOAD),
        site=site.base_url,
        files={site.address(path, page): kind for path, kind in files.items()},
    )


def datapackage(site: Site, years: Sequence[YearFile]) -> bytes:
    """Describe the years' files as a Data Package (datapackage.org)."""
    package: dict[str, object] = {
        "name": "openrouter-tasks",
        "title": f"{TITLE}, all days",
        "description": f"One row for each pair of shares that OpenRouter published. "
        f"{site.citation} {LICENCE_WORDS}",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "sources": [{"title": "OpenRouter", "path": SOURCE}],
    }
    if site.base_url:
        package["homepage"] = site.base_url
    package["resources"] = [_resource(year) for year in years]
    return json.dumps(package, indent=1, ensure_ascii=False).encode() + b"\n"


def _resource(year: YearFile) -> Mapping[str, object]:
    return {
        "name": f"{year.year}",
        "path": year.path.rpartition("/")[2],
        "title": f"All editions of {year.year}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "gz",
        "bytes": year.size,
        "hash": f"sha256:{year.sha256}",
        "schema": {
            "fields": [_field(COLUMNS[name]) for name in EDITION_COLUMNS],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> Mapping[str, object]:
    limits: dict[str, object] = {"required": True} if column.is_required else {}
    if column.values:
        limits["enum"] = [*column.values]
    described = {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        "unit": column.unit,
        "denominator": column.denominator,
        "constraints": limits,
    }
    return {key: value for key, value in described.items() if value}
