"""A page's data described for search engines: schema.org's Dataset, as JSON-LD."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from site_lib.site.context import LICENCE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

UNIT = "fraction of 1"
MEASURED = {
    "category": ("classified requests", "tokens"),
    "task": ("classified requests", "tokens"),
    "model": ("a task's requests", "a task's tokens"),
}
"""What has shares, and of what."""


@dataclass(frozen=True)
class Dataset:
    """A page's data."""

    name: str
    description: str
    """At least 50 characters, as search engines ask for."""
    as_of: date
    window_days: int
    citation: str
    url: str | None
    files: Mapping[str, str]
    """From address to media type."""
    parts: tuple[str, ...]
    """What the data has shares of, keys of `MEASURED`."""

    def as_json(self) -> dict[str, object]:
        """Return it in the terms of schema.org."""
        first = self.as_of - timedelta(days=self.window_days - 1)
        measured = [
            {"@type": "PropertyValue", "name": f"{part}: share of {of}", "unitText": UNIT}
            for part in self.parts
            for of in MEASURED[part]
        ]
        found: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": self.name,
            "description": self.description,
            "temporalCoverage": f"{first.isoformat()}/{self.as_of.isoformat()}",
            "license": LICENCE,
            "isBasedOn": SOURCE,
            "creditText": self.citation,
            "creator": {"@type": "Organization", "name": "OpenRouter", "url": SOURCE},
            "isAccessibleForFree": True,
            "variableMeasured": measured,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": address}
                for address, kind in self.files.items()
            ],
        }
        return found | ({"url": self.url} if self.url else {})
