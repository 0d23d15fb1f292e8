"""The files for crawlers: `sitemap.xml` with all pages and their dates, and `robots.txt`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from site_lib.site.addresses import ROBOTS, SITEMAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from site_lib.site.context import Site

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(site: Site, pages: Iterable[tuple[str, date]]) -> Iterator[tuple[str, bytes]]:
    """Yield robots.txt and, where the site's address is known, sitemap.xml, as (path, bytes).

    `pages` are the paths of the pages and the dates of what they show. A sitemap has whole
    addresses only, so without one there is none.
    """
    lines = ["User-agent: *", "Allow: /"]
    if sitemap := site.url(SITEMAP):
        yield SITEMAP, _sitemap(site, pages)
        lines.append(f"Sitemap: {sitemap}")
    yield ROBOTS, "".join(f"{line}\n" for line in lines).encode()


def _sitemap(site: Site, pages: Iterable[tuple[str, date]]) -> bytes:
    root = ET.Element("urlset", xmlns=SPACE)
    for path, as_of in pages:
        page = ET.SubElement(root, "url")
        ET.SubElement(page, "loc").text = site.url(path)
        ET.SubElement(page, "lastmod").text = as_of.isoformat()
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
