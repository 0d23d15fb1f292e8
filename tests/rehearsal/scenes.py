"""The publishing workflow, run from its own file: each test is a day or a mishap."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.answers import NEWEST, RECORDED, ROOT, Data, newest_data, raw
from tests.fake_source import FakeSource
from tests.rehearsal.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rehearsal.stage import Run


KEY = f"sk-or-v1-{RECORDED[0].stem}"
"""Put together here, so that no file of the project holds it."""


def day(ago: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=ago)).isoformat()


def answer(ago: int = 1, name: str | None = None) -> bytes:
    """Return the newest recorded answer under another date, and with another name in it."""
    data = newest_data() | {"as_of": day(ago)}
    if name:
        data["classifications"][0]["display_name"] = name
    return raw(data)


@pytest.fixture
def stage(tmp_path: Path, source: FakeSource) -> Iterator[Stage]:
    stage = Stage(tmp_path, source.url)
    yield stage
    assert stage.holds(KEY) == []
    stage.close()


def run(stage: Stage, event: str = "schedule", key: str | None = KEY) -> Run:
    done = stage.run(event, key=key)
    assert KEY not in done.log
    assert KEY not in done.summary
    return done


def test_a_normal_day_archives_commits_builds_deploys_and_looks(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    before = stage.head()
    done = run(stage)
    assert done.status == 0, done.told
    assert len(source.requests) == 1
    assert source.requests[0].headers["HTTP-Referer"] == f"{stage.site}/"
    assert stage.changed_since(before) == [f"data/snapshots/{day(1)}.json"]
    assert json.loads(stage.file(f"data/snapshots/{day(1)}.json")) == json.loads(answer())
    assert stage.git("-C", "remote.git", "log", "-1", "--format=%an %s", "main") == (
        f"github-actions[bot] Archive {day(1)}.json"
    )
    assert stage.deployments() == 1
    assert f"as of {day(1)}." in stage.home()
    assert f'<link rel="canonical" href="{stage.site}/">' in stage.home()
    assert "follow.js" not in stage.home()
    assert "## Fetched and archived" in done.summary
    assert f"Published: {stage.site}/ shows the figures as of {day(1)}." in done.summary
    assert stage.issues() == []


def test_the_next_day_takes_over_what_the_last_build_made(stage: Stage, source: FakeSource) -> None:
    source.says(answer(2))
    source.says(answer())
    run(stage)
    done = run(stage)
    assert done.status == 0, done.told
    reused = re.search(r"site +\d+ files \((\d+) reused\)", done.summary)
    assert reused
    # Three files an edition, of all answers but the new one, and the pages of models of the past.
    snapshots = stage.git("-C", "remote.git", "ls-tree", "--name-only", "main", "data/snapshots/")
    gone = [
        page.parent
        for page in (stage.folder / "public" / "site" / "models").glob("*/*/index.html")
        if b": what it was used for" in page.read_bytes()
    ]
    files = sum(len(list(folder.iterdir())) for folder in gone)
    assert int(reused[1]) == 3 * (len(snapshots.splitlines()) - 1) + files
    assert f"as of {day(1)}." in stage.home()


@pytest.mark.parametrize("record", [None, "{"])
def test_a_last_build_that_is_damaged_costs_time_only(
    stage: Stage, source: FakeSource, record: str | None
) -> None:
    source.says(answer(2))
    source.says(answer())
    run(stage)
    (kept,) = (stage.folder / "cache").iterdir()
    edition = kept / "_site" / "on" / NEWEST.stem / "index.html"
    sound = edition.read_bytes()
    edition.write_bytes(sound + b"<p>never said</p>")
    (kept / "_site" / "index.html").unlink()
    if record is not None:
        (kept / "_site" / "build.json").write_text(record)
    done = run(stage)
    assert done.status == 0, done.told
    # What is damaged is made anew; where nothing shows that it is a site, all is.
    assert (" reused)" in done.summary) == (record is None)
    published = stage.folder / "public" / "site" / "on" / NEWEST.stem / "index.html"
    assert published.read_bytes() == sound
    assert f"as of {day(1)}." in stage.home()


def test_the_second_try_of_a_day_that_worked_asks_and_deploys_nothing(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    run(stage)
    head = stage.head()
    done = run(stage)
    assert done.status == 0, done.told
    assert len(source.requests) == 1
    assert stage.head() == head
    assert stage.deployments() == 1
    assert (
        f"Nothing to do: the snapshot of {day(1)} is already archived and published."
        in done.summary
    )


def test_the_second_try_deploys_what_was_archived_and_not_published(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    (stage.folder / "pages-is-down").touch()
    failed = run(stage)
    assert failed.status != 0
    assert failed.ended["deploy"] == "failure"
    assert stage.issues()[0]["state"] == "open"
    (stage.folder / "pages-is-down").unlink()
    assert run(stage).status == 0
    assert len(source.requests) == 1
    assert stage.deployments() == 1
    assert f"as of {day(1)}." in stage.home()
    assert stage.issues()[0]["state"] == "closed"


def test_a_run_by_hand_asks_again_and_commits_nothing_where_nothing_changed(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    run(stage)
    head = stage.head()
    done = run(stage, "workflow_dispatch")
    assert done.status == 0, done.told
    assert len(source.requests) == 2
    assert stage.head() == head
    assert stage.deployments() == 2


def test_a_restated_snapshot_is_kept_beside_the_first_and_published(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer(2))
    source.says(answer(2, "Restated"))
    run(stage)
    before = stage.head()
    assert run(stage).status == 0
    assert stage.changed_since(before) == [f"data/snapshots/{day(2)}.r2.json"]
    assert "Restated" in stage.home()
    assert stage.deployments() == 2


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


def test_without_a_key_a_sample_is_built_and_nothing_is_asked_deployed_or_red(
    stage: Stage, source: FakeSource
) -> None:
    head = stage.head()
    for event in ("schedule", "workflow_dispatch"):
        done = run(stage, event, key=None)
        assert done.status == 0, done.told
        assert "## Not published: there is no key" in done.summary
    assert source.requests == []
    assert stage.head() == head
    assert stage.deployments() == 0
    assert stage.issues() == []
    sample = stage.folder / "sample"
    archived = list((ROOT / "data" / "snapshots").glob("*.json"))
    assert len(list(sample.glob("on/*/index.html"))) == len(archived)
    assert (sample / "index.html").exists()
    for page in sample.rglob("*.html"):
        assert "This is a sample" in page.read_text()


def test_a_branch_that_moves_meanwhile_keeps_both_changes(stage: Stage, source: FakeSource) -> None:
    source.says(answer())
    source.meanwhile = lambda: stage.push("NOTES.md", b"pushed meanwhile")
    before = stage.head()
    done = run(stage)
    assert done.status == 0, done.told
    assert stage.changed_since(before) == ["NOTES.md", f"data/snapshots/{day(1)}.json"]
    assert f"as of {day(1)}." in stage.home()


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
