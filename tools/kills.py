"""End live builds at random moments, and look at what they leave.

Each build archives a further answer. It gets SIGKILL, SIGTERM or SIGINT, at a random moment or when
a certain file appears. Then the archive must hold whole answers only, the output folder the old or
the new site as a whole, an exit status of 0 must mean the new one and a signal's status the old
one, and the next build must work and leave nothing over. Prints counts; exits with 1 if anything
was wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_lib.publish.fingerprints import sha256
from tools.random_archive import write_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = dict[str, str]

ROOT = Path(__file__).resolve().parent.parent
ANSWER = ROOT / "tests" / "recorded" / "2026-10-06.json"
KILLS, SHORT, LONG = 300, 3, 1000
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
LONGEST_WAIT = 300
"""In seconds."""
SWAPPING, AT_RANDOM = 0.75, 0.5
"""How many builds replace the site in one step, and how many are ended at a random moment."""
IN_TWO_STEPS = """
import sys
from site_lib.publish.output import StagedSite
from tools.kills import never
StagedSite.__init__.__defaults__ = (never,)
import build
signals = build.Interruptions()
signals.listen()
sys.exit(build.main(sys.argv[1:], signals))
"""
"""The command on a system where two folders cannot change places in one step."""


def never(_: Path, __: Path) -> bool:
    """Stand in for such a system."""
    return False


@dataclass(frozen=True)
class Scene:
    """A folder with an archive, a site and a cache; an answer to add; and what comes of it."""

    name: str
    start: Path
    old: Tree
    new: Tree
    seconds: float
    """How long a build takes."""


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="make kills ARGS=…", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help="how many (default: %(default)s)")
    parser.add_argument("--long", type=int, default=LONG, help="days of the long archive")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, counts = random.Random(given.seed), Counter[str]()
    with TemporaryDirectory() as folder:
        scenes = [prepare(Path(folder), days) for days in (SHORT, given.long)]
        for number in range(given.kills):
            for found in kill(scenes[number % len(scenes)], Path(folder) / "kill", chance, counts):
                counts["WRONG"] += 1
                print(f"WRONG in kill {number} of seed {given.seed}: {found}", flush=True)
    print(f"{given.kills} builds ended, seed {given.seed}")
    for what, number in sorted(counts.items()):
        print(f"{number:6}  {what}")
    return int(counts["WRONG"] > 0)


def prepare(folder: Path, days: int) -> Scene:
    """Archive days, build them, and see what one more day makes of it."""
    start = folder / f"{days} days"
    write_archive(start / "data" / "snapshots", ANSWER.read_bytes(), days + 1, seed=days)
    newest = max((start / "data" / "snapshots").iterdir())
    newest.rename(start / "answer.json")
    run(start, "--offline")
    old = site_of(start)
    shutil.copytree(start, folder / "new", copy_function=os.link)
    began = time.monotonic()
    run(folder / "new", "--snapshot=answer.json")
    seconds = time.monotonic() - began
    new = site_of(folder / "new")
    shutil.rmtree(folder / "new")
    return Scene(f"an archive of {days} days", start, old, new, seconds)


def command(*arguments: str, swaps: bool = True) -> list[str]:
    """Return the command of a build in the current folder."""
    python = [sys.executable, str(ROOT / "build.py")]
    if not swaps:
        python = [sys.executable, "-c", IN_TWO_STEPS]
    return [*python, "--no-cards", "--data=data", "--out=out", "--cache=cache", *arguments]


def run(folder: Path, *arguments: str) -> None:
    """Build in a folder; raises CalledProcessError if that does not work."""
    subprocess.run(command(*arguments), cwd=folder, check=True, capture_output=True)


def site_of(folder: Path) -> Tree:
    """Return the digest of each file of the archive and of the site."""
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes())
        for name in ("data", "out")
        for file in sorted((folder / name).rglob("*"))
        if file.is_file() and file.suffix != ".part"
    }


def kill(scene: Scene, folder: Path, chance: random.Random, counts: Counter[str]) -> list[str]:
    """End a build at a random moment; return what is wrong afterwards."""
    shutil.copytree(scene.start, folder, copy_function=os.link)
    number, swaps = chance.choice(SIGNALS), chance.random() < SWAPPING
    inode = (folder / "out").stat().st_ino
    with subprocess.Popen(
        command("--snapshot=answer.json", swaps=swaps),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        if chance.random() < AT_RANDOM:
            time.sleep(chance.uniform(0, 1.1 * scene.seconds))
            moment = "at a random moment"
        else:
            moment, has_come = chance.choice(moments(folder, inode))
            while process.poll() is None and not has_come():
                time.sleep(0.0002)
        if process.poll() is None:
            # As a terminal does, Ctrl-C reaches the workers, too.
            (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        _, errors = process.communicate(timeout=LONGEST_WAIT)
        wait_for_workers(process.pid)
    counts[f"{scene.name}, {'one step' if swaps else 'two steps'}"] += 1
    counts[f"{number.name} {moment}"] += 1
    found = aftermath(scene, folder, process.returncode, counts, swaps=swaps)
    # Before the command listens to signals, Python itself reports Ctrl-C.
    if b"Traceback" in errors and not errors.rstrip().endswith(b"KeyboardInterrupt"):
        found.append(f"a traceback: {errors.decode()}")
    shutil.rmtree(folder)
    return [f"{number.name} {moment}, {scene.name}: {each}" for each in found]


def moments(folder: Path, inode: int) -> list[tuple[str, Callable[[], bool]]]:
    """Return moments worth hitting: what to call each, and whether it has come."""
    snapshots, work = folder / "data" / "snapshots", folder / ".out.build"
    before = len(list(snapshots.iterdir()))
    return [
        ("when the workspace is there", work.exists),
        ("when the first page is there", lambda: any(work.glob("new-*/index.html"))),
        ("when the answer is being archived", lambda: len(list(snapshots.iterdir())) > before),
        ("when the old site is moved away", (work / "old").exists),
        ("when the site is replaced", lambda: _inode(folder / "out") != inode),
        ("when the cache is being written", (folder / "cache" / "entries.new").exists),
    ]


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def wait_for_workers(group: int) -> None:
    """Wait until no process of a build is left."""
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise TimeoutError("workers of a build that was ended go on")


def aftermath(
    scene: Scene, folder: Path, status: int, counts: Counter[str], *, swaps: bool
) -> list[str]:
    """Look at what a build left that ended with a status, and at the next build."""
    left, found = site_of(folder), []
    archives = {name: part(tree, "data") for name, tree in (("old", scene.old), ("new", scene.new))}
    sites = {name: part(tree, "out") for name, tree in (("old", scene.old), ("new", scene.new))}
    archive = name_of(part(left, "data"), archives)
    site = name_of(part(left, "out"), sites)
    counts[f"left: {archive} archive, {site} site, status {status}"] += 1
    was_killed = status == -signal.SIGKILL
    expected = {("new", "new")} if status == 0 else {("old", "old")}
    if was_killed:
        expected = {("old", "old"), ("new", "old"), ("new", "new")}
        if not swaps:
            expected.add(("new", "no"))
    if (archive, site) not in expected:
        found.append(f"{archive} archive and {site} site after status {status}")
    if not was_killed and leftovers(folder):
        found.append(f"left over: {leftovers(folder)}")
    # A build that fails comes first: even then, what a killed build moved away is put back.
    failing = subprocess.run(
        command("--snapshot=none"), cwd=folder, check=False, capture_output=True
    )
    if failing.returncode != 1 or name_of(part(site_of(folder), "out"), sites) not in sites:
        found.append(f"after a failing build: {failing.stderr.decode()}")
    again = subprocess.run(
        command("--snapshot=answer.json"), cwd=folder, check=False, capture_output=True, text=True
    )
    if again.returncode:
        found.append(f"the next build: {again.stderr}")
    elif site_of(folder) != scene.new:
        found.append("the next build made something else")
    if leftovers(folder):
        found.append(f"left over after the next build: {leftovers(folder)}")
    return found


def part(tree: Tree, folder: str) -> Tree:
    """Return the files of a tree that are in a folder."""
    return {path: content for path, content in tree.items() if path.startswith(f"{folder}/")}


def name_of(tree: Tree, known: dict[str, Tree]) -> str:
    """Return which of two trees this is: `old`, `new`, `no` if it is empty, or `damaged`."""
    if not tree:
        return "no"
    return next((name for name, other in known.items() if tree == other), "damaged")


def leftovers(folder: Path) -> list[str]:
    """Return files and folders that no build should leave."""
    expected = {"data", "out", "cache", "answer.json"}
    beside = [path.name for path in folder.iterdir() if path.name not in expected]
    inside = [file for file in (folder / "cache").iterdir() if file.name != "entries"]
    inside += (folder / "data" / "snapshots").glob(".*")
    return sorted([*beside, *(str(file.relative_to(folder)) for file in inside)])


if __name__ == "__main__":
    sys.exit(main())
