"""What living pages say of the time before, read back from them and held against the answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import archive_with, newest_data, recorded_data, small
from tests.site_reader import (
    Site,
    build_from,
    key_figures,
    model_name,
    numbers,
    percent,
    rank,
    ranked_share,
    tag_page,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tests.answers import Data


BASE = "https://example.org/x/"
THEN, NOW = "2026-09-04", "2026-10-06"


@pytest.fixture(scope="module")
def then() -> dict[str, Data]:
    return {tag["tag"]: tag for tag in recorded_data(THEN)["classifications"]}


def small_of(cell: ET.Element) -> str:
    """Return what stands small in a cell."""
    return " ".join(words(each) for each in cell.iter("small"))


@pytest.mark.parametrize("prefix", ["", "category_"])
def test_every_change_in_a_table_of_tasks_is_that_of_the_answers(
    full_site: Site, then: dict[str, Data], prefix: str
) -> None:
    now = {tag["tag"]: tag for tag in newest_data()["classifications"]}
    keys = {tag["macro_category"] for tag in now.values()}
    paths = [f"{key}/index.html" for key in sorted(keys)] if prefix else ["index.html"]
    seen = 0
    for path in paths:
        key = path.partition("/")[0]
        group = [tag for tag in now.values() if not prefix or tag["macro_category"] == key]
        for name, requests, tokens, _ in full_site.rows(path, f"{len(group)} tasks by share of "):
            tag = now[name.findtext("code") or ""]
            assert name.find("mark") is None
            for cell, measure in ((requests, "usage_share"), (tokens, "token_share")):
                field = f"{prefix}{measure}"
                all_now = [each[field] for each in group]
                all_then = [then[each["tag"]][field] for each in group]
                before = then[tag["tag"]][field]
                shown = ranked_share(cell)
                assert shown.rank == rank(tag[field], all_now)
                assert shown.share == percent(tag[field])
                assert shown.small == recomputed.small_print(tag[field], all_now, before, all_then)
            seen += 1
    assert seen == 29


def test_home_says_the_change_of_each_category(full_site: Site) -> None:
    groups = {each["label"]: each for each in newest_data()["macro_categories"]}
    before = {each["label"]: each for each in recorded_data(THEN)["macro_categories"]}
    for name, requests, tokens, _ in full_site.rows("index.html", "4 categories"):
        label = name.findtext("a") or ""
        for cell, field in ((requests, "usage_share"), (tokens, "token_share")):
            assert small_of(cell) == recomputed.points(groups[label][field], before[label][field])


def opening(now: list[Data], before: list[Data], index: int, field: str) -> str:
    """Write what stands beside a key figure."""
    all_now, all_before = ([each[field] for each in day] for day in (now, before))
    share, old = all_now[index], all_before[index]
    change = recomputed.points(share, old)
    was = recomputed.was(share, all_now, old, all_before)
    return (
        f"rank {rank(share, all_now)} of {len(now)}{f' ({was})' * bool(was)}, "
        f"{'no measurable change' if change == '±0' else f'{change} points'}"
    )


def test_the_numbers_that_a_page_opens_with_say_their_change(
    full_site: Site, then: dict[str, Data]
) -> None:
    tags, groups = newest_data()["classifications"], newest_data()["macro_categories"]
    old_groups = {each["key"]: each for each in recorded_data(THEN)["macro_categories"]}
    paths = [tag_page(tag) for tag in tags], [f"{group['key']}/index.html" for group in groups]
    before = [then[tag["tag"]] for tag in tags], [old_groups[each["key"]] for each in groups]
    for now, old, pages in zip((tags, groups), before, paths, strict=True):
        for index, path in enumerate(pages):
            requests, tokens, _ = key_figures(full_site, path)
            assert requests[1] == opening(now, old, index, "usage_share")
            assert tokens[1] == opening(now, old, index, "token_share")
            said = f"Changes are since the 7 days to {THEN}, in percentage points."
            assert said in full_site.text(path)


def test_a_tasks_list_says_what_moved_and_what_is_new(
    full_site: Site, then: dict[str, Data]
) -> None:
    for tag in newest_data()["classifications"]:
        old = {model["id"]: model for model in then[tag["tag"]]["models"]}
        now = {model["id"]: model for model in tag["models"]}
        *rows, _ = full_site.rows(tag_page(tag), f"Top {len(now)} models by share of ")
        assert len(rows) == len(now)
        for name, *cells in rows:
            model = now[model_name(name)]
            is_new = model["id"] not in old
            marks = ["free"] * model["id"].endswith(":free") + ["new"] * is_new
            assert [words(mark) for mark in name.iter("mark")] == marks
            fields = "tag_usage_share", "tag_token_share"
            for cell, field in zip(cells[:2], fields, strict=True):
                all_now, all_then = ([m[field] for m in day.values()] for day in (now, old))
                shown = ranked_share(cell)
                assert shown.small == (
                    ""
                    if is_new
                    else recomputed.small_print(
                        model[field], all_now, old[model["id"]][field], all_then
                    )
                )
        at_most = recomputed.up(recomputed.most_unlisted([*old.values()]))
        said = (
            f"“New” means: not in the list on {THEN}, so at most {at_most} of the task’s requests"
        )
        assert (said in full_site.text(tag_page(tag))) == bool(now.keys() - old.keys())


def test_a_tasks_list_says_what_left_and_how_much_that_can_have_now(
    full_site: Site, then: dict[str, Data]
) -> None:
    for tag in newest_data()["classifications"]:
        old = {model["id"]: model for model in then[tag["tag"]]["models"]}
        left = old.keys() - {model["id"] for model in tag["models"]}
        at_most = recomputed.up(recomputed.most_unlisted(tag["models"]))
        models = f"{len(left)} model{'s' * (len(left) != 1)}"
        caption = f"{models} left the list since {THEN}; each now has at most {at_most}"
        rows = full_site.rows(tag_page(tag), caption)
        shown = {words(name): words(share) for name, share in rows}
        assert shown == {name: percent(old[name]["tag_usage_share"]) for name in left}


def listed(*shares: float, name: str = "m", as_of: str = NOW) -> Data:
    """Make data of one task that lists models with these shares."""
    data = small(("a", "x", 1, 1), as_of=as_of)
    data["classifications"][0]["models"] = [
        {"id": f"{name}/{index}", "tag_usage_share": share, "tag_token_share": share}
        for index, share in enumerate(shares)
    ]
    return data


def test_what_is_new_or_left_had_at_most_the_last_share_and_half_a_step(tmp_path: Path) -> None:
    now = listed(0.5, 0.02)
    built = build(tmp_path, listed(0.4, 0.03, name="o", as_of="2026-09-20"), now)
    text = built.text("x/a/index.html")
    assert "2 models left the list since 2026-09-20; each now has at most 2.1%" in text
    assert "not in the list on 2026-09-20, so at most 3.1% of the task’s requests then" in text
    assert "at most 2.0%" not in text
    # All that is not listed is less than the last share here: 1 − 0.4995 − 0.4895 = 0.011.
    full = build(
        tmp_path / "full", listed(0.4, 0.03, name="o", as_of="2026-09-20"), listed(0.5, 0.49)
    )
    assert "each now has at most 1.1%" in full.text("x/a/index.html")


def test_home_says_which_share_moved_most(full_site: Site, then: dict[str, Data]) -> None:
    tag = max(
        newest_data()["classifications"],
        key=lambda t: max(abs(t[f] - then[t["tag"]][f]) for f in ("usage_share", "token_share")),
    )
    before, now = (percent(each["usage_share"]) for each in (then[tag["tag"]], tag))
    assert (
        f"{tag['display_name']} moved most: from {before} to {now} of requests since {THEN}. "
        "Whether that stands out cannot be told yet."
    ) in full_site.text("index.html")
    assert (before, now) == ("24.7%", "30.1%")


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


KINDS = ("index.html", "code/index.html", "code/debugging/index.html")


def test_overlapping_windows_are_named_and_nothing_is_computed(tmp_path: Path) -> None:
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    before = small(*tags, as_of="2026-09-02")
    tags = ("code:debugging", "code", 0.7, 0.6), ("chat", "general", 0.3, 0.4)
    built = build(tmp_path, before, small(*tags, as_of="2026-09-04"))
    for path in KINDS:
        text = built.text(path)
        assert (
            "No earlier data for shares: the nearest snapshot, of 2026-09-02, covers 5 of the "
            "same days."
        ) in text
        assert "points" not in re.sub(r"moves an end by up to [\d.]+ points", "", text)
        assert "was " not in text
        assert not list(built.pages[path].iter("mark"))
        printed = [number for cell in built.pages[path].iter("td") for number in numbers(cell)]
        assert not [number for number in printed if number[0] in "+−±"]


def test_a_single_snapshot_has_no_earlier_data_and_no_history(tmp_path: Path) -> None:
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    built = build(tmp_path, small(*tags))
    for path in KINDS:
        assert "No earlier data: this is the archive’s first snapshot." in built.text(path)
    for path, name in ((KINDS[1], "Code"), (KINDS[2], "Code:Debugging")):
        assert (
            f"A chart over time needs 3 snapshots. The archive has 1 snapshot of {name} so far."
        ) in built.text(path)
    assert not [path for path in built.files if path.endswith(("trend.svg", "over-time.svg"))]


def test_a_change_that_rounding_hides_is_called_none(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("b", "x", 0.5, 0.6), as_of="2026-09-20")
    now = small(("a", "x", 0.5, 0.401), ("b", "x", 0.5, 0.599))
    built = build(tmp_path, before, now)
    requests, tokens, _ = key_figures(built, "x/a/index.html")
    assert requests[1] == "rank 1= of 2, no measurable change"
    assert tokens[1] == "rank 2 of 2, +0.1 points"
    first, second = built.rows("index.html", "2 tasks")
    assert [words(row[0].find("code")) for row in (first, second)] == ["b", "a"]
    assert [ranked_share(cell).small for cell in first[1:3]] == ["±0", "−0.1"]
    assert [ranked_share(cell).small for cell in second[1:3]] == ["±0", "+0.1"]


def test_a_new_task_has_no_earlier_data(tmp_path: Path) -> None:
    before = small(("a", "x", 1, 1), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)))
    text = built.text("x/b/index.html")
    assert "No earlier data: OpenRouter did not have it on 2026-09-20." in text
    for path in ("index.html", "x/index.html"):
        marks = {
            words(row[0].find("code")): [words(mark) for mark in row[0].iter("mark")]
            for row in built.rows(path, "2 tasks")
        }
        assert marks == {"a": [], "b": ["new"]}


def test_a_list_that_was_empty_makes_no_model_new(tmp_path: Path) -> None:
    before = small(("a", "x", 1, 1), as_of="2026-09-20")
    before["classifications"][0]["models"] = []
    built = build(tmp_path, before, small(("a", "x", 1, 1)))
    assert built.pages["x/a/index.html"].find(".//mark") is None
    assert "“New” means" not in built.text("x/a/index.html")


def test_a_list_that_is_empty_now_has_lost_no_model(tmp_path: Path) -> None:
    now = small(("a", "x", 1, 1))
    now["classifications"][0]["models"] = []
    text = build(tmp_path, small(("a", "x", 1, 1), as_of="2026-09-20"), now).text("x/a/index.html")
    assert "left the list" not in text
    assert "OpenRouter lists no model for this task" in text
