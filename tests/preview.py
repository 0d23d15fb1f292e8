"""A running preview of a copy of the project, for tests to look at and to edit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.answers import ROOT, archive_with, small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30


class Preview:
    """A running preview of a copy of the project."""

    def __init__(self, project: Path) -> None:
        self.project = project
        command = [sys.executable, "-u", "build.py", "--offline", "--serve", "0"]
        self.process = subprocess.Popen(
            command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self.said(r"preview +(http://127\.0\.0\.1:\d+)/")

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def end(self) -> None:
        """Kill the process and close what was open to it."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout
        self.process.stdout.close()

    def said(self, pattern: str, times: int = 1) -> str:
        """Wait until the process has printed something; return the pattern's group."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.findall(pattern, "".join(self.lines))
            if len(found) >= times:
                return str(found[-1])
            time.sleep(0.02)
        pytest.fail(f"not said: {pattern}\n{''.join(self.lines)}")

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=PATIENCE)

    def changes(self) -> Queue[str]:
        """Listen as the page's script does; return the builds announced."""
        announced: Queue[str] = Queue()

        def listen() -> None:
            seen = ""
            try:
                with httpx.stream("GET", f"{self.url}/-/changes", timeout=PATIENCE) as stream:
                    for line in stream.iter_lines():
                        # The stream repeats itself to stay alive; only another build is news.
                        if line.startswith("data: ") and line != seen:
                            seen = line
                            announced.put(line)
            except httpx.HTTPError:
                return  # the preview has restarted or ended

        threading.Thread(target=listen, daemon=True).start()
        announced.get(timeout=PATIENCE)
        return announced


@contextmanager
def previewed(project: Path) -> Iterator[Preview]:
    project.mkdir()
    for name in ("templates", "static", "site_lib"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("build.py", "site.toml"):
        shutil.copy(ROOT / name, project)
    tags = ("code:debugging", "code", 0.301, 0.7), ("chat", "general", 0.699, 0.3)
    answers = (small(*tags, as_of=day) for day in ("2026-09-04", "2026-10-06"))
    archive_with(project / "data", *answers)
    running = Preview(project)
    yield running
    running.end()
