"""The download page: which files there are, what their columns mean, and how to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.card import Card
from site_lib.exports.all_days import all_days_dataset
from site_lib.exports.columns import COLUMNS
from site_lib.exports.dataset import catalog
from site_lib.exports.edition_file import EDITION_COLUMNS
from site_lib.exports.history_file import MODEL_COLUMNS, SHARE_COLUMNS
from site_lib.exports.page_data import OF_THE_FILE
from site_lib.pages.author import AuthorPage
from site_lib.pages.category import CategoryPage
from site_lib.pages.home import HomePage
from site_lib.pages.model import ModelPage
from site_lib.pages.page import Page
from site_lib.pages.task import TaskPage
from site_lib.site.addresses import (
    ARCHIVE_INDEX,
    DATA_CSV,
    DATA_PACKAGE,
    DATA_SCHEMA,
    DOWNLOAD,
    HISTORY_CSV,
    LATEST_CSV,
)
from site_lib.site.context import PREVIEW_ADDRESS
from site_lib.site.formats import file_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_lib.exports.all_days import YearFile
    from site_lib.exports.columns import Column
    from site_lib.pages.page_context import PageContext

FILES = {
    "all days": EDITION_COLUMNS,
    "home": (*OF_THE_FILE, *HomePage.columns),
    "categories": (*OF_THE_FILE, *CategoryPage.columns),
    "tasks": (*OF_THE_FILE, *TaskPage.columns),
    "models": (*OF_THE_FILE, *ModelPage.columns),
    "authors": (*OF_THE_FILE, *AuthorPage.columns),
    HISTORY_CSV: (*SHARE_COLUMNS, *MODEL_COLUMNS),
}
"""Which columns files have; the list of models has those of authors."""


@dataclass(frozen=True)
class FileRow:
    """A file of all days."""

    path: str
    address: str
    size: str
    content: str


@dataclass(frozen=True)
class Command:
    """Lines to copy that read the data with some program."""

    program: str
    lines: str


@dataclass(frozen=True)
class ColumnRow:
    """A column of the data files."""

    column: Column
    files: str
    """The files that have it."""


@dataclass(frozen=True, kw_only=True)
class DownloadPage(Page):
    """All files for programs and spreadsheets."""

    template = "download.html"
    files: tuple[FileRow, ...]
    page_data: str
    """The address of the home page's `data.csv`."""
    history: str
    """The name of the files with a page's shares over time."""
    schema: str
    """The path of the JSON Schema."""
    commands: tuple[Command, ...]
    has_address: bool
    """Whether the commands have the published address."""
    column_rows: tuple[ColumnRow, ...]


def download_page(
    context: PageContext, years: Sequence[YearFile], sizes: Mapping[str, int]
) -> DownloadPage:
    """Make the download page; `sizes` are those of files by path, in bytes."""
    site = context.site
    dataset = all_days_dataset(
        site, DOWNLOAD, context.history.entries[0].as_of, [each.year for each in years]
    )
    description = (
        "All figures as files: beside every page as CSV, JSON and Markdown, and all days in one "
        "file a year. What each column means, and how to read them with pandas, R, DuckDB, curl "
        "and Google Sheets."
    )
    base = site.base_url or PREVIEW_ADDRESS
    return DownloadPage(
        path=DOWNLOAD,
        title=f"Download · {site.title}",
        description=description,
        card=Card(
            site.title, "All figures, all days, as files", site.citation, address=site.shown_address
        ),
        linked_data=catalog(f"Download · {site.title}", description, site.url(DOWNLOAD), dataset),
        files=tuple(_files(base, years, sizes)),
        page_data=f"{base}{DATA_CSV}",
        history=HISTORY_CSV,
        schema=DATA_SCHEMA,
        commands=tuple(_commands(base, [each.year for each in years])),
        has_address=site.base_url is not None,
        column_rows=tuple(ColumnRow(column, _files_with(name)) for name, column in COLUMNS.items()),
    )


def _files(base: str, years: Sequence[YearFile], sizes: Mapping[str, int]) -> Iterator[FileRow]:
    def row(path: str, content: str, size: int) -> FileRow:
        return FileRow(path, f"{base}{path}", file_size(size), content)

    yield row(LATEST_CSV, "The newest day", sizes[LATEST_CSV])
    for year in reversed(years):
        yield row(year.path, f"All days of {year.year}, compressed with gzip", year.size)
    package = "Describes the files with the days of a year, as a Data Package"
    yield row(DATA_PACKAGE, package, sizes[DATA_PACKAGE])
    editions = "All editions, with the SHA-256 of each of OpenRouter’s answers"
    yield row(ARCHIVE_INDEX, editions, sizes[ARCHIVE_INDEX])


def _files_with(column: str) -> str:
    having = [files for files, columns in FILES.items() if column in columns]
    others = [files for files in FILES if files not in having]
    if not others:
        return "all"
    return f"all but {', '.join(others)}" if len(others) == 1 else ", ".join(having)


def _commands(base: str, years: Sequence[int]) -> Iterator[Command]:
    listed = ", ".join(map(str, years))
    yield Command(
        "pandas",
        "import pandas as pd\n\n"
        "days = pd.concat(\n"
        f'    (pd.read_csv(f"{base}download/{{year}}.csv.gz") for year in [{listed}]),\n'
        "    ignore_index=True,\n"
        ")\n"
        'days = days[days.revision == days.groupby("as_of").revision.transform("max")]',
    )
    yield Command(
        "R",
        f'read_year <- function(year) read.csv(gzcon(url(paste0("{base}download/",\n'
        '  year, ".csv.gz")), text = TRUE))\n'
        f"days <- do.call(rbind, lapply(c({listed}), read_year))\n"
        "days <- subset(days, revision == ave(revision, as_of, FUN = max))",
    )
    names = f"{{{','.join(map(str, years))}}}" if len(years) > 1 else f"{years[0]}"
    yield Command("curl", f'curl -fsSO "{base}download/{names}.csv.gz"')
    yield Command(
        "DuckDB, in the folder that curl wrote to",
        "SELECT as_of, task, request_share FROM '2*.csv.gz'\n"
        "WHERE kind = 'task' AND share_of = 'everything'\n"
        "QUALIFY revision = max(revision) OVER (PARTITION BY as_of)\n"
        "ORDER BY as_of, request_rank;",
    )
    yield Command("Google Sheets", f'=IMPORTDATA("{base}{LATEST_CSV}")')
