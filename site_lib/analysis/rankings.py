"""What follows from one snapshot: ranks with ties, tokens per request, remainders.

Pure: a snapshot goes in, frozen values come out. In every pair of shares the first is of requests
and the second of tokens; every share is a fraction of 1, never a percentage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.ranks import rank_shares
from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import FLOAT_NOISE, Interval, Shares, rounded
from site_lib.snapshots.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from site_lib.analysis.ranks import Ranks
    from site_lib.snapshots.snapshot import Classification, MacroCategory, Snapshot
    from site_lib.snapshots.summary import DaySummary

UNDISCLOSED = "stealth/"
"""Ids that begin so belong to models whose maker is not disclosed."""
FREE = ":free"
"""Ids that end so are variants that cost nothing."""


@dataclass(frozen=True)
class TokensPerRequest:
    """Tokens per request, relative to the average request; 1 is the average.

    `bounds` is what rounding leaves of token share ÷ request share. `middle` is its middle, None
    where the request share is printed as 0 and the upper end may be infinite.
    """

    middle: float | None
    bounds: Interval


@dataclass(frozen=True)
class Identified:
    """A model's id, and what follows from it."""

    id: str

    @property
    def name(self) -> str:
        """The id as it is shown."""
        return shown_name(self.id)

    @property
    def is_undisclosed(self) -> bool:
        """Whether the source keeps the maker to itself."""
        return self.id.startswith(UNDISCLOSED)

    @property
    def is_free(self) -> bool:
        """Whether it is a variant that costs nothing."""
        return self.id.endswith(FREE)


@dataclass(frozen=True)
class Model(Identified):
    """A model in one tag's list: its shares of the tag, its ranks among those listed."""

    shares: Shares
    ranks: Ranks


@dataclass(frozen=True)
class Tag:
    """One task: its shares of everything and of its category, its models by requests.

    `ranks` are those of `shares` among all tags, `category_ranks` those of `category_shares`
    within the category: the finer shares tell some tags apart that are a tie among all.
    """

    tag: str
    name: str
    category_key: str
    shares: Shares
    category_shares: Shares
    ranks: Ranks
    category_ranks: Ranks
    tokens_per_request: TokensPerRequest
    models: tuple[Model, ...]
    unlisted: Shares
    """What the tag's models that are not listed have of it."""

    @property
    def first_by_requests(self) -> tuple[Model, ...]:
        """The model with the most requests, or those that share that rank."""
        return tuple(model for model in self.models if model.ranks.requests.position == 1)

    @property
    def first_by_tokens(self) -> tuple[Model, ...]:
        """The listed model with the most tokens, or those that share that rank."""
        return tuple(model for model in self.models if model.ranks.tokens.position == 1)

    @property
    def shown_tag(self) -> str:
        """The tag as it is shown."""
        return shown_name(self.tag)


@dataclass(frozen=True)
class Category:
    """A macro-category: its shares of everything, its tags by requests."""

    key: str
    label: str
    shares: Shares
    ranks: Ranks
    tokens_per_request: TokensPerRequest
    tags: tuple[Tag, ...]

    @property
    def shown_key(self) -> str:
        """The key as it is shown."""
        return shown_name(self.key)


@dataclass(frozen=True)
class Rankings:
    """Everything that the pages say about one snapshot; all sequences are by requests."""

    as_of: date
    window_days: int
    categories: tuple[Category, ...]
    tags: tuple[Tag, ...]
    summary: DaySummary
    """The same tasks and categories in brief, to be compared with other days."""


def derive(snapshot: Snapshot) -> Rankings:
    """Compute the rankings of a snapshot that has passed its checks."""
    tags = _tags(snapshot)
    return Rankings(
        as_of=snapshot.as_of,
        window_days=snapshot.window_days,
        categories=_categories(snapshot, tags),
        tags=tags,
        summary=summarize(snapshot),
    )


def _tags(snapshot: Snapshot) -> tuple[Tag, ...]:
    sources = sorted(
        snapshot.classifications,
        key=lambda tag: _order(tag.usage_share, tag.token_share, tag.tag),
    )
    groups = {category.key: category for category in snapshot.macro_categories}
    ranks = rank_shares([Shares(tag.usage_share, tag.token_share) for tag in sources])
    within: dict[str, Ranks] = {}
    for key in groups:
        members = [tag for tag in sources if tag.macro_category == key]
        shares = [Shares(tag.category_usage_share, tag.category_token_share) for tag in members]
        within |= zip([tag.tag for tag in members], rank_shares(shares), strict=True)
    return tuple(
        _tag(source, groups[source.macro_category], rank, within[source.tag])
        for source, rank in zip(sources, ranks, strict=True)
    )


def _tag(source: Classification, group: MacroCategory, ranks: Ranks, within: Ranks) -> Tag:
    requests = share_of_all(source.usage_share, source.category_usage_share, group.usage_share)
    tokens = share_of_all(source.token_share, source.category_token_share, group.token_share)
    shares = Shares(source.usage_share, source.token_share)
    models = _models(source)
    return Tag(
        tag=source.tag,
        name=shown_name(source.display_name),
        category_key=source.macro_category,
        shares=shares,
        category_shares=Shares(source.category_usage_share, source.category_token_share),
        ranks=ranks,
        category_ranks=within,
        tokens_per_request=_tokens_per_request(shares, requests, tokens),
        models=models,
        unlisted=Shares(
            remainder(model.shares.requests for model in models),
            remainder(model.shares.tokens for model in models),
        ),
    )


def _models(source: Classification) -> tuple[Model, ...]:
    listed = sorted(
        source.models,
        key=lambda model: _order(model.tag_usage_share, model.tag_token_share, model.id),
    )
    shares = [Shares(model.tag_usage_share, model.tag_token_share) for model in listed]
    return tuple(
        Model(model.id, share, ranks)
        for model, share, ranks in zip(listed, shares, rank_shares(shares), strict=True)
    )


def _categories(snapshot: Snapshot, tags: Sequence[Tag]) -> tuple[Category, ...]:
    groups = sorted(
        snapshot.macro_categories,
        key=lambda group: _order(group.usage_share, group.token_share, group.key),
    )
    shares = [Shares(group.usage_share, group.token_share) for group in groups]
    return tuple(
        _category(group, share, ranks, [tag for tag in tags if tag.category_key == group.key])
        for group, share, ranks in zip(groups, shares, rank_shares(shares), strict=True)
    )


def _category(group: MacroCategory, shares: Shares, ranks: Ranks, tags: Sequence[Tag]) -> Category:
    around = Interval.around
    in_order = sorted(
        tags,
        key=lambda tag: _order(tag.category_shares.requests, tag.category_shares.tokens, tag.tag),
    )
    return Category(
        key=group.key,
        label=shown_name(group.label),
        shares=shares,
        ranks=ranks,
        tokens_per_request=_tokens_per_request(
            shares, around(shares.requests), around(shares.tokens)
        ),
        tags=tuple(in_order),
    )


def share_of_all(share: float, of_category: float, category: float) -> Interval:
    """Return the interval of a tag's share of everything, which the source states twice."""
    once = Interval.around(share)
    both = once.intersect(Interval.around(of_category) * Interval.around(category), FLOAT_NOISE)
    return both or once


def share_of_category(share: float, of_category: float, category: float) -> Interval:
    """Return the interval of a tag's share of its category, which the source states twice.

    The other statement is the share of everything ÷ the category's, from the same three numbers.
    """
    once, whole, part = map(Interval.around, (of_category, category, share))
    if not whole.low:
        return once
    quotient = Interval(part.low / whole.high, part.high / whole.low)
    return once.intersect(quotient, FLOAT_NOISE) or once


def _tokens_per_request(shares: Shares, requests: Interval, tokens: Interval) -> TokensPerRequest:
    low = tokens.low / requests.high
    high = tokens.high / requests.low if requests.low else float("inf")
    bounds = Interval(low, high)
    is_known = rounded(shares.requests) and not math.isinf(high)
    return TokensPerRequest((low + high) / 2 if is_known else None, bounds)


def remainder(shares: Iterable[float]) -> float:
    """Return 1 minus the sum of some shares, at the source's precision; at least 0."""
    return rounded(max(1 - sum(shares), 0.0))


def _order(requests: float, tokens: float, name: str) -> tuple[float, float, str]:
    """Sort by requests, then tokens, both at the source's precision, then name."""
    return -rounded(requests), -rounded(tokens), name
