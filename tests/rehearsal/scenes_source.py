"""Days on which the source fails, or answers what cannot be published."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.answers import NEWEST, Data, raw
from tests.fake_source import FakeSource
from tests.rehearsal.days import KEY, answer, day, run

if TYPE_CHECKING:
    from tests.rehearsal.stage import Run, Stage


def failing(stage: Stage, source: FakeSource) -> Run:
    """Publish a normal day, then run into what the source does next."""
    first = FakeSource(source.url)
    first.says(answer(2))
    bad, source.answers = source.answers, first.answers
    assert run(stage).status == 0
    head, home, requests = stage.head(), stage.home(), len(source.requests)
    source.answers = bad
    done = run(stage)
    assert done.status != 0
    assert len(source.requests) > requests
    assert (stage.head(), stage.home(), stage.deployments()) == (head, home, 1)
    assert done.ended == {"archive": "failure", "report": "success"}
    assert "## Failed: nothing was archived, and the published site is unchanged" in done.summary
    (issue,) = stage.issues()
    assert (issue["title"], issue["label"], issue["state"]) == (
        "The daily run fails",
        "daily-build",
        "open",
    )
    return done


def test_a_source_that_is_down_all_day_opens_one_issue_that_the_next_day_closes(
    stage: Stage, source: FakeSource
) -> None:
    source.fails(503, "maintenance", Retry_After="0")
    done = failing(stage, source)
    assert re.search(r"answered 503.*it says: maintenance", done.summary)
    assert "usually passes. Try again later" in done.summary
    (issue,) = stage.issues()
    assert "answered 503" in str(issue["body"])
    run(stage)
    (issue,) = stage.issues()
    assert len(issue["comments"]) == 1  # type: ignore[arg-type]
    source.answers = []
    source.says(answer())
    assert run(stage).status == 0
    (issue,) = stage.issues()
    assert issue["state"] == "closed"
    assert "works again" in str(issue["comments"])
    assert f"as of {day(1)}." in stage.home()


def test_a_renamed_field_is_told_with_the_keys_that_are_there(
    stage: Stage, source: FakeSource
) -> None:
    data: Data = json.loads(answer())["data"]
    for tag in data["classifications"]:
        tag["req_pct"] = tag.pop("usage_share")
    source.says(raw(data))
    done = failing(stage, source)
    assert "data.classifications[0].usage_share: missing; the fields here are" in done.summary
    assert "'req_pct'" in done.summary
    assert "The answer does not have the documented format." in done.summary


def test_figures_that_contradict_each_other_are_told_with_the_findings(
    stage: Stage, source: FakeSource
) -> None:
    data: Data = json.loads(answer())["data"]
    data["classifications"][0]["usage_share"] = 0.9
    source.says(raw(data))
    done = failing(stage, source)
    assert "data.classifications[0].usage_share: 0.9 does not match" in done.summary
    assert "so they are not published" in done.summary


def test_a_refused_key_is_told(stage: Stage, source: FakeSource) -> None:
    source.fails(401, f"No user for {KEY}")
    done = failing(stage, source)
    assert "answered 401: it does not accept the key" in done.summary
    assert "Make a new key at OpenRouter" in done.summary


def test_a_rate_limit_is_told(stage: Stage, source: FakeSource) -> None:
    source.fails(429, "slow down", Retry_After="600")
    done = failing(stage, source)
    assert "asks to wait 600 seconds" in done.summary
    assert "has reached its rate limit" in done.summary


def test_a_source_that_has_stopped_is_told(stage: Stage, source: FakeSource) -> None:
    source.says(NEWEST.read_bytes())
    done = run(stage)
    assert done.status != 0
    assert "days before today" in done.summary
    assert "OpenRouter has stopped updating these figures." in done.summary
    assert stage.deployments() == 0
