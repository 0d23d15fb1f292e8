"""The exact ranges of weighted means, where weights and values are known as intervals only.

A model's share of a whole is the mean of its shares of the tags, weighted with the tags' shares of
the whole. The source prints both rounded and lists only some models of a tag, but the tags' true
shares sum to 1, and so do the models' shares of a tag. All numbers are fractions of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING

from site_lib.snapshots.precision import FLOAT_NOISE, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Weights:
    """What is known of weights: an interval of each, and their sum."""

    intervals: tuple[Interval, ...]
    total: float = 1.0

    @classmethod
    def exactly(cls, weights: Iterable[float]) -> Weights:
        """Return weights that are known, whatever their sum."""
        intervals = tuple(Interval(weight, weight) for weight in weights)
        return cls(intervals, sum(each.low for each in intervals))

    @cached_property
    def _lows(self) -> list[float]:
        return [each.low for each in self.intervals]

    @cached_property
    def _widths(self) -> list[float]:
        return [each.high - each.low for each in self.intervals]

    @cached_property
    def _left(self) -> float:
        """What the low ends leave of the total; negative if they are too much."""
        return self.total - sum(self._lows)

    def weights_of_least(self, values: Sequence[float]) -> list[float]:
        """Return the weights for which Σ weight × value is least.

        Each weight begins at its low end; what is left of the total goes to the lowest values
        first. Intervals that cannot have the total are no true ones: what is still left then goes
        to the lowest value, what is too much is taken from the highest.
        """
        weights, left = list(self._lows), self._left
        upwards = sorted(range(len(values)), key=values.__getitem__)
        if left < 0:
            weights[upwards[-1]] += left
            return weights
        for at in upwards:
            width = self._widths[at]
            if width >= left:
                weights[at] += left
                return weights
            weights[at] += width
            left -= width
        weights[upwards[0]] += left
        return weights

    def least(self, values: Sequence[float]) -> float:
        """Return the least Σ weight × value."""
        return sum(map(mul, self.weights_of_least(values), values), 0.0)

    def least_part(self, values: Sequence[float], of: Sequence[bool]) -> float:
        """Return the least that some terms are of Σ weight × value, from 0 to 1.

        `of` says of each term whether it counts; the values are at least 0 and the sum more than 0.
        The least part is the λ for which the least of (those terms − λ × the sum) is 0 (Dinkelbach
        1967): each step takes the weights of that least for the λ of the step before.
        """
        part, before = 1.0, 2.0
        while part < before - FLOAT_NOISE:
            before = part
            gains = [value * (is_part - part) for value, is_part in zip(values, of, strict=True)]
            terms = list(map(mul, self.weights_of_least(gains), values))
            counted = sum(term for term, is_part in zip(terms, of, strict=True) if is_part)
            part = counted / sum(terms)
        return max(part, 0.0)

    def mean(self, values: Sequence[Interval]) -> Interval:
        """Return the range of Σ weight × value over all weights and values, at most 0 to 1."""
        low = self.least([each.low for each in values])
        high = -self.least([-each.high for each in values])
        return Interval(max(low, 0.0), min(high, 1.0))


@dataclass(frozen=True)
class ListBounds:
    """What one tag's list says of the models' shares of the tag."""

    listed: Mapping[str, Interval]
    unlisted: Interval
    """From 0 to the most that a model which is not listed can have."""

    def share(self, model: str) -> Interval:
        """Return the range of a model's share, be it listed or not."""
        return self.listed.get(model, self.unlisted)

    def least_lead(self, model: str, rival: str) -> float:
        """Return the least by which a model's share exceeds another's; negative if it can be less.

        The one can be at its low end while the other is at its high end, but no model that is
        listed has less than one that is not.
        """
        lead = self.share(model).low - self.share(rival).high
        never_less = model in self.listed and rival not in self.listed
        return max(lead, 0.0) if never_less else lead


def bounds_by_rank(printed: Mapping[str, float], error: float) -> ListBounds:
    """Bound models' shares by a list of those that have the most of what is bounded.

    `error` is how far a printed share can be from the true one. A model that is not listed has no
    more than any that is.
    """
    listed = _listed(printed, error)
    return ListBounds(listed, Interval(0.0, _most_unlisted(listed.values())))


def bounds_by_sum(printed: Mapping[str, float], error: float) -> ListBounds:
    """Bound models' shares by a list of those that have the most of something else.

    A model that is not listed can have all that is not listed.
    """
    listed = _listed(printed, error)
    rest = max(1 - sum(each.low for each in listed.values()), 0.0)
    return ListBounds(listed, Interval(0.0, rest))


def _listed(printed: Mapping[str, float], error: float) -> dict[str, Interval]:
    """Return the ranges of listed models' shares: each has at most what the others leave."""
    lows = {model: max(share - error, 0.0) for model, share in printed.items()}
    left = 1 - sum(lows.values())
    return {
        model: Interval(low, max(min(printed[model] + error, low + left), low))
        for model, low in lows.items()
    }


def _most_unlisted(listed: Iterable[Interval]) -> float:
    """Return the largest b that each listed share can reach and that fits in beside them.

    With b unlisted each listed share is at least max(low, b), so Σ max(low, b) + b ≤ 1. As the sum
    of the maxima is the largest of the sums that replace some lows by b, this holds just if
    (k + 1) × b + (the sum of all lows but the k lowest) ≤ 1 for every k.
    """
    ranges = list(listed)
    highest_first = sorted((each.low for each in ranges), reverse=True)
    beside = enumerate(reversed([0.0, *accumulate(highest_first)]))
    fitting = [(1 - others) / (replaced + 1) for replaced, others in beside]
    return max(min([*fitting, *(each.high for each in ranges)]), 0.0)
