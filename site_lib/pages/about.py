"""The page that says how the figures are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.models import FEWEST_KNOWN
from site_lib.analysis.standout import FEWEST_PAIRS, OUT_OF, PAST, SHORTEST_SPREAD
from site_lib.charts.card import Card
from site_lib.pages.page import Page
from site_lib.site import addresses
from site_lib.snapshots.precision import DECIMALS, HALF_STEP

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Rankings
    from site_lib.pages.page_context import PageContext


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """How the figures are to be read."""

    template = "about.html"
    rankings: Rankings
    past_days: int = PAST.days
    """How far back earlier changes are looked at."""
    fewest_pairs: int = FEWEST_PAIRS
    """How many of them are needed to tell which changes stand out."""
    spread_weeks: int = SHORTEST_SPREAD.days // 7
    """Over how many weeks they must be spread."""
    out_of: int = OUT_OF
    """One change in so many may be as large as one that stands out, or larger."""
    step: float = 10**-DECIMALS
    """What shares are rounded to."""
    fewest_known: float = FEWEST_KNOWN
    """How much of a model's requests must be known to say what it is used for."""
    half_step: str = f"{100 * HALF_STEP:.2f}"
    """How far rounding moves a share at most, in percentage points."""


def about_page(context: PageContext) -> AboutPage:
    """Make the about page."""
    return AboutPage(
        path=addresses.ABOUT,
        title=f"About the figures · {context.site.title}",
        description="What the figures mean, how they are computed, what they do not show, "
        "and how to cite them.",
        card=Card(
            context.site.title,
            "How to read these figures",
            context.site.citation,
            address=context.site.shown_address,
        ),
        rankings=context.rankings,
    )
