"""The status page and `status.json`: what the checks measured, and what was noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_lib.pages.status import NOTICES_SHOWN
from site_lib.snapshots.checks import INVARIANTS
from site_lib.snapshots.notices import NOTICES
from tests.answers import RECORDED, archive_with, newest_data, raw, small
from tests.site_reader import Site, build_from, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data

PAGE = "status/index.html"
BASE = "https://example.org/x/"


def checks_of(site: Site) -> dict[str, list[str]]:
    """Return the cells of the table of checks after the first, by the first."""
    rows = [[words(cell) for cell in row] for row in site.rows(PAGE, "What was checked")]
    return {row[0]: row[1:] for row in rows if len(row) > 1}


def status_of(site: Site) -> Data:
    found: Data = json.loads(site.files["status.json"])
    return found


def test_every_check_has_a_row_with_what_was_measured_and_allowed(full_site: Site) -> None:
    rows = checks_of(full_site)
    assert list(rows) == [check.sentence for check in (*INVARIANTS, *NOTICES)]
    data = newest_data()
    requests = sum(tag["usage_share"] for tag in data["classifications"])
    tokens = sum(tag["token_share"] for tag in data["classifications"])
    assert rows["All tasks’ shares sum to 1, by requests and by tokens."] == [
        f"requests: {requests:.4f}tokens: {tokens:.4f}",
        "1 ± 0.01451 ± 0.0145",
        "passed",
    ]
    assert rows["The shares cover the days that were asked for."] == ["days: 7", "7", "passed"]
    (fits,) = (row for sentence, row in rows.items() if "sum to at most 1" in sentence)
    largest = max(
        sum(model[field] for model in tag["models"])
        for tag in data["classifications"]
        for field in ("tag_usage_share", "tag_token_share")
    )
    assert f"{largest:.4f}" in fits[0]
    assert "(of 58 values, the nearest to its limit)" in fits[0]


def test_what_only_a_fetch_can_know_is_not_said_to_have_passed(full_site: Site) -> None:
    aged = [
        row for sentence, row in checks_of(full_site).items() if "when it was fetched" in sentence
    ]
    assert [row[0] for row in aged] == ["checked when it was fetched"] * 2
    assert {row[2] for row in aged} == {"not measured"}


def test_the_file_has_the_same_checks_with_all_values(full_site: Site) -> None:
    status, rows = status_of(full_site), checks_of(full_site)
    assert [each["sentence"] for each in status["checks"]] == list(rows)
    assert [each["verdict"] for each in status["checks"]] == [row[2] for row in rows.values()]
    assert [each["must_pass"] for each in status["checks"]] == [True] * 12 + [False] * 7
    for check in status["checks"]:
        assert check["findings"] == []
        for measured in check["measured"]:
            value, low, high = (measured[name] for name in ("value", "low", "high"))
            if value is None:
                assert measured["note"]
            else:
                assert low is None or value >= low
                assert high is None or value <= high
    (sums,) = (each for each in status["checks"] if each["name"] == "tags_sum_to_everything")
    shares = [tag["usage_share"] for tag in newest_data()["classifications"]]
    assert sums["measured"][0]["value"] == pytest.approx(sum(shares), abs=1e-6)


def test_age_and_gaps_are_those_of_the_archive(full_site: Site) -> None:
    status, text = status_of(full_site), full_site.text(PAGE)
    assert status["as_of"] == "2026-10-06"
    assert (status["first_date"], status["dates"], status["editions"]) == ("2026-08-31", 5, 5)
    assert status["gaps"] == [
        {"first": "2026-09-03", "last": "2026-09-03"},
        {"first": "2026-09-05", "last": "2026-10-05"},
    ]
    assert "5 dates since 2026-08-31. Missing: 2026-09-03; 2026-09-05 to 2026-10-05." in text
    assert "The next one is due on 2026-10-08" in text


def test_notices_of_the_newest_and_of_past_editions_are_told(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-10-05")
    revised = small(("a", "x", 0.52, 0.5), ("b", "x", 0.48, 0.5), as_of="2026-10-05")
    newest = small(("a", "x", 0.5, 0.5), ("c", "x", 0.5, 0.5))
    newest["classifications"][0]["trend"] = "up"
    data = archive_with(tmp_path / "data", first, revised, newest)
    built = build_from(data, tmp_path / "site", BASE)
    assert "There are 3 notices about it" in built.text(PAGE)
    told = [(words(row[0]), words(row[1])) for row in built.rows(PAGE, "Notices of editions")]
    assert told == [
        (
            "2026-10-06",
            (
                "data.classifications[*].trend: unknown field (value 'up'); it is archived, but "
                "not shown on the site"
            ),
        ),
        (
            "2026-10-06",
            "data.classifications: tag 'c' is new; it was not there on 2026-10-05",
        ),
        (
            "2026-10-06",
            "data.classifications: tag 'b' is missing; it was there on 2026-10-05",
        ),
        (
            "2026-10-05, revision 2",
            (
                "data.as_of: OpenRouter has revised 2026-10-05; changed shares of tasks and "
                "categories: 4 (the largest change: usage_share of 'a', from 0.5 to 0.52); tasks "
                "with a changed model list: 0"
            ),
        ),
    ]
    status = status_of(built)
    assert [(e["as_of"], f"{e['where']}: {e['message']}") for e in status["notices"]] == [
        (name[:10], text) for name, text in told
    ]
    assert status["notices"][-1]["edition"] == f"{BASE}on/2026-10-05-r2/"
    verdicts = {each["name"]: each["verdict"] for each in status["checks"]}
    assert verdicts["fields_are_known"] == verdicts["taxonomy_is_unchanged"] == "not passed"


def test_the_page_shows_the_last_notices_and_the_file_all(tmp_path: Path) -> None:
    answer = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    for number in range(NOTICES_SHOWN + 2):
        answer["classifications"][0][f"field{number}"] = number
    data = archive_with(tmp_path / "data", raw(answer))
    built = build_from(data, tmp_path / "site", BASE)
    assert len(built.rows(PAGE, "Notices of editions")) == NOTICES_SHOWN
    assert f"status.json has all {NOTICES_SHOWN + 2}." in built.text(PAGE)
    assert len(status_of(built)["notices"]) == NOTICES_SHOWN + 2


def test_a_build_from_the_cache_tells_the_same(tmp_path: Path) -> None:
    answers = [file.read_bytes() for file in RECORDED]
    data = archive_with(tmp_path / "data", *answers[:4])
    build_from(data, tmp_path / "site", BASE)
    archive_with(data, answers[4])
    later = build_from(data, tmp_path / "site", BASE)
    afresh = build_from(data, tmp_path / "elsewhere" / "site", BASE)
    assert later.files["status.json"] == afresh.files["status.json"]


def test_every_page_leads_here(full_site: Site) -> None:
    for path, page in (full_site.pages | full_site.editions).items():
        links = [link for link in page.iter("a") if words(link) == "Verify this page"]
        assert len(links) == 1, path
