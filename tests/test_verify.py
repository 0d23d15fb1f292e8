"""What the status page tells to run: from a page to the source, as a sceptic would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.answers import ROOT, archive_with, small
from tests.repositories import IDENTITY, copy_work_tree
from tests.serving import served
from tests.site_reader import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Published(NamedTuple):
    """A site that is served with the repository that it was built from."""

    folder: Path
    url: str
    site: Site


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],  # noqa: S607 (the machine's shell)
        cwd=folder,
        env=os.environ | IDENTITY | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def work_tree(folder: Path) -> None:
    """Copy the project as it stands, with an archive of two small days."""
    copy_work_tree(folder, "data/", "tests/", "docs/")
    # Not whose site it is: that would name a repository elsewhere.
    (folder / "site.toml").write_text('title = "A site"\n[publisher]\nname = "Someone"\n')
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    archive_with(folder / "data", small(*tags, as_of="2026-10-05"), small(*tags))


def lend_packages(folder: Path) -> None:
    """Lend a clone this environment's packages, so that it installs none."""
    (folder / ".venv").symlink_to(sys.prefix)
    for name in (".run", ".dev"):
        (folder / ".venv" / name).touch()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Commit the project to a repository, build it, and serve both."""
    folder = tmp_path_factory.mktemp("published")
    work_tree(folder / "work")
    setup = "git init --quiet --initial-branch=main && git add --all && git commit --quiet -m all"
    assert run(setup, folder / "work").returncode == 0
    bare = (
        "git clone --quiet --bare work repository.git && git -C repository.git update-server-info"
    )
    assert run(bare, folder).returncode == 0
    with served(folder) as url:
        build = f"{sys.executable} build.py --offline --base-url {url}site/ --out ../site"
        done = run(build, folder / "work", SITE_REPOSITORY=f"{url}repository.git")
        assert done.returncode == 0, done.stderr
        yield Published(folder, f"{url}site/", Site(folder / "site"))


def steps(site: Site) -> list[str]:
    """Return the commands of the status page."""
    found = site.pages["status/index.html"].iterfind(".//ol/li/pre")
    return ["".join(each.itertext()) for each in found]


def test_the_commands_lead_from_the_page_to_the_source(
    published: Published, tmp_path: Path
) -> None:
    figures, repository, whole = steps(published.site)
    done = run(figures, tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "2 tasks: the same on all three"
    assert second.endswith("is listed for its date")
    done = run(repository, tmp_path)
    assert done.stdout == "the same\n", done.stderr
    lend_packages(tmp_path / "openrouter-tasks")
    done = run(whole, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verdict    every one of them is published as built from this commit\n" in done.stdout
    assert f"published  {published.url}, as of 2026-10-06, commit " in done.stdout


HOME, CSV, ANSWER = "index.html", "data.csv", "on/2026-10-06/source.json"
INDEX = "archive/index.json"
CHANGES = {
    "a share on the page": [(HOME, b"</i> 60.0%", b"</i> 60.1%")],
    "a share of tokens on the page": [(HOME, b"</i> 70.0%", b"</i> 30.0%")],
    "a share in the file": [(CSV, b"everything,0.6,", b"everything,0.601,")],
    "the page and the file": [
        (HOME, b"</i> 60.0%", b"</i> 61.0%"),
        (CSV, b"everything,0.6,", b"everything,0.61,"),
    ],
    "all three": [
        (HOME, b"</i> 60.0%", b"</i> 61.0%"),
        (CSV, b"everything,0.6,", b"everything,0.61,"),
        (ANSWER, b'"usage_share": 0.6,', b'"usage_share": 0.61,'),
    ],
    "the list": [(INDEX, b'"sha256":"', b'"sha256":"0')],
}


@contextmanager
def altered(published: Published, changes: list[tuple[str, bytes, bytes]]) -> Iterator[None]:
    """Publish other files for a while."""
    site = published.folder / "site"
    kept = {name: (site / name).read_bytes() for name, _, _ in changes}
    for name, old, new in changes:
        assert old in (site / name).read_bytes()
        (site / name).write_bytes((site / name).read_bytes().replace(old, new))
    yield
    for name, content in kept.items():
        (site / name).write_bytes(content)


@pytest.mark.parametrize("changed", CHANGES)
def test_a_figure_that_was_changed_is_reported(
    published: Published, tmp_path: Path, changed: str
) -> None:
    with altered(published, CHANGES[changed]):
        done = run(steps(published.site)[0], tmp_path)
    assert done.returncode == 1, done.stderr
    assert "DIFFERENT" in done.stdout or "NOT LISTED" in done.stdout


def test_another_answer_than_in_the_repository_is_reported(
    published: Published, tmp_path: Path
) -> None:
    with altered(published, [(ANSWER, b'"usage_share": 0.6,', b'"usage_share": 0.61,')]):
        done = run(steps(published.site)[1], tmp_path)
    assert done.returncode != 0
    assert "the same" not in done.stdout
    # A clone that is there already is not taken for a new one.
    assert run(steps(published.site)[1], tmp_path).returncode != 0


def test_files_that_are_published_otherwise_are_named(published: Published, tmp_path: Path) -> None:
    changes = [
        (HOME, b"60.0%", b"61.0%"),
        (CSV, b",0.4,", b",0.41,"),
        ("build.json", b"Source: OpenRouter", b"Source: me"),
    ]
    assert run(steps(published.site)[1], tmp_path).returncode == 0
    lend_packages(tmp_path / "openrouter-tasks")
    with altered(published, changes):
        missing = published.folder / "site" / "404.html"
        missing.rename(missing.with_suffix(".away"))
        done = run(steps(published.site)[2], tmp_path)
        missing.with_suffix(".away").rename(missing)
    assert done.returncode != 0
    assert "  404.html: the server answers 404\n" in done.stdout
    for name in (HOME, CSV):
        assert f"  {name}: built " in done.stdout
    assert "  build.json: citation is another one\n" in done.stdout
    assert "verdict    not as built from this commit, in 4 places\n" in done.stdout


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "error: URL must be like https://example.org/site/, not 'nonsense'"),
        ("http://127.0.0.1:9/x/", "error: cannot read http://127.0.0.1:9/x/build.json: "),
        ("", "usage: make verify URL="),
    ],
)
def test_what_cannot_be_verified_is_told(url: str, told: str) -> None:
    done = run(f"{sys.executable} -m tools.verify {url}", ROOT)
    assert done.returncode == 1
    assert told in done.stderr


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"commit": None}, "is not the record of a build from a commit: commit"),
        ({"commit": "--help"}, "is not the record of a build from a commit: commit"),
        ({"as_of": "2026-10-06\n\x1b[8m"}, "is not the record of a build from a commit: as_of"),
        ({"libraries": []}, "is not the record of a build from a commit: libraries"),
        ({"url": "http://x/\0"}, "is not the record of a build from a commit: url"),
        ({"commit": "0" * 40}, "is not in this clone: run git fetch first"),
    ],
)
def test_a_record_that_cannot_be_built_from_is_reported(
    published: Published, tmp_path: Path, changes: dict[str, object], told: str
) -> None:
    record = json.loads((published.folder / "site" / "build.json").read_bytes()) | changes
    (tmp_path / "build.json").write_text(json.dumps(record))
    with served(tmp_path) as url:
        done = run(f"{sys.executable} -m tools.verify {url}", ROOT)
    assert done.returncode == 1
    assert told in done.stderr
    assert "\x1b" not in done.stderr + done.stdout


def test_a_server_that_answers_with_a_page_is_reported(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text("<!doctype html>")
    with served(tmp_path) as url:
        done = run(f"{sys.executable} -m tools.verify {url}", ROOT)
    assert "is not the record of a build from a commit: its format" in done.stderr
