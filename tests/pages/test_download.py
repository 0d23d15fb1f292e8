"""The download page: its addresses, its columns, and commands that run as they stand."""

from __future__ import annotations

import sys
from subprocess import run
from typing import TYPE_CHECKING

import pytest

from site_lib.exports.columns import COLUMNS
from tests.answers import RECORDED, archive_with, newest_data, raw, small
from tests.data_files import by_key, expected, from_pandas
from tests.serving import served
from tests.site_reader import Site, build_from, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "download/index.html"


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build a site of two years, and serve it at the address that it names."""
    folder = tmp_path_factory.mktemp("download")
    with served(folder / "site") as address:
        early = raw(small(("math", "general", 1, 1), as_of="2025-12-31"))
        answers = [early, *(file.read_bytes() for file in RECORDED), revised()]
        yield build_from(archive_with(folder / "data", *answers), folder / "site", address)


def revised() -> bytes:
    """Return the newest recorded answer with another share of a model."""
    data = newest_data()
    data["classifications"][0]["models"][0]["tag_usage_share"] += 0.001
    return raw(data)


def commands(site: Site) -> dict[str, str]:
    """Return the lines to copy by the name of the program."""
    lists = site.pages[PAGE].iter("dl")
    (found,) = (each for each in lists if each.attrib.get("class") == "commands")
    names = [words(name) for name in found.iter("dt")]
    return dict(zip(names, ("".join(e.itertext()) for e in found.iter("pre")), strict=True))


def test_the_commands_for_pandas_curl_and_duckdb_run_as_they_stand(
    online: Site, tmp_path: Path
) -> None:
    lines = commands(online)
    assert list(lines) == [
        "pandas",
        "R",
        "curl",
        "DuckDB, in the folder that curl wrote to",
        "Google Sheets",
    ]
    script = f"{lines['pandas']}\ndays.to_csv('pandas.csv', index=False)\n"
    run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    # Of the revised day, only the revision.
    known = {key for file in RECORDED[:-1] for key in expected(file.read_bytes())}
    known |= expected(revised(), 2).keys()
    rows = by_key(from_pandas(tmp_path / "pandas.csv"))
    assert {key for key in rows if key[0] != "2025-12-31"} == known
    assert len(rows) == len(known) + 4
    run(["/bin/sh", "-c", lines["curl"]], cwd=tmp_path, check=True)
    for year in (2025, 2026):
        name = f"{year}.csv.gz"
        assert (tmp_path / name).read_bytes() == online.files[f"download/{name}"]
    query = lines["DuckDB, in the folder that curl wrote to"]
    script = f"import duckdb\nprint(duckdb.sql({query!r}).fetchall())"
    said = run(
        [sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert said.stdout.count("datetime.date(") == 1 + 29 * len(RECORDED)
    assert "(datetime.date(2026, 10, 6), 'classification_tagging', 0.301)" in said.stdout


def test_the_files_are_linked_under_their_address_with_their_size(online: Site) -> None:
    rows = online.rows(PAGE, "Files with whole days")
    files = [words(name).replace(" ", "") for name, _, _ in rows]
    address = online.files["build.json"].decode().partition('"url": "')[2].partition('"')[0]
    paths = [
        "download/latest.csv",
        "download/2026.csv.gz",
        "download/2025.csv.gz",
        "download/datapackage.json",
        "archive/index.json",
    ]
    assert files == [f"{address}{path}" for path in paths]
    for path, (name, _, size) in zip(paths, rows, strict=True):
        link = name.find("a")
        assert link is not None
        assert link.attrib["href"] in {path.removeprefix("download/"), f"../{path}"}
        number = len(online.files[path])
        kilo = f"{number / 1000:.0f} kB" if number >= 1000 else f"{number} bytes"
        assert words(size) == kilo
    assert f"{address}data.csv" in online.text(PAGE)


def test_every_column_is_explained_with_the_files_that_have_it(online: Site) -> None:
    rows = online.rows(PAGE, "What the columns mean")
    model = "models/z-ai/glm-5-3-flash-20260826/"
    examples = {
        "all days": ["download/latest.csv"],
        "home": ["data.csv"],
        "categories": ["code/data.csv"],
        "tasks": ["code/debugging/data.csv"],
        "models": [f"{model}data.csv"],
        "authors": ["models/z-ai/data.csv"],
        "history.csv": ["code/debugging/history.csv", f"{model}history.csv"],
    }
    having = {
        name: {each for file in files for each in header(online, file)}
        for name, files in examples.items()
    }
    for (name, meaning, unit, files), column in zip(rows, COLUMNS.values(), strict=True):
        assert name.findtext("code") == column.name
        said = words(files)
        for file, columns in having.items():
            others = said.removeprefix("all but ").split(", ")
            is_in = said == "all" or (file in others) != said.startswith("all but ")
            assert is_in == (column.name in columns)
        assert words(meaning).startswith(column.description)
        assert words(unit).startswith(column.unit or column.type)
        assert (column.denominator or "") in words(unit)


def header(site: Site, file: str) -> list[str]:
    return site.files[file].decode().partition("\n")[0].split(",")


def test_a_build_without_address_says_that_its_commands_are_for_a_preview(unplaced: Site) -> None:
    text = unplaced.text(PAGE)
    assert "This build does not know where it will be published." in text
    assert "http://127.0.0.1:8000/download/latest.csv" in text


def test_home_leads_to_all_days_in_two_steps(full_site: Site) -> None:
    links = {
        words(link): link.attrib.get("href") for link in full_site.pages["index.html"].iter("a")
    }
    assert links["all days"] == links["Download"] == PAGE
