"""What follows from one snapshot: ranks with ties, intensities, remainders, models as intervals.

Pure: a snapshot goes in, frozen values come out. Wherever a pair of shares stands, the first is
of requests and the second of tokens; every share is a fraction of 1, never a percentage.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from site_lib.snapshots.snapshot import Classification, MacroCategory, Snapshot

TOP = 10
UNDISCLOSED = "stealth/"
"""Ids that begin so belong to models whose maker is not disclosed."""


class Shares(NamedTuple):
    """One thing's share of the requests and of the tokens of a whole that its holder names.

    A tuple, since a long archive has a hundred thousand of them.
    """

    requests: float
    tokens: float


@dataclass(frozen=True)
class Rank:
    """A place in a competition ranking: 1, 2=, 2=, 4."""

    position: int
    tied: bool

    def __str__(self) -> str:
        """Write it as readers know it, `7=` for a tie."""
        return f"{self.position}{'=' if self.tied else ''}"


@dataclass(frozen=True)
class Ranks:
    """Places by requests and by tokens."""

    requests: Rank
    tokens: Rank


@dataclass(frozen=True)
class Intensity:
    """Tokens per request, relative to the average request; 1 is the average.

    `ratio` is token share ÷ request share and None where the request share is printed as 0.
    `bounds` is what rounding leaves of it; its upper end may be infinite.
    """

    ratio: float | None
    bounds: Interval


@dataclass(frozen=True)
class _Identified:
    """What is known of a model by its id."""

    id: str

    @property
    def name(self) -> str:
        """The id as it is shown."""
        return shown_name(self.id)

    @property
    def is_undisclosed(self) -> bool:
        """Whether the source keeps the maker to itself."""
        return self.id.startswith(UNDISCLOSED)


@dataclass(frozen=True)
class Model(_Identified):
    """A model in one tag's list: its shares of the tag, its places among those listed."""

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
    intensity: Intensity
    models: tuple[Model, ...]
    unlisted: Shares
    """What the tag's models that are not listed have of it."""

    @property
    def first_by_requests(self) -> tuple[Model, ...]:
        """The model with the most requests, or those that share that place."""
        return tuple(model for model in self.models if model.ranks.requests.position == 1)

    @property
    def first_by_tokens(self) -> tuple[Model, ...]:
        """The listed model with the most tokens, or those that share that place."""
        return tuple(model for model in self.models if model.ranks.tokens.position == 1)

    @property
    def shown_tag(self) -> str:
        """The tag as it is shown."""
        return shown_name(self.tag)


@dataclass(frozen=True)
class Leader(_Identified):
    """A model's share of many tags together, as far as their lists tell."""

    requests: Interval
    """From the sum over the tags that list it to that plus the most that the others can hide."""
    tokens_at_least: float
    listed_in: int
    """Number of tags that list it."""


@dataclass(frozen=True)
class Leaders:
    """All models that some tag of a group lists, those with the most certain requests first."""

    models: tuple[Leader, ...]
    tags: int
    """Number of tags in the group."""
    unseen: float
    """The most that a model which no tag lists can have of the requests."""
    rounding: float
    """The most by which the source's rounding can move an end of an interval or a token share."""

    @property
    def top(self) -> tuple[Leader, ...]:
        """The models that pages show."""
        return self.models[:TOP]

    @property
    def certain_first(self) -> Leader | None:
        """The model that has the most requests whatever the lists hide, if there is one."""
        if not self.models:
            return None
        first, *others = self.models
        most_elsewhere = max([self.unseen, *(other.requests.high for other in others)])
        is_sure = first.requests.low - self.rounding > most_elsewhere + self.rounding
        return first if is_sure else None


@dataclass(frozen=True)
class Category:
    """A macro-category: its shares of everything, its tags by requests, its leading models."""

    key: str
    label: str
    shares: Shares
    ranks: Ranks
    intensity: Intensity
    tags: tuple[Tag, ...]

    @cached_property
    def leaders(self) -> Leaders:
        """The models that lead it; computed when asked for, since most days' are never shown."""
        return _leaders((tag, tag.category_shares) for tag in self.tags)

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

    @cached_property
    def leaders(self) -> Leaders:
        """The models that lead all tasks together; computed when asked for."""
        return _leaders((tag, tag.shares) for tag in self.tags)


def derive(snapshot: Snapshot) -> Rankings:
    """Compute the rankings of a snapshot that has passed its checks."""
    tags = _tags(snapshot)
    return Rankings(
        as_of=snapshot.as_of,
        window_days=snapshot.window_days,
        categories=_categories(snapshot, tags),
        tags=tags,
    )


def ranks_in(tag: Classification) -> dict[str, Rank]:
    """Return the ranks by requests of the models in a tag's list, by their ids."""
    ranks = competition_ranks([model.tag_usage_share for model in tag.models])
    return dict(zip((model.id for model in tag.models), ranks, strict=True))


def competition_ranks(shares: Sequence[float]) -> list[Rank]:
    """Rank shares, the largest first; those equal at the source's precision share a place."""
    exact = [rounded(share) for share in shares]
    upwards = sorted(exact)
    spans = ((bisect_left(upwards, share), bisect_right(upwards, share)) for share in exact)
    return [Rank(1 + len(upwards) - end, end - start > 1) for start, end in spans]


def _tags(snapshot: Snapshot) -> tuple[Tag, ...]:
    sources = sorted(
        snapshot.classifications,
        key=lambda tag: _order(tag.usage_share, tag.token_share, tag.tag),
    )
    groups = {category.key: category for category in snapshot.macro_categories}
    ranks = _pairs_of_ranks([Shares(tag.usage_share, tag.token_share) for tag in sources])
    within: dict[str, Ranks] = {}
    for key in groups:
        members = [tag for tag in sources if tag.macro_category == key]
        shares = [Shares(tag.category_usage_share, tag.category_token_share) for tag in members]
        within |= zip([tag.tag for tag in members], _pairs_of_ranks(shares), strict=True)
    return tuple(
        _tag(source, groups[source.macro_category], rank, within[source.tag])
        for source, rank in zip(sources, ranks, strict=True)
    )


def _tag(source: Classification, group: MacroCategory, ranks: Ranks, within: Ranks) -> Tag:
    requests = _stated_twice(source.usage_share, source.category_usage_share, group.usage_share)
    tokens = _stated_twice(source.token_share, source.category_token_share, group.token_share)
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
        intensity=_intensity(shares, requests, tokens),
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
        for model, share, ranks in zip(listed, shares, _pairs_of_ranks(shares), strict=True)
    )


def _categories(snapshot: Snapshot, tags: Sequence[Tag]) -> tuple[Category, ...]:
    groups = sorted(
        snapshot.macro_categories,
        key=lambda group: _order(group.usage_share, group.token_share, group.key),
    )
    shares = [Shares(group.usage_share, group.token_share) for group in groups]
    return tuple(
        _category(group, share, ranks, [tag for tag in tags if tag.category_key == group.key])
        for group, share, ranks in zip(groups, shares, _pairs_of_ranks(shares), strict=True)
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
        intensity=_intensity(shares, around(shares.requests), around(shares.tokens)),
        tags=tuple(in_order),
    )


def _leaders(weighted: Iterable[tuple[Tag, Shares]]) -> Leaders:
    """Bound each listed model's share of a whole, given each tag's shares of that whole."""
    tags = list(weighted)
    listings: dict[str, dict[str, Model]] = defaultdict(dict)
    for tag, _ in tags:
        for model in tag.models:
            listings[model.id][tag.tag] = model
    leaders = [_leader(name, listed, tags) for name, listed in listings.items()]
    leaders.sort(key=lambda each: (-each.requests.low, -each.requests.high, each.id))
    # The last one is the model that no tag lists.
    rounding = max(_rounding(listed, tags) for listed in [*listings.values(), {}])
    unseen = sum(whole.requests * _most_hidden(tag) for tag, whole in tags)
    return Leaders(tuple(leaders), len(tags), unseen, rounding)


def _leader(name: str, listed: dict[str, Model], tags: Sequence[tuple[Tag, Shares]]) -> Leader:
    known = [(whole, listed[tag.tag].shares) for tag, whole in tags if tag.tag in listed]
    low = sum(whole.requests * share.requests for whole, share in known)
    hidden = sum(whole.requests * _most_hidden(tag) for tag, whole in tags if tag.tag not in listed)
    return Leader(
        id=name,
        requests=Interval(low, min(low + hidden, 1.0)),
        tokens_at_least=sum(whole.tokens * share.tokens for whole, share in known),
        listed_in=len(known),
    )


def _most_hidden(tag: Tag) -> float:
    """Return the most that a model outside a tag's list can have of the tag's requests.

    It has no more than the last one listed, and no more than all that is not listed.
    """
    return min([tag.unlisted.requests, *(model.shares.requests for model in tag.models)])


def most_unlisted(tag: Tag) -> float:
    """Return the largest request share that the source can have printed for a model not listed."""
    rest = tag.unlisted.requests + len(tag.models) * HALF_STEP
    return min([rest, *(model.shares.requests for model in tag.models)])


def _rounding(listed: dict[str, Model], tags: Sequence[tuple[Tag, Shares]]) -> float:
    """Return how far rounding of both factors can move a model's upper end or token share."""
    moved = 0.0
    for tag, whole in tags:
        if tag.tag in listed:
            share, error = listed[tag.tag].shares.requests, HALF_STEP
        else:
            share, error = _most_hidden(tag), _rounding_of_hidden(tag)
        moved += whole.requests * error + HALF_STEP * share + HALF_STEP * error
    known = [
        (whole.tokens, listed[tag.tag].shares.tokens) for tag, whole in tags if tag.tag in listed
    ]
    return max(moved, sum(HALF_STEP * (whole + share + HALF_STEP) for whole, share in known))


def _rounding_of_hidden(tag: Tag) -> float:
    """Return how much more than `_most_hidden` can be hidden: what is not listed is a sum."""
    unlisted = tag.unlisted.requests + len(tag.models) * HALF_STEP
    listed = [model.shares.requests + HALF_STEP for model in tag.models]
    return min([unlisted, *listed]) - _most_hidden(tag)


def _stated_twice(share: float, of_category: float, category: float) -> Interval:
    """Return what a tag's share of everything can be, given both of its statements."""
    once = Interval.around(share)
    both = once.intersect(Interval.around(of_category) * Interval.around(category), FLOAT_NOISE)
    return both or once


def _intensity(shares: Shares, requests: Interval, tokens: Interval) -> Intensity:
    low = tokens.low / requests.high
    high = tokens.high / requests.low if requests.low else float("inf")
    bounds = Interval(low, high)
    if not rounded(shares.requests):
        return Intensity(None, bounds)
    return Intensity(bounds.clamp(shares.tokens / shares.requests), bounds)


def remainder(shares: Iterable[float]) -> float:
    """Return what some shares leave of their whole, at the source's precision."""
    return rounded(max(1 - sum(shares), 0.0))


def _pairs_of_ranks(shares: Sequence[Shares]) -> list[Ranks]:
    by_requests = competition_ranks([share.requests for share in shares])
    by_tokens = competition_ranks([share.tokens for share in shares])
    return [Ranks(*pair) for pair in zip(by_requests, by_tokens, strict=True)]


def _order(requests: float, tokens: float, name: str) -> tuple[float, float, str]:
    """Sort by requests, then tokens, both as far as the source tells, then name."""
    return -rounded(requests), -rounded(tokens), name
