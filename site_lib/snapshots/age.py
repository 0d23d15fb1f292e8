"""The age of a snapshot on the day on which it is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.errors import Finding
from site_lib.snapshots.check import Measurement
from site_lib.snapshots.snapshot import path

if TYPE_CHECKING:
    from site_lib.snapshots.check_context import CheckContext


def age_within(context: CheckContext, limit: int) -> Measurement:
    """Measure the days between a snapshot's date and the day on which it is fetched."""
    if not context.live or context.today is None:
        return Measurement("days", None, high=limit, note="checked when it was fetched")
    as_of, today = context.snapshot.as_of, context.today
    days = (today - as_of).days
    message = (
        f"{as_of} is {days} days before today, {today} (UTC); "
        f"the limit is {limit} days, so OpenRouter seems to have stopped updating"
    )
    found = (Finding(path("as_of"), message),) if days > limit else ()
    return Measurement("days", days, high=limit, findings=found)
