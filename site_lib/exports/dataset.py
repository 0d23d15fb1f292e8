"""What search engines are told of data and pictures: schema.org's terms, as JSON-LD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.exports.columns import COLUMNS, SHARES
from site_lib.site.context import LICENCE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.site.site_config import SiteConfig

    LinkedData = dict[str, object]

CONTEXT = {"@context": "https://schema.org"}
CREATOR = {"@type": "Organization", "name": "OpenRouter", "url": SOURCE}
"""Of the data."""


@dataclass(frozen=True)
class Dataset:
    """Data with files to download."""

    name: str
    description: str
    """50 to 5,000 characters, as search engines ask for."""
    first: date
    """The first day that it covers."""
    as_of: date
    """The last day that it covers."""
    citation: str
    url: str | None
    publisher: SiteConfig
    """Whose site publishes it."""
    files: Mapping[str, str]
    """From address to media type."""

    def as_json(self) -> LinkedData:
        """Return it in the terms of schema.org."""
        found: LinkedData = {
            **CONTEXT,
            "@type": "Dataset",
            "name": self.name,
            "description": self.description,
            "temporalCoverage": f"{self.first.isoformat()}/{self.as_of.isoformat()}",
            "dateModified": self.as_of.isoformat(),
            "license": LICENCE,
            "creditText": self.citation,
            "creator": CREATOR,
            "publisher": publisher(self.publisher),
            "isAccessibleForFree": True,
            "variableMeasured": [f"{name}, {COLUMNS[name].unit}" for name in SHARES],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": address}
                for address, kind in self.files.items()
            ],
        }
        return found | ({"url": self.url} if self.url else {})


def publisher(config: SiteConfig) -> LinkedData:
    """Return who publishes a site, with an address: the publisher's, or else the site's."""
    found: LinkedData = {"@type": "Organization", "name": config.publisher.name}
    url = config.publisher.address or config.address
    return found | ({"url": url} if url else {})


def catalog(name: str, description: str, url: str | None, dataset: Dataset) -> LinkedData:
    """Describe a page that lists the files of a dataset."""
    inside = {key: value for key, value in dataset.as_json().items() if key not in CONTEXT}
    found: LinkedData = {
        **CONTEXT,
        "@type": "DataCatalog",
        "name": name,
        "description": description,
        "dateModified": dataset.as_of.isoformat(),
        "license": LICENCE,
        "creator": publisher(dataset.publisher),
        "publisher": publisher(dataset.publisher),
        "isAccessibleForFree": True,
        "dataset": [inside],
    }
    return found | ({"url": url} if url else {})


def picture(url: str, citation: str, config: SiteConfig) -> LinkedData:
    """Describe a page's card: whom to credit, and under which licence it may be used."""
    return {
        **CONTEXT,
        "@type": "ImageObject",
        "contentUrl": url,
        "creditText": citation,
        "creator": publisher(config),
        "license": LICENCE,
    }
