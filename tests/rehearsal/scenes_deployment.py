"""Days on which the deployment fails, stalls, or does not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rehearsal.days import answer, day, run

if TYPE_CHECKING:
    from tests.fake_source import FakeSource
    from tests.rehearsal.stage import Run, Stage


ADVICE = "Start this workflow with **Run workflow**, not with **Re-run**: a re-run deploys under"


def failing(stage: Stage, fault: str) -> Run:
    """Run into a fault of Pages and see that the run says what to do."""
    stage.suffers("pages", fault)
    done = run(stage)
    assert done.status != 0
    assert done.ended["deploy"] == "failure"
    (issue,) = stage.issues()
    assert (issue["title"], issue["state"]) == ("The daily run fails", "open")
    assert "build: success, deploy: failure" in str(issue["body"])
    assert ADVICE in str(issue["body"])
    assert "## Not published: the deployment failed" in done.summary
    assert ADVICE in done.summary
    stage.suffers("pages", None)
    return done


@pytest.mark.parametrize("fault", ["failed", "stalled"])
def test_the_second_try_deploys_what_was_archived_and_not_published(
    stage: Stage, source: FakeSource, fault: str
) -> None:
    source.says(answer())
    failing(stage, fault)
    assert stage.deployments() == 0
    assert stage.file(f"data/snapshots/{day(1)}.json") == answer()
    done = run(stage)
    assert done.status == 0, done.told
    assert len(source.requests) == 1
    assert stage.deployments() == 1
    assert f"as of {day(1)}." in stage.home()
    assert stage.issues()[0]["state"] == "closed"


def test_after_a_stalled_deployment_run_workflow_publishes_where_a_rerun_cannot(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    start = stage.head()
    failing(stage, "stalled")
    again = run(stage, commit=start)
    assert again.ended["deploy"] == "failure"
    assert "Failed to create deployment" in again.told
    assert stage.home() == ""
    by_hand = run(stage, "workflow_dispatch")
    assert by_hand.status == 0, by_hand.told
    assert f"as of {day(1)}." in stage.home()
    assert stage.issues()[0]["state"] == "closed"


def test_a_site_that_is_deployed_but_not_served_is_told(stage: Stage, source: FakeSource) -> None:
    source.says(answer(2))
    source.says(answer())
    run(stage)
    done = failing(stage, "not served")
    assert f"as of {day(2)}." in stage.home()
    assert "still does not have the build.json of this build" in done.log
    assert run(stage).status == 0
    assert f"as of {day(1)}." in stage.home()


def test_a_push_whose_deployment_fails_says_what_to_do_and_the_second_try_publishes_it(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    run(stage)
    template = stage.file("templates/home.html").replace(b"<h2", b"<hr><h2", 1)
    stage.push("templates/home.html", template)
    stage.suffers("pages", "failed")
    done = run(stage, "push")
    assert done.ended["deploy"] == "failure"
    assert ADVICE in done.summary
    assert "<hr>" not in stage.home()
    stage.suffers("pages", None)
    assert run(stage).status == 0
    assert len(source.requests) == 1
    assert "<hr>" in stage.home()
