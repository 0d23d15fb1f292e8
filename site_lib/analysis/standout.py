"""Which changes stand out among the earlier changes of the same share.

A change stands out if it is larger than 19 of 20 changes of the same share over the same number of
days. Only pairs of days count that end no later than the day that changes are measured from, in the
182 days before it. An empirical rule: it assumes nothing about how days are related, and it says
nothing about causes. In a share that behaves as it always did, about one change in twenty stands
out, and one in ten where there are only the fewest earlier changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from site_lib.snapshots.precision import FLOAT_NOISE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_lib.snapshots.differences import ShareChange
    from site_lib.snapshots.precision import Shares
    from site_lib.snapshots.summary import DaySummary

    Pair = tuple[DaySummary, DaySummary]
    SharesOn = Callable[[DaySummary], Shares | None]
    """Returns one thing's shares on a day; None where the day does not have it."""

PAST = timedelta(days=182)
"""How far back earlier changes are looked at."""
FEWEST_PAIRS = 20
"""With fewer earlier changes than these, nothing can be said."""
SHORTEST_SPREAD = timedelta(weeks=8)
"""Changes that all ended within less than this are too much alike to be a measure."""
OUT_OF = 20
"""A change must be larger than all but one of so many earlier ones."""


@dataclass(frozen=True)
class PastPairs:
    """Pairs of archived days as far apart as the two that are compared, the oldest first."""

    pairs: Sequence[Pair]
    distance: int
    """How many days the two days of a pair are apart."""

    past_days: ClassVar[int] = PAST.days
    fewest: ClassVar[int] = FEWEST_PAIRS

    @property
    def are_enough(self) -> bool:
        """Whether a share that all these days have can be judged."""
        return _are_enough(self.pairs)

    def judge(
        self, changes: tuple[ShareChange, ShareChange], shares_on: SharesOn
    ) -> tuple[bool | None, bool | None]:
        """Return whether a thing's changes, of requests and of tokens, stand out.

        None where the archive has too few earlier changes of it to tell.
        """
        if not self.are_enough:
            return None, None
        known = [
            (pair, then, now)
            for pair in self.pairs
            if (then := shares_on(pair[0])) and (now := shares_on(pair[1]))
        ]
        if not _are_enough([pair for pair, _, _ in known]):
            return None, None
        requests, tokens = changes
        return (
            _is_larger(requests, [now.requests - then.requests for _, then, now in known]),
            _is_larger(tokens, [now.tokens - then.tokens for _, then, now in known]),
        )


def past_pairs(days: Iterable[DaySummary], distance: int) -> PastPairs:
    """Pair the days, in order of date, that are `distance` days apart."""
    by_date = {day.as_of: day for day in days}
    step = timedelta(days=distance)
    pairs = [(by_date[date - step], day) for date, day in by_date.items() if date - step in by_date]
    return PastPairs(pairs, distance)


def _are_enough(pairs: Sequence[Pair]) -> bool:
    if len(pairs) < FEWEST_PAIRS:
        return False
    return pairs[-1][1].as_of - pairs[0][1].as_of >= SHORTEST_SPREAD


def _is_larger(change: ShareChange, past: Sequence[float]) -> bool:
    """Return whether a change is larger than 19 of 20 of the past ones."""
    size = abs(change.points)
    if not size:
        return False
    smaller = sum(abs(difference) < size - FLOAT_NOISE for difference in past)
    return smaller * OUT_OF >= len(past) * (OUT_OF - 1)
