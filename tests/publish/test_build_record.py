"""`build.json`: what a site was built from and with."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

from site_lib import __version__
from site_lib.publish.build_record import build_record, code_version
from site_lib.publish.config import BuildConfig
from tests.answers import NEWEST, ROOT, history_of, site_at, small, tree
from tests.builds import BASE, built, short_archive
from tests.repositories import IDENTITY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site_reader import Site


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607 (the machine's git)
        cwd=folder,
        env=os.environ | IDENTITY,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_it_names_what_the_site_was_built_from_and_with(full_site: Site) -> None:
    record = json.loads(full_site.files["build.json"])
    assert record["snapshot_sha256"] == hashlib.sha256(NEWEST.read_bytes()).hexdigest()
    assert (record["version"], record["python"]) == (__version__, platform.python_version())
    assert record["libraries"]["matplotlib"] == version("matplotlib")
    assert (record["as_of"], record["url"]) == ("2026-10-06", BASE)
    others = {path: file for path, file in full_site.files.items() if path != "build.json"}
    lines = [f"{hashlib.sha256(others[path]).hexdigest()}  {path}\n" for path in sorted(others)]
    assert record["files"] == len(others)
    assert record["sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_it_is_written_again_even_if_all_else_is_reused(tmp_path: Path) -> None:
    short_archive(tmp_path)
    built(tmp_path)
    file = tmp_path / "site" / "build.json"
    before = tree(tmp_path / "site")
    file.write_text('{"generator": "openrouter-tasks", "commit": "an old one"}')
    report = built(tmp_path)
    assert report.reused == report.files - 1
    assert tree(tmp_path / "site") == before


def test_the_commit_and_changes_beyond_it_are_known(tmp_path: Path) -> None:
    assert code_version(tmp_path) == (None, None)
    git(tmp_path, "init", "--quiet")
    assert code_version(tmp_path) == (None, False)
    (tmp_path / "code").write_text("a")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "a")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert code_version(tmp_path) == (commit, False)
    (tmp_path / "new").write_text("not committed")
    assert code_version(tmp_path) == (commit, True)
    (tmp_path / "inside").mkdir()
    assert code_version(tmp_path / "inside") == (None, None)


def test_an_answer_that_this_build_archives_is_a_change_beyond_the_commit(tmp_path: Path) -> None:
    """The commit does not have it yet, so nobody could build this site from the commit."""
    history = history_of(tmp_path, small(("a", "x", 1, 1)))
    folders = {"out": tmp_path / "out", "cache": tmp_path / "cache", "today": date(2026, 11, 22)}

    def has_changes(data: Path, *, is_committed: bool) -> bool:
        config = BuildConfig(data, site=site_at(), **folders)  # type: ignore[arg-type]
        record: dict[str, bool] = json.loads(
            build_record(history, config, [], is_committed=is_committed)
        )
        return record["has_changes"]

    _, as_it_stands = code_version(ROOT)
    assert has_changes(ROOT / "data", is_committed=True) == as_it_stands
    assert has_changes(ROOT / "data", is_committed=False)
    assert has_changes(tmp_path / "data", is_committed=True)


def test_a_working_copy_beside_another_one_is_known_too(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    git(tmp_path / "one", "init", "--quiet")
    git(tmp_path / "one", "commit", "--quiet", "--allow-empty", "--message", "a")
    git(tmp_path / "one", "worktree", "add", "--quiet", "--detach", str(tmp_path / "two"))
    assert code_version(tmp_path / "two") == (git(tmp_path / "one", "rev-parse", "HEAD"), False)
