"""Where each page stands: `<category>/<tag>/index.html`, and how one page links to another.

An address is made of lower-case letters, digits and `-` only, whatever the source's names hold,
and no two names share one.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_lib.rankings import Rankings

HOME = "index.html"
ABOUT = "about/index.html"
NOT_FOUND = "404.html"

LONGEST_SLUG = 60
TAKEN_AT_THE_TOP = frozenset({"about", "archive", "models", "on", "static", "status"})
"""Folders of the site's own pages; a category of that name stands elsewhere."""
NO_FOLDERS = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that Windows gives to devices: a folder of that name cannot be checked out there."""


@dataclass(frozen=True)
class Addresses:
    """The paths of the pages of one snapshot, relative to the site's root."""

    categories: dict[str, str]
    """From a category's key."""
    tags: dict[str, str]
    """From a tag."""


def assign(rankings: Rankings) -> Addresses:
    """Give every category and tag a path of its own."""
    folders = slugs([category.key for category in rankings.categories], TAKEN_AT_THE_TOP)
    tags: dict[str, str] = {}
    for category in rankings.categories:
        parts = slugs([tag.tag for tag in category.tags], frozenset())
        folder = folders[category.key]
        tags |= {tag: f"{folder}/{slug}/index.html" for tag, slug in parts.items()}
    return Addresses({key: f"{slug}/index.html" for key, slug in folders.items()}, tags)


def slugs(names: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """Give each name a slug, that of the part after its colon where no other name has it.

    Of names that would share one, the first in alphabetical order keeps it and the others get a
    mark computed from their name: the outcome does not depend on the order of `names`.
    """
    assigned: dict[str, str] = {}
    used = set(taken | NO_FOLDERS)
    for name in sorted(names):
        plain = _slug(name)
        slug, length = plain, 6
        while not slug or slug in used:
            slug = f"{plain or 'tag'}-{_digest(name)[:length]}"
            length += 1
        used.add(slug)
        assigned[name] = slug
    return assigned


def relative(target: str, page: str) -> str:
    """Return the link from one page to another, such that it works under any prefix and on disk."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def public(path: str) -> str:
    """Return the path under which visitors know a page: without `index.html`."""
    return path.removesuffix("index.html")


def _slug(name: str) -> str:
    part = name.partition(":")[2] or name
    plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
