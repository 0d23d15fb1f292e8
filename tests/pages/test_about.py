"""Who publishes the site, as the about page and what machines read say it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.publish.config import BuildConfig
from site_lib.publish.pipeline import build
from site_lib.publish.sources import from_archive
from site_lib.site.site_config import Publisher, SiteConfig
from tests.answers import archive_with, site_at, small
from tests.site_reader import Site, words

if TYPE_CHECKING:
    from pathlib import Path

THEIRS = SiteConfig(
    title="Theirs & ours",
    publisher=Publisher(
        name="Some <One>", address="https://example.org/one", contact="one@example.org"
    ),
    address="https://example.org/x/",
    repository="https://example.org/code",
)


def built(folder: Path, site: SiteConfig) -> Site:
    archive_with(folder / "data", small(("a", "x", 1, 1)))
    config = BuildConfig(
        folder / "data", folder / "site", site, today=date(2026, 11, 22), cache=folder / "cache"
    )
    build(config, from_archive, lambda _: None)
    return Site(folder / "site")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(tmp_path_factory.mktemp("theirs"), THEIRS)


def test_the_about_page_says_who_publishes_and_whom_to_write_to(theirs: Site) -> None:
    assert (
        "Some <One>. Contact: one@example.org. Code and archive: https://example.org/code."
        in theirs.text("about/index.html")
    )
    links = {words(a): a.attrib["href"] for a in theirs.pages["about/index.html"].iter("a")}
    assert links["Some <One>"] == "https://example.org/one"
    assert links["one@example.org"] == "mailto:one@example.org"
    assert links["https://example.org/code"] == "https://example.org/code"


def test_what_is_not_known_is_not_said(tmp_path: Path) -> None:
    page = built(tmp_path, site_at()).pages["about/index.html"]
    (section,) = (
        words(each) for each in page.iter("p") if words(each).startswith("The maintainers of")
    )
    assert section == "The maintainers of openrouter-tasks."


def test_every_page_and_what_machines_read_have_the_sites_own_title(theirs: Site) -> None:
    for path, page in theirs.pages.items():
        title = words(page.find("head/title"))
        if path != "models/index.html":
            assert title.endswith("· Theirs & ours") or title.startswith("Theirs & ours: "), path
        assert words(page.find(".//header/a")) == "Theirs & ours"
    for page in theirs.editions.values():
        assert words(page.find(".//header/a")) == "Theirs & ours"
    assert theirs.files["llms.txt"].startswith(b"# Theirs & ours\n")
    package = json.loads(theirs.files["download/datapackage.json"])
    assert package["title"] == "Theirs & ours, all days"
    assert package["contributors"] == [
        {"title": "Some <One>", "roles": ["publisher"], "path": "https://example.org/one"}
    ]


def test_search_engines_and_feed_readers_are_told_the_publisher(theirs: Site) -> None:
    expected = {
        "@type": "Organization",
        "name": "Some <One>",
        "url": "https://example.org/one",
    }
    found = 0
    for page in (theirs.pages | theirs.editions).values():
        for script in page.iter("script"):
            if script.get("type") == "application/ld+json":
                data = json.loads(script.text or "")
                assert data.get("publisher", expected) == expected
                assert data["creator"] == expected or data["creator"]["name"] == "OpenRouter"
                found += 1
    assert found > 5
    feed = theirs.files["feed.xml"].decode()
    assert "<name>Some &lt;One&gt;</name>\n<uri>https://example.org/one</uri>" in feed
