"""The sitemap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lxml import etree

from tests.answers import archive_with, small
from tests.site_reader import Site, build_from, words

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tests.answers import Data


BASE = "https://example.org/x/"


THEN, NOW = "2026-09-04", "2026-10-06"


def linked_data(page: ET.Element) -> Data | None:
    found = page.find("head/script[@type='application/ld+json']")
    return None if found is None else json.loads(found.text or "")


def test_the_sitemap_has_every_page_with_the_date_of_its_figures(full_site: Site) -> None:
    root = etree.fromstring(full_site.files["sitemap.xml"])
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = {
        page.findtext("s:loc", None, space): page.findtext("s:lastmod", None, space)
        for page in root.iterfind("s:url", space)
    }
    gone = {
        path: words(full_site.pages[path].findall("body/main/p/a")[1])
        for path in full_site.retired_models
    }
    assert {"2026-09-01", "2026-09-02", "2026-09-04", NOW} >= set(gone.values()) > {NOW}
    expected = {
        BASE + path.removesuffix("index.html"): path.split("/")[1]
        if "on/" in path[:3]
        else gone.get(path, NOW)
        for path in full_site.pages | full_site.editions
        if path != "404.html"
    } | {f"{BASE}download/{name}": NOW for name in ("latest.csv", "2026.csv.gz")}
    assert listed == expected
    robots = full_site.files["robots.txt"].decode()
    assert robots == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def test_without_an_address_there_is_no_sitemap(tmp_path: Path) -> None:
    built = build_from(archive_with(tmp_path / "data", small(("a", "x", 1, 1))), tmp_path / "site")
    assert "sitemap.xml" not in built.files
    assert built.files["robots.txt"] == b"User-agent: *\nAllow: /\n"
