"""The branch moves, is protected, or gets a push that is to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rehearsal.days import answer, day, run

if TYPE_CHECKING:
    from tests.fake_source import FakeSource
    from tests.rehearsal.stage import Stage


def test_a_branch_that_moves_meanwhile_keeps_both_changes(stage: Stage, source: FakeSource) -> None:
    source.says(answer())
    source.meanwhile = lambda: stage.push("NOTES.md", b"pushed meanwhile")
    before = stage.head()
    done = run(stage)
    assert done.status == 0, done.told
    assert stage.changed_since(before) == ["NOTES.md", f"data/snapshots/{day(1)}.json"]
    assert f"as of {day(1)}." in stage.home()


def test_a_run_that_waited_for_another_one_sees_what_that_one_archived(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    start = stage.head()
    run(stage)
    head = stage.head()
    done = run(stage, commit=start)
    assert done.status == 0, done.told
    assert "Nothing to do" in done.summary
    assert len(source.requests) == 1
    assert (stage.head(), stage.deployments()) == (head, 1)


def test_a_protected_branch_is_told_and_the_snapshot_is_attached_to_the_run(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    stage.protect_the_branch()
    head = stage.head()
    done = run(stage)
    assert done.status != 0
    assert done.ended == {"archive": "failure", "report": "success"}
    assert (stage.head(), stage.deployments()) == (head, 0)
    attached = stage.folder / "snapshot"
    assert attached.read_bytes() == answer()
    (issue,) = stage.issues()
    for text in (done.summary, str(issue["body"])):
        assert "Could not push the new snapshot to main." in text
        assert "allow this workflow to push to it" in text
        assert f"commit it as data/snapshots/{day(1)}.json" in text


def test_a_push_that_changes_a_template_republishes_the_archive_without_asking(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    run(stage)
    template = stage.file("templates/home.html").replace(b"<h2", b"<hr><h2", 1)
    stage.push("templates/home.html", template)
    head = stage.head()
    done = run(stage, "push")
    assert done.status == 0, done.told
    assert len(source.requests) == 1
    assert stage.head() == head
    assert stage.deployments() == 2
    assert "<hr>" in stage.home()
    assert f"as of {day(1)}." in stage.home()


def test_a_push_that_breaks_a_test_is_not_published(stage: Stage, source: FakeSource) -> None:
    source.says(answer())
    run(stage)
    stage.push("templates/home.html", b"30 % of nothing")
    done = run(stage, "push")
    assert done.status != 0
    assert done.ended == {"archive": "success", "check": "failure"}
    assert stage.deployments() == 1


def test_nor_is_it_by_a_later_daily_run_which_archives_all_the_same(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer(2))
    source.says(answer())
    run(stage)
    stage.push("templates/home.html", b"30 % of nothing")
    done = run(stage)
    assert done.status != 0
    assert done.ended["check"] == "failure"
    assert "build" not in done.ended
    assert stage.file(f"data/snapshots/{day(1)}.json")
    assert stage.deployments() == 1
    assert "tests: failure" in str(stage.issues()[0]["body"])


def test_a_push_that_waited_for_the_daily_run_does_not_take_the_site_back(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    template = stage.file("templates/home.html").replace(b"<h2", b"<hr><h2", 1)
    stage.push("templates/home.html", template)
    pushed = stage.head()
    assert run(stage).ended["check"] == "success"
    done = run(stage, "push", commit=pushed)
    assert done.status == 0, done.told
    # The daily run has tested and published this code, so its tests need not run again.
    assert "check" not in done.ended
    assert stage.deployments() == 2
    assert f"as of {day(1)}." in stage.home()
