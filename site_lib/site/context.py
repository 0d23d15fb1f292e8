"""What every page says: title, date, citation, navigation, and where it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from site_lib.site import addresses
from site_lib.site.formats import count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_lib.site.addresses import Addresses
    from site_lib.site.anchors import Anchors
    from site_lib.site.site_config import SiteConfig

SOURCE = "https://openrouter.ai/rankings"
DOCUMENTATION = "https://openrouter.ai/docs/sdks/typescript/api-reference/classifications"
"""Of the data."""
MODEL_PAGE = "https://openrouter.ai/"
"""A model's id follows."""
SPEND_DAYS = 30
"""How many days of spend the source's own page of tasks counts."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_WORDS = "Licensed under CC BY 4.0."
UNDATED_CITATION = "Source: OpenRouter (openrouter.ai/rankings); the picture prints its date."
"""For pictures that are renewed every day."""
A_SAMPLE = (
    "OpenRouter classifies a sample of its requests. This site is not made by OpenRouter; "
    "OpenRouter’s own page shows other numbers, because it counts spend."
)
"""What must be known about all figures."""
UPDATE_DAYS = 2
"""From a snapshot's date to the day on which the one for the next date is fetched."""
GENERATOR = "openrouter-tasks"
"""The name in `build.json` by which a build knows a folder that it may replace."""
PREVIEW_ADDRESS = "http://127.0.0.1:8000/"
"""Where a preview is served, for commands of a build that knows no address."""


@dataclass(frozen=True)
class Link:
    """A page by its label and its path from the site's root."""

    label: str
    path: str


@dataclass(frozen=True)
class Origin:
    """The archived answer that figures come from."""

    as_of: date
    window_days: int
    edition: str
    """The path of the dated edition with the same figures, which a citation names."""
    sha256: str
    """Of the answer's bytes, as hex."""

    @property
    def citation(self) -> str:
        """The sentence that OpenRouter asks for, word for word."""
        return citation(self.as_of)

    @property
    def window(self) -> str:
        """The days that the figures are about."""
        return f"{count(self.window_days, 'day')} to {self.as_of.isoformat()}"


@dataclass(frozen=True)
class Site:
    """What every page says: the newest answer's date and window, the citation, the navigation."""

    config: SiteConfig
    """Whose site it is."""
    origin: Origin
    """The newest answer."""
    navigation: tuple[Link, ...]
    links: Addresses
    anchors: Anchors
    """The ids of categories and tags in the newest edition."""
    editions: Mapping[date, str]
    """The path of the edition of each date, the last where it was restated."""
    is_sample: bool
    """Whether it was built to be looked at, not to be published."""
    has_cards: bool
    """Whether its pages have social cards."""
    source: ClassVar[str] = SOURCE
    documentation: ClassVar[str] = DOCUMENTATION
    spend_days: ClassVar[int] = SPEND_DAYS
    licence: ClassVar[str] = LICENCE
    licence_words: ClassVar[str] = LICENCE_WORDS

    @property
    def title(self) -> str:
        """The site's title."""
        return self.config.title

    @property
    def base_url(self) -> str | None:
        """Where it is published, with a slash at the end; None if unknown."""
        return self.config.address

    @property
    def as_of(self) -> date:
        """The date of the newest figures."""
        return self.origin.as_of

    @property
    def window_days(self) -> int:
        """How many days they cover."""
        return self.origin.window_days

    @property
    def edition(self) -> str:
        """The path of the newest edition."""
        return self.origin.edition

    @property
    def citation(self) -> str:
        """The sentence that OpenRouter asks for."""
        return self.origin.citation

    @property
    def window(self) -> str:
        """The days that the figures are about."""
        return self.origin.window

    @property
    def shown_address(self) -> str:
        """The site's address as people read it, without `https://`; empty if it is not known."""
        return self.base_url.partition("://")[2].rstrip("/") if self.base_url else ""

    @property
    def next_update(self) -> date:
        """The day on which the next snapshot is due: figures about a day come on the next one."""
        return self.as_of + timedelta(days=UPDATE_DAYS)

    def url(self, path: str) -> str | None:
        """Return where a file is published, None where that is not known."""
        return published(self.base_url, path)

    def address(self, path: str, page: str) -> str:
        """Return where a file is published or, where that is not known, the link from a page."""
        return self.url(path) or addresses.relative(path, page)


def published(base_url: str | None, path: str) -> str | None:
    """Return where a file of a site is published, None where that is not known."""
    return base_url + addresses.public(path) if base_url else None


def first_day(as_of: date, window_days: int) -> date:
    """Return the first of the days that end with a date."""
    return as_of - timedelta(days=window_days - 1)


def citation(as_of: date) -> str:
    """Return the sentence that the source asks for, word for word."""
    return f"Source: OpenRouter (openrouter.ai/rankings), as of {as_of.isoformat()}."
