"""What living pages say of the time before, read back from them and held against the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answers import archive_with, newest_data, recorded_data, small
from tests.site_reader import Site, build_from, numbers, percent, tag_page, words

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


def moved(now: float, before: float) -> str:
    """Write a change independently of the site's own formatter."""
    thousandths = round(1000 * now) - round(1000 * before)
    if not thousandths:
        return "→"
    sign = ("↑ +", "↓ −")[thousandths < 0]
    return f"{sign}{abs(thousandths) // 10}.{abs(thousandths) % 10}"


def place(share: float, shares: list[float]) -> int:
    return 1 + sum(other > share for other in shares)


def was(share: float, shares: list[float], before: float, before_all: list[float]) -> str:
    then = place(before, before_all)
    tie = "=" if before_all.count(before) > 1 else ""
    return f"was {then}{tie}" if then != place(share, shares) else ""


@pytest.mark.parametrize("prefix", ["", "category_"])
def test_every_change_in_a_table_of_tasks_is_that_of_the_answers(
    full_site: Site, then: dict[str, Data], prefix: str
) -> None:
    now = {tag["tag"]: tag for tag in newest_data()["classifications"]}
    keys = {tag["macro_category"] for tag in now.values()}
    paths = [f"{key}/index.html" for key in sorted(keys)] if prefix else ["index.html"]
    seen = 0
    for path in paths:
        caption = "29 tasks by requests" if not prefix else None
        key = path.partition("/")[0]
        group = [tag for tag in now.values() if not prefix or tag["macro_category"] == key]
        rows = full_site.rows(path, caption or f"{len(group)} tasks in ")
        for name, requests, request_rank, tokens, token_rank, _ in rows:
            tag = now[name.findtext("code") or ""]
            old = then[tag["tag"]]
            for share, rank_cell, field in (
                (requests, request_rank, f"{prefix}usage_share"),
                (tokens, token_rank, f"{prefix}token_share"),
            ):
                assert small_of(share) == moved(tag[field], old[field])
                assert small_of(rank_cell) == was(
                    tag[field],
                    [each[field] for each in group],
                    old[field],
                    [then[each["tag"]][field] for each in group],
                )
            seen += 1
    assert seen == 29


def test_home_says_the_change_of_each_category(full_site: Site) -> None:
    groups = {each["label"]: each for each in newest_data()["macro_categories"]}
    before = {each["label"]: each for each in recorded_data(THEN)["macro_categories"]}
    for name, requests, tokens, _ in full_site.rows("index.html", "4 categories"):
        label = name.findtext("a") or ""
        for cell, field in ((requests, "usage_share"), (tokens, "token_share")):
            assert small_of(cell) == moved(groups[label][field], before[label][field])


def test_the_numbers_that_a_page_opens_with_say_their_change(
    full_site: Site, then: dict[str, Data]
) -> None:
    for tag in newest_data()["classifications"]:
        requests, tokens, _ = full_site.pages[tag_page(tag)].iterfind(".//dl[@class]/div/dd")
        for cell, field in ((requests, "usage_share"), (tokens, "token_share")):
            change = moved(tag[field], then[tag["tag"]][field])
            expected = "no measurable change" if change == "→" else f"{change} pp"
            assert small_of(cell).endswith(f", {expected}")
        text = full_site.text(tag_page(tag))
        assert f"Changes are against the 7 days to {THEN}, the nearest snapshot" in text


def test_a_tasks_list_says_what_moved_entered_and_left(
    full_site: Site, then: dict[str, Data]
) -> None:
    for tag in newest_data()["classifications"]:
        old = {model["id"]: model for model in then[tag["tag"]]["models"]}
        least_then = min(model["tag_usage_share"] for model in old.values())
        now = {model["id"]: model for model in tag["models"]}
        *rows, _ = full_site.rows(tag_page(tag), "Models by requests")
        for name, _, requests, tokens, _ in rows:
            model = now[(name.text or "").strip()]
            entered = f"new in the list, was at most {percent(least_then)}"
            assert (entered in words(name)) == (model["id"] not in old)
            if model["id"] in old:
                before = old[model["id"]]
                assert small_of(requests) == moved(
                    model["tag_usage_share"], before["tag_usage_share"]
                )
                assert small_of(tokens) == moved(
                    model["tag_token_share"], before["tag_token_share"]
                )
            else:
                assert small_of(requests) == small_of(tokens) == ""
        least_now = min(model["tag_usage_share"] for model in tag["models"])
        text = full_site.text(tag_page(tag))
        for name in old.keys() - now.keys():
            share = percent(old[name]["tag_usage_share"])
            assert (
                f"{name} (was {share} of requests, is at most {percent(least_now)})"
            ) in text.partition("Left the list since 2026-09-04:")[2]


def test_home_says_what_moved_most_and_which_changes_stand_out(
    full_site: Site, then: dict[str, Data]
) -> None:
    assert (
        "The largest change is that of Classification: from 24.7% of requests (7 days to "
        "2026-09-04) to 30.1%, 5.4 percentage points more, within its noise floor of 8.4."
    ) in full_site.text("index.html")
    rows = full_site.rows("index.html", "1 change above the noise floor")
    by_name = {tag["display_name"]: tag for tag in newest_data()["classifications"]}
    fields = {"share of requests": "usage_share", "share of tokens": "token_share"}
    sizes = []
    for name, before, after, change, floor in rows:
        tag = by_name[name.findtext("a") or ""]
        field = fields[name.findtext("small") or ""]
        old = then[tag["tag"]][field]
        assert numbers(before) == [(f"{old:g}", percent(old))]
        assert numbers(after) == [(f"{tag[field]:g}", percent(tag[field]))]
        assert words(change) == moved(tag[field], old)
        limit = float(words(floor).removeprefix("±")) / 100
        sizes.append(abs(tag[field] - old))
        assert sizes[-1] > limit + 1e-9
    assert sizes == sorted(sizes, reverse=True)


def build(tmp_path: Path, *answers: Data | bytes) -> Site:
    return build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site", BASE)


def test_overlapping_windows_are_named_and_nothing_is_computed(tmp_path: Path) -> None:
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    before = small(*tags, as_of="2026-09-02")
    tags = ("code:debugging", "code", 0.7, 0.6), ("chat", "general", 0.3, 0.4)
    built = build(tmp_path, before, small(*tags, as_of="2026-09-04"))
    for path in ("index.html", "code/index.html", "code/debugging/index.html"):
        text = built.text(path)
        assert (
            "No earlier data: the nearest snapshot, of 2026-09-02, shares 5 of its 7 days with "
            "this one, so no change is computed."
        ) in text
        assert " pp" not in text
        assert "was at most" not in text
        assert "↑" not in text


def test_a_single_snapshot_has_no_earlier_data_and_no_history(tmp_path: Path) -> None:
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    built = build(tmp_path, small(*tags))
    for path in ("index.html", "code/index.html", "code/debugging/index.html"):
        assert "No earlier data: this is the first snapshot in the archive." in built.text(path)
    text = built.text("code/debugging/index.html")
    assert "1 snapshot of Code:Debugging so far, too few for a history: that needs 3." in text
    assert not [path for path in built.files if path.endswith(("trend.svg", "places.svg"))]


def test_a_change_that_rounding_hides_is_called_none(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("b", "x", 0.5, 0.6), as_of="2026-09-20")
    now = small(("a", "x", 0.5, 0.401), ("b", "x", 0.5, 0.599))
    built = build(tmp_path, before, now)
    requests, tokens, _ = built.pages["x/a/index.html"].iterfind(".//dl[@class]/div/dd")
    assert small_of(requests).endswith("no measurable change")
    assert small_of(tokens).endswith("↑ +0.1 pp")
    assert "Which changes stand out cannot be told yet" in built.text("index.html")


def test_a_new_task_has_no_earlier_data(tmp_path: Path) -> None:
    before = small(("a", "x", 1, 1), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)))
    assert "No earlier data: the source did not have it on 2026-09-20." in built.text(
        "x/b/index.html"
    )
    assert "no earlier data" in built.text("index.html")


def test_a_category_with_other_tasks_than_then_says_so(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20")
    now = small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5))
    text = build(tmp_path, before, now).text("y/index.html")
    assert "The category had other tasks on 2026-09-20, so its change is one of sorting" in text


def test_a_list_that_was_empty_makes_no_model_new(tmp_path: Path) -> None:
    before = small(("a", "x", 1, 1), as_of="2026-09-20")
    before["classifications"][0]["models"] = []
    text = build(tmp_path, before, small(("a", "x", 1, 1))).text("x/a/index.html")
    assert "new in the list" not in text
