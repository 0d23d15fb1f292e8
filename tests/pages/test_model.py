"""Models' pages, read back and compared with ranges computed anew from the answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import Data, newest_data, recorded_data
from tests.data_files import from_pandas
from tests.recomputed import share_range
from tests.site_reader import (
    Site,
    body_rows,
    key_figures,
    listed_models,
    model_page,
    numbers,
    percent,
    rank,
    words,
)

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

THEN = "2026-09-04"
MODELS = sorted(listed_models(newest_data()))
LUNA = "openai/gpt-6-luna-20260922"

every_model = pytest.mark.parametrize("model", MODELS)


def tags_with(model: str, answer: Data) -> list[Data]:
    tags = answer["classifications"]
    return [tag for tag in tags if model in {each["id"] for each in tag["models"]}]


def share_of_all(model: str, answer: Data) -> tuple[float, float]:
    return share_on(model, answer["as_of"])


@cache
def share_on(model: str, as_of: str) -> tuple[float, float]:
    answer = recorded_data(as_of)
    weights = recomputed.weights_of_all(answer, "usage")
    return recomputed.model_requests(model, answer["classifications"], weights)


def is_known(model: str, answer: Data) -> bool:
    low, high = share_of_all(model, answer)
    return low / high >= 0.5


def table(site: Site, model: str, name: str) -> list[list[ET.Element]]:
    """Return the rows of the table with an id."""
    found = site.pages[model_page(model)].find(f".//table[@id='{name}']")
    return [] if found is None else body_rows(found)


def cells(site: Site, model: str, name: str) -> dict[str, list[str]]:
    """Return the cells of a table by what their rows are called, with the numbers' small print."""
    return {
        (row[0].findtext("a") or ""): [words(cell) for cell in row[1:]]
        for row in table(site, model, name)
    }


@every_model
def test_a_page_opens_with_the_ranges_of_its_shares(
    model: str, full_site: Site, answer: Data
) -> None:
    tags = answer["classifications"]
    weights = recomputed.weights_of_all(answer, "token")
    tokens = recomputed.model_tokens(model, tags, weights)
    page = full_site.pages[model_page(model)]
    figures = {
        words(each.find("dt")): words(each.find("dd")) for each in page.iterfind(".//dl/div")
    }
    listed = tags_with(model, answer)
    places = {}
    for tag in listed:
        shares = [each["tag_usage_share"] for each in tag["models"]]
        own = next(m["tag_usage_share"] for m in tag["models"] if m["id"] == model)
        places[tag["display_name"]] = rank(own, shares)
    best = min(places.values(), key=lambda place: (int(place.strip("=")), "=" in place))
    remark = figures.pop("tasks list it")
    assert figures == {
        "of all classified requests on OpenRouter": share_range(share_of_all(model, answer)),
        "of all tokens in classified requests": share_range(tokens),
    }
    count, _, where = remark.partition(" best rank ")
    place, _, task = where.partition(", in ")
    assert count == f"{len(listed)} of {len(tags)}"
    assert (place, places[task]) == (best, best)


@every_model
def test_every_task_that_lists_a_model_has_a_row_with_rank_shares_and_part(
    model: str, site: Site, answer: Data
) -> None:
    weights = recomputed.weights_of_all(answer, "usage")
    tags, has_parts = answer["classifications"], is_known(model, answer)
    found = cells(site, model, "tasks")
    assert found.keys() == {tag["display_name"] for tag in tags_with(model, answer)}
    for tag in tags_with(model, answer):
        expected = []
        if has_parts:
            part = recomputed.part_range(model, tags, weights, {tag["tag"]})
            expected.append(share_range(part))
        own = next(each for each in tag["models"] if each["id"] == model)
        for field in ("tag_usage_share", "tag_token_share"):
            place = rank(own[field], [each[field] for each in tag["models"]])
            expected.append(f"{place} {percent(own[field])}")
        assert found[tag["display_name"]] == expected, tag["tag"]


@every_model
def test_every_other_task_has_a_row_with_the_most_that_the_model_can_have(
    model: str, site: Site, answer: Data
) -> None:
    listed = {tag["tag"] for tag in tags_with(model, answer)}
    expected = {
        tag["display_name"]: [
            recomputed.up(recomputed.most_unlisted(tag["models"])),
            recomputed.up(recomputed.rest_of_tokens(tag)),
        ]
        for tag in answer["classifications"]
        if tag["tag"] not in listed
    }
    assert cells(site, model, "elsewhere") == expected


@every_model
def test_every_category_has_a_row_with_the_models_ranges(
    model: str, site: Site, answer: Data
) -> None:
    weights, has_parts = recomputed.weights_of_all(answer, "usage"), is_known(model, answer)
    expected = {}
    for group in answer["macro_categories"]:
        tags = [t for t in answer["classifications"] if t["macro_category"] == group["key"]]
        requests, tokens = (
            [recomputed.share_of_category(tag, group, kind) for tag in tags]
            for kind in ("usage", "token")
        )
        row = [
            share_range(recomputed.model_requests(model, tags, requests)),
            share_range(recomputed.model_tokens(model, tags, tokens)),
        ]
        if has_parts:
            of = {tag["tag"] for tag in tags}
            part = recomputed.part_range(model, answer["classifications"], weights, of)
            row.insert(0, share_range(part))
        expected[group["label"]] = row
    assert cells(site, model, "by-category") == expected


def lead(site: Site, model: str) -> list[str]:
    page = site.pages[model_page(model)]
    return [words(each) for each in page.iter("p") if each.get("class") == "lead"]


@every_model
def test_the_first_sentence_says_only_what_the_parts_allow(
    model: str, site: Site, answer: Data
) -> None:
    said, _ = lead(site, model)
    low, high = share_of_all(model, answer)
    if low / high < 0.5:
        assert said.startswith(f"Listed in {len(tags_with(model, answer))} of 29 tasks, ")
        assert f"cannot be told: that may be as little as {recomputed.down(low / high)} of" in said
        return
    known = f"Its known requests are at least {recomputed.down(low / high)} of all its requests."
    assert said.endswith(known)
    parts, groups = (
        {row[0].findtext("a") or "": numbers(row[1]) for row in table(site, model, name)}
        for name in ("tasks", "by-category")
    )
    first = max(parts, key=lambda name: float(parts[name][0][:-1]))
    # Most of all its requests, known or not.
    most = {n for n, ends in (parts | groups).items() if float(ends[0][:-1]) * low / high > 50}
    if "Mostly used for " in said:
        what = said.partition("Mostly used for ")[2].partition(":")[0]
        name = what if what in parts else what.removesuffix(" tasks").capitalize()
        assert name in most
        assert f"{what}: at least {(parts | groups)[name][0]} of its known requests." in said
    else:
        assert not most
        assert f"Of its known requests, at least {parts[first][0]} are {first}, more" in said
    if " alone is at least " in said or "more than any other" in said:
        others = [float(ends[1][:-1]) for name, ends in parts.items() if name != first]
        assert first in said
        assert max(others) <= float(parts[first][0][:-1]) + 0.1


@every_model
def test_a_share_has_risen_or_fallen_only_if_the_ranges_do_not_overlap(
    model: str, full_site: Site, answer: Data
) -> None:
    _, said = lead(full_site, model)
    now, then = share_of_all(model, answer), share_of_all(model, recorded_data(THEN))
    was_listed = bool(tags_with(model, recorded_data(THEN)))
    earlier = share_range(then) if was_listed else f"at most {recomputed.up(then[1])}"
    assert share_range(now) in said
    assert earlier in said
    assert ("(no task listed it)" in said) == (not was_listed)
    assert f"in the 7 days to {THEN}" in said
    assert said.startswith("Rising: ") == (now[0] > then[1])
    assert said.startswith("Falling: ") == (now[1] < then[0])
    assert ("cannot be told" in said) == (then[0] <= now[1] and now[0] <= then[1])


def test_without_an_earlier_day_it_cannot_be_told_whether_it_rises(site: Site) -> None:
    assert lead(site, LUNA)[1] == (
        "Whether it is rising cannot be told yet: there is no earlier data to compare with."
    )


@pytest.mark.parametrize("model", ["deepseek/deepseek-v4-flash-20260731", "mistralai/mistral-nemo"])
def test_the_table_over_time_has_the_range_of_every_date(model: str, full_site: Site) -> None:
    days = ["2026-08-31", "2026-09-01", "2026-09-02", "2026-09-04", "2026-10-06"]
    rows = {}
    for day in days:
        answer = recorded_data(day)
        low, high = share_of_all(model, answer)
        number = len(tags_with(model, answer))
        rows[day] = [recomputed.down(low) if number else "–", recomputed.up(high), str(number)]
    details = full_site.pages[model_page(model)].find(".//details[@id='history']/table")
    assert details is not None
    found = {words(row[0]): [words(cell) for cell in row[1:]] for row in body_rows(details)}
    assert found == rows
    points = from_pandas(full_site.folder / model_page(model).replace("index.html", "history.csv"))
    assert [row["as_of"] for row in points] == days
    for row in points:
        answer = recorded_data(row["as_of"])
        ends = row["request_share_min"], row["request_share_max"]
        assert ends == pytest.approx(share_of_all(model, answer), abs=1e-6)
        assert row["listed_in"] == len(tags_with(model, answer))
        assert (row["model"], row["share_of"]) == (model, "everything")


def test_the_ranks_over_time_are_those_of_the_lists(full_site: Site) -> None:
    page = full_site.pages[model_page("deepseek/deepseek-v4-flash-20260731")]
    found = page.find(".//details[@id='ranks-then']/table")
    assert found is not None
    names = [words(cell) for cell in list(found.iter("th"))[1:6]]
    for day, *ranks in body_rows(found):
        tags = {t["display_name"]: t for t in recorded_data(words(day))["classifications"]}
        for name, cell in zip(names, ranks, strict=True):
            shares = {m["id"]: m["tag_usage_share"] for m in tags[name]["models"]}
            own = shares.get("deepseek/deepseek-v4-flash-20260731")
            expected = "–" if own is None else rank(own, list(shares.values()))
            assert words(cell) == expected


def test_the_answer_is_two_steps_from_home(full_site: Site) -> None:
    def links(path: str) -> dict[str, str]:
        return {words(each): each.get("href", "") for each in full_site.pages[path].iter("a")}

    assert links("index.html")["Models"] == "models/index.html"
    assert links("models/index.html")[LUNA] == "openai/gpt-6-luna-20260922/index.html"
    used, rising = lead(full_site, LUNA)
    assert used.startswith("Of its known requests, at least 27.3% are Classification, more than")
    assert rising.startswith("Rising: 4.0% to 4.4% of all classified requests now, at most 2.6%")


def test_related_ids_are_those_that_differ_in_variant_or_date_only(full_site: Site) -> None:
    page = full_site.pages["models/minimax/minimax-m3-20260531/index.html"]
    found = [words(each) for each in page.iter("a") if "minimax-m3" in each.attrib["href"]]
    assert "minimax/minimax-m3-20260531:free" in found
    text = full_site.text("models/deepseek/deepseek-v4-flash-20260731/index.html")
    assert "Related ids" in text
    assert "deepseek/deepseek-v4-flash-20260423" in text
    assert "Related ids" not in full_site.text("models/openai/gpt-4o-mini/index.html")


def test_a_task_page_says_how_much_of_a_models_known_requests_it_is(
    site: Site, answer: Data
) -> None:
    weights, tags = recomputed.weights_of_all(answer, "usage"), answer["classifications"]
    seen = 0
    for tag in tags[:8]:
        slug = tag["tag"].rpartition(":")[2].replace("_", "-")
        path = f"{tag['macro_category']}/{slug}/index.html"
        *rows, rest = site.rows(path, "Top 10 models")
        for row in rows:
            model = words(row[0].find("a"))
            if is_known(model, answer):
                part = recomputed.part_range(model, tags, weights, {tag["tag"]})
                assert words(row[3]) == share_range(part)
                seen += 1
            else:
                assert words(row[3]) == "–"
        assert words(rest[3]) == ""
    assert seen > 20
    assert key_figures(site, path)
