"""The command as its users call it."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import build
from tests.answers import (
    NEWEST,
    RECORDED,
    ROOT,
    Data,
    archive_of,
    archive_with,
    current,
    few,
    raw,
    small,
    tree,
)
from tests.builds import command

if TYPE_CHECKING:
    from tests.fake_source import FakeSource


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


def test_a_report_that_nobody_reads_does_not_fail_a_build(tmp_path: Path) -> None:
    archive_with(tmp_path / "data", few())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(tmp_path), check=False, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "index.html").exists()


def test_nor_does_one_without_any_output_stream(tmp_path: Path) -> None:
    archive_with(tmp_path / "data", few())
    closed = f"exec {shlex.join(command(tmp_path))} >&- 2>&-"
    assert subprocess.run(["sh", "-c", closed], check=False, timeout=60).returncode == 0  # noqa: S607
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
