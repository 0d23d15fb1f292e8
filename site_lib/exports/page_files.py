"""The files beside a page: its tables as CSV and JSON, and the page as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.exports.markdown import markdown
from site_lib.site.addresses import DATA_CSV, DATA_JSON, INDEX_MD, beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.exports.page_data import PageData
    from site_lib.site.context import Site


def page_files(data: PageData, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the files beside a page, each as (path, bytes)."""
    yield beside(data.head.page, DATA_CSV), data.as_csv()
    yield beside(data.head.page, DATA_JSON), data.as_json(site)
    yield beside(data.head.page, INDEX_MD), markdown(data, site)
