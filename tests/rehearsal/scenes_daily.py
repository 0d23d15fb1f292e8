"""Days on which the source answers and GitHub works."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.answers import NEWEST, RECORDED
from tests.rehearsal.days import answer, day, run, whole_answer

if TYPE_CHECKING:
    from tests.fake_source import FakeSource
    from tests.rehearsal.stage import Stage


def test_a_normal_day_archives_commits_builds_deploys_and_looks(
    whole_stage: Stage, source: FakeSource
) -> None:
    stage = whole_stage
    source.says(whole_answer())
    before = stage.head()
    done = run(stage)
    assert done.status == 0, done.told
    assert len(source.requests) == 1
    assert source.requests[0].headers["HTTP-Referer"] == f"{stage.site}/"
    assert stage.changed_since(before) == [f"data/snapshots/{day(1)}.json"]
    assert json.loads(stage.file(f"data/snapshots/{day(1)}.json")) == json.loads(whole_answer())
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
    record = json.loads((stage.folder / "public" / "site" / "build.json").read_bytes())
    assert (record["commit"], record["has_changes"]) == (stage.head(), False)
    assert record["repository"].startswith("https://github.com/")


def test_what_site_toml_says_counts_more_than_what_github_says(
    stage: Stage, source: FakeSource
) -> None:
    theirs = stage.file("site.toml").replace(b"# address = ", b"address = ", 1)
    theirs = theirs.replace(b"# repository = ", b"repository = ")
    theirs = theirs.replace(b'title = "What AI models', b'title = "Ours: what AI models')
    stage.push(
        "site.toml", theirs.replace(b"app_categories = []", b'app_categories = ["cli-agent"]')
    )
    source.says(answer())
    done = run(stage)
    assert done.status == 0, done.told
    sent = source.requests[0].headers
    assert sent["X-OpenRouter-Title"].startswith("Ours: ")
    assert sent["HTTP-Referer"] == "https://example.org/"
    assert sent["X-OpenRouter-Categories"] == "cli-agent"
    assert '<link rel="canonical" href="https://example.org/">' in stage.home()
    assert "https://github.com/example/openrouter-tasks" in stage.home_of("status")


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


def test_the_second_try_deploys_a_later_revision_that_is_not_published(
    stage: Stage, source: FakeSource
) -> None:
    source.says(answer())
    run(stage)
    for revision in range(2, 11):  # the tenth comes after the ninth, not after the first
        content = answer(name=f"Revision {revision}")
        stage.push(f"data/snapshots/{day(1)}.r{revision}.json", content)
    done = run(stage)
    assert done.status == 0, done.told
    assert stage.deployments() == 2
    assert "Revision 10" in stage.home()
    assert "Nothing to do" in run(stage).summary
    assert stage.deployments() == 2
    assert len(source.requests) == 1


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
    assert len(list(sample.glob("on/*/index.html"))) == len(RECORDED)
    assert (sample / "index.html").exists()
    for page in sample.rglob("*.html"):
        assert "This is a sample" in page.read_text()
