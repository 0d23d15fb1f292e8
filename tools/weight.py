"""Print how many bytes and requests a browser needs to show each kind of page.

Usage: `python -m tools.weight [FOLDER]`. Without a folder, the site is built first. Exit status: 1
if a page is heavier than its limit, else 0.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from tools import sites
from tools.hosting import GZIP_LEVEL, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 14_600
"""Ten packets of 1,460 bytes: TCP's first congestion window, which takes one round trip."""
LIMITED = ("home", sites.CATEGORY, sites.TAG, "models", sites.AUTHOR, sites.MODEL)
ADDRESS = "https://someone.github.io/some-repository/"
"""The base address to assume if none is known; about as long as addresses on Pages get."""
LOADED = {
    "audio": ["src"],
    "embed": ["src"],
    "iframe": ["src"],
    "image": ["href", "xlink:href"],
    "img": ["src"],
    "input": ["src"],
    "object": ["data"],
    "script": ["src"],
    "source": ["src"],
    "use": ["href", "xlink:href"],
    "video": ["src", "poster"],
}
"""The attributes that make a browser fetch a file; for `<link>` see LOADED_LINKS."""
LOADED_LINKS = {"stylesheet", "preload", "modulepreload", "manifest"}
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")


@dataclass(frozen=True)
class Load:
    """The size of a page and of the files it loads, in bytes."""

    path: str
    raw: int
    """The page itself."""
    packed: int
    """The page, compressed."""
    requests: int
    total: int
    """The page and all files that it loads, compressed where the server compresses."""

    @property
    def kind(self) -> str:
        """The kind of page."""
        return sites.kind(self.path)

    @property
    def is_within_limit(self) -> bool:
        """Whether the page is within the limit for its kind, if there is one."""
        return self.total <= LIMIT or self.kind not in LIMITED


def weigh(folder: Path) -> list[Load]:
    """Weigh each page of a built site; raises LookupError if a page loads a missing file."""
    base = json.loads((folder / "build.json").read_bytes())["url"] or ADDRESS
    return [_load(folder, path, base) for path in sites.pages(folder)]


def main(arguments: list[str]) -> int:
    """Print the table; return the exit status."""
    with TemporaryDirectory() as scratch:
        folder = Path(arguments[0]) if arguments else Path(scratch) / "site"
        if not arguments:
            sites.build(folder, ADDRESS)
        loads = weigh(folder)
    print("kind      raw     gzip    requests  total   limit   heaviest page")
    for load in _heaviest(loads):
        limit = f"{LIMIT:,}" if load.kind in LIMITED else "–"
        sizes = f"{load.raw:<7,} {load.packed:<7,} {load.requests:<9} {load.total:<7,}"
        print(f"{load.kind:<9} {sizes} {limit:<7} {load.path}")
    heavy = [load for load in loads if not load.is_within_limit]
    for load in heavy:
        print(
            f"error: {load.path} weighs {load.total:,} bytes; the limit is {LIMIT:,}",
            file=sys.stderr,
        )
    return 1 if heavy else 0


def _heaviest(loads: list[Load]) -> list[Load]:
    by_kind = {load.kind: load for load in sorted(loads, key=lambda load: load.total)}
    return sorted(by_kind.values(), key=lambda load: -load.total)


def _load(folder: Path, path: str, base: str) -> Load:
    page = (folder / path).read_bytes()
    loaded = set(_fetched(folder, path, base))
    packed = _transferred(path, page)
    total = packed + sum(_transferred(each, (folder / each).read_bytes()) for each in loaded)
    return Load(path, len(page), packed, 1 + len(loaded), total)


def _fetched(folder: Path, path: str, base: str) -> Iterator[str]:
    """Yield the paths of the files that a page loads, directly or through style sheets."""
    text = (folder / path).read_text("utf-8")
    for reference in _references(path, text):
        url = urljoin(urljoin(base, path), reference)
        if url.startswith("data:") or reference.startswith("#"):
            continue
        file = unquote(urlsplit(url).path.removeprefix(urlsplit(base).path))
        if not url.startswith(base) or not (folder / file).is_file():
            raise LookupError(f"{path} loads {reference!r}, which is not in the site")
        yield file
        if file.endswith(".css"):
            yield from _fetched(folder, file, base)


def _references(path: str, text: str) -> list[str]:
    if path.endswith(".css"):
        return IN_STYLE.findall(text)
    reader = _Reader()
    reader.feed(text)
    return reader.found


class _Reader(HTMLParser):
    """Collects the addresses that a page loads, without icons, social cards and links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self._in_style = tag == "style"
        self.found += [given[name] for name in LOADED.get(tag, ()) if name in given]
        if tag == "link" and LOADED_LINKS & set(given.get("rel", "").lower().split()):
            self.found.append(given["href"])
        # A browser fetches one of several sizes; counting all of them is the upper bound.
        self.found += [size.split()[0] for size in given.get("srcset", "").split(",") if size]
        self.found += IN_STYLE.findall(given.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.found += IN_STYLE.findall(data)


def _transferred(name: str, content: bytes) -> int:
    """Return the transferred size of a file in bytes; only text is compressed."""
    kind = mimetypes.guess_type(name)[0] or ""
    return len(gzip.compress(content, GZIP_LEVEL, mtime=0)) if is_text(kind) else len(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
