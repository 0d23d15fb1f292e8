"""Answers with odd names, new tasks and little in them, built and read back."""

from __future__ import annotations

import gzip
import json
import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from site_lib.pages.plan import plan
from site_lib.publish.reader import Reader
from site_lib.publish.templates import Renderer
from site_lib.snapshots import checks
from site_lib.snapshots.archive import Archive
from tests.answers import NEWEST, ROOT, Data, raw, site_at, small, snapshot_of, tree
from tests.site_reader import (
    build_site,
    is_task,
    listed_models,
    without_the_answer,
)

if TYPE_CHECKING:
    from pathlib import Path


HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}</title></style><!--"


def test_markup_in_names_is_text_wherever_it_stands(tmp_path: Path, data: Data) -> None:
    tag = data["classifications"][0]
    tag["display_name"] = tag["tag"] = HOSTILE
    tag["models"][0]["id"] = HOSTILE
    data["macro_categories"][0]["label"] = HOSTILE
    own = {(ROOT / "static" / f"{name}.js").read_text() for name in ("age", "filter")}
    built = build_site(tmp_path, raw(data))
    for path, page in built.pages.items():
        scripts = {s.text for s in page.iter("script") if s.get("type") != "application/ld+json"}
        assert scripts <= own, path
        assert not [e for e in page.iter() if any(a.startswith("on") for a in e.attrib)], path
        assert b"<script>alert" not in built.files[path], path
        assert b">49<" not in built.files[path], path
    home = built.pages["index.html"]
    assert HOSTILE in [link.text for link in home.iter("a")]
    labels = [label.text or "" for label in home.iter("text")]
    assert [label for label in labels if label.startswith("<script>alert(1)") and label[-1] == "…"]


def test_characters_that_markup_cannot_hold_reach_no_page(tmp_path: Path) -> None:
    odd = "a\x00\u202e\ufffe\ufdd0"
    data = small((odd, odd, 1, 1))
    data["classifications"][0]["models"][0]["id"] = odd
    for path, content in build_site(tmp_path, raw(data)).files.items():
        if path.endswith("/source.json"):  # the answer itself
            assert content == raw(data)
            continue
        plain = gzip.decompress(content) if path.endswith(".gz") else content
        assert not set(plain.decode()) & {"\x00", "\u202e", "\ufffe", "\ufdd0"}, path


@pytest.mark.parametrize(
    "names",
    [
        ("../../etc", "..\\..\\windows"),
        ("x", "code:x"),
        ("X", "x"),
        ("a_b", "a-b"),
        ("n" * 199, "n" * 200),
        ("日本", "中国"),
        ("con", "aux"),
        ("index.html", "404"),
    ],
)
def test_odd_tags_get_pages_of_their_own_inside_the_site(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    data = small((names[0], "code", 0.6, 0.5), (names[1], "code", 0.4, 0.5))
    built = build_site(tmp_path, raw(data))
    assert len(list(filter(is_task, built.pages))) == 2
    assert len(built.pages) == 2 + 1 + 6 + 3  # with the page of all models, an author's, a model's
    assert set(tree(tmp_path)) == {f"site/{path}" for path in built.files} | {
        "data/snapshots/2026-10-06.json",
        "cache/entries",
    }
    for path in built.files:
        assert re.fullmatch(r"[a-z0-9./-]+", path)


def test_a_category_called_about_leaves_the_sites_own_page_alone(tmp_path: Path) -> None:
    built = build_site(tmp_path, raw(small(("a", "about", 1, 1))))
    assert "About the figures" in built.text("about/index.html")
    assert len([path for path in built.pages if path.startswith("about-")]) == 2


def test_a_new_tag_category_and_field_are_built(tmp_path: Path, data: Data) -> None:
    data["classifications"][0]["trend"] = "up"
    data["macro_categories"].append(
        {"key": "science", "label": "Science", "usage_share": 0, "token_share": 0}
    )
    new = dict(data["classifications"][28], tag="science:new", display_name="New")
    new |= {"macro_category": "science", "usage_share": 0, "token_share": 0}
    data["classifications"].append(new)
    built = build_site(tmp_path, raw(data))
    assert "science/new/index.html" in built.pages
    assert "Science" in built.text("index.html")


def test_order_in_the_answer_changes_no_byte(tmp_path: Path, data: Data) -> None:
    straight = build_site(tmp_path / "a", raw(data))
    data["classifications"].reverse()
    data["macro_categories"].reverse()
    for tag in data["classifications"]:
        tag["models"].reverse()
    reversed_ = build_site(tmp_path / "b", raw(data))
    assert without_the_answer(reversed_) == without_the_answer(straight)


def test_every_recorded_answer_builds(tmp_path: Path, recorded: bytes) -> None:
    built = build_site(tmp_path, recorded)
    data = json.loads(recorded)["data"]
    models = listed_models(data)
    authors = {model.partition("/")[0] for model in models}
    pages = [path for path in built.files if path.endswith(".html")]
    assert len(pages) == 38 + 2 + 1 + len(authors) + len(models)
    assert snapshot_of(data).window_days == 7


def test_the_window_is_the_snapshots_not_a_word_in_a_template(
    tmp_path: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "WINDOW_DAYS", 28)
    data["window_days"] = 28
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / NEWEST.name).write_bytes(raw(data))
    planned = plan(Reader().history(Archive(tmp_path).entries), site_at(), is_sample=False)
    renderer = Renderer(ROOT, planned.site)
    pages = (make() for make in planned.pages)
    for path, content in chain.from_iterable(map(renderer.files, pages)):
        assert b"7 days" not in content, path
        if path.endswith(".html") and path != "404.html":
            assert b"28 days" in content, path
