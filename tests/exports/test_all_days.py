"""The files with all days, and what describes them."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from subprocess import run
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import RenderError
from site_lib.exports.all_days import year_file
from tests.answers import NEWEST, RECORDED, archive_with, newest_data, raw, small
from tests.data_files import by_key, expected, from_duckdb, from_pandas
from tests.site_reader import Site, build_from

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.answers import Data
    from tests.data_files import Key, Values

    Reader = Callable[[Path], list[Data]]

BASE = "https://example.org/x/"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site of two years, in which one day was revised."""
    folder = tmp_path_factory.mktemp("years")
    answers = [file.read_bytes() for file in RECORDED]
    archive = archive_with(folder / "data", odd(), *answers, revised())
    return build_from(archive, folder / "site", BASE)


def odd() -> bytes:
    return raw(small(("=sum(1)", "x", 0.5, 0), ("math", "x", 0.5, 1), as_of="2025-12-31"))


def revised() -> bytes:
    data = newest_data()
    data["classifications"][0]["models"][0]["tag_usage_share"] += 0.001
    return raw(data)


def all_expected() -> dict[Key, Values]:
    answers = [(file.read_bytes(), 1) for file in RECORDED] + [(revised(), 2), (odd(), 1)]
    found = [expected(answer, revision) for answer, revision in answers]
    return {key: values for each in found for key, values in each.items()}


@pytest.mark.parametrize("read", [from_pandas, from_duckdb])
def test_all_rows_of_all_years_are_all_snapshots_value_by_value(years: Site, read: Reader) -> None:
    rows = [
        row for year in (2025, 2026) for row in read(years.folder / "download" / f"{year}.csv.gz")
    ]
    for row in rows:  # without the guard of a name that is like a formula
        row |= {name: row[name].removeprefix("'") for name in ("task", "name") if row[name]}
    assert by_key(rows) == all_expected()
    assert {row["window_days"] for row in rows} == {7}
    for row in rows:
        cited = f"Source: OpenRouter (openrouter.ai/rankings), as of {row['as_of']}."
        assert row["source"] == cited
        assert row["licence"] == "Licensed under CC BY 4.0."


def test_a_year_is_its_editions_in_their_order(years: Site) -> None:
    header, *lines = gzip.decompress(years.files["download/2026.csv.gz"]).splitlines()
    names = ("2026-08-31", "2026-09-01", "2026-09-02", "2026-09-04", "2026-10-06", "2026-10-06-r2")
    expected_lines = []
    for name in names:
        first, *rest = years.files[f"on/{name}/data.csv"].splitlines()
        assert first == header
        expected_lines += rest
    assert lines == expected_lines


def test_the_compressed_file_names_neither_time_nor_file() -> None:
    content = year_file([])
    assert content[:4] == b"\x1f\x8b\x08\x00"  # no flag, so no name follows
    assert content[4:8] == b"\x00" * 4
    with pytest.raises(RenderError, match="other columns"):
        year_file([b"something,else\n1,2\n"])


def test_the_newest_day_is_the_newest_edition(years: Site, full_site: Site) -> None:
    assert years.files["download/latest.csv"] == years.files["on/2026-10-06-r2/data.csv"]
    rows = by_key(from_pandas(full_site.folder / "download" / "latest.csv"))
    assert rows == expected(NEWEST.read_bytes())


def test_the_data_package_is_valid_and_true(years: Site) -> None:
    # A process of its own, because it leaves files open.
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    done = run(command, cwd=years.folder / "download", capture_output=True, check=False)
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert [task["stats"]["rows"] for task in report["tasks"]] == [1 + 2 * 3, 6 * (4 + 29 * 12)]
    package = json.loads(years.files["download/datapackage.json"])
    assert [each["name"] for each in package["resources"]] == ["2025", "2026"]
    for resource in package["resources"]:
        content = years.files[f"download/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = gzip.decompress(content).splitlines()[0].decode()
        assert [field["name"] for field in resource["schema"]["fields"]] == header.split(",")


def test_the_archive_lists_every_edition_with_the_digest_of_its_answer(years: Site) -> None:
    index = json.loads(years.files["archive/index.json"])
    assert index["as_of"] == "2026-10-06"
    assert "as of 2026-10-06." in index["citation"]
    assert index["licence"] == "Licensed under CC BY 4.0."
    assert len(index["editions"]) == 7
    pages = set()
    for edition in index["editions"]:
        page = edition["address"].removeprefix(BASE)
        pages.add(f"{page}index.html")
        source = years.files[f"{page}source.json"]
        assert edition["size"] == len(source)
        assert edition["sha256"] == hashlib.sha256(source).hexdigest()
        as_of = json.loads(source)["data"]["as_of"]
        revision = f"-r{edition['revision']}" if edition["revision"] > 1 else ""
        assert page == f"on/{edition['as_of']}{revision}/"
        assert edition["as_of"] == as_of
        assert {file.removeprefix(BASE) for file in edition["files"]} == {
            f"{page}data.csv",
            f"{page}source.json",
        }
    assert pages == set(years.editions)


def test_what_programs_are_told_is_short_and_leads_to_files_that_exist(full_site: Site) -> None:
    text = full_site.files["llms.txt"].decode()
    assert len(text.encode()) <= 1000
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06." in text
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert len(links) == 5
    for link in links:
        path = link.removeprefix(BASE)
        assert (f"{path}index.html" if path.endswith("/") else path) in full_site.files
