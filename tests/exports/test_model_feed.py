"""Models' feeds: an entry for each edition that brings something of the model."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.answers import RECORDED, archive_with, recorded_data
from tests.exports.test_feed import BASE, entries, read
from tests.pages.test_models import listing
from tests.site_reader import Site, build_from, model_page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data

BUNNY, JEV = "stealth/space-bunny-alpha", "typesafe/jev-1.13-20260917"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("feeds")
    answers = [file.read_bytes() for file in RECORDED]
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE)


def feed_of(model: str) -> str:
    return model_page(model).replace("index.html", "feed.xml")


def lists(model: str, day: Data) -> dict[str, bool]:
    """Return the tasks that list a model, and whether it has rank 1 there."""
    return {
        tag["display_name"]: m["tag_usage_share"]
        == max(e["tag_usage_share"] for e in tag["models"])
        for tag in day["classifications"]
        for m in tag["models"]
        if m["id"] == model
    }


@pytest.mark.parametrize(
    "model",
    [BUNNY, JEV, "z-ai/glm-5.3-flash-20260826", "google/gemini-2.5-flash", "openai/gpt-oss-20b"],
)
def test_entries_say_which_lists_a_model_entered_left_and_leads(model: str, site: Site) -> None:
    found = {entry.updated[:10]: entry for entry in read(site.files[feed_of(model)]).entries}
    days = [recorded_data(file.stem) for file in RECORDED]
    for before, now in pairwise(days):
        old, new = lists(model, before), lists(model, now)
        first = {name for name in new if new[name] and not old.get(name)}
        lost = {name for name in old if old[name] and not new.get(name)}
        entered, left = new.keys() - old.keys(), old.keys() - new.keys()
        said = found[now["as_of"]].content[0].value if now["as_of"] in found else ""
        for names, words in (
            (entered, "Entered the list"),
            (left, "Left the list"),
            (first, "Now rank 1 by requests in"),
            (lost, "No longer rank 1 by requests in"),
        ):
            part = next((p for p in said.split("<p>") if p.startswith(words)), "")
            assert {name for name in {*old, *new} if name.replace("&", "&amp;") in part} >= names
            assert bool(part) == bool(names), (words, part)


def test_an_entry_leads_to_the_edition_and_the_model_and_credits_the_source(site: Site) -> None:
    feed = read(site.files[feed_of(JEV)])
    assert feed.feed.link == f"{BASE}models/typesafe/jev-1-13-20260917/"
    entry = feed.entries[0]
    assert entry.link == f"{BASE}on/2026-10-06/"
    assert entry.title.startswith(f"2026-10-06: {JEV}: rising; now first in ")
    said = entry.content[0].value
    assert (
        "Rising: 10.8% to 11.8% of all classified requests, at most 2.6% (no task listed it) on "
        "2026-09-04."
    ) in said
    assert f'href="{BASE}models/typesafe/jev-1-13-20260917/"' in said
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06. Licensed" in said


def test_a_model_without_news_has_an_empty_feed(tmp_path: Path) -> None:
    answers = [listing(f"2026-09-0{day}", "m/one") for day in (1, 2, 3)]
    built = build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)
    assert entries(built.files["models/m/one/feed.xml"]) == {}


def test_what_has_moved_for_certain_is_news_once(tmp_path: Path) -> None:
    answers = []
    for day in range(1, 13):
        answer = listing(f"2026-09-{day:02}", "m/one", "m/two")
        share = 0.3 if day < 10 else 0.5
        answer["classifications"][0]["models"][0]["tag_usage_share"] = share
        answers.append(answer)
    built = build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)
    found = read(built.files["models/m/one/feed.xml"]).entries
    rising = [entry.updated[:10] for entry in found if "Rising: 49.9%" in entry.content[0].value]
    assert rising == ["2026-09-10"]


def test_a_model_that_left_all_lists_says_so_in_an_entry_that_stays(tmp_path: Path) -> None:
    answers = [
        listing("2026-09-01", "m/one", "m/two"),
        listing("2026-09-02", "m/one"),
        listing("2026-09-03", "m/one"),
    ]
    data = archive_with(tmp_path / "data", *answers)
    gone = entries(build_from(data, tmp_path / "gone", BASE).files["models/m/two/feed.xml"])
    (entry,) = gone.values()
    assert b"Left the list of A." in entry
    assert b"No task lists it now." in entry
    archive_with(data, listing("2026-09-04", "m/one", "m/two"))
    back = entries(build_from(data, tmp_path / "back", BASE).files["models/m/two/feed.xml"])
    assert len(back) == 2
    assert {key: back[key] for key in gone} == gone
