"""Build the site for a tool, serve it, and find its pages by kind."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_lib.site.addresses import ABOUT, HOME, NOT_FOUND, RESERVED_FOLDERS
from tools.hosting import Hosting

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CATEGORY, TAG = "category", "tag"
NAMED = {HOME: "home", ABOUT: "about", NOT_FOUND: "404"}
MODEL, AUTHOR, RETIRED_MODEL = "model", "author", "retired model"
DEPTHS = {2: CATEGORY, 3: TAG}
MODEL_DEPTHS = {3: AUTHOR, 4: MODEL}


def kind(path: str) -> str:
    """Return the kind of the page at a path such as `code/debugging/index.html`."""
    top, *_ = parts = path.split("/")
    if path in NAMED:
        return NAMED[path]
    if top == "models":
        return MODEL_DEPTHS.get(len(parts), top)
    return top if top in RESERVED_FOLDERS else DEPTHS.get(len(parts), "other")


def pages(folder: Path) -> list[str]:
    """Return the paths of all pages of a built site, sorted."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.html"))


def largest(folder: Path) -> dict[str, str]:
    """Return the path of the largest page of each kind."""
    by_size = sorted(pages(folder), key=lambda path: (folder / path).stat().st_size)
    return {_kind_in(folder, path): path for path in by_size}


def _kind_in(folder: Path, path: str) -> str:
    """Return the kind of a page; that of a model tells from its title whether it is listed."""
    found = kind(path)
    is_retired = found == MODEL and b": what it was used for" in (folder / path).read_bytes()
    return RETIRED_MODEL if is_retired else found


def build(out: Path, base_url: str) -> None:
    """Build the site from the newest archived snapshot; exit if the build fails."""
    command = [sys.executable, "build.py", "--offline", "--out", str(out), "--base-url", base_url]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(done.returncode)


@contextmanager
def hosted() -> Iterator[tuple[Path, str]]:
    """Build and serve the site; yield its folder and its address."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        with Hosting(out) as hosting:
            build(out, hosting.url)
            yield out, hosting.url
