"""What the scenes share: dates, answers, and a run that must not tell the key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.answers import RECORDED, newest_data, raw

if TYPE_CHECKING:
    from tests.rehearsal.stage import Run, Stage

KEY = f"sk-or-v1-{RECORDED[0].stem}"
"""Put together here, so that no file of the project holds it."""


def day(ago: int) -> str:
    """Return the date so many days before today."""
    return (datetime.now(UTC).date() - timedelta(days=ago)).isoformat()


def answer(ago: int = 1, name: str | None = None) -> bytes:
    """Return the newest recorded answer under another date, and with another name in it."""
    data = newest_data() | {"as_of": day(ago)}
    if name:
        data["classifications"][0]["display_name"] = name
    return raw(data)


def run(stage: Stage, event: str = "schedule", key: str | None = KEY, commit: str = "main") -> Run:
    """Run the workflow and see that it does not tell the key."""
    done = stage.run(event, key=key, commit=commit)
    assert KEY not in done.log
    assert KEY not in done.summary
    return done
