"""A check of an answer: what must hold, what was measured, what is allowed, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_lib.errors import Finding
    from site_lib.snapshots.check_context import CheckContext

    Measure = Callable[[CheckContext], Iterator["Measurement"]]

Value = float | str
"""What can be measured: a share or a sum of shares, a number of things, a date like 2026-10-06."""
DECIMALS = 4
"""Of sums in words: a tolerance is a multiple of 0.0005."""


@dataclass(frozen=True)
class Measurement:
    """One figure of an answer, and between which values it must be."""

    what: str
    value: Value | None
    """None if there was nothing to measure; `note` says why."""
    low: Value | None = None
    high: Value | None = None
    note: str = ""
    findings: tuple[Finding, ...] = ()
    """What is wrong or odd, place by place; none if the value is within its limits."""

    @property
    def measured(self) -> str:
        """The value in words."""
        return self.note if self.value is None else in_words(self.value)

    @property
    def allowed(self) -> str:
        """The limits in words, such as `1 ± 0.0145` or `at least 15`; empty if there are none."""
        low, high = self.low, self.high
        if isinstance(low, float) and isinstance(high, float):
            return f"{(low + high) / 2:.3g} ± {(high - low) / 2:.{DECIMALS}f}"
        if low is None:
            return "" if high is None else f"at most {in_words(high)}"
        if high is None:
            return f"{low} or later" if isinstance(low, str) else f"at least {in_words(low)}"
        return in_words(low) if low == high else f"{in_words(low)} to {in_words(high)}"

    @property
    def used(self) -> float:
        """Which part of what is allowed is used: 0 is none of it, 1 all of it."""
        value, low, high = self.value, self.low, self.high
        if not isinstance(value, float) or not isinstance(high, float):
            return 0.0
        middle = (low + high) / 2 if isinstance(low, float) else 0.0
        return abs(value - middle) / (high - middle)


def none_of(what: str, found: Iterable[Finding]) -> Measurement:
    """Measure the number of things that must not be there."""
    findings = tuple(found)
    return Measurement(what, len(findings), 0, 0, findings=findings)


def in_words(value: Value) -> str:
    """Write a measured value."""
    return f"{value:.{DECIMALS}f}" if isinstance(value, float) else f"{value}"


@dataclass(frozen=True)
class Check:
    """A statement about answers, and the function that measures whether one answer fulfils it."""

    name: str
    sentence: str
    measure: Measure = field(repr=False)

    def __call__(self, context: CheckContext) -> CheckResult:
        """Check an answer."""
        return CheckResult(self, tuple(self.measure(context)))


@dataclass(frozen=True)
class CheckResult:
    """What a check measured in one answer."""

    check: Check
    measurements: tuple[Measurement, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong or odd."""
        return tuple(chain.from_iterable(each.findings for each in self.measurements))

    @property
    def verdict(self) -> str:
        """`passed`, `not passed`, or `not measured` if there was nothing to measure."""
        if self.findings:
            return "not passed"
        return "passed" if any(e.value is not None for e in self.measurements) else "not measured"

    @property
    def nearest_to_limit(self) -> Measurement:
        """The measurement that is nearest to its limit or furthest beyond."""
        return max(self.measurements, key=lambda each: (each.used, each.what))


def check(sentence: str) -> Callable[[Measure], Check]:
    """Make a check of a function; its name is the check's, and `sentence` says what must hold."""

    def make(measure: Measure) -> Check:
        return Check(measure.__name__, sentence, measure)

    return make


def run(checks: Iterable[Check], context: CheckContext) -> tuple[CheckResult, ...]:
    """Run checks in order."""
    return tuple(each(context) for each in checks)


def findings_of(results: Iterable[CheckResult]) -> tuple[Finding, ...]:
    """Return everything that is wrong or odd, in the order of the checks."""
    return tuple(chain.from_iterable(result.findings for result in results))
