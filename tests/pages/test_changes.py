"""What living pages say of the time before, read back from them and held against the answers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from site_lib.errors import ArchiveError
from site_lib.pages.task import MODELS_OVER_TIME
from site_lib.publish.config import BuildConfig
from site_lib.publish.pipeline import build as run
from tests.answers import RECORDED, archive_with, newest_data, raw, recorded_data, small
from tests.site_reader import Site, build_from, numbers, percent, tag_page, words

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from site_lib.publish.sources import FetchedAnswer
    from site_lib.snapshots.archive import Archive
    from tests.answers import Data

BASE = "https://example.org/x/"
THEN, NOW = "2026-09-04", "2026-10-06"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("time")
    answers = [file.read_bytes() for file in RECORDED]
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE)


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
    site: Site, then: dict[str, Data], prefix: str
) -> None:
    now = {tag["tag"]: tag for tag in newest_data()["classifications"]}
    keys = {tag["macro_category"] for tag in now.values()}
    paths = [f"{key}/index.html" for key in sorted(keys)] if prefix else ["index.html"]
    seen = 0
    for path in paths:
        caption = "29 tasks by requests" if not prefix else None
        key = path.partition("/")[0]
        group = [tag for tag in now.values() if not prefix or tag["macro_category"] == key]
        rows = site.rows(path, caption or f"{len(group)} tasks in ")
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


def test_home_says_the_change_of_each_category(site: Site) -> None:
    groups = {each["label"]: each for each in newest_data()["macro_categories"]}
    before = {each["label"]: each for each in recorded_data(THEN)["macro_categories"]}
    for name, requests, tokens, _ in site.rows("index.html", "4 categories"):
        label = name.findtext("a") or ""
        for cell, field in ((requests, "usage_share"), (tokens, "token_share")):
            assert small_of(cell) == moved(groups[label][field], before[label][field])


def test_the_numbers_that_a_page_opens_with_say_their_change(
    site: Site, then: dict[str, Data]
) -> None:
    for tag in newest_data()["classifications"]:
        requests, tokens, _ = site.pages[tag_page(tag)].iterfind(".//dl[@class]/div/dd")
        for cell, field in ((requests, "usage_share"), (tokens, "token_share")):
            change = moved(tag[field], then[tag["tag"]][field])
            expected = "no measurable change" if change == "→" else f"{change} pp"
            assert small_of(cell).endswith(f", {expected}")
        text = site.text(tag_page(tag))
        assert f"Changes are against the 7 days to {THEN}, the nearest snapshot" in text


def test_a_tasks_list_says_what_moved_entered_and_left(site: Site, then: dict[str, Data]) -> None:
    for tag in newest_data()["classifications"]:
        old = {model["id"]: model for model in then[tag["tag"]]["models"]}
        least_then = min(model["tag_usage_share"] for model in old.values())
        now = {model["id"]: model for model in tag["models"]}
        *rows, _ = site.rows(tag_page(tag), "Models by requests")
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
        text = site.text(tag_page(tag))
        for name in old.keys() - now.keys():
            share = percent(old[name]["tag_usage_share"])
            assert (
                f"{name} (was {share} of requests, is at most {percent(least_now)})"
            ) in text.partition("Left the list since 2026-09-04:")[2]


def test_home_says_what_moved_most_and_which_changes_stand_out(
    site: Site, then: dict[str, Data]
) -> None:
    assert (
        "The largest change is that of Classification: from 24.7 % of requests (7 days to "
        "2026-09-04) to 30.1 %, 5.4 percentage points more, within its noise floor of 8.4."
    ) in site.text("index.html")
    rows = site.rows("index.html", "1 change above the noise floor")
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


def test_a_vanished_task_and_category_keep_pages_that_lead_to_their_last_edition(
    tmp_path: Path,
) -> None:
    before = small(("a", "x", 0.5, 0.4), ("z:gone", "y", 0.5, 0.6), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 1, 1)))
    for path, kind in (("y/gone/index.html", "task"), ("y/index.html", "category")):
        text = built.text(path)
        assert f"The source no longer has this {kind}." in text
        assert "2026-09-20, with 50.0 % of classified requests on OpenRouter and 60.0 %" in text
        target = path.removesuffix("/index.html")
        depth = "../" * path.count("/")
        links = [link.attrib["href"] for link in built.pages[path].iter("a")]
        assert f"{depth}on/2026-09-20/index.html#{target}" in links
        ids = {e.get("id") for e in built.editions["on/2026-09-20/index.html"].iter()}
        assert target in ids
    archive = built.text("archive/index.html")
    assert "2026-10-06: The task Z:Gone (z:gone) has vanished." in archive
    assert "2026-10-06: The category Y (y) has vanished." in archive


def test_a_vanished_tasks_feed_ends_with_its_end_and_its_past_stays(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("gone", "y", 0.5, 0.6), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 1, 1)))
    for path, name in (("y/gone/", "task Gone (gone)"), ("y/", "category Y (y)")):
        titles = [
            each.text or ""
            for each in etree.fromstring(built.files[f"{path}feed.xml"]).iter("{*}title")
        ]
        assert titles[1] == f"2026-10-06: The {name} has vanished."
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


def test_a_tag_that_only_a_restated_answer_had_keeps_its_page_and_address(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("zz:foo", "x", 0.5, 0.5))
    second = small(("a", "x", 0.4, 0.4), ("zz:foo", "x", 0.6, 0.6))
    third = small(("a", "x", 1, 1))
    later = small(("a", "x", 0.5, 0.5), ("aa:foo", "x", 0.5, 0.5), as_of="2026-10-07")
    built = build(tmp_path, first, second, third, later)
    assert "The source no longer has this task." in built.text("x/foo/index.html")
    (taken,) = (path for path in built.pages if path.startswith("x/foo-"))
    assert built.rows(taken, "Models by requests")
    text = built.text("archive/index.html")
    assert "The task Zz:Foo (zz:foo) has vanished." in text


def test_a_task_that_moved_and_then_vanished_is_nowhere(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20"),
        small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-21"),
        small(("b", "y", 1, 1), as_of="2026-09-22"),
    )
    for path in ("x/a/index.html", "y/a/index.html"):
        assert "The source no longer has this task." in built.text(path)


def test_a_vanished_tasks_chart_and_file_cite_the_last_edition_that_has_it(tmp_path: Path) -> None:
    days = [
        small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of=f"2026-09-{day}")
        for day in (20, 21, 22)
    ]
    built = build(tmp_path, *days, small(("a", "x", 1, 1)))
    last, newest = "as of 2026-09-22.", b"as of 2026-10-06."
    for file in ("y/b/history.csv", "y/b/trend.svg"):
        assert last.encode() in built.files[file]
        assert newest not in built.files[file]
    (figure,) = built.pages["y/b/index.html"].iter("figure")
    *_, cited = figure.iterfind("details/p/code")
    assert (cited.text or "").endswith(f"{last} {BASE}on/2026-09-22/#y/b")


def test_a_vanished_category_says_where_its_tasks_are(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20")
    built = build(tmp_path, before, small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5)))
    text = built.text("y/index.html")
    assert "Of its tasks, it has put into other categories: B." in text
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-09-20." in text


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


def test_a_damaged_answer_of_any_day_is_told_before_the_source_is_asked(tmp_path: Path) -> None:
    archive_with(tmp_path / "data", *(file.read_bytes() for file in RECORDED))
    (tmp_path / "data" / "snapshots" / "2026-09-01.json").write_bytes(b"{")
    folders = tmp_path / "data", tmp_path / "site"
    config = BuildConfig(*folders, None, today=date(2026, 11, 22), cache=tmp_path / "cache")

    def source(_: Archive) -> FetchedAnswer:
        pytest.fail("the source was asked")

    with pytest.raises(ArchiveError, match="2026-09-01"):
        run(config, source, lambda _: None)


def test_a_task_that_moved_leads_from_its_old_place_to_its_new_one(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5), as_of="2026-09-20")
    now = small(("a", "y", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    built = build(tmp_path, before, now)
    assert "has moved this task to another category" in built.text("x/a/index.html")
    assert "../../y/a/index.html" in [
        link.attrib["href"] for link in built.pages["x/a/index.html"].iter("a")
    ]
    assert built.rows("y/a/index.html", "Models by requests")
    back = build_from(
        archive_with(tmp_path / "data", before | {"as_of": "2026-10-20"}), tmp_path / "back"
    )
    assert back.rows("x/a/index.html", "Models by requests")
    assert "has moved this task" in back.text("y/a/index.html")


def test_the_archive_lists_editions_gaps_and_that_nothing_was_restated(site: Site) -> None:
    links = [link.attrib["href"] for link in site.pages["archive/index.html"].iter("a")]
    editions = [link for link in links if "/on/2" in link][:5]
    assert editions == [
        f"../on/{day}/index.html"
        for day in ("2026-10-06", "2026-09-01", "2026-09-02", "2026-09-04", "2026-08-31")
    ]
    text = site.text("archive/index.html")
    assert "No snapshot for 2026-09-05 to 2026-10-05: the source keeps no past." in text
    assert "No snapshot for 2026-09-03: the source keeps no past." in text
    assert "The source has restated none of the archived days" in text
    assert "5 editions so far" in text


def test_the_archive_says_what_a_restatement_changed(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    later = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    later["classifications"][0]["models"][0]["tag_token_share"] = 0.5
    text = build(tmp_path, first, later).text("archive/index.html")
    assert "2026-10-06: the source later gave another answer than before." in text
    assert "A 50.0 % → 60.0 % of requests (+10.0 pp), B 50.0 % → 40.0 % of requests (−10.0 pp)" in (
        text
    )
    assert "In the tasks’ lists, 1 model’s entry differs." in text


def test_each_trend_draws_the_shares_of_the_answers_and_breaks_at_the_gap(site: Site) -> None:
    for tag in newest_data()["classifications"]:
        page = site.pages[tag_page(tag)]
        chart = page.find(".//figure[@id='trend']/svg")
        assert chart is not None
        rows = site.rows(tag_page(tag), f"{tag['display_name']} over time")
        for row, file in zip(rows, reversed(RECORDED), strict=True):
            old = recorded_data(file.stem)["classifications"]
            then = next(each for each in old if each["tag"] == tag["tag"])
            assert words(row[0]) == file.stem
            assert numbers(row[1])[0][1] == percent(then["usage_share"])
            assert numbers(row[2])[0][1] == percent(then["token_share"])
        first = [circle for circle in chart.iter("circle") if circle.get("class") == "first"][:-1]
        heights = [float(circle.attrib["cy"]) for circle in first[:5]]
        shares = [float(numbers(row[1])[0][0]) for row in reversed(rows)]
        bottom, top = 156.0, 26.0
        largest = 1.08 * max(float(numbers(cell)[0][0]) for row in rows for cell in row[1:])
        drawn = sorted((bottom - y) * largest / (bottom - top) for y in heights if y > top - 9)
        assert len(chart.findall("rect[@class='gap']")) == 1
        for share in shares:
            assert min(abs(share - each) for each in drawn) < 0.06 * largest / 10 + 0.0005
        lines = [path for path in chart.iter("path") if path.get("class") == "trace first"]
        assert len(lines) == 2  # the legend's, and the four of August and September


def test_each_chart_of_ranks_says_those_of_the_answers(site: Site) -> None:
    for tag in newest_data()["classifications"]:
        rows = site.rows(tag_page(tag), "Ranks by requests over time")
        leading = sorted(
            tag["models"], key=lambda m: (-m["tag_usage_share"], -m["tag_token_share"], m["id"])
        )[:MODELS_OVER_TIME]
        for row, file in zip(rows, reversed(RECORDED), strict=True):
            old = recorded_data(file.stem)["classifications"]
            models = next(each for each in old if each["tag"] == tag["tag"])["models"]
            shares = {model["id"]: model["tag_usage_share"] for model in models}
            expected = []
            for model in leading:
                share = shares.get(model["id"])
                tie = "=" if list(shares.values()).count(share or -1) > 1 else ""
                expected.append(
                    "–" if share is None else f"{place(share, [*shares.values()])}{tie}"
                )
            assert [words(cell) for cell in row[1:]] == expected


def test_the_series_is_a_file_of_its_own(site: Site) -> None:
    lines = site.files["general/translation/history.csv"].decode().splitlines()
    assert lines[0].endswith("as of 2026-10-06. Licensed under CC BY 4.0.")
    assert [line.split(",")[0] for line in lines[2:]] == [file.stem for file in RECORDED]
    assert lines[-1] == "2026-10-06,0.028,0.003"


def linked_data(page: ET.Element) -> Data | None:
    found = page.find("head/script[@type='application/ld+json']")
    return None if found is None else json.loads(found.text or "")


def test_ranking_pages_and_editions_are_datasets(site: Site) -> None:
    without = {path for path, page in site.pages.items() if linked_data(page) is None}
    assert without == {"404.html", "about/index.html", "archive/index.html"}
    for path, page in (site.pages | site.editions).items():
        data = linked_data(page)
        if data is None:
            continue
        day = path.split("/")[1] if path.startswith("on/") else NOW
        assert data["@type"] == "Dataset"
        assert data["@context"] == "https://schema.org"
        assert data["url"] == BASE + path.removesuffix("index.html")
        assert 50 <= len(data["description"]) <= 5000
        first, last = data["temporalCoverage"].split("/")
        assert last == day
        assert first < last
        assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert data["isBasedOn"] == "https://openrouter.ai/rankings"
        assert day in data["creditText"]
        assert {each["unitText"] for each in data["variableMeasured"]} == {"fraction of 1"}
        for file in data["distribution"]:
            found = file["contentUrl"].removeprefix(BASE)
            assert found in site.files
            assert found.endswith(
                {"text/csv": "csv", "application/json": "json"}[file["encodingFormat"]]
            )
    assert linked_data(site.pages["index.html"])["temporalCoverage"] == "2026-09-30/2026-10-06"  # type: ignore[index]


def test_the_sitemap_has_every_page_with_the_date_of_its_figures(site: Site) -> None:
    root = etree.fromstring(site.files["sitemap.xml"])
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = {
        page.findtext("s:loc", None, space): page.findtext("s:lastmod", None, space)
        for page in root.iterfind("s:url", space)
    }
    expected = {
        BASE + path.removesuffix("index.html"): path.split("/")[1] if "on/" in path[:3] else NOW
        for path in site.pages | site.editions
        if path != "404.html"
    }
    assert listed == expected
    robots = site.files["robots.txt"].decode()
    assert robots == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def test_without_an_address_there_is_no_sitemap(tmp_path: Path) -> None:
    built = build_from(archive_with(tmp_path / "data", small(("a", "x", 1, 1))), tmp_path / "site")
    assert "sitemap.xml" not in built.files
    assert built.files["robots.txt"] == b"User-agent: *\nAllow: /\n"
    data = linked_data(built.pages["x/a/index.html"])
    assert data
    assert "url" not in data
    assert data["distribution"][0]["contentUrl"] == "../../on/2026-10-06/data.csv"


def test_answers_in_any_order_tell_the_same_past(tmp_path: Path) -> None:
    straight = build(tmp_path / "a", *(file.read_bytes() for file in RECORDED))
    shuffled = []
    for file in RECORDED:
        data = recorded_data(file.stem)
        data["classifications"].reverse()
        data["macro_categories"].reverse()
        for tag in data["classifications"]:
            tag["models"].reverse()
        shuffled.append(raw(data))
    assert build(tmp_path / "b", *shuffled).files == straight.files


def test_a_sample_of_an_edition_says_that_it_is_one(tmp_path: Path) -> None:
    data = archive_with(tmp_path / "data", small(("a", "x", 1, 1)))
    built = build_from(data, tmp_path / "site", is_sample=True)
    page = "on/2026-10-06/index.html"
    assert "This is a sample" in built.text(page)
    assert built.editions[page].find("head/meta[@content='noindex']") is not None
