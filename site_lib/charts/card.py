"""The content of a social card, the preview image that services show beside a link to a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from site_lib.site.formats import percent

if TYPE_CHECKING:
    CardFigure = tuple[str, str]
    CardRow = tuple[str, float, float, str]

WIDTH, HEIGHT = 1200, 630
"""In pixels, as services that show cards ask for."""
MAX_FIGURES, MAX_ROWS = 3, 5
"""How many of each fit on a card."""


@dataclass(frozen=True)
class Card:
    """The texts and numbers on a card; names in them must have passed `shown_name`."""

    kicker: str
    """The small line above the headline."""
    headline: str
    citation: str
    figures: tuple[CardFigure, ...] = ()
    """Pairs of a value and a phrase that says what it measures."""
    rows: tuple[CardRow, ...] = ()
    """The bars of the chart: a label, its shares of requests and of tokens, its CSS class."""
    css_class: str = "other"
    """The page's CSS class; the theme has a colour by that name."""
    whole: str = "all"
    """What the rows are shares of, as in "of all requests"."""
    address: str = ""
    """The site's address as people read it; empty if it is not known."""
    width: ClassVar[int] = WIDTH
    height: ClassVar[int] = HEIGHT

    @property
    def alt_text(self) -> str:
        """What the card shows, in words."""
        figures = [f"{value} {words}" for value, words in self.figures]
        rows = [
            f"{label}: {percent(requests)} of {self.whole} requests, "
            f"{percent(tokens)} of {self.whole} tokens"
            for label, requests, tokens, _ in self.rows[:MAX_ROWS]
        ]
        return ". ".join(filter(None, [self.headline, ", ".join(figures), "; ".join(rows)])) + "."
