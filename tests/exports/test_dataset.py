"""What search engines are told of data and pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.answers import archive_with, raw, small
from tests.site_reader import build_from, build_site

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tests.answers import Data
    from tests.site_reader import Site


BASE = "https://example.org/x/"
NOW = "2026-10-06"
KINDS = {"text/csv": ".csv", "application/json": ".json", "application/gzip": ".csv.gz"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def linked_data(page: ET.Element) -> list[Data]:
    found = page.iterfind(".//script[@type='application/ld+json']")
    return [json.loads(each.text or "") for each in found]


def datasets(site: Site) -> dict[str, Data]:
    """Return every dataset by its page; there is one on a page at most."""
    return {
        path: each
        for path, page in (site.pages | site.editions).items()
        for each in linked_data(page)
        if each["@type"] == "Dataset"
    }


def test_home_and_each_edition_are_datasets_and_nothing_else_is(full_site: Site) -> None:
    assert set(datasets(full_site)) == {"index.html", *full_site.editions}
    others = {
        each["@type"]
        for page in (full_site.pages | full_site.editions).values()
        for each in linked_data(page)
    }
    assert others == {"Dataset", "DataCatalog"}


def check_dataset(site: Site, data: Data, as_of: str) -> None:
    assert 50 <= len(data["description"]) <= 5000
    first, last = data["temporalCoverage"].split("/")
    assert last == data["dateModified"] == as_of
    assert first < last
    assert data["license"] == LICENCE
    assert data["isAccessibleForFree"] is True
    assert data["creditText"] == f"Source: OpenRouter (openrouter.ai/rankings), as of {as_of}."
    assert data["creator"]["name"] == "OpenRouter"
    assert data["creator"]["url"] == "https://openrouter.ai/rankings"
    assert data["publisher"]["url"] == BASE
    assert data["variableMeasured"] == [
        "request_share, fraction of 1",
        "token_share, fraction of 1",
    ]
    assert data["distribution"]
    for file in data["distribution"]:
        path = file["contentUrl"].removeprefix(BASE)
        assert path in site.files
        assert path.endswith(KINDS[file["encodingFormat"]])


def test_a_dataset_says_all_that_search_engines_ask_for(full_site: Site) -> None:
    for path, data in datasets(full_site).items():
        assert data["@context"] == "https://schema.org"
        assert data["url"].startswith(BASE)
        check_dataset(full_site, data, path.split("/")[1] if path.startswith("on/") else NOW)
    home = datasets(full_site)["index.html"]
    assert home["temporalCoverage"] == "2026-08-25/2026-10-06"
    files = {file["contentUrl"].removeprefix(BASE) for file in home["distribution"]}
    assert files == {"download/2026.csv.gz", "download/latest.csv"}


def test_the_download_page_is_a_catalog_of_the_same_data(full_site: Site) -> None:
    (catalog,) = linked_data(full_site.pages["download/index.html"])
    assert catalog["@type"] == "DataCatalog"
    assert catalog["url"] == f"{BASE}download/"
    assert 50 <= len(catalog["description"]) <= 5000
    assert catalog["license"] == LICENCE
    (dataset,) = catalog["dataset"]
    check_dataset(full_site, dataset, NOW)
    home = datasets(full_site)["index.html"]
    assert {**dataset, "@context": "https://schema.org"} == home


def test_a_card_says_whom_to_credit(tmp_path: Path) -> None:
    built = build_site(tmp_path, raw(small(("a", "x", 1, 1))), BASE, has_cards=True)
    for path, page in built.pages.items():
        pictures = [each for each in linked_data(page) if each["@type"] == "ImageObject"]
        card = page.find("head/meta[@property='og:image']")
        assert len(pictures) == (card is not None), path
        for picture in pictures:
            assert card is not None
            assert picture["contentUrl"] == card.attrib["content"]
            assert picture["license"] == LICENCE
            assert picture["creditText"].startswith("Source: OpenRouter")


def test_names_cannot_end_the_script(tmp_path: Path) -> None:
    data = small(("</script><script>alert(1)</script>", "x", 1, 1))
    data["classifications"][0]["display_name"] = "</script><script>alert(1)</script>"
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site", BASE)
    for path in ("index.html", "download/index.html", f"on/{NOW}/index.html"):
        assert linked_data((built.pages | built.editions)[path])
        assert b"<script>alert" not in built.files[path]


def test_without_an_address_files_are_named_from_the_page(unplaced: Site) -> None:
    home = datasets(unplaced)["index.html"]
    assert "url" not in home
    assert {file["contentUrl"] for file in home["distribution"]} == {
        "download/2026.csv.gz",
        "download/latest.csv",
    }
