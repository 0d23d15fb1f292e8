"""The command as its users call it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import build
from site_lib.errors import OutputError, RenderError
from site_lib.publish import pipeline
from site_lib.publish.config import BuildConfig
from site_lib.publish.sources import from_archive, from_file
from tests.answers import (
    KEY,
    NEWEST,
    RECORDED,
    ROOT,
    Data,
    archive_of,
    archive_with,
    raw,
    site_at,
    small,
    tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_source import FakeSource


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENROUTER_API_KEY", KEY)
    return tmp_path


def few(as_of: str = "2026-10-06") -> Data:
    """Make the data of an answer of few tasks, for builds that are not about what it says."""
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    return small(*tags, as_of=as_of)


@pytest.fixture
def earlier(here: Path) -> str:
    """Return the path of an answer of few tasks."""
    (here / "earlier.json").write_bytes(raw(few("2026-08-31")))
    return "earlier.json"


@pytest.fixture
def later(here: Path) -> str:
    """Return the path of an answer of few tasks that is newer."""
    (here / "later.json").write_bytes(raw(few()))
    return "later.json"


def current(data: Data, days: int = 1) -> Data:
    """Date data as the source does: yesterday, or more days ago."""
    return data | {"as_of": (datetime.now(UTC).date() - timedelta(days=days)).isoformat()}


def test_a_live_build_asks_once_archives_the_answer_and_builds(
    here: Path, source: FakeSource, data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = raw(current(data))
    source.says(answer)
    status = build.main(["--api-url", source.url, "--base-url", "https://example.org/site"])
    assert status == 0
    assert len(source.requests) == 1
    request = source.requests[0]
    assert request.headers["HTTP-Referer"] == "https://example.org/site/"
    title = tomllib.loads((ROOT / "site.toml").read_text("utf-8"))["title"]
    assert request.headers["X-OpenRouter-Title"] == title
    assert request.headers["User-Agent"].startswith("openrouter-tasks/")
    day = current(data)["as_of"]
    assert tree(here / "data") == {f"snapshots/{day}.json": answer}
    assert f"as of {day}." in (here / "_site" / "index.html").read_text()
    out, err = capsys.readouterr()
    assert err == ""
    assert f"snapshot  {day}, 29 tags in 4 categories, from {source.url}" in out
    assert "checks    14 passed, 5 not measured, 0 notices" in out
    assert f"archive   added data/snapshots/{day}.json" in out
    assert f"site      {len(tree(here / '_site'))} files" in out


def test_without_key_or_source_the_command_says_which_to_set(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in (None, "", "  "):
        if key is None:
            monkeypatch.delenv("OPENROUTER_API_KEY")
        else:
            monkeypatch.setenv("OPENROUTER_API_KEY", key)
        assert build.main([]) == 2
        assert capsys.readouterr().err.startswith(
            "error: OPENROUTER_API_KEY is not set: "
            "set it, or build with --offline or --snapshot FILE\n"
        )
    assert tree(here) == {}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--offline", "--snapshot", "x.json"],
        ["--no-such-option"],
        ["extra"],
        ["--serve", "many"],
        ["--serve", "65536"],
        ["--serve", "-1"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        build.main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "/site/",
        "ftp://example.org/",
        "https://",
        "https://example.org/?a",
        "https://[x",
        "https://example.org//evil.example/",
        "https://exämple.org/",
        "https://:80/",
        "https://exa{mple/",
    ],
)
def test_a_base_url_that_is_none_is_wrong_usage(
    here: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        build.main(["--offline", "--base-url", url])
    assert caught.value.code == 2
    assert "must be like https://example.org/site/" in capsys.readouterr().err
    assert tree(here) == {}


def test_help_documents_every_option_and_the_exit_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        build.main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for option in (
        "--offline",
        "--snapshot",
        "--data",
        "--out",
        "--base-url",
        "--api-url",
        "--serve",
    ):
        assert option in text
    assert "0 the site was built 1 the build failed" in " ".join(text.split())


def test_an_offline_build_renders_the_newest_archived_snapshot_without_key_or_network(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY")
    archive_of(here / "data", *RECORDED[:3])
    before = tree(here / "data")
    assert build.main(["--offline"]) == 0
    assert tree(here / "data") == before
    assert "as of 2026-09-02." in (here / "_site" / "index.html").read_text()


def test_an_offline_build_without_archive_says_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--offline"]) == 1
    err = capsys.readouterr().err
    assert "contains no snapshot: build without --offline or --sample, or with --snapshot" in err
    assert "Restore damaged files" not in err
    assert tree(here) == {}


def test_a_recorded_answer_is_built_from_a_file_and_from_standard_input(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build.main(["--snapshot", str(NEWEST), "--out", "a", "--data", "da"]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NEWEST.read_bytes())))
    assert build.main(["--snapshot", "-", "--out", "b", "--data", "db"]) == 0
    assert tree(here / "a") == tree(here / "b")
    assert (
        tree(here / "da") == tree(here / "db") == {"snapshots/2026-10-06.json": NEWEST.read_bytes()}
    )


def test_a_recorded_answer_that_is_not_there_is_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--snapshot", "nowhere.json"]) == 1
    assert "cannot read nowhere.json: No such file" in capsys.readouterr().err
    assert tree(here) == {}


def test_a_restatement_is_archived_beside_the_first_answer_and_rendered(
    here: Path, later: str
) -> None:
    assert build.main(["--snapshot", later]) == 0
    data = few()
    data["classifications"][0]["display_name"] = "Restated"
    (here / "new.json").write_bytes(raw(data))
    assert build.main(["--snapshot", "new.json"]) == 0
    assert set(tree(here / "data")) == {
        "snapshots/2026-10-06.json",
        "snapshots/2026-10-06.r2.json",
    }
    assert "Restated" in (here / "_site" / "index.html").read_text()
    assert build.main(["--offline", "--out", "again"]) == 0
    assert tree(here / "again") == tree(here / "_site")


def renamed(data: Data) -> bytes:
    for tag in data["classifications"]:
        tag["req_pct"] = tag.pop("usage_share")
    return raw(data)


def wrong_sum(data: Data) -> bytes:
    data["classifications"][0]["usage_share"] = 0.9
    return raw(data)


def text_for_a_number(data: Data) -> bytes:
    data["macro_categories"][0]["usage_share"] = "0.1"
    return raw(data)


BAD = {
    "data.classifications[0].usage_share: missing; the fields here are": renamed,
    "data.classifications[0].usage_share: 0.9 does not match": wrong_sum,
    "data.macro_categories[0].usage_share: input should be a valid number": text_for_a_number,
    "data.classifications: empty; a snapshot needs at least one tag": lambda data: raw(
        data | {"classifications": []}
    ),
    "incomplete JSON": lambda data: raw(data)[:-100],
    "not JSON": lambda _: b"<html>Sorry</html>",
    "data.as_of: 2026-01-01 is older": lambda data: raw(data | {"as_of": "2026-01-01"}),
    "days before today": lambda data: raw(current(data, 11)),
    "in the future": lambda data: raw(current(data, -1)),
}
"""From what must be said to what makes it so."""


@pytest.mark.parametrize(("said", "answer"), BAD.items(), ids=list(BAD))
def test_a_bad_answer_changes_nothing_and_is_told(
    here: Path,
    source: FakeSource,
    data: Data,
    earlier: str,
    said: str,
    answer: Callable[[Data], bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert build.main(["--snapshot", earlier]) == 0
    before = tree(here)
    source.says(answer(data))
    assert build.main(["--api-url", source.url]) == 1
    assert tree(here) == before
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert said in err


def test_a_source_that_is_down_changes_nothing_and_the_key_is_nowhere(
    here: Path, later: str, source: FakeSource, capsys: pytest.CaptureFixture[str]
) -> None:
    build.main(["--snapshot", later])
    before = tree(here)
    source.fails(401, f"No user for {KEY}")
    assert build.main(["--api-url", source.url]) == 1
    captured = capsys.readouterr()
    assert "answered 401: it does not accept the key" in captured.err
    assert KEY not in captured.out + captured.err
    assert tree(here) == before
    assert not [path for path, content in before.items() if KEY.encode() in content]


def config(here: Path, out: Path | None = None, root: Path = ROOT) -> BuildConfig:
    """Return the configuration that the command has in this folder without options."""
    today = date(2026, 11, 22)
    folders = here / "data", out or here / "_site"
    return BuildConfig(*folders, site_at(), today=today, cache=here / ".cache", root=root)


def quiet(_: str) -> None:
    """Show no progress."""


def test_a_page_that_cannot_be_rendered_changes_nothing(
    here: Path, earlier: str, later: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here)
    broken_root = here.parent / "broken"
    for folder in ("templates", "static"):
        for file in (ROOT / folder).rglob("*.*"):
            target = broken_root / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.read_text().replace("page.tag %}", "page.tga %}"))
    with pytest.raises(RenderError, match=r"task\.html: "):
        pipeline.build(config(here, root=broken_root), from_file(later), quiet)
    assert tree(here) == before


def test_an_output_folder_that_cannot_be_replaced_rolls_the_archiving_back(
    here: Path, earlier: str, later: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here)

    def spoil() -> None:
        """Take the new site away just before it is to replace the old one."""
        (new,) = (here / "._site.build").glob("new-*")
        shutil.rmtree(new)

    with pytest.raises(OutputError, match="cannot replace"):
        pipeline.build(config(here), from_file(later), quiet, spoil)
    assert tree(here) == before


def test_a_folder_of_other_files_is_not_replaced_and_the_source_not_asked(
    here: Path, source: FakeSource
) -> None:
    (here / "home").mkdir()
    (here / "home" / "thesis.txt").write_text("years of work")
    assert build.main(["--api-url", source.url, "--out", "home"]) == 1
    assert source.requests == []
    assert tree(here) == {"home/thesis.txt": b"years of work"}


def test_notices_are_printed_and_the_site_is_built(
    here: Path, source: FakeSource, capsys: pytest.CaptureFixture[str]
) -> None:
    data = few()
    data["classifications"][0]["trend"] = "up"
    source.says(raw(current(data, 5)))
    assert build.main(["--api-url", source.url]) == 0
    out = capsys.readouterr().out
    assert "checks    12 passed, 5 not measured, 2 notices" in out
    assert "  notice: data.as_of: " in out
    assert "  notice: data.classifications[*].trend: unknown field (value 'up')" in out
    assert (here / "_site" / "index.html").exists()


def test_progress_is_shown_on_a_terminal_only(
    here: Path, later: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    build.main(["--snapshot", later])
    assert "page code/debugging/index.html" in capsys.readouterr().err
    assert (here / "_site").is_dir()


def command(folder: Path, *arguments: str) -> list[str]:
    """Return the command that builds all recorded answers' newest into a folder."""
    folders = ["--data", str(folder / "data"), "--out", str(folder / "out")]
    folders += ["--cache", str(folder / "cache")]
    return [sys.executable, str(ROOT / "build.py"), "--offline", *folders, *arguments]


SIGNALLED = """
import os, sys, build
from site_lib.publish.output import StagedSite

def publish_between_signals(site):
    os.kill(os.getpid(), int(sys.argv[1]))
    publish(site)
    os.kill(os.getpid(), int(sys.argv[1]))

publish, StagedSite.publish = StagedSite.publish, publish_between_signals
signals = build.Interruptions()
signals.listen()
sys.exit(build.main(sys.argv[2:], signals))
"""
"""The command, with a signal right before the new site takes its place, and one right after."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_site_is_replaced_waits_and_the_status_says_that_all_was_done(
    here: Path, earlier: str, later: str, number: signal.Signals
) -> None:
    build.main(["--snapshot", earlier])
    call = [sys.executable, "-c", SIGNALLED, str(int(number)), "--snapshot", later]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "archive   added data/snapshots/2026-10-06.json" in done.stdout
    assert set(tree(here / "data")) == {
        "snapshots/2026-08-31.json",
        "snapshots/2026-10-06.json",
    }
    assert "as of 2026-10-06." in (here / "_site" / "index.html").read_text()
    assert not (here / "._site.build").exists()


def test_a_site_that_a_killed_build_moved_away_is_back_even_if_the_next_build_fails(
    here: Path, earlier: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here)
    (here / "._site.build" / "new-1").mkdir(parents=True)
    (here / "_site").rename(here / "._site.build" / "old")
    assert build.main(["--snapshot", "nowhere.json"]) == 1
    assert tree(here) == before
    assert not (here / "._site.build").exists()


def test_what_a_killed_build_left_of_an_answer_is_removed_by_the_next_one(
    here: Path, earlier: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here / "data")
    (here / "data" / "snapshots" / ".2026-10-06.json.part").write_bytes(b"half")
    assert build.main(["--offline"]) == 0
    assert tree(here / "data") == before


def test_an_offline_build_reports_what_was_new_on_that_day(
    here: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = ("code:debugging", "code", 0.6, 0.7), ("old", "general", 0.4, 0.3)
    archive_with(here / "data", small(*tags, as_of="2026-08-31"))
    assert build.main(["--snapshot", later]) == 0
    live = capsys.readouterr().out
    assert build.main(["--offline"]) == 0
    offline = capsys.readouterr().out
    for told in (live, offline):
        assert "checks    14 passed, 4 not measured, 2 notices" in told
        assert "tag 'chat' is new; it was not there on 2026-08-31" in told


def test_of_two_builds_with_one_archive_the_second_waits(here: Path, earlier: str) -> None:
    build.main(["--snapshot", earlier])
    steps: list[str] = []

    def end_the_other(text: str) -> None:
        steps.append(text)
        if text.startswith("waiting"):
            other.terminate()

    call = [*command(here), f"--data={here / 'data'}", "--snapshot=-"]
    call.remove("--offline")
    with subprocess.Popen(call, stdin=subprocess.PIPE) as other:
        while not (here / ".out.build").exists():
            assert other.poll() is None
            time.sleep(0.01)
        pipeline.build(config(here), from_archive, end_the_other)
    assert steps[0] == "waiting for another build to end"
    assert other.returncode == 143


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_leaves_nothing_half_done(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    archive_with(tmp_path / "data", few())
    before = tree(tmp_path)
    with subprocess.Popen(command(tmp_path), stderr=subprocess.PIPE) as process:
        while process.poll() is None and not list(tmp_path.glob(".out.build/new-*/index.html")):
            time.sleep(0.01)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in err
    assert tree(tmp_path) == before
    assert not (tmp_path / ".out.build").exists()


def test_a_report_that_nobody_reads_does_not_fail_a_build(tmp_path: Path) -> None:
    archive_with(tmp_path / "data", few())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(tmp_path), check=False, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "index.html").exists()


def test_a_report_is_printed_on_the_plainest_terminal(tmp_path: Path) -> None:
    data = few()
    data["classifications"][0]["größe"] = "ä"
    (tmp_path / "answer.json").write_bytes(raw(data))
    call = command(tmp_path, "--snapshot", str(tmp_path / "answer.json"))
    call.remove("--offline")
    done = subprocess.run(
        call, check=True, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert b"gr\\xf6\\xdfe: unknown field" in done.stdout


def test_an_archive_that_is_damaged_is_told_before_the_source_is_asked(
    here: Path, source: FakeSource, capsys: pytest.CaptureFixture[str]
) -> None:
    archive_of(here / "data")
    (here / "data" / "snapshots" / NEWEST.name).write_bytes(b"")
    before = tree(here)
    assert build.main(["--api-url", source.url]) == 1
    assert source.requests == []
    assert "Restore damaged files with git" in capsys.readouterr().err
    assert tree(here) == before


def test_two_builds_are_the_same_bytes_in_any_time_zone_and_with_any_hash_seed(
    tmp_path: Path,
) -> None:
    trees = []
    archive_of(tmp_path / "data")
    for zone, seed in (("America/Los_Angeles", "1"), ("Asia/Tokyo", "2")):
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        subprocess.run(command(tmp_path), check=True, capture_output=True, env=environment)
        trees.append(tree(tmp_path / "out"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 1000


def test_the_archive_holds_the_recorded_answers_to_the_byte() -> None:
    assert len(RECORDED) == 5
    for file in RECORDED:
        assert (ROOT / "data" / "snapshots" / file.name).read_bytes() == file.read_bytes()


def test_a_sample_says_so_on_every_page_and_is_not_indexed(here: Path) -> None:
    archive_with(here / "data", few("2026-08-31"), few())
    assert build.main(["--sample"]) == 0
    assert build.main(["--offline", "--out", "real"]) == 0
    for path, content in tree(here / "_site").items():
        if path.endswith(".html"):
            assert b"This is a sample" in content, path
            assert re.search(rb'<meta name="?robots"? content="?noindex"?>', content), path
    assert json.loads((here / "_site" / "build.json").read_text())["sample"] is True
    assert json.loads((here / "real" / "build.json").read_text())["sample"] is False
    assert not [content for content in tree(here / "real").values() if b"is a sample" in content]


def test_cards_are_left_out_on_demand(here: Path) -> None:
    archive_with(here / "data", few("2026-08-31"), few())
    address = "--base-url=https://example.org/"
    assert build.main(["--offline", address]) == 0
    assert b"og:image" in (here / "_site" / "index.html").read_bytes()
    assert build.main(["--offline", address, "--no-cards"]) == 0
    assert b"og:image" not in (here / "_site" / "index.html").read_bytes()
    assert not list((here / "_site").rglob("*.png"))


def test_a_users_own_settings_of_matplotlib_change_no_byte(here: Path, tmp_path: Path) -> None:
    archive_of(here / "data")
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "matplotlibrc").write_text(
        "text.usetex: True\nsavefig.bbox: tight\nfont.size: 30\nsavefig.facecolor: red\n"
    )
    trees = []
    for changed in ({}, {"MPLCONFIGDIR": str(settings)}):
        command = [sys.executable, str(ROOT / "build.py"), "--offline", "--out", "site"]
        done = subprocess.run(
            command, env=os.environ | changed, cwd=here, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        trees.append(tree(here / "site"))
    assert trees[0] == trees[1]
