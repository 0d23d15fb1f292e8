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
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.summary import Taxonomy

HOME = "index.html"
MODELS = "models/index.html"
ABOUT = "about/index.html"
ARCHIVE = "archive/index.html"
NOT_FOUND = "404.html"
FEED = "feed.xml"
"""Of the whole site; those of categories and tags have the same name, beside their pages."""
DATA_CSV, DATA_JSON, INDEX_MD = "data.csv", "data.json", "index.md"
PAGE_FILES = (
    ("CSV", DATA_CSV, "text/csv"),
    ("JSON", DATA_JSON, "application/json"),
    ("Markdown", INDEX_MD, "text/markdown"),
)
"""Beside every page with data: what to call a file, its name, its media type."""
HISTORY_CSV = "history.csv"
"""Beside pages with a share over time."""
SOURCE_JSON = "source.json"
"""Beside an edition: OpenRouter's answer."""
DOWNLOAD = "download/index.html"
LATEST_CSV = "download/latest.csv"
DATA_PACKAGE = "download/datapackage.json"
DATA_SCHEMA = "download/data.schema.json"
ARCHIVE_INDEX = "archive/index.json"
STATUS = "status/index.html"
STATUS_JSON = "status.json"
BUILD_JSON = "build.json"
"""What the site was built from and with; a folder with it may be replaced by a build."""
LLMS = "llms.txt"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

LONGEST_SLUG = 60
RESERVED_FOLDERS = frozenset({"about", "archive", "download", "models", "on", "static", "status"})
"""Folders of the site's own pages; a category of that name gets another one."""
DEVICE_NAMES = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that Windows gives to devices: a folder of that name cannot be checked out there."""


INDEX = frozenset({"index"})
"""Where servers leave out `.html`, `models/index` would be the page of all models."""


def author_of(model: str) -> str:
    """Return the author that a model's id names, the part before its first slash; empty if none."""
    author, slash, _ = model.partition("/")
    return author if slash else ""


def name_of(model: str) -> str:
    """Return a model's id without its author."""
    before, slash, name = model.partition("/")
    return name if slash else before


def _after_colon(tag: str) -> str:
    return tag.partition(":")[2] or tag


@dataclass(frozen=True)
class Addresses:
    """The paths of the pages of categories, tags and models, relative to the site's root."""

    categories: dict[str, str]
    """From a category's key, of those that have vanished too."""
    in_category: dict[tuple[str, str], str]
    """From a category's key and a tag that it has or had."""
    tags: dict[str, str]
    """From a tag to its page, the last one where it has vanished."""
    authors: dict[str, str]
    """From an author's name, of those whose models are no longer listed too."""
    models: dict[str, str]
    """From a model's id, of those that are no longer listed too."""


def assign(taxonomies: Iterable[Taxonomy], models: Iterable[Iterable[str]] = ()) -> Addresses:
    """Give every category, every tag in each category it was in, and every model its path.

    Both are those of the archived answers, the oldest first: names that come later get what is
    left.
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
    authors, paths = _model_paths(models)
    return Addresses(
        {key: f"{slug}/index.html" for key, slug in folders.items()},
        in_category,
        tags,
        authors,
        paths,
    )


def _model_paths(models: Iterable[Iterable[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the paths of authors by name, and of models by id."""
    folders = Slugs(INDEX, lambda author: author, "author")
    slugs_of, paths = dict[str, Slugs](), dict[str, str]()
    for ids in models:
        new = sorted(set(ids) - paths.keys())
        folders.add(map(author_of, new))
        for model in new:
            author = author_of(model)
            slugs = slugs_of.setdefault(author, Slugs(INDEX, name_of, "model"))
            paths[model] = f"models/{folders[author]}/{slugs.add([model])[model]}/index.html"
    return {name: f"models/{slug}/index.html" for name, slug in folders.items()}, paths


class Slugs(dict[str, str]):
    """Slugs by name: of a part of it, made unique where another name has the same one already."""

    def __init__(
        self,
        taken: frozenset[str] = frozenset(),
        part: Callable[[str], str] = _after_colon,
        fallback: str = "tag",
    ) -> None:
        """Leave out the slugs that are `taken`; `fallback` opens those of names without letters."""
        super().__init__()
        self._used = set(taken | DEVICE_NAMES)
        self._part, self._fallback = part, fallback

    def add(self, names: Iterable[str]) -> dict[str, str]:
        """Give a slug to each name that has none.

        Of names that come together and would share one, the first in alphabetical order gets it
        and the others get a mark computed from their name: their order does not matter.
        """
        for name in sorted(set(names) - self.keys()):
            plain = _slug(self._part(name))
            slug, length = plain, 6
            while not slug or slug in self._used:
                slug = f"{plain or self._fallback}-{_sha256(name)[:length]}"
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


def year_csv(year: int) -> str:
    """Return the path of the file with all days of a year."""
    return f"download/{year}.csv.gz"


def anchor(path: str) -> str:
    """Return the id under which a dated edition has what a page is about: `code/debugging`."""
    return posixpath.dirname(path)


def beside(path: str, name: str) -> str:
    """Return the path of a file in the folder of a page."""
    return posixpath.join(posixpath.dirname(path), name)


def relative(target: str, page: str) -> str:
    """Return the relative link from a page to a path: it works under any prefix and from disk."""
    # A long archive has a hundred thousand links, and `posixpath.relpath` asks for the working
    # directory each time.
    folders, parts = page.split("/")[:-1], target.split("/")
    shared = sum(takewhile(bool, map(str.__eq__, folders, parts[:-1])))
    return "/".join([".."] * (len(folders) - shared) + parts[shared:])


def public(path: str) -> str:
    """Return a path as visitors see it, with its fragment and without `index.html`."""
    page, mark, fragment = path.partition("#")
    return page.removesuffix("index.html") + mark + fragment


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
