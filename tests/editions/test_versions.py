"""Dated editions: they hold the whole day, and keep their bytes whatever comes."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from subprocess import run
from typing import TYPE_CHECKING

import pytest

from site_lib.editions.edition import Edition
from site_lib.editions.versions import VERSIONS, Editions, Version
from site_lib.errors import RenderError
from site_lib.snapshots.archive import Entry
from tests import recomputed
from tests.answers import RECORDED, ROOT, archive_with, newest_data, raw, site_at, small, tree
from tests.site_reader import Site, body_rows, build_from, build_site, percent, rank, words
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
    data["classifications"][0]["models"][0]["tag_usage_share"] += 0.001
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


def entry(as_of: str = "2026-10-06") -> Entry:
    """Return the newest recorded answer as that of a date."""
    content = raw(newest_data() | {"as_of": as_of})
    return Entry(date.fromisoformat(as_of), 1, ROOT / "nowhere", content)


def test_the_living_pages_templates_and_styles_have_no_part_in_an_edition(tmp_path: Path) -> None:
    alone = tmp_path / "templates"
    (alone / "editions").mkdir(parents=True)
    for file in (ROOT / "templates" / "editions").iterdir():
        (alone / "editions" / file.name).write_bytes(file.read_bytes())
    assert dict(maker(alone).files(entry())) == dict(maker().files(entry()))
    with pytest.raises(RenderError, match="cannot read the editions' templates"):
        maker(tmp_path / "nowhere")


def maker(templates: Path = ROOT / "templates", versions: Sequence[Version] = VERSIONS) -> Editions:
    return Editions(templates, site_at(), is_sample=False, versions=versions)


def test_a_new_version_renders_new_editions_only() -> None:
    def load(_: Path) -> Callable[[Edition], Iterator[tuple[str, bytes]]]:
        return lambda edition: iter([(edition.path, b"as of now")])

    versions = (*VERSIONS, Version(date(2026, 10, 6), load))
    made = maker(versions=versions)
    assert dict(made.files(entry())) == {PAGE: b"as of now"}
    older = dict(made.files(entry("2026-10-05")))
    assert older == dict(maker().files(entry("2026-10-05")))


def test_an_edition_holds_every_category_tag_and_model_with_ranks_and_remainders(
    site: Site, data: Data
) -> None:
    groups, tags = data["macro_categories"], data["classifications"]
    figures = Figures(groups, "usage_share", "token_share")
    for group, row in matched(
        groups, "label", site.rows(PAGE, "Shares of all classified requests on")
    ):
        assert row == figures.of(group)
    figures = Figures(tags, "usage_share", "token_share")
    of_all = site.rows(PAGE, "Shares of all classified requests and their tokens")
    for tag, row in matched(tags, "display_name", of_all):
        assert row[:4] == figures.of(tag)
        assert row[4].startswith(f"{tokens_per_request(tag, data)}×")
    for group in groups:
        within = [tag for tag in tags if tag["macro_category"] == group["key"]]
        figures = Figures(within, "category_usage_share", "category_token_share")
        rows = site.rows(PAGE, f"Shares of {group['label']} requests")
        for tag, row in matched(within, "display_name", rows):
            assert row == figures.of(tag)
    tables = {table.attrib.get("id"): table for table in site.editions[PAGE].iter("table")}
    for tag in tags:
        slug = tag["tag"].rpartition(":")[2].replace("_", "-")
        table = tables[f"{tag['macro_category']}/{slug}"]
        title = table.find("caption/h3")
        assert words(title) == f"{tag['display_name']} {tag['tag']}"
        *rows, (_, *rest) = body_rows(table)
        figures = Figures(tag["models"], "tag_usage_share", "tag_token_share")
        for model, row in matched(tag["models"], "id", rows):
            assert row == figures.of(model)
        requests, tokens = (sum(all_) for all_ in figures.shares)
        assert [words(e) for e in rest] == [percent(1 - requests), "–", percent(1 - tokens), "–"]


@dataclass(frozen=True)
class Figures:
    """The shares and ranks of things, from the answer alone."""

    things: list[Data]
    requests: str
    tokens: str

    @property
    def shares(self) -> tuple[list[float], list[float]]:
        return [e[self.requests] for e in self.things], [e[self.tokens] for e in self.things]

    def of(self, thing: Data) -> list[str]:
        pairs = zip((self.requests, self.tokens), self.shares, strict=True)
        both = [(percent(thing[name]), rank(thing[name], all_)) for name, all_ in pairs]
        return [cell for pair in both for cell in pair]


def matched(
    things: list[Data], name: str, rows: list[list[ET.Element]]
) -> Iterator[tuple[Data, list[str]]]:
    """Yield each thing with the cells of its row; the rows come by requests."""
    by_name = {words(first).removesuffix(" maker undisclosed"): cells for first, *cells in rows}
    assert len(by_name) == len(things) == len(rows)
    for thing in things:
        yield thing, [words(cell) for cell in by_name[thing[name]]]


def tokens_per_request(tag: Data, data: Data) -> str:
    (group,) = (g for g in data["macro_categories"] if g["key"] == tag["macro_category"])
    requests, tokens = (recomputed.share_of_all(tag, group, e) for e in ("usage", "token"))
    return recomputed.middle(*recomputed.tokens_per_request(requests, tokens)).removesuffix("×")


def test_an_edition_cites_itself_and_points_to_nothing_that_can_vanish(site: Site) -> None:
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
            "../../status/index.html#verify",
            "data.csv",
            "source.json",
            f"{BASE}on/{day}/",
            "https://creativecommons.org/licenses/by/4.0/",
        }
        inside = {a.attrib["href"] for a in page.iter("a") if a.attrib["href"].startswith("#")}
        assert inside - {"#main"} <= {f"#{e.attrib['id']}" for e in page.iter() if "id" in e.attrib}
        dates = set(re.findall(r"\d{4}-\d{2}-\d{2}", site.text(path)))
        assert max(dates) == day  # models' names hold dates, too


def test_an_edition_has_the_answer_byte_for_byte_and_the_command_that_checks_it(
    site: Site, tmp_path: Path
) -> None:
    for file in RECORDED:
        folder = f"on/{file.stem}/"
        assert site.files[f"{folder}source.json"] == file.read_bytes()
        digest = sha256(file.read_bytes()).hexdigest()
        texts = [words(code) for code in site.editions[f"{folder}index.html"].iter("code")]
        assert digest in texts
        assert f"curl -s {BASE}{folder}source.json | sha256sum" in texts
    plain = build_site(tmp_path, RECORDED[-1].read_bytes())
    (command,) = (
        words(code) for code in plain.editions[PAGE].iter("code") if "sha256sum" in words(code)
    )
    beside = plain.folder / "on" / "2026-10-06"
    said = run(["/bin/sh", "-c", command], cwd=beside, check=True, capture_output=True, text=True)
    assert said.stdout.split() == [digest, "source.json"]


def test_a_day_with_its_files_is_small(site: Site) -> None:
    for file in RECORDED:
        folder = f"on/{file.stem}/"
        sizes = [len(content) for path, content in site.files.items() if path.startswith(folder)]
        assert len(sizes) == 3
        assert sum(sizes) < 145_000


def test_a_restatement_has_an_edition_that_names_the_one_before(tmp_path: Path) -> None:
    first = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    later = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    built = build_from(archive_with(tmp_path / "data", first, later), tmp_path / "site", BASE)
    assert set(built.editions) == {PAGE, "on/2026-10-06-r2/index.html"}
    text = built.text("on/2026-10-06-r2/index.html")
    assert "2026-10-06, revision 2: what AI models are used for" in page_title(built)
    assert "OpenRouter revised this date. It first published other figures." in text
    assert "60.0%" in text
    links = [
        link.attrib["href"] for link in built.editions["on/2026-10-06-r2/index.html"].iter("a")
    ]
    assert "../../on/2026-10-06/index.html" in links
    assert "restate" not in built.text(PAGE)
    assert b"on/2026-10-06-r2/" in built.files["index.html"]


def page_title(site: Site) -> str:
    return site.editions["on/2026-10-06-r2/index.html"].findtext("head/title") or ""


def test_names_can_break_neither_page_nor_files(tmp_path: Path) -> None:
    name = "=cmd()</script><script>alert(1)</script>,\"'\n&"
    data = small((name, "-x", 1, 1))
    data["classifications"][0]["models"][0]["id"] = "@sum"
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site", BASE)
    content = built.files[PAGE]
    assert b"<script>alert" not in content
    (linked,) = built.editions[PAGE].iter("script")
    assert json.loads(linked.text or "")["@type"] == "Dataset"
    rows = list(csv.reader(io.StringIO(built.files["on/2026-10-06/data.csv"].decode())))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


def test_a_day_without_models_or_tasks_in_a_category_is_an_edition(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    data["macro_categories"].append({"key": "y", "label": "Y", "usage_share": 0, "token_share": 0})
    built = build_from(archive_with(tmp_path / "data", data), tmp_path / "site")
    text = built.text(PAGE)
    assert "OpenRouter listed no model for it." in text
    assert "It had no task." in text
    assert "Y <0.05% 2 <0.05% 2" in text
