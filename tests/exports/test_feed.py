"""Feeds, as readers take them: valid, stable, and made of the archive up to each entry."""

from __future__ import annotations

import warnings
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from site_lib.exports.news_feed import MOST_ENTRIES
from tests.answers import RECORDED, ROOT, archive_with, raw, recorded_data, small
from tests.site_reader import Site, build_from, is_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data
    from tests.site_reader import Site


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses modules that Python is about to drop
    import feedparser


BASE = "https://example.org/x/"


ATOM = "{http://www.w3.org/2005/Atom}"


GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests" / "exports" / "atom.rng"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("feeds")
    answers = [file.read_bytes() for file in RECORDED]
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE)


def feeds(site: Site) -> dict[str, bytes]:
    """Return the feeds of the site, of its categories and of its tasks."""
    return {
        path: content
        for path, content in site.files.items()
        if path.endswith("feed.xml") and not path.startswith("models/")
    }


def model_feeds(site: Site) -> dict[str, bytes]:
    return {
        path: content
        for path, content in site.files.items()
        if path.endswith("feed.xml") and path.startswith("models/")
    }


def entries(feed: bytes) -> dict[str, bytes]:
    """Return each entry by its id, as it is written."""
    root = etree.fromstring(feed)
    return {each.findtext(f"{ATOM}id"): etree.tostring(each) for each in root.iter(f"{ATOM}entry")}


def read(feed: bytes) -> Any:  # noqa: ANN401 (the library has no types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(feed)


def test_there_is_a_feed_for_the_site_and_each_category_task_and_model(site: Site) -> None:
    assert len(feeds(site)) == 1 + 4 + 29
    assert len(model_feeds(site)) == len(list(filter(is_model, site.pages))) > 60
    for path, page in site.pages.items():
        found = page.find("head/link[@type='application/atom+xml']")
        beside = path.removesuffix("index.html") + "feed.xml"
        assert (found is not None) == (beside in site.files), path


def test_every_feed_is_valid_atom(site: Site, tmp_path: Path) -> None:
    unplaced = build_from(
        archive_with(tmp_path / "data", RECORDED[0].read_bytes()), tmp_path / "site"
    )
    for path, content in chain.from_iterable(
        each(built).items() for each in (feeds, model_feeds) for built in (site, unplaced)
    ):
        assert GRAMMAR.validate(etree.fromstring(content)), (path, GRAMMAR.error_log)
        parsed = read(content)
        assert not parsed.bozo, path
        assert parsed.version == "atom10"
        (page,) = (link.href for link in parsed.feed.links if link.rel == "alternate")
        for entry in parsed.entries:
            links = {link.rel: link.href for link in entry.links}
            assert links["related"] == page
            assert "on/20" in links["alternate"]


def test_ids_are_unique_everywhere_and_times_are_those_of_the_figures(site: Site) -> None:
    ids = []
    for content in feeds(site).values():
        parsed = read(content)
        ids += [parsed.feed.id, *(entry.id for entry in parsed.entries)]
        assert [entry.updated for entry in parsed.entries] == [
            f"{file.stem}T00:00:00Z" for file in reversed(RECORDED)
        ]
        assert parsed.feed.updated == parsed.entries[0].updated
    assert len(ids) == len(set(ids)) == 34 * 6
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_old_entries_stay_as_they_are_when_editions_come(site: Site, tmp_path: Path) -> None:
    answers = [file.read_bytes() for file in RECORDED]
    data = archive_with(tmp_path / "data", *answers[:3])
    before = build_from(data, tmp_path / "three", BASE)
    for path, content in feeds(before).items():
        old, new = entries(content), entries(site.files[path])
        assert len(old) == 3
        assert {key: new[key] for key in old} == old, path


def test_a_restatement_is_an_entry_that_says_so_after_the_one_it_restates(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    later = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    data = archive_with(tmp_path / "data", first)
    old = entries(build_from(data, tmp_path / "one", BASE).files["feed.xml"])
    archive_with(data, later)
    built = build_from(data, tmp_path / "two", BASE)
    parsed = read(built.files["feed.xml"])
    assert [entry.updated for entry in parsed.entries] == [
        "2026-10-06T00:00:01Z",
        "2026-10-06T00:00:00Z",
    ]
    assert parsed.entries[0].title.startswith("2026-10-06 (revised): A is 60.0%")
    content = parsed.entries[0].content[0].value
    assert "Revised tasks:" in content
    assert "50.0% → 60.0% of requests (+10.0 points)" in content
    new = entries(built.files["feed.xml"])
    assert {key: new[key] for key in old} == old


def test_a_restatement_is_no_news_where_it_changes_nothing(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), ("c", "y", 0, 0))
    later = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), ("c", "y", 0, 0))
    later["classifications"][1]["models"][0]["tag_usage_share"] = 0.5
    later["classifications"][1]["display_name"] = "Bee"
    built = build_from(archive_with(tmp_path / "data", first, later), tmp_path / "site", BASE)
    numbers = {path: len(entries(content)) for path, content in feeds(built).items()}
    told = {path for path, number in numbers.items() if number == 2}
    assert told == {"feed.xml", "y/feed.xml", "y/b/feed.xml"}
    said = built.files["y/b/feed.xml"].decode()
    assert "In the tasks’ lists, 1 model’s entry differs." in said
    assert "The task B (b) is now called Bee." in said


def test_an_entry_tells_the_days_news_with_links_citation_and_licence(site: Site) -> None:
    newest = read(site.files["feed.xml"]).entries[0]
    assert newest.link == f"{BASE}on/2026-10-06/"
    said = newest.content[0].value
    assert "30.1% of classified requests on OpenRouter (+5.4\N{NO-BREAK SPACE}points)" in said
    assert "7.3% of all tokens (+1.7\N{NO-BREAK SPACE}points)" in said
    assert "Changes are in percentage points since 2026-09-04." in said
    assert f'href="{BASE}on/2026-10-06/#general/translation"' in said
    assert "24 of 29 tasks have a new leading model since 2026-09-04." in said
    assert "Entered a list at rank 5 or better since 2026-09-04:" in said
    for feed in feeds(site).values():
        for entry, file in zip(read(feed).entries, reversed(RECORDED), strict=True):
            said = entry.content[0].value
            citation = f"Source: OpenRouter (openrouter.ai/rankings), as of {file.stem}."
            assert f"{citation} Licensed under CC BY 4.0." in said


def test_every_link_of_a_feed_leads_to_a_file_and_a_place_on_it(site: Site) -> None:
    for path, content in (feeds(site) | model_feeds(site)).items():
        for link in etree.fromstring(content).iter("{*}link", "{*}a"):
            page, _, place = link.attrib["href"].removeprefix(BASE).partition("#")
            file = f"{page}index.html" if not page or page.endswith("/") else page
            assert file in site.files, (path, link.attrib["href"])
            if place:
                assert place in {each.get("id") for each in site.parsed(file).iter()}


def test_a_tasks_feed_is_about_that_task(site: Site) -> None:
    feed = read(site.files["general/translation/feed.xml"])
    assert feed.feed.title.startswith("Translation · ")
    for entry, file in zip(feed.entries, reversed(RECORDED), strict=True):
        tag = next(
            each
            for each in recorded_data(file.stem)["classifications"]
            if each["tag"] == "translation"
        )
        shares = [f"{100 * tag[field]:.1f}%" for field in ("usage_share", "token_share")]
        assert entry.title == (
            f"{file.stem}: Translation is {shares[0]} of classified requests "
            f"and {shares[1]} of all tokens"
        )
        assert "Classification" not in entry.content[0].value


def test_a_feed_has_the_newest_editions_only(tmp_path: Path) -> None:
    answers = [
        raw(small(("a", "x", 1, 1), as_of=f"2026-{8 + day // 30:02}-{1 + day % 30:02}"))
        for day in range(MOST_ENTRIES + 5)
    ]
    built = build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)
    for content in feeds(built).values():
        assert len(entries(content)) == MOST_ENTRIES
        assert read(content).entries[0].updated == "2026-09-05T00:00:00Z"


def test_names_are_text_in_a_feed(tmp_path: Path) -> None:
    name = "<b>&amp;]]></b>"
    built = build_from(
        archive_with(tmp_path / "data", small((name, "x", 1, 1))), tmp_path / "site", BASE
    )
    root = etree.fromstring(built.files["feed.xml"])
    assert GRAMMAR.validate(root)
    titles = [each.text or "" for each in root.iter(f"{ATOM}title")]
    assert any(name.title() in title for title in titles)
    assert not list(root.iter("{*}b"))


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


def test_a_vanished_tasks_feed_ends_with_its_end_and_its_past_stays(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("gone", "y", 0.5, 0.6), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 1, 1)))
    for path, name in (("y/gone/", "task Gone (gone)"), ("y/", "category Y (y)")):
        titles = [
            each.text or ""
            for each in etree.fromstring(built.files[f"{path}feed.xml"]).iter("{*}title")
        ]
        assert titles[1] == f"2026-10-06: The {name} was removed."
        assert titles[2].startswith("2026-09-20: ")
        assert built.files[f"{path}history.csv"].decode().splitlines()[-1].startswith("2026-09-20")


def test_a_categorys_feed_tells_of_the_tasks_that_leave_it(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-09-20"),
        small(("a", "y", 0.5, 0.5), ("b", "x", 0.5, 0.5)),
    )
    moved_away = "The task A (a) moved from X to Y."
    for path in ("feed.xml", "x/feed.xml", "y/feed.xml", "y/a/feed.xml", "x/a/feed.xml"):
        assert moved_away.encode() in built.files[path], path
    assert moved_away.encode() not in built.files["x/b/feed.xml"]
