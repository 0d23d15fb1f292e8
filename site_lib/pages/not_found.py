"""The page for addresses without a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.pages.page import Page
from site_lib.site import addresses

if TYPE_CHECKING:
    from site_lib.site.context import Site


@dataclass(frozen=True, kw_only=True)
class NotFoundPage(Page):
    """The answer for every address without a page."""

    template = "404.html"


def not_found_page(site: Site) -> NotFoundPage:
    """Make the page for missing addresses."""
    return NotFoundPage(
        path=addresses.NOT_FOUND,
        title=f"Page not found · {site.title}",
        description="Page not found.",
    )
