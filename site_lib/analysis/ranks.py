"""Competition ranks, with ties at the source's precision: 1, 2=, 2=, 4."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from site_lib.snapshots.precision import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.snapshot import Classification


class Rank(NamedTuple):
    """A position in a ranking, and whether others share it."""

    position: int
    tied: bool

    def __str__(self) -> str:
        """Write it as readers know it, `7=` for a tie."""
        return f"{self.position}{'=' if self.tied else ''}"


class Ranks(NamedTuple):
    """Ranks by requests and by tokens."""

    requests: Rank
    tokens: Rank


def rank_shares(shares: Sequence[Shares]) -> list[Ranks]:
    """Rank pairs of shares by requests and by tokens, the largest first."""
    by_requests = competition_ranks([share.requests for share in shares])
    by_tokens = competition_ranks([share.tokens for share in shares])
    return [Ranks(*pair) for pair in zip(by_requests, by_tokens, strict=True)]


def rank_models(tag: Classification) -> dict[str, Rank]:
    """Return the ranks by requests of the models in a tag's list, by their ids."""
    ranks = competition_ranks([model.tag_usage_share for model in tag.models])
    return dict(zip((model.id for model in tag.models), ranks, strict=True))


def competition_ranks(shares: Sequence[float]) -> list[Rank]:
    """Rank shares, the largest first; those equal at the source's precision share a rank."""
    exact = list(map(rounded, shares))
    positions: dict[float, int] = {}
    for position, share in enumerate(sorted(exact, reverse=True), 1):
        positions.setdefault(share, position)
    ranks = {share: Rank(at, exact.count(share) > 1) for share, at in positions.items()}
    return [ranks[share] for share in exact]
