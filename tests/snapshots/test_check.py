"""What a check measures, and how it is written."""

from __future__ import annotations

from typing import Any

import pytest

from site_lib.snapshots.check import Measurement, findings_of, run
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.checks import INVARIANTS, tags_sum_to_everything
from site_lib.snapshots.notices import NOTICES
from site_lib.snapshots.snapshot import parse
from tests.answers import Data, newest_data, raw, recorded_data, snapshot_of
from tests.checking import context


def within(measured: Measurement) -> bool:
    """Tell from the value and its limits alone whether it is allowed."""
    value, low, high = measured.value, measured.low, measured.high
    if value is None:
        return True
    if isinstance(value, str):
        return (low is None or value >= str(low)) and (high is None or value <= str(high))
    noise = 1e-9
    return (low is None or value >= float(low) - noise) and (
        high is None or value <= float(high) + noise
    )


TASK = ("classifications", 0)
SPOILT: dict[str, tuple[tuple[str | int, ...], object]] = {
    "share": ((*TASK, "usage_share"), 0.9),
    "category": (("macro_categories", 0, "token_share"), 0.9),
    "list": ((*TASK, "models", 0, "tag_token_share"), 1),
    "twice": ((*TASK, "models", 1, "id"), newest_data()["classifications"][0]["models"][0]["id"]),
    "unknown": ((*TASK, "macro_category"), "nowhere"),
    "window": (("window_days",), 8),
    "date": (("as_of",), "2022-12-31"),
    "new field": ((*TASK, "trend"), 1),
    "new task": ((*TASK, "tag"), "new"),
    "few": (("classifications",), newest_data()["classifications"][:10]),
    "no list": ((*TASK, "models"), []),
    "nothing": (("window_days",), 7),
}
"""From a name to a place in the data and what is put there."""


@pytest.mark.parametrize("how", SPOILT)
def test_something_is_found_exactly_where_a_value_is_not_allowed(data: Data, how: str) -> None:
    earlier = recorded_data("2026-09-04")
    (*above, last), value = SPOILT[how]
    part: Any = data
    for step in above:
        part = part[step]
    part[last] = value
    found = 0
    for result in run((*INVARIANTS, *NOTICES), context(data, earlier)):
        for measured in result.measurements:
            assert within(measured) == (not measured.findings), measured
        found += len(result.findings)
    assert bool(found) == (how != "nothing")


def test_the_sums_are_those_of_the_answer(data: Data) -> None:
    requests, tokens = tags_sum_to_everything(context(data)).measurements
    shares = [tag["usage_share"] for tag in data["classifications"]]
    assert requests.value == pytest.approx(sum(shares), abs=1e-12)
    assert requests.measured == f"{sum(shares):.4f}"
    assert (requests.what, requests.allowed) == ("requests", "1 ± 0.0145")
    assert tokens.value == pytest.approx(sum(t["token_share"] for t in data["classifications"]))


@pytest.mark.parametrize(
    ("measured", "value", "allowed"),
    [
        (Measurement("tasks", 29, low=15), "29", "at least 15"),
        (Measurement("names", 0, 0, 0), "0", "0"),
        (Measurement("sum", 0.98, high=1.005), "0.9800", "at most 1.0050"),
        (Measurement("sum", 0.3, 0.2975, 0.3005), "0.3000", "0.299 ± 0.0015"),
        (Measurement("date", "2026-10-06", low="2026-10-05"), "2026-10-06", "2026-10-05 or later"),
        (Measurement("days", None, high=10, note="not measured"), "not measured", "at most 10"),
        (Measurement("days", 5, 1, 7), "5", "1 to 7"),
        (Measurement("moves", None, note="nothing"), "nothing", ""),
    ],
)
def test_a_value_and_its_limits_are_written(
    measured: Measurement, value: str, allowed: str
) -> None:
    assert (measured.measured, measured.allowed) == (value, allowed)


def test_the_nearest_to_its_limit_is_found(data: Data) -> None:
    data["classifications"][3]["models"][0]["tag_usage_share"] += 0.3
    fit = next(check for check in INVARIANTS if check.name == "listed_models_fit_into_their_tag")
    result = fit(context(data))
    assert len(result.measurements) == 2 * len(data["classifications"])
    sums = [sum(m["tag_usage_share"] for m in t["models"]) for t in data["classifications"]]
    sums += [sum(m["tag_token_share"] for m in t["models"]) for t in data["classifications"]]
    assert result.nearest_to_limit.value == pytest.approx(max(sums))


def test_an_archived_answer_has_neither_an_age_nor_a_today(data: Data) -> None:
    given = CheckContext(parse(raw(data), ""), None, snapshot_of(data), live=False)
    results = {each.check.name: each for each in run((*INVARIANTS, *NOTICES), given)}
    assert findings_of(results.values()) == ()
    (aged,) = results["source_is_alive"].measurements
    assert (aged.value, aged.measured) == (None, "checked when it was fetched")
    (dated,) = results["date_is_plausible"].measurements
    assert (dated.value, dated.low, dated.high) == ("2026-10-06", "2026-10-06", None)


def test_a_verdict_says_how_a_check_ended(data: Data) -> None:
    data["classifications"][0]["trend"] = 1
    results = {each.check.name: each for each in run((*INVARIANTS, *NOTICES), context(data))}
    verdicts = {name: result.verdict for name, result in results.items()}
    assert verdicts["tags_sum_to_everything"] == "passed"
    assert verdicts["fields_are_known"] == "not passed"
    assert verdicts["taxonomy_is_unchanged"] == "not measured"
