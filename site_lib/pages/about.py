"""The page that says how the figures are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.noise import FEWEST_STEPS, RECENT
from site_lib.charts.card import Card
from site_lib.pages.page import Page
from site_lib.site import addresses
from site_lib.site.context import TITLE

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Rankings
    from site_lib.pages.page import PageContext


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """How the figures are to be read."""

    template = "about.html"
    rankings: Rankings
    noise_days: int = RECENT.days
    """How far back the noise floor looks."""
    fewest_steps: int = FEWEST_STEPS
    """How many moves a noise floor needs."""


def about_page(context: PageContext) -> AboutPage:
    """Make the about page."""
    return AboutPage(
        path=addresses.ABOUT,
        title=f"About the figures · {TITLE}",
        description="What the figures mean, how they are computed, what they do not show, "
        "and how to cite them.",
        card=Card(TITLE, "How to read these figures", context.site.citation),
        rankings=context.rankings,
    )
