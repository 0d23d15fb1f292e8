"""The section "What moved", read back from pages and held against the recorded answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import newest_data, recorded_data
from tests.site_reader import Site, body_rows, percent, tag_page, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from tests.answers import Data

THEN = "2026-09-04"
KEYS = sorted({tag["macro_category"] for tag in newest_data()["classifications"]})
HOME, CATEGORIES = "index.html", [f"{key}/index.html" for key in KEYS]
SHOWN, SHOWN_ON_HOME = 3, 2
"""How many rows stand there from the start."""


def tasks_of(path: str, data: Data) -> list[Data]:
    """Return the tasks that a page is about."""
    key = "" if path == HOME else path.partition("/")[0]
    return [tag for tag in data["classifications"] if key in {"", tag["macro_category"]}]


def tables(site: Site, path: str, column: str) -> Iterator[tuple[ET.Element, bool]]:
    """Yield the tables with a column, and whether they are folded."""
    section = site.section(path, "What moved")
    folded = {table for details in section.iter("details") for table in details.iter("table")}
    for table in section.iter("table"):
        if words(table.find("thead")).find(column) >= 0:
            yield table, table in folded


@pytest.mark.parametrize("path", [HOME, *CATEGORIES])
def test_new_leaders_are_those_of_the_answers_and_each_has_a_row(
    full_site: Site, path: str
) -> None:
    then, now = ({**day, "classifications": tasks_of(path, day)} for day in days())
    changed, compared = recomputed.new_leaders(then, now)
    verb = "has" if len(changed) == 1 else "have"
    said = f"{len(changed)} of {compared} tasks {verb} a new leading model since {THEN}."
    assert said in full_site.text(path)
    before = {tag["tag"]: tag for tag in then["classifications"]}
    by_path = {tag_page(tag): tag for tag in now["classifications"]}
    seen = []
    for table, _ in tables(full_site, path, "Leader now"):
        for task, leader, old in body_rows(table):
            link = task.find("a")
            assert link is not None
            folder = path.removesuffix("index.html")
            tag = by_path[f"{folder}{link.attrib['href']}"]
            seen.append(tag["tag"])
            assert words(link) == tag["display_name"]
            assert leaders_in(leader) == leaders_of(tag)
            assert leaders_in(old) == leaders_of(before[tag["tag"]])
    assert len(seen) == len(set(seen))
    assert set(seen) == changed
    shares = [
        tag["usage_share"] for name in seen for tag in tasks_of(path, now) if tag["tag"] == name
    ]
    assert shares == sorted(shares, reverse=True)


def days() -> tuple[Data, Data]:
    return recorded_data(THEN), newest_data()


def leaders_of(tag: Data) -> tuple[set[str], str, bool]:
    """Return the models at rank 1, their share, and whether there are several."""
    models = recomputed.first(tag)
    return models, percent(max(m["tag_usage_share"] for m in tag["models"])), len(models) > 1


def leaders_in(cell: ET.Element) -> tuple[set[str], str, bool]:
    *names, share = words(cell).removesuffix(" each").split(" ")
    return {name.rstrip(",") for name in names}, share, words(cell).endswith(" each")


def test_24_of_29_tasks_have_a_new_leading_model(full_site: Site) -> None:
    changed, compared = recomputed.new_leaders(*days())
    assert (len(changed), compared) == (24, 29)
    assert f"24 of 29 tasks have a new leading model since {THEN}." in full_site.text(HOME)


@pytest.mark.parametrize("path", [HOME, *CATEGORIES])
def test_the_first_rows_stand_there_and_all_others_are_folded(full_site: Site, path: str) -> None:
    shown = SHOWN_ON_HOME if path == HOME else SHOWN
    parts = [(len(body_rows(t)), folded) for t, folded in tables(full_site, path, "Leader now")]
    changed, _ = recomputed.new_leaders(
        *({**day, "classifications": tasks_of(path, day)} for day in days())
    )
    expected = [(min(len(changed), shown), False)]
    if rest := max(len(changed) - shown, 0):
        expected.append((rest, True))
        more = f"{rest} more task{'s' * (rest > 1)} with a new leader"
        assert len(full_site.details(path, more)) == 1
    assert parts == expected


def entrants(path: str) -> dict[str, list[tuple[str, str]]]:
    """Return the models that entered a list at rank 5 or better: their ranks and tasks."""
    before = {tag["tag"]: {m["id"] for m in tag["models"]} for tag in days()[0]["classifications"]}
    found: dict[str, list[tuple[str, str]]] = {}
    for tag in tasks_of(path, newest_data()):
        shares = [model["tag_usage_share"] for model in tag["models"]]
        for model in tag["models"]:
            place = 1 + sum(share > model["tag_usage_share"] for share in shares)
            if place <= 5 and model["id"] not in before[tag["tag"]]:
                tied = "=" if shares.count(model["tag_usage_share"]) > 1 else ""
                found.setdefault(model["id"], []).append((f"{place}{tied}", tag["display_name"]))
    return {name: sorted(places) for name, places in found.items()}


def lines(site: Site, path: str) -> dict[str, str]:
    """Return what is said of each model that entered."""
    items = [words(item) for item in site.section(path, "What moved").iter("li")]
    return {name: said for name, _, said in (item.partition(": ") for item in items) if "/" in name}


def test_home_counts_the_lists_that_a_model_has_entered(full_site: Site) -> None:
    expected = {}
    for name, places in entrants(HOME).items():
        rank, task = places[0]
        one = f"rank {rank} in {task}"
        many = f"{len(places)} lists, best rank {rank}"
        expected[name] = one if len(places) == 1 else many
    assert lines(full_site, HOME) == expected
    assert expected["stealth/space-bunny-alpha"] == "24 lists, best rank 1"
    assert "Each category’s page names the tasks." in full_site.text(HOME)


@pytest.mark.parametrize("path", CATEGORIES)
def test_a_categorys_page_names_the_lists_that_a_model_has_entered(
    full_site: Site, path: str
) -> None:
    expected = {}
    for name, places in entrants(path).items():
        by_rank: dict[str, list[str]] = {}
        for rank, task in places:
            by_rank.setdefault(rank, []).append(task)
        expected[name] = "; ".join(
            f"rank {rank} in {' and '.join(filter(None, [', '.join(tasks[:-1]), tasks[-1]]))}"
            for rank, tasks in by_rank.items()
        )
    assert lines(full_site, path) == expected
    assert not re.search(r"\d+ lists, best rank", full_site.text(path))


@pytest.mark.parametrize("path", [HOME, *CATEGORIES])
def test_the_number_of_models_that_entered_is_that_of_the_lines(full_site: Site, path: str) -> None:
    number, shown = len(entrants(path)), SHOWN_ON_HOME if path == HOME else SHOWN
    title = f"{number} model{'s' * (number != 1)} entered lists at rank 5 or better"
    section = full_site.section(path, "What moved")
    assert title in [words(each) for each in section.iter("h3")]
    folded = [len(list(d.iter("li"))) for d in section.iter("details") if d.find("ul") is not None]
    assert folded == ([number - shown] if number > shown else [])
    assert len(list(section.iter("li"))) == number


@pytest.mark.parametrize(("prefix", "paths"), [("", [HOME]), ("category_", CATEGORIES)])
def test_the_share_that_moved_most_is_of_what_the_page_is_about(
    full_site: Site, prefix: str, paths: list[str]
) -> None:
    labels = {each["key"]: each["label"] for each in newest_data()["macro_categories"]}
    before = {tag["tag"]: tag for tag in recorded_data(THEN)["classifications"]}
    for path in paths:
        changes = [
            (round(abs(tag[f] - before[tag["tag"]][f]), 3), tag, measure, f)
            for tag in tasks_of(path, newest_data())
            for measure, f in (
                ("requests", f"{prefix}usage_share"),
                ("tokens", f"{prefix}token_share"),
            )
        ]
        size, tag, measure, field = max(changes, key=lambda each: each[0])
        number = [each[0] for each in changes].count(size)
        whole = f"{labels[tag['macro_category']]} {measure}" if prefix else measure
        name = tag["display_name"]
        then, now = percent(before[tag["tag"]][field]), percent(tag[field])
        words_ = f"from {then} to {now} of {whole} since {THEN}."
        text = full_site.text(path)
        if number == 1:
            assert f"{name} moved most: {words_}" in text
        else:
            assert "No task moved more than " in text
            assert " moved most" not in text


def test_a_category_speaks_of_its_own_requests_and_home_of_all(full_site: Site) -> None:
    code = words(full_site.section("code/index.html", "What moved"))
    assert "Code Generation moved most: from 34.0% to 31.3% of Code requests since" in code
    assert not re.search(r"% of (requests|tokens)", code)
    home = words(full_site.section(HOME, "What moved"))
    assert "Classification moved most: from 24.7% to 30.1% of requests since" in home
    assert not re.search(r"% of [A-Z]\w+ (requests|tokens)", home)
