"""Pages is not switched on, or GitHub does not say whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rehearsal.days import answer, day, run

if TYPE_CHECKING:
    from tests.fake_source import FakeSource
    from tests.rehearsal.stage import Run, Stage


Answer = tuple[int, dict[str, object]]
NOT_FOUND: Answer = (404, {"message": "Not Found", "status": "404"})
FROM_A_BRANCH: Answer = (200, {"build_type": "legacy", "html_url": "https://example.org/site/"})
UNKNOWN_SOURCE: Answer = (200, {"build_type": None, "html_url": "https://example.org/site/"})
DOWN: Answer = (503, {"message": "Service Unavailable"})
REFUSED: Answer = (403, {"message": "Resource not accessible by integration"})

GH = "It answered: gh:"


def says_the_two_clicks(done: Run) -> bool:
    assert done.status == 0, done.told
    assert "::notice title=Not deployed::Pages is not switched on" in done.log
    return (
        "## Not deployed: Pages is not switched on" in done.summary
        and "Settings → Pages, then Source: GitHub Actions." in done.summary
    )


@pytest.mark.parametrize("state", [NOT_FOUND, FROM_A_BRANCH, UNKNOWN_SOURCE])
def test_where_pages_is_not_switched_on_the_day_is_archived_and_nothing_is_deployed(
    stage: Stage, source: FakeSource, state: Answer
) -> None:
    source.says(answer())
    stage.pages_answers(*state)
    before = stage.head()
    done = run(stage)
    assert says_the_two_clicks(done)
    assert len(source.requests) == 1
    assert stage.changed_since(before) == [f"data/snapshots/{day(1)}.json"]
    assert stage.file(f"data/snapshots/{day(1)}.json") == answer()
    assert stage.deployments() == 0
    assert done.ended == {"archive": "success", "release": "success", "report": "success"}
    assert stage.issues() == []


@pytest.mark.parametrize("state", [DOWN, REFUSED])
def test_where_github_does_not_answer_the_day_is_archived_and_the_run_fails(
    stage: Stage, source: FakeSource, state: Answer
) -> None:
    source.says(answer())
    stage.pages_answers(*state)
    before = stage.head()
    done = run(stage)
    assert done.status != 0
    assert done.ended == {"archive": "failure", "report": "success"}
    assert stage.changed_since(before) == [f"data/snapshots/{day(1)}.json"]
    assert stage.deployments() == 0
    said = f"whether Pages is switched on, so nothing is deployed. {GH} {state[1]['message']}"
    (issue,) = stage.issues()
    assert said in done.summary
    assert said in str(issue["body"])
    assert "Pages is not switched on" not in done.summary
    stage.switch_pages_on()
    assert run(stage).status == 0
    assert len(source.requests) == 1
    assert f"as of {day(1)}." in stage.home()
    assert stage.issues()[0]["state"] == "closed"


def test_a_push_is_not_tested_and_deployed_where_pages_is_not_switched_on(stage: Stage) -> None:
    stage.pages_answers(*NOT_FOUND)
    done = run(stage, "push")
    assert says_the_two_clicks(done)
    assert done.ended == {"archive": "success"}
    assert stage.deployments() == 0


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
def test_from_the_fork_to_the_first_publication(
    stage: Stage, source: FakeSource, event: str
) -> None:
    source.says(answer())
    stage.pages_answers(*NOT_FOUND)

    without_key = run(stage, "workflow_dispatch", key=None)
    assert without_key.status == 0, without_key.told
    assert "store it as the secret OPENROUTER_API_KEY" in without_key.summary
    assert source.requests == []

    assert says_the_two_clicks(run(stage, "workflow_dispatch"))
    archived = stage.head()
    assert stage.file(f"data/snapshots/{day(1)}.json") == answer()

    # The second try of the day neither asks again nor hides that nothing is published.
    again = run(stage)
    assert says_the_two_clicks(again)
    assert "Nothing to do" not in again.summary
    assert (len(source.requests), stage.head(), stage.deployments()) == (1, archived, 0)

    stage.switch_pages_on()
    first = run(stage, event)
    assert first.status == 0, first.told
    assert len(source.requests) == (1 if event == "schedule" else 2)
    assert stage.head() == archived
    assert stage.deployments() == 1
    assert f'<link rel="canonical" href="{stage.site}/">' in stage.home()
    assert f"Published: {stage.site}/ shows the figures as of {day(1)}." in first.summary
    assert stage.issues() == []
