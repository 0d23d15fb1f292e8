"""The numbers that a category's or a task's page opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.site.formats import share_change
from site_lib.site.news_words import denominator_note

if TYPE_CHECKING:
    from site_lib.analysis.changes import Change, JudgedChange
    from site_lib.analysis.news import Baseline
    from site_lib.analysis.rankings import Category, Tag, TokensPerRequest
    from site_lib.analysis.ranks import Rank


@dataclass(frozen=True)
class KeyFigure:
    """A share of everything, with its rank and how both have changed."""

    share: float
    of: str
    """What it is a share of."""
    note: str


@dataclass(frozen=True)
class KeyFigures:
    """Both shares of a task or a category, its tokens per request, and since when they changed."""

    category_key: str
    """The category whose colour they have."""
    shares: tuple[KeyFigure, KeyFigure]
    tokens_per_request: TokensPerRequest
    baseline: Baseline
    has_change: bool
    denominator_note: str
    """Why all shares moved; empty where the tasks are those of then."""

    @property
    def is_new(self) -> bool:
        """Whether there is an earlier day to compare with that does not have it."""
        return self.baseline.changes is not None and not self.has_change


def key_figures(
    ranked: Category | Tag,
    number: int,
    category: Category,
    change: Change | None,
    baseline: Baseline,
) -> KeyFigures:
    """Return the key figures of a category or a task that is ranked among `number` of them."""
    requests = f"rank {ranked.ranks.requests} of {number}"
    tokens = f"rank {ranked.ranks.tokens} of {number}"
    if change is not None:
        requests += _since(change.ranks.requests, ranked.ranks.requests, change.requests)
        tokens += _since(change.ranks.tokens, ranked.ranks.tokens, change.tokens)
    shares = (
        KeyFigure(ranked.shares.requests, "of all classified requests on OpenRouter", requests),
        KeyFigure(ranked.shares.tokens, "of all tokens in classified requests", tokens),
    )
    note = denominator_note(baseline.changes, [category])
    return KeyFigures(
        category.key, shares, ranked.tokens_per_request, baseline, change is not None, note
    )


def _since(previous: Rank, rank: Rank, change: JudgedChange) -> str:
    """Say how a rank and a share have changed: ` (was 3), +1.2 points, which stands out`."""
    was = f" (was {previous})" if previous.position != rank.position else ""
    unusual = ", which stands out" if change.stands_out else ""
    return f"{was}, {share_change(change)}{unusual}"
