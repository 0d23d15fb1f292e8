"""Reads a built site back as a browser would; what tests of pages share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import html5lib

from site_lib.publish.config import BuildConfig
from site_lib.publish.pipeline import build
from site_lib.publish.sources import FetchedAnswer, from_archive
from tests.answers import site_at, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tests.answers import Data

CITATION = "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06."
SVG = "{http://www.w3.org/2000/svg}"
WITHOUT_FIGURES = {
    "404.html",
    "about/index.html",
    "archive/index.html",
    "download/index.html",
    "status/index.html",
}
"""Pages that have no figure."""
SHARE = re.compile(r"(\d+\.\d|<0\.05)%")
SHARE_TEXT = re.compile(r"^(?:\d+\.\d|<0\.05)%$")
NUMBER = re.compile(r"(?:\d+\.\d|<0\.05)%|\d+(?:\.\d+)?×|[+−]\d+\.\d|±0")
"""A share, tokens per request, or a change in percentage points."""


class Site:
    """A built site, with its pages parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = tree(folder)

    @cached_property
    def pages(self) -> dict[str, ET.Element]:
        return {
            path: _whole_page(path, content)
            for path, content in self.files.items()
            if path.endswith(".html") and not path.startswith("on/")
        }

    @cached_property
    def editions(self) -> dict[str, ET.Element]:
        return {
            path: _whole_page(path, content)
            for path, content in self.files.items()
            if path.endswith(".html") and path.startswith("on/")
        }

    @cached_property
    def retired_models(self) -> set[str]:
        """The pages of models that no task lists now."""
        titles = {path: page.findtext("head/title") or "" for path, page in self.pages.items()}
        return {p for p in titles if is_model(p) and ": what it was used for · " in titles[p]}

    def parsed(self, path: str) -> ET.Element:
        return self.editions[path] if path.startswith("on/") else self.pages[path]

    def text(self, path: str) -> str:
        return " ".join("".join(_visible(self.parsed(path))).split())

    def rows(self, path: str, caption: str) -> list[list[ET.Element]]:
        """Return the body rows of the table whose caption begins so."""
        for table in self.parsed(path).iter("table"):
            title = table.find("caption")
            if title is not None and words(title).startswith(caption):
                return body_rows(table)
        raise LookupError(caption)

    def details(self, path: str, summary: str) -> list[ET.Element]:
        """Return the foldable parts of a page whose summary is this."""
        found = self.parsed(path).iter("details")
        return [each for each in found if words(each.find("summary")) == summary]

    def section(self, path: str, heading: str) -> ET.Element:
        """Return the section of a page with the heading."""
        for section in self.parsed(path).iter("section"):
            title = section.find("h2")
            if title is not None and words(title) == heading:
                return section
        raise LookupError(heading)


def is_task(path: str) -> bool:
    return path.count("/") == 2 and not path.startswith("models/")


def is_author(path: str) -> bool:
    return path.count("/") == 2 and path.startswith("models/")


def is_model(path: str) -> bool:
    return path.count("/") == 3 and path.startswith("models/")


def model_page(model: str) -> str:
    """Return the path of the page of a model whose id is a usual one."""
    return f"models/{re.sub('[.:]', '-', model)}/index.html"


def listed_models(answer: Data) -> set[str]:
    return {model["id"] for tag in answer["classifications"] for model in tag["models"]}


def body_rows(table: ET.Element) -> list[list[ET.Element]]:
    """Return the rows of a table that have numbers, each as its cells."""
    return [list(row) for row in table.iter("tr") if row.find("td") is not None]


def _whole_page(path: str, content: bytes) -> ET.Element:
    """Parse a page as browsers do; it must be without any error."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page: ET.Element = parser.parse(content.decode())
    assert not parser.errors, (path, parser.errors[:3])
    return _without_namespaces(page)


def parsed(text: str) -> ET.Element:
    """Parse markup as browsers do, its charts without their namespace."""
    return _without_namespaces(html5lib.parse(text, namespaceHTMLElements=False))


def _without_namespaces(page: ET.Element) -> ET.Element:
    for element in page.iter():
        if isinstance(element.tag, str):  # a comment's is a function
            element.tag = element.tag.rpartition("}")[2]
    return page


def _visible(element: ET.Element) -> Iterator[str]:
    if element.tag in {"style", "script", "svg", "head"}:
        return
    yield element.text or ""
    for child in element:
        yield from _visible(child)
        yield child.tail or ""
    if element.tag in {"td", "th", "caption", "p", "h1", "h2", "dt", "dd", "li", "nav"}:
        yield " "


def build_site(
    folder: Path,
    answer: bytes,
    base_url: str | None = None,
    *,
    has_cards: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Site:
    config = BuildConfig(
        folder / "data",
        folder / "site",
        site_at(base_url),
        today=date(2026, 11, 22),
        cache=folder / "cache",
        has_cards=has_cards,
    )
    build(config, lambda _: FetchedAnswer(answer, "test", is_live=False), progress)
    return Site(folder / "site")


def build_from(
    data: Path, out: Path, base_url: str | None = None, *, is_sample: bool = False
) -> Site:
    """Build a site from an archive that is there already."""
    today, cache = date(2026, 11, 22), out.with_name("cache")
    config = BuildConfig(
        data, out, site_at(base_url), today=today, cache=cache, is_sample=is_sample, has_cards=False
    )
    build(config, from_archive, lambda _: None)
    return Site(out)


def without_the_answer(site: Site) -> dict[str, bytes]:
    """Return all files but OpenRouter's answers, without the digests and sizes of those."""
    return {
        path: re.sub(rb'\b[0-9a-f]{64}\b|"size":\d+', b"", content)
        for path, content in site.files.items()
        if not path.endswith("/source.json")
    }


def numbers(cell: ET.Element) -> list[str]:
    """Return the shares, tokens per request and changes that a cell prints, in their order."""
    return NUMBER.findall("".join(cell.itertext()))


@dataclass(frozen=True)
class RankedShare:
    """What a cell with a rank, a share and its small print says; empty where it lacks a part."""

    rank: str
    share: str
    small: str


def ranked_share(cell: ET.Element) -> RankedShare:
    """Read a cell whole: nothing but a rank, a share and small print may stand in it."""
    place, small = cell.findtext("i") or "", cell.find("small")
    print_ = "" if small is None else words(small)
    (share,) = SHARE_TEXT.findall(words(cell).removeprefix(place).removesuffix(print_).strip())
    assert words(cell) == f"{place} {share}{print_}".strip()
    return RankedShare(place, share, print_)


def model_name(cell: ET.Element) -> str:
    """Return the model's id in a cell, without the remarks beside it."""
    link = cell.find("a")
    assert link is not None
    return "".join(link.itertext())


def words(cell: ET.Element | None) -> str:
    assert cell is not None
    return " ".join("".join(cell.itertext()).split())


def percent(share: float) -> str:
    """Write a share independently of the site's own formatter."""
    thousandths = round(share * 1000)
    return f"{thousandths // 10}.{thousandths % 10}%" if thousandths else "<0.05%"


def links(page: ET.Element) -> Iterator[str]:
    for element in page.iter():
        for name in ("href", "src"):
            if name in element.attrib and element.tag != "link":
                yield element.attrib[name]


def rank(share: float, shares: list[float]) -> str:
    return f"{1 + sum(other > share for other in shares)}{'=' if shares.count(share) > 1 else ''}"


def key_figures(site: Site, path: str) -> list[tuple[str, str, str]]:
    """Return (number, what stands beside it, what it is of) of what a page opens with."""
    found = []
    for each in site.pages[path].iterfind(".//dl[@class]/div"):
        number, beside = each.find("dd"), each.find("dd/small")
        assert number is not None
        assert beside is not None
        found.append(((number.text or "").strip(), words(beside), words(each.find("dt"))))
    return found


def tag_page(tag: dict[str, Any]) -> str:
    return f"{tag['macro_category']}/{tag['tag'].rpartition(':')[2].replace('_', '-')}/index.html"


def menu(figure: ET.Element) -> dict[str, list[ET.Element]]:
    """Return the links of a figure's menu by what they say."""
    found: dict[str, list[ET.Element]] = {}
    for link in figure.iterfind("details/ul/li/a"):
        found.setdefault(link.text or "", []).append(link)
    return found
