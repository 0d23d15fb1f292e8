"""Builds that are ended by a signal, or wait for another one: they leave nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import build
from site_lib.publish import pipeline
from site_lib.publish.sources import from_archive
from tests.answers import (
    ROOT,
    archive_with,
    few,
    tree,
)
from tests.builds import command, config

if TYPE_CHECKING:
    from pathlib import Path

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
