"""Once a month is complete, its answers are released."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from site_lib.snapshots.archive import Archive
from tests.answers import tree
from tests.rehearsal.days import answer, day, run
from tools.release import month_of, tag_of
from tools.restore import restore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_source import FakeSource
    from tests.rehearsal.stage import Stage


def months_in(stage: Stage) -> list[str]:
    """Return the months of the archive that the day after its newest answer is not in."""
    files = (stage.clone() / "data" / "snapshots").glob("*.json")
    days = sorted(file.name[:10] for file in files)
    next_day = (date.fromisoformat(days[-1]) + timedelta(days=1)).isoformat()
    return sorted({each[:7] for each in days if each[:7] < next_day[:7]})


def restored(stage: Stage, tag: str, folder: Path) -> dict[str, bytes]:
    """Return the archive that a published release restores."""
    files = folder / tag
    files.mkdir(parents=True)
    for name, content in stage.releases()[tag].items():
        (files / name).write_bytes(content)
    restore([files], folder / "data")
    return tree(folder / "data" / "snapshots")


def test_the_newest_complete_month_is_released_once(
    stage: Stage, source: FakeSource, tmp_path: Path
) -> None:
    source.says(answer())
    done = run(stage)
    assert done.status == 0, done.told
    month = months_in(stage)[-1]
    tag = tag_of(month)
    assert list(stage.releases()) == [tag]
    assert f"Released: {tag}" in done.summary
    assert sorted(stage.releases()[tag]) == [f"{month[:4]}.csv.gz", "SHA256SUMS", f"{tag}.zip"]
    entries = Archive(stage.clone() / "data").entries
    answers = {each.file.name: each.raw() for each in entries if month_of(each) == month}
    assert restored(stage, tag, tmp_path / "restored") == answers
    records = (stage.folder / "releases.json").read_bytes()
    for event in ("schedule", "workflow_dispatch"):
        again = run(stage, event)
        assert again.status == 0, again.told
        assert "Released" not in again.summary
        assert (stage.folder / "releases.json").read_bytes() == records


def test_a_month_that_is_not_over_is_not_released(stage: Stage, source: FakeSource) -> None:
    source.says(answer())
    run(stage)
    assert list(stage.releases()) == [tag_of(month) for month in months_in(stage)[-1:]]
    assert (tag_of(day(1)[:7]) in stage.releases()) == (day(0)[-2:] == "01")


def test_months_that_were_missed_are_released_later(stage: Stage, source: FakeSource) -> None:
    source.says(answer())
    first = months_in(stage)[0]
    stage.has_released(tag_of(first))
    stage.has_released("v1.0.0")
    done = run(stage)
    assert done.status == 0, done.told
    missed = months_in(stage)[1:]
    assert len(missed) >= 2
    assert list(stage.releases())[2:] == [tag_of(month) for month in missed]


@pytest.mark.parametrize("fault", ["upload failed", "killed", "unlisted"])
def test_a_release_that_failed_halfway_is_made_whole_by_the_next_run(
    stage: Stage, source: FakeSource, tmp_path: Path, fault: str
) -> None:
    source.says(answer())
    stage.suffers("release", fault)
    failed = run(stage)
    assert failed.status != 0
    assert failed.ended["release"] == "failure"
    assert failed.ended["deploy"] == "success"
    assert f"as of {day(1)}." in stage.home()
    assert stage.releases() == {}
    tag = tag_of(months_in(stage)[-1])
    assert stage.drafts() == ([tag] if fault == "killed" else [])
    (issue,) = stage.issues()
    assert "deploy: success, release: failure" in str(issue["body"])

    stage.suffers("release", None)
    done = run(stage)
    assert done.status == 0, done.told
    assert "Nothing to do" in done.summary
    assert list(stage.releases()) == [tag]
    assert stage.drafts() == []
    assert restored(stage, tag, tmp_path / "restored")
    assert stage.issues()[0]["state"] == "closed"
