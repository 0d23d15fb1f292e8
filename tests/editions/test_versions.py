"""Dated editions: they hold the whole day, and keep their bytes whatever comes."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.rankings import derive
from site_lib.editions.edition import Edition
from site_lib.editions.versions import VERSIONS, Editions, Version
from site_lib.errors import RenderError
from tests.answers import RECORDED, ROOT, archive_with, newest_data, raw, small, snapshot_of, tree
from tests.site_reader import CITATION, Site, build_from, percent, rank, words
from tools import golden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from site_lib.editions.edition import Edition
    from tests.answers import Data

BASE = "https://example.org/x/"
PAGE = "on/2026-10-06/index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("editions")
    answers = [file.read_bytes() for file in RECORDED]
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE)


def editions(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(folder).items() if path.startswith("on/")}


@pytest.mark.parametrize("number", range(1, len(VERSIONS) + 1))
def test_published_editions_are_the_golden_files(number: int) -> None:
    """Where this fails, published pages would change: undo that, or add a version."""
    assert golden.golden_files(number) == tree(golden.FOLDER / str(number))


def test_later_snapshots_change_no_byte_of_an_edition(tmp_path: Path, data: Data) -> None:
    answers = [file.read_bytes() for file in RECORDED]
    build_from(archive_with(tmp_path / "data", *answers[:3]), tmp_path / "three", BASE)
    before = editions(tmp_path / "three")
    assert len(before) == 9
    data["classifications"][0]["usage_share"] += 0.001
    restated, moved = raw(data), raw(changed_beyond_recognition())
    archive_with(tmp_path / "data", *answers[3:], restated, moved)
    build_from(tmp_path / "data", tmp_path / "more", BASE)
    after = editions(tmp_path / "more")
    assert len(after) == 7 * 3
    assert {path: after[path] for path in before} == before
    assert "on/2026-10-06-r2/index.html" in after


def changed_beyond_recognition() -> Data:
    """Rename, move and drop tags, as a later answer may."""
    data = newest_data() | {"as_of": "2026-10-07"}
    for tag in data["classifications"]:
        tag["display_name"] = f"New {tag['display_name']}"
    data["classifications"][-1]["tag"] = "brand:new"
    return data


def test_the_living_pages_templates_and_styles_have_no_part_in_an_edition(tmp_path: Path) -> None:
    rankings = derive(snapshot_of(newest_data()))
    alone = tmp_path / "templates"
    (alone / "editions").mkdir(parents=True)
    for file in (ROOT / "templates" / "editions").iterdir():
        (alone / "editions" / file.name).write_bytes(file.read_bytes())
    assert dict(maker(alone).files(rankings, 1)) == dict(maker().files(rankings, 1))
    with pytest.raises(RenderError, match="cannot read the editions' templates"):
        maker(tmp_path / "nowhere")


def maker(templates: Path = ROOT / "templates", versions: Sequence[Version] = VERSIONS) -> Editions:
    return Editions(templates, None, is_sample=False, versions=versions)


def test_a_new_version_renders_new_editions_only() -> None:
    def load(_: Path) -> Callable[[Edition], Iterator[tuple[str, bytes]]]:
        return lambda edition: iter([(edition.path, b"as of now")])

    versions = (*VERSIONS, Version(date(2026, 10, 6), load))
    made = maker(versions=versions)
    newest = derive(snapshot_of(newest_data()))
    assert dict(made.files(newest, 1)) == {PAGE: b"as of now"}
    older = replace(newest, as_of=date(2026, 10, 5))
    files = dict(made.files(older, 1))
    assert files == dict(maker().files(older, 1))


def sections(site: Site) -> dict[str, ET.Element]:
    page = site.editions[PAGE]
    return {each.attrib["id"]: each for each in page.iter("section")}


def test_an_edition_holds_every_category_tag_and_model_with_ranks_and_remainders(
    site: Site, data: Data
) -> None:
    found = sections(site)
    assert len(found) == 4 + 29
    for group in data["macro_categories"]:
        said = words(found[group["key"]].findall("p")[0])
        assert said.startswith(f"{percent(group['usage_share'])} of all classified requests")
        assert f"{percent(group['token_share'])} of all tokens" in said
    of_all = data["classifications"]
    for tag in of_all:
        key = tag["macro_category"]
        section = found[f"{key}/{tag['tag'].rpartition(':')[2].replace('_', '-')}"]
        assert section.findtext("h3/code") == tag["tag"]
        said = words(section.findall("p")[0])
        within = [each for each in of_all if each["macro_category"] == key]
        for field, group in (
            ("usage_share", of_all),
            ("token_share", of_all),
            ("category_usage_share", within),
            ("category_token_share", within),
        ):
            assert percent(tag[field]) in said
            assert f"rank {rank(tag[field], [each[field] for each in group])}" in said
        rows = [list(row) for row in section.iterfind("table/tbody/tr")]
        models = sorted(
            tag["models"], key=lambda m: (-m["tag_usage_share"], -m["tag_token_share"], m["id"])
        )
        for row, model in zip(rows[:-1], models, strict=True):
            assert words(row[0]).startswith(model["id"])
            requests = [each["tag_usage_share"] for each in models]
            tokens = [each["tag_token_share"] for each in models]
            assert [words(cell) for cell in row[1:]] == [
                percent(model["tag_usage_share"]),
                rank(model["tag_usage_share"], requests),
                percent(model["tag_token_share"]),
                rank(model["tag_token_share"], tokens),
            ]
        assert [words(cell) for cell in rows[-1]] == [
            "Not listed",
            percent(1 - sum(requests)),
            "–",
            percent(1 - sum(tokens)),
            "–",
        ]


def test_an_edition_cites_itself_and_points_to_nothing_that_comes_later(site: Site) -> None:
    for path, page in site.editions.items():
        day = path.split("/")[1]
        citation = f"Source: OpenRouter (openrouter.ai/rankings), as of {day}."
        quoted = page.find(".//blockquote")
        assert quoted is not None
        assert words(quoted) == f"{citation} {BASE}on/{day}/"
        links = {a.attrib["href"] for a in page.iter("a") if not a.attrib["href"].startswith("#")}
        assert links == {
            "../../index.html",
            "../../archive/index.html",
            "../../about/index.html",
            "data.csv",
            "data.json",
            f"{BASE}on/{day}/",
            "https://creativecommons.org/licenses/by/4.0/",
        }
        dates = set(re.findall(r"\d{4}-\d{2}-\d{2}", site.text(path)))
        assert max(dates) == day  # models' names hold dates, too


def test_the_files_hold_what_the_answer_says(site: Site, data: Data) -> None:
    content = json.loads(site.files["on/2026-10-06/data.json"])
    assert content["citation"] == CITATION
    assert content["licence"] == "Licensed under CC BY 4.0."
    assert (content["as_of"], content["window_days"], content["revision"]) == ("2026-10-06", 7, 1)
    tasks = {task["tag"]: task for task in content["tasks"]}
    text = site.files["on/2026-10-06/data.csv"].decode()
    credit, _, table = text.partition("\n")
    assert credit == f"# {CITATION} Licensed under CC BY 4.0."
    rows = list(csv.DictReader(io.StringIO(table)))
    listed = {(row["tag"], row["model"]): row for row in rows if row["row"] == "model"}
    whole = {row["tag"]: row for row in rows if row["share_of"] == "everything"}
    assert len(rows) == 4 + 29 * (2 + 10 + 1)
    for tag in data["classifications"]:
        task = tasks[tag["tag"]]
        assert task["of_everything"]["request_share"] == tag["usage_share"]
        assert task["of_category"]["token_share"] == tag["category_token_share"]
        assert float(whole[tag["tag"]]["token_share"]) == tag["token_share"]
        requests = [each["tag_usage_share"] for each in tag["models"]]
        assert task["not_listed"]["request_share"] == pytest.approx(1 - sum(requests))
        by_id = {each["id"]: each for each in task["models"]}
        assert len(by_id) == len(tag["models"])
        for model in tag["models"]:
            said = by_id[model["id"]]
            place = 1 + sum(share > model["tag_usage_share"] for share in requests)
            row = listed[tag["tag"], model["id"]]
            assert said["request_share"] == model["tag_usage_share"]
            assert said["rank_by_requests"] == place == int(row["rank_by_requests"])
            assert float(row["request_share"]) == model["tag_usage_share"]
            assert float(row["token_share"]) == model["tag_token_share"]


def test_a_restatement_has_an_edition_that_names_the_one_before(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    later = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    built = build_from(archive_with(tmp_path / "data", first, later), tmp_path / "site", BASE)
    assert set(built.editions) == {PAGE, "on/2026-10-06-r2/index.html"}
    text = built.text("on/2026-10-06-r2/index.html")
    assert "This is revision 1 of that date." in text
    assert "60.0%" in text
    links = [
        link.attrib["href"] for link in built.editions["on/2026-10-06-r2/index.html"].iter("a")
    ]
    assert "../../on/2026-10-06/index.html" in links
    assert "restate" not in built.text(PAGE)
    assert b"on/2026-10-06-r2/" in built.files["index.html"]


def test_names_can_break_neither_page_nor_files(tmp_path: Path) -> None:
    name = "=cmd()</script><script>alert(1)</script>,\"'\n&"
    data = small((name, "-x", 1, 1))
    data["classifications"][0]["models"][0]["id"] = "@sum"
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site", BASE)
    content = built.files[PAGE]
    assert b"<script>alert" not in content
    (linked,) = built.editions[PAGE].iter("script")
    assert json.loads(linked.text or "")["@type"] == "Dataset"
    table = built.files["on/2026-10-06/data.csv"].decode().partition("\n")[2]
    rows = list(csv.reader(io.StringIO(table)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    assert json.loads(built.files["on/2026-10-06/data.json"])["tasks"][0]["tag"] == name


def test_a_day_without_models_or_tasks_in_a_category_is_an_edition(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    data["macro_categories"].append({"key": "y", "label": "Y", "usage_share": 0, "token_share": 0})
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site")
    text = built.text(PAGE)
    assert "OpenRouter listed no model for it." in text
    assert "It had no task." in text
    assert "<0.05% of all classified requests" in text
