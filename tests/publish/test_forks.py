"""Work that forked processes share: the same results in the same order, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.answers import RECORDED, ROOT, archive_of, tree
from tests.builds import command

if TYPE_CHECKING:
    from pathlib import Path

INTERRUPTED = b"interrupted; the archive and the output folder are unchanged\n"
PROGRAM = """
import os, sys, time
from site_lib.errors import RenderError
from site_lib.publish import forks

os.cpu_count = lambda: 3
items = range(100)
parent = os.getpid()
"""
"""Run in a process of its own: forking is safe only where there are no other threads."""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_results_are_in_order_and_several_processes_made_them() -> None:
    done = run(
        "def work(item):\n"
        "    time.sleep(0.01)\n"
        "    return item * item, os.getpid()\n"
        "found = forks.forked_map(work, items)\n"
        "assert [square for square, _ in found] == [item * item for item in items]\n"
        "print(len({process for _, process in found}))"
    )
    assert (done.stdout, done.stderr) == ("3\n", "")


@pytest.mark.parametrize("condition", ["os.getpid() == parent", "os.getpid() != parent"])
def test_an_error_in_any_process_is_raised_in_the_first(condition: str) -> None:
    done = run(
        "def work(item):\n"
        "    time.sleep(0.01)\n"
        f"    if {condition}: raise RenderError('no page')\n"
        "try: forks.forked_map(work, items)\n"
        "except RenderError as error: print(error)"
    )
    assert (done.stdout, done.stderr) == ("no page\n", "")


def test_a_process_that_dies_is_told() -> None:
    done = run(
        "def work(item):\n"
        "    time.sleep(0.01)\n"
        "    if os.getpid() != parent: os._exit(1)\n"
        "try: forks.forked_map(work, items)\n"
        "except RenderError as error: print(error)"
    )
    assert done.stdout.startswith("a worker process died: ")


def test_nothing_is_forked_for_little_work_nor_beside_threads() -> None:
    little = run("print({*forks.forked_map(lambda _: os.getpid(), range(30))} == {parent})")
    assert little.stdout == "True\n"
    beside = run(
        "import threading\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "print({*forks.forked_map(lambda _: os.getpid(), items)} == {parent})"
    )
    assert beside.stdout == "True\n"


def test_a_build_with_forks_makes_the_same_as_one_without(tmp_path: Path) -> None:
    archive_of(tmp_path / "data", RECORDED[-1])
    made = []
    # Of three processes two are forked for pages; one more compiles templates before.
    for processors, forks in ((1, 0), (3, 3)):
        program = (
            f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
            f"os.cpu_count = lambda: {processors}\n"
            "import build; from site_lib.publish import forks\n"
            "forked, fork = [], forks.Fork.__init__\n"
            "forks.Fork.__init__ = lambda *given: (forked.append(1), fork(*given))[1]\n"
            f"status = build.main(['--offline', '--out', 'site{processors}', '--cache', 'cache'])\n"
            f"sys.exit(status or len(forked) != {forks})"
        )
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
        made.append(tree(tmp_path / f"site{processors}"))
    assert made[0] == made[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_all_processes(number: signal.Signals) -> None:
    program = PROGRAM + (
        "import signal\n"
        "from site_lib.publish.interruptions import Interruption, Interruptions\n"
        "Interruptions().listen()\n"
        "print('ready', flush=True)\n"
        "try: forks.forked_map(lambda _: time.sleep(0.1), range(1000))\n"
        "except Interruption: print('interrupted', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=60)
    assert (out, err) == ("interrupted\n", "")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["new-*", "new-*/index.html"])
def test_a_build_that_is_interrupted_while_it_has_forks_leaves_nothing(
    tmp_path: Path, number: signal.Signals, moment: str
) -> None:
    archive_of(tmp_path / "data", RECORDED[-1])
    before = tree(tmp_path)
    with subprocess.Popen(
        command(tmp_path), stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and not list((tmp_path / ".out.build").glob(moment)):
            time.sleep(0.001)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (128 + number, INTERRUPTED)
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_fork_ends_with_the_first_process_even_if_it_has_much_to_send() -> None:
    program = PROGRAM + (
        "fork = forks.Fork(lambda: bytes(10**7))\n"
        "print(fork._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        fork = int(process.stdout.readline())
        time.sleep(0.5)
        os.kill(fork, 0)
        process.kill()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                os.kill(fork, 0)
            except ProcessLookupError:
                return
            time.sleep(0.01)
    pytest.fail("the fork goes on")
