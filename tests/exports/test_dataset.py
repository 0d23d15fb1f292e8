"""What search engines are told of pages and editions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from tests.answers import Data
    from tests.site_reader import Site


BASE = "https://example.org/x/"


THEN, NOW = "2026-09-04", "2026-10-06"


def linked_data(page: ET.Element) -> Data | None:
    found = page.find("head/script[@type='application/ld+json']")
    return None if found is None else json.loads(found.text or "")


def test_ranking_pages_and_editions_are_datasets(full_site: Site) -> None:
    without = {path for path, page in full_site.pages.items() if linked_data(page) is None}
    assert without == {
        "404.html",
        "about/index.html",
        "archive/index.html",
        *full_site.retired_models,
    }
    for path, page in (full_site.pages | full_site.editions).items():
        data = linked_data(page)
        if data is None:
            continue
        day = path.split("/")[1] if path.startswith("on/") else NOW
        assert data["@type"] == "Dataset"
        assert data["@context"] == "https://schema.org"
        assert data["url"] == BASE + path.removesuffix("index.html")
        assert 50 <= len(data["description"]) <= 5000
        first, last = data["temporalCoverage"].split("/")
        assert last == day
        assert first < last
        assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert data["isBasedOn"] == "https://openrouter.ai/rankings"
        assert day in data["creditText"]
        assert {each["unitText"] for each in data["variableMeasured"]} == {"fraction of 1"}
        for file in data["distribution"]:
            found = file["contentUrl"].removeprefix(BASE)
            assert found in full_site.files
            assert found.endswith(
                {"text/csv": "csv", "application/json": "json"}[file["encodingFormat"]]
            )
    assert linked_data(full_site.pages["index.html"])["temporalCoverage"] == "2026-09-30/2026-10-06"  # type: ignore[index]
