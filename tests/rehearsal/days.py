"""What the scenes share: dates, answers, and a run that must not tell the key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.answers import RECORDED, newest_data, raw, small

if TYPE_CHECKING:
    from tests.answers import Data
    from tests.rehearsal.stage import Run, Stage

KEY = f"sk-or-v1-{RECORDED[0].stem}"
"""Put together here, so that no file of the project holds it."""


def short_archive() -> dict[str, bytes]:
    """Return short answers for the dates of the recorded ones, as files of an archive.

    The first one lists a model that no later one does.
    """
    answers = [_short(file.stem, number) for number, file in enumerate(RECORDED)]
    answers[0]["classifications"][1]["models"][0]["id"] = "maker/gone"
    return {f"{each['as_of']}.json": raw(each) for each in answers}


def _short(as_of: str, number: int) -> Data:
    """Return an answer with two tasks whose shares depend on its number."""
    part = round(0.5 + number / 100, 3)
    rest = round(1 - part, 3)
    tags = ("code:debugging", "code", part, rest), ("chat", "general", rest, part)
    return small(*tags, as_of=as_of)


def day(ago: int) -> str:
    """Return the date so many days before today."""
    return (datetime.now(UTC).date() - timedelta(days=ago)).isoformat()


def answer(ago: int = 1, name: str | None = None) -> bytes:
    """Return a short answer, perhaps with another name in it."""
    data = _short(day(ago), len(RECORDED))
    if name:
        data["classifications"][0]["display_name"] = name
    return raw(data)


def whole_answer() -> bytes:
    """Return the newest recorded answer under yesterday's date."""
    return raw(newest_data() | {"as_of": day(1)})


def run(stage: Stage, event: str = "schedule", key: str | None = KEY, commit: str = "main") -> Run:
    """Run the workflow and see that it does not tell the key."""
    done = stage.run(event, key=key, commit=commit)
    assert KEY not in done.log
    assert KEY not in done.summary
    return done
