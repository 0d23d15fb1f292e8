"""Measure the time and memory that builds take.

Each row is the median of several runs, taken in turns with the other rows, and has its ratio to
another row and its peak memory. Ratios can be compared between machines, seconds cannot. The
archives are random walks from a recorded answer. This is not a test, because a busy machine would
make it fail.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tools.random_archive import write_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
ANSWER = ROOT / "tests" / "recorded" / "2026-10-06.json"
PARTS = ("build.py", "site.toml", "site_lib", "templates", "static")
IMPORTS = "import matplotlib.figure, matplotlib.backends.backend_svg, jinja2, pydantic, httpx"
BASE = "https://example.org/x/"
DECADE, SEED = 3650, 1
IMPORTING, COLD, PLAIN = "import the libraries", "one day", "one day, without cards"
AGAIN, SERVED = "one day again, nothing changed", "preview, one template changed"
LONG, LONGER, SAME = "{} days", "{} days plus one more", "{} days again, nothing changed"
# Python keeps compiled code between runs, as it does wherever nobody has switched that off.
ENVIRONMENT = {key: os.environ[key] for key in os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}}
LONG_RUNS = 3
MEGABYTE = 10**6
FIRST_DATE = re.compile(r"^FIRST_DATE = .*$", re.MULTILINE)
SAMPLE_SECONDS = 0.05


@dataclass
class Row:
    """The measurements of one command."""

    seconds: list[float] = field(default_factory=list)
    memory: int = 0
    """The peak memory of all runs, in bytes."""

    @property
    def median(self) -> float:
        """The median time in seconds."""
        return statistics.median(self.seconds)


class Bench:
    """A copy of the project, two archives to build from, and the measurements so far."""

    def __init__(self, folder: Path, days: int) -> None:
        """Copy the project; write one archive of a single day and one of many days."""
        self.project = folder / "project"
        self.project.mkdir()
        for part in PARTS:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, self.project / part)
        _accept_any_date(self.project / "site_lib" / "snapshots" / "checks.py")
        self.one, self.many = folder / "one", folder / "many"
        write_archive(self.one / "snapshots", ANSWER.read_bytes(), 1, SEED)
        write_archive(self.many / "snapshots", ANSWER.read_bytes(), days, SEED)
        self.out, self.cache = folder / "out", folder / "cache"
        self.rows: dict[str, Row] = {}

    def time(self, name: str, *command: str) -> None:
        """Run Python once and record the time and the peak memory."""
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=self.project,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
        ) as process:
            memory = _Memory(process.pid)
            status = process.wait()
            seconds = time.perf_counter() - start
            memory.join()
        if status:
            sys.exit(f"error: the run {name!r} failed with exit status {status}")
        self.record(name, seconds, memory.peak)

    def record(self, name: str, seconds: float, memory: int = 0) -> None:
        """Record one run: seconds and bytes."""
        row = self.rows.setdefault(name, Row())
        row.seconds.append(seconds)
        row.memory = max(row.memory, memory)

    def build(self, name: str, data: Path, *options: str) -> None:
        """Build the site of an archive once and record the run."""
        self.time(name, "build.py", "--offline", *self._places(data), *options)

    def _places(self, data: Path) -> tuple[str, ...]:
        places = ("--data", str(data), "--out", str(self.out), "--cache", str(self.cache))
        return (*places, "--base-url", BASE)

    def clear(self) -> None:
        """Remove the output and the cache of earlier builds."""
        for folder in (self.out, self.cache):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def preview(self) -> Iterator[Callable[[], None]]:
        """Start a preview; yield a function that edits a template and times the reload."""
        command = [sys.executable, "-u", "build.py", "--offline", *self._places(self.one)]
        command += ["--serve", "0"]
        with subprocess.Popen(
            command, cwd=self.project, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            said = next(line for line in process.stdout if line.startswith("preview"))
            template = self.project / "templates" / "about.html"
            with urllib.request.urlopen(f"{said.split()[1]}-/changes", timeout=60) as events:  # noqa: S310 (loopback)
                _wait_for_message(events)

                def change() -> None:
                    start = time.perf_counter()
                    template.write_text(template.read_text("utf-8") + "\n", "utf-8")
                    _wait_for_message(events)
                    self.record(SERVED, time.perf_counter() - start)

                try:
                    yield change
                finally:
                    process.kill()


class _Memory(threading.Thread):
    """Samples the peak memory of a process and its children, in bytes.

    Memory that processes share is counted for each of them, so the sum is an upper bound.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peaks = str(pid), dict[str, int]()
        self.start()

    @property
    def peak(self) -> int:
        return sum(self._peaks.values())

    def run(self) -> None:
        while _peak_memory(self._pid):
            for each in _process_tree(self._pid):
                # The newest is the largest. Only a child that is just beginning has less later: it
                # has its parent's memory until its own program is loaded.
                if peak := _peak_memory(each):
                    self._peaks[each] = peak
            time.sleep(SAMPLE_SECONDS)


def _accept_any_date(checks: Path) -> None:
    """Change a copy of the checks: ten years of days begin before OpenRouter existed."""
    text = checks.read_text("utf-8")
    assert FIRST_DATE.search(text)
    checks.write_text(FIRST_DATE.sub("FIRST_DATE = date.min", text), "utf-8")


def _process_tree(pid: str) -> Iterator[str]:
    """Yield the ids of a process and its descendants, from /proc."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _process_tree(child)


def _peak_memory(pid: str) -> int:
    """Return the peak memory of a process in bytes, 0 once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return 1024 * int(found[1]) if found else 0


def _wait_for_message(events: Iterator[bytes]) -> None:
    """Wait for the next message of an event stream."""
    next(line for line in events if line.startswith(b"data:"))


def main() -> int:
    """Measure and print a table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--days", type=int, default=DECADE, help="days in the long archive (default: %(default)s)"
    )
    parser.add_argument(
        "--runs", type=int, default=5, help="runs of each short row (default: %(default)s)"
    )
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.days)
        for _ in range(given.runs):
            _short(bench)
        for _ in range(min(given.runs, LONG_RUNS)):
            _long(bench, given.days)
        _print_table(bench, given.days)
    return 0


def _short(bench: Bench) -> None:
    bench.time(IMPORTING, "-c", IMPORTS)
    bench.clear()
    bench.build(COLD, bench.one)
    bench.build(AGAIN, bench.one)
    bench.clear()
    bench.build(PLAIN, bench.one, "--no-cards")
    with bench.preview() as change:
        change()


def _long(bench: Bench, days: int) -> None:
    newest = max((bench.many / "snapshots").iterdir())
    held_back = newest.read_bytes()
    newest.unlink()
    bench.clear()
    bench.build(LONG.format(days - 1), bench.many)
    newest.write_bytes(held_back)
    bench.build(LONGER.format(days - 1), bench.many)
    bench.build(SAME.format(days), bench.many)


def _print_table(bench: Bench, days: int) -> None:
    """Print the rows as a Markdown table, and the size of the long site."""
    importing, one = bench.rows[IMPORTING].median, bench.rows[COLD].median
    goals = {
        COLD: ("3 × the import", importing),
        PLAIN: ("1.7 × the import", importing),
        SERVED: ("0.2 s", None),
        AGAIN: ("0.3 s", None),
        LONG.format(days - 1): ("20 × one day, 400 MB", one),
        LONGER.format(days - 1): ("2.5 × one day", one),
    }
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    print(f"Python {platform.python_version()}, {machine}\n")
    print("| what | seconds | ratio | memory | limit |")
    print("| --- | --- | --- | --- | --- |")
    for name, row in bench.rows.items():
        goal, unit = goals.get(name, ("–", None))
        ratio = f"{row.median / unit:.1f} ×" if unit else "–"
        memory = f"{row.memory / MEGABYTE:.0f} MB" if row.memory else "–"
        print(f"| {name} | {row.median:.2f} | {ratio} | {memory} | {goal} |")
    files = [file for file in bench.out.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / MEGABYTE
    print(f"\n{days} days: {len(files)} files, {size:.0f} MB (at most 60,000 files, 700 MB)")


if __name__ == "__main__":
    sys.exit(main())
