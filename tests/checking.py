"""Answers as checks and notices see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_lib.snapshots.check import findings_of, run
from site_lib.snapshots.check_context import CheckContext
from site_lib.snapshots.checks import require
from site_lib.snapshots.notices import NOTICES
from site_lib.snapshots.snapshot import parse
from tests.answers import Data, raw, snapshot_of

if TYPE_CHECKING:
    from site_lib.errors import Finding

AS_OF = date(2026, 10, 6)
"""The date of the newest recorded answer and of small ones."""


def context(
    data: Data, newest: Data | None = None, *, age: int = 1, live: bool = True
) -> CheckContext:
    before = snapshot_of(newest) if newest else None
    return CheckContext(parse(raw(data), "test"), AS_OF + timedelta(days=age), before, live)


def notices(
    data: Data, newest: Data | None = None, *, age: int = 1, live: bool = True
) -> tuple[Finding, ...]:
    """Return the notices about an answer that passes its checks."""
    given = context(data, newest, age=age, live=live)
    require(given, "test")
    return findings_of(run(NOTICES, given))
