"""Signals: they interrupt a build, wherever it is."""

from __future__ import annotations

import subprocess
import sys

from tests.answers import ROOT

PROGRAM = """
import signal, sys, time
from site_lib.publish.interruptions import Interruption, Interruptions

Interruptions().listen()

class Thing:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
        for _ in range(10):
            len("still in it")

thing = Thing()
try:
    del thing
    time.sleep(10)
    print("not interrupted")
except Interruption as interruption:
    print("interrupted", interruption.exit_code)
"""


def test_a_signal_that_comes_while_an_object_is_taken_apart_is_not_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("interrupted 143\n", "")
