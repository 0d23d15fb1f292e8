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

from site_lib.errors import RenderError
from site_lib.exports.columns import COLUMNS
from site_lib.exports.csv_file import csv_file
from site_lib.exports.dataset import Dataset
from site_lib.exports.edition_file import EDITION_COLUMNS
from site_lib.site.addresses import DOWNLOAD, LATEST_CSV, year_csv
from site_lib.site.context import LICENCE, LICENCE_WORDS, SOURCE, first_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from site_lib.exports.columns import Column
    from site_lib.site.context import Site

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


def year_file(editions: Iterable[bytes]) -> bytes:
    """Join the files `data.csv` of a year's editions, and compress them.

    The same editions always give the same bytes: the file names no time and no file. Raises
    RenderError if a version of the editions has other columns; they must be translated here then.
    """
    compressed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=compressed, mtime=0) as file:
        file.write(HEADER)
        for content in editions:
            if not content.startswith(HEADER):
                raise RenderError("an edition has other columns than the files with all days")
            file.write(content[len(HEADER) :])
    return compressed.getvalue()


def all_days_dataset(site: Site, page: str, first: date, years: Iterable[int]) -> Dataset:
    """Describe the files with all days for search engines.

    `page` is the path of the page that says it, `first` the archive's first date.
    """
    files = dict.fromkeys(map(year_csv, years), "application/gzip") | {LATEST_CSV: "text/csv"}
    return Dataset(
        name=f"{site.title}, all days",
        description=(
            "Shares of classified requests and of their tokens on OpenRouter: each task’s share of "
            "everything and of its category, and each listed model’s share of the task, with "
            f"ranks. One snapshot a day, each of {site.window_days} days. {site.citation}"
        ),
        first=first_day(first, site.window_days),
        as_of=site.as_of,
        citation=site.citation,
        url=site.url(DOWNLOAD),
        publisher=site.config,
        files={site.address(path, page): kind for path, kind in files.items()},
    )


def datapackage(site: Site, years: Sequence[YearFile]) -> bytes:
    """Describe the years' files as a Data Package (datapackage.org)."""
    publisher = site.config.publisher
    contributor = {"title": publisher.name, "roles": ["publisher"]}
    if publisher.address:
        contributor |= {"path": publisher.address}
    package: dict[str, object] = {
        "name": "openrouter-tasks",
        "title": f"{site.title}, all days",
        "description": f"One row for each pair of shares that OpenRouter published. "
        f"{site.citation} {LICENCE_WORDS}",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "sources": [{"title": "OpenRouter", "path": SOURCE}],
        "contributors": [contributor],
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
    found = {"name": column.name, "type": column.type, **column.described, "constraints": limits}
    return {key: value for key, value in found.items() if value}
