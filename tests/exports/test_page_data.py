"""The files beside pages: CSV and JSON with the same rows, and what JSON says about them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests import recomputed
from tests.answers import RECORDED, archive_with, recorded_data, small
from tests.data_files import check, check_then, content, from_duckdb, from_pandas, rows
from tests.site_reader import (
    CITATION,
    WITHOUT_FIGURES,
    Site,
    build_from,
    is_author,
    is_model,
    is_task,
    model_name,
    numbers,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


BASE = "https://example.org/x/"
THEN = "2026-09-04"
FRAME = ("as_of", "window_days", "compared_with")


def folders(site: Site) -> Iterator[str]:
    """Yield the folders of pages that have data files."""
    for path in site.pages:
        if path not in WITHOUT_FIGURES:
            yield path.removesuffix("index.html")


def test_every_page_with_figures_has_its_files_and_says_so(full_site: Site) -> None:
    names = ("data.csv", "data.json", "index.md")
    having = {path.removesuffix(names[0]) for path in full_site.files if path.endswith(names[0])}
    assert having == {*folders(full_site), *(path[:-10] for path in full_site.editions)}
    for folder in folders(full_site):
        page = full_site.pages[f"{folder}index.html"]
        declared = {
            link.attrib["href"]: link.attrib["type"]
            for link in page.iterfind("head/link[@rel='alternate']")
        }
        expected = dict(zip(names, ("text/csv", "application/json", "text/markdown"), strict=True))
        if f"{folder}history.csv" in full_site.files:
            expected["history.csv"] = "text/csv"
        if f"{folder}feed.xml" in full_site.files:
            expected["feed.xml"] = "application/atom+xml"
        assert declared == expected
        (line,) = (p for p in page.iter("p") if words(p).startswith("Download: "))
        assert words(line) == "Download: CSV · JSON · Markdown · all days"
        *links, all_days = (link.attrib["href"] for link in line.iter("a"))
        assert links == [*names]
        assert all_days.endswith("download/index.html")


def test_programs_read_the_same_from_csv_and_from_json(full_site: Site) -> None:
    for folder in folders(full_site):
        file = full_site.folder / folder / "data.csv"
        said = content(full_site, folder)
        frame = {name: said[name] for name in FRAME} | {
            "source": said["citation"],
            "licence": said["licence"],
        }
        expected = [{**row, **frame} for row in said["rows"]]
        assert from_pandas(file) == from_duckdb(file)
        assert from_pandas(file) == [
            {name: row[name] for name in _header(file)} for row in expected
        ]
        assert len(_header(file)) == len(expected[0])


def _header(file: Path) -> list[str]:
    return file.read_text("utf-8").partition("\n")[0].split(",")


def test_json_keeps_to_its_schema_and_says_where_it_comes_from(full_site: Site) -> None:
    schema = json.loads(full_site.files["download/data.schema.json"])
    checker = jsonschema.Draft202012Validator
    checker.check_schema(schema)
    validator = checker(schema, format_checker=checker.FORMAT_CHECKER)
    digests = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in RECORDED}
    for folder in folders(full_site):
        said = content(full_site, folder)
        validator.validate(said)
        assert said["snapshot_sha256"] == digests[said["as_of"]]
        assert said["edition"] == f"{BASE}on/{said['as_of']}/"
        assert said["citation"] == CITATION.replace("2026-10-06", said["as_of"])
        for row in said["rows"]:
            assert list(row) == list(said["fields"])
    for name in said:
        assert not validator.is_valid({key: said[key] for key in said if key != name})
    said["rows"][0]["request_share"] = 1.5
    with pytest.raises(jsonschema.ValidationError, match="maximum"):
        validator.validate(said)


def test_pages_of_a_kind_have_the_same_columns_whatever_their_day(
    full_site: Site, site: Site
) -> None:
    for is_kind in (is_task, is_author, is_model, lambda path: path.count("/") == 1):
        headers = {
            tuple(_header(built.folder / folder / "data.csv"))
            for built in (full_site, site)
            for folder in folders(built)
            if is_kind(f"{folder}index.html")
            and f"{folder}index.html" not in full_site.retired_models
            and folder != "models/"
        }
        assert len(headers) == 1


def test_a_task_page_has_what_the_answers_say_of_it_now_and_then(full_site: Site) -> None:
    now, then = recorded_data("2026-10-06"), recorded_data(THEN)
    before = {tag["tag"]: tag for tag in then["classifications"]}
    for tag in now["classifications"]:
        folder = f"{tag['macro_category']}/{tag['tag'].rpartition(':')[2].replace('_', '-')}/"
        assert content(full_site, folder)["compared_with"] == THEN
        (whole,) = rows(full_site, folder, kind="task", share_of="everything")
        check(whole, tag, now["classifications"], "usage_share", "token_share")
        check_then(whole, before[tag["tag"]], then["classifications"], "usage_share", "token_share")
        (part,) = rows(full_site, folder, kind="task", share_of="category")
        within = [e for e in now["classifications"] if e["macro_category"] == tag["macro_category"]]
        check(part, tag, within, "category_usage_share", "category_token_share")
        old = {model["id"]: model for model in before[tag["tag"]]["models"]}
        found = rows(full_site, folder, kind="model", share_of="task")
        listed = [row for row in found if row["request_share"] is not None]
        assert len(listed) == len(tag["models"])
        gone = {row["model"]: row for row in found if row["request_share"] is None}
        new = {model["id"] for model in tag["models"]}
        assert gone.keys() == {each["id"] for each in before[tag["tag"]]["models"]} - new
        most = recomputed.most_unlisted(tag["models"])
        most_then = recomputed.most_unlisted(before[tag["tag"]]["models"])
        for row in gone.values():
            assert row["request_share_max"] == pytest.approx(most, abs=1e-6)
            (model,) = (e for e in before[tag["tag"]]["models"] if e["id"] == row["model"])
            fields = "tag_usage_share", "tag_token_share"
            check_then(row, model, before[tag["tag"]]["models"], *fields)
        for model in tag["models"]:
            (row,) = (each for each in listed if each["model"] == model["id"])
            fields = "tag_usage_share", "tag_token_share"
            check(row, model, tag["models"], *fields)
            if model["id"] in old:
                check_then(row, old[model["id"]], before[tag["tag"]]["models"], *fields)
            else:
                assert row["request_share_then"] is None
                assert row["request_share_max_then"] == pytest.approx(most_then, abs=1e-6)
        (rest,) = rows(full_site, folder, kind="not listed")
        for name, field in (("request", "tag_usage_share"), ("token", "tag_token_share")):
            listed_shares = sum(model[field] for model in tag["models"])
            assert rest[f"{name}_share"] == pytest.approx(1 - listed_shares)


def test_home_and_categories_have_every_category_and_task(full_site: Site) -> None:
    now, then = recorded_data("2026-10-06"), recorded_data(THEN)
    tags, groups = now["classifications"], now["macro_categories"]
    old_tags, old_groups = then["classifications"], then["macro_categories"]
    before = {each["tag"]: each for each in old_tags} | {each["key"]: each for each in old_groups}
    assert len(rows(full_site, "", kind="category")) == len(groups)
    for group in groups:
        for folder in ("", f"{group['key']}/"):
            (row,) = rows(full_site, folder, kind="category", category=group["key"])
            check(row, group, groups, "usage_share", "token_share")
            check_then(row, before[group["key"]], old_groups, "usage_share", "token_share")
    for tag in tags:
        (row,) = rows(full_site, "", kind="task", task=tag["tag"])
        check(row, tag, tags, "usage_share", "token_share")
        check_then(row, before[tag["tag"]], old_tags, "usage_share", "token_share")
        (row,) = rows(full_site, f"{tag['macro_category']}/", kind="task", task=tag["tag"])
        within, old_within = (
            [each for each in all_ if each["macro_category"] == tag["macro_category"]]
            for all_ in (tags, old_tags)
        )
        fields = "category_usage_share", "category_token_share"
        check(row, tag, within, *fields)
        check_then(row, before[tag["tag"]], old_within, *fields)
        assert row["share_of"] == "category"


def test_ranges_are_those_that_the_page_prints(full_site: Site) -> None:
    """Their values are held against linear programmes where pages are tested."""
    pages = ["", "models/"] + [path[:-10] for path in full_site.pages if is_author(path)]
    seen = 0
    for folder in pages:
        found = rows(full_site, folder, kind="model")
        said = {row["model"]: row for row in found if row["listed_in"]}
        gone = [row for row in found if not row["listed_in"]]
        if folder:
            links = full_site.pages[f"{folder}index.html"].iterfind(".//li")
            shown = [words(link) for link in links if " until " in words(link)]
            assert shown == [f"{row['model']} until {row['last_listed']}" for row in gone]
        if not said:
            continue
        captions = {"": "Top 10", "models/": "43 listed"}
        printed = full_site.rows(f"{folder}index.html", captions.get(folder, f"{len(said)} listed"))
        assert len(printed) == len(said)
        for name, share, then, tokens, times in printed:
            row = said[model_name(name)]
            both = row["request_share_min"], row["request_share_max"]
            assert numbers(share) == [recomputed.down(both[0]), recomputed.up(both[1])]
            low, high = row["request_share_min_then"], row["request_share_max_then"]
            shown = [recomputed.down(low), recomputed.up(high)]
            assert numbers(then) == shown[-len(numbers(then)) :]
            assert numbers(tokens) == [recomputed.down(row["token_share_min"])]
            best = f"{row['best_rank']}{'=' if row['best_rank_tied'] else ''}"
            assert words(times).startswith(f"{row['listed_in']} of 29 rank {best} in ")
            seen += 1
    assert seen == 10 + 43 + 43


def test_a_page_of_the_past_has_its_last_figures(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("gone", "y", 0.5, 0.6), as_of="2026-09-20")
    archive = archive_with(tmp_path / "data", before, small(("a", "x", 1, 1)))
    built = build_from(archive, tmp_path / "site", BASE)
    for folder, kind, task in (("y/", "category", None), ("y/gone/", "task", "gone")):
        said = content(built, folder)
        assert (said["as_of"], said["compared_with"]) == ("2026-09-20", None)
        assert said["edition"] == f"{BASE}on/2026-09-20/"
        (row,) = said["rows"]
        assert (row["kind"], row["category"], row["task"]) == (kind, "y", task)
        assert (row["request_share"], row["token_share"]) == (0.5, 0.6)
    for folder in folders(built):
        assert from_pandas(tmp_path / "site" / folder / "data.csv")


def test_names_are_whole_in_json_and_guarded_in_csv(tmp_path: Path) -> None:
    data = small(("=cmd()</script>", "-x", 1, 1))
    data["classifications"][0]["models"][0]["id"] = "@sum/\"a',b"
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site")
    folder = next(path[:-10] for path in built.pages if is_task(path))
    (model,) = rows(built, folder, kind="model")
    assert (model["task"], model["model"]) == ("=cmd()</script>", "@sum/\"a',b")
    for file in built.folder.rglob("*.csv"):
        for row in from_pandas(file):
            assert not [cell for cell in row.values() if str(cell)[:1] in {"=", "+", "-", "@"}]
