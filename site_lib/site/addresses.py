"""The path of each page, such as `<category>/<tag>/index.html`, and links between pages.

An address is made of lower-case letters, digits and `-` only, whatever the source's names hold,
and no two names share one. What has an address keeps it: a tag that comes later takes none away.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.summary import Taxonomy

HOME = "index.html"
ABOUT = "about/index.html"
ARCHIVE = "archive/index.html"
NOT_FOUND = "404.html"
FEED = "feed.xml"
"""Of the whole site; those of categories and tags have the same name, beside their pages."""
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

LONGEST_SLUG = 60
RESERVED_FOLDERS = frozenset({"about", "archive", "models", "on", "static", "status"})
"""Folders of the site's own pages; a category of that name gets another one."""
DEVICE_NAMES = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that Windows gives to devices: a folder of that name cannot be checked out there."""


@dataclass(frozen=True)
class Addresses:
    """The paths of the pages of categories and tags, relative to the site's root."""

    categories: dict[str, str]
    """From a category's key, of those that have vanished too."""
    in_category: dict[tuple[str, str], str]
    """From a category's key and a tag that it has or had."""
    tags: dict[str, str]
    """From a tag to its page, the last one where it has vanished."""


def assign(taxonomies: Iterable[Taxonomy]) -> Addresses:
    """Give every category, and every tag in each category it was in, a path of its own.

    `taxonomies` are those of the archived answers, the oldest first: names that come later get
    what is left.
    """
    folders, slugs_in = Slugs(RESERVED_FOLDERS), dict[str, Slugs]()
    in_category: dict[tuple[str, str], str] = {}
    tags: dict[str, str] = {}
    for taxonomy in taxonomies:
        folders.add(taxonomy.categories)
        new = sorted({(key, tag) for tag, key in taxonomy.tags.items()} - in_category.keys())
        for key, tag in new:
            slugs = slugs_in.setdefault(key, Slugs())
            in_category[key, tag] = f"{folders[key]}/{slugs.add([tag])[tag]}/index.html"
        tags |= {tag: in_category[key, tag] for tag, key in taxonomy.tags.items()}
    return Addresses(
        {key: f"{slug}/index.html" for key, slug in folders.items()}, in_category, tags
    )


class Slugs(dict[str, str]):
    """Slugs by name: the part after the colon, made unique where another name has it already."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        """Leave out the slugs that are `taken`."""
        super().__init__()
        self._used = set(taken | DEVICE_NAMES)

    def add(self, names: Iterable[str]) -> dict[str, str]:
        """Give a slug to each name that has none.

        Of names that come together and would share one, the first in alphabetical order gets it
        and the others get a mark computed from their name: their order does not matter.
        """
        for name in sorted(set(names) - self.keys()):
            plain = _slug(name)
            slug, length = plain, 6
            while not slug or slug in self._used:
                slug = f"{plain or 'tag'}-{_sha256(name)[:length]}"
                length += 1
            self._used.add(slug)
            self[name] = slug
        return self


def edition(as_of: date, revision: int) -> str:
    """Return the path of a dated edition; a restatement has one of its own."""
    name = as_of.isoformat() if revision == 1 else f"{as_of.isoformat()}-r{revision}"
    return f"on/{name}/index.html"


def edition_of(entry: Entry) -> str:
    """Return the path of the edition of an archived answer."""
    return edition(entry.as_of, entry.revision)


def anchor(path: str) -> str:
    """Return the id under which a dated edition has what a page is about: `code/debugging`."""
    return posixpath.dirname(path)


def beside(path: str, name: str) -> str:
    """Return the path of a file in the folder of a page."""
    return posixpath.join(posixpath.dirname(path), name)


@lru_cache(maxsize=4096)
def relative(target: str, page: str) -> str:
    """Return the relative link from a page to a path: it works under any prefix and from disk."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def public(path: str) -> str:
    """Return a path as visitors see it, with its fragment and without `index.html`."""
    page, mark, fragment = path.partition("#")
    return page.removesuffix("index.html") + mark + fragment


def _slug(name: str) -> str:
    part = name.partition(":")[2] or name
    plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
