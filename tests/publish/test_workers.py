"""Worker processes: the same bytes as without them, and none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from site_lib.editions.versions import Editions
from site_lib.errors import RenderError
from site_lib.publish.config import PARALLEL_THRESHOLD
from site_lib.publish.workers import worker_pool
from tests.answers import RECORDED, ROOT, archive_of, tree
from tests.builds import built, from_nothing, long_archive, short_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builds import Counts


def test_several_processes_make_the_same_as_one(tmp_path: Path, calls: Counts) -> None:
    archive_of(tmp_path / "data")
    made = calls(Editions, "files")
    report = built(tmp_path, parallel_threshold=1)
    assert (made, report.reused) == ([], 0)
    assert tree(tmp_path / "site") == from_nothing(tmp_path)
    made.clear()
    built(tmp_path, None, parallel_threshold=len(RECORDED))
    assert len(made) == len(RECORDED)


def test_an_error_in_another_process_ends_the_build_with_its_words(
    tmp_path: Path, root: Path
) -> None:
    short_archive(tmp_path)
    (root / "templates" / "editions" / "1.html").write_text("{% nothing %}")
    with pytest.raises(RenderError, match=r"cannot read the editions' templates: .*'nothing'"):
        built(tmp_path, parallel_threshold=1)
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / ".site.build").exists()


def test_a_process_that_dies_is_told() -> None:
    with (
        pytest.raises(RenderError, match=r"a worker process died .*ran out of memory"),
        worker_pool(items=2, to_make=2, threshold=1) as parallel_map,
    ):
        list(parallel_map(os._exit, [1, 1]))


def lives(group: int) -> bool:
    """Tell whether a group has processes."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_all_processes_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    long_archive(tmp_path, 2 * PARALLEL_THRESHOLD)
    before = tree(tmp_path)
    command = [sys.executable, str(ROOT / "build.py"), "--offline", "--no-cards"]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and not list(tmp_path.glob("._site.build/new-*/on/*")):
            time.sleep(0.01)
        os.killpg(process.pid, number)  # as a terminal does
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert b"Traceback" not in err
    assert tree(tmp_path) == before
    assert not (tmp_path / "._site.build").exists()
    end = time.monotonic() + 30
    while lives(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not lives(process.pid)


def test_processes_end_with_the_first_one_even_where_it_is_killed(tmp_path: Path) -> None:
    long_archive(tmp_path, 2 * PARALLEL_THRESHOLD)
    command = [sys.executable, str(ROOT / "build.py"), "--offline", "--no-cards"]
    with subprocess.Popen(command, cwd=tmp_path, start_new_session=True) as process:
        while process.poll() is None and not list(tmp_path.glob("._site.build/new-*/on/*")):
            time.sleep(0.01)
        process.kill()
    end = time.monotonic() + 30
    while lives(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not lives(process.pid)
