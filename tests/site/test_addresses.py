from __future__ import annotations

import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_lib.site.addresses import Slugs, anchor, assign, edition, public, relative
from site_lib.snapshots.snapshot import Snapshot, parse
from site_lib.snapshots.summary import Taxonomy, summarize
from tests.answers import RECORDED, small, snapshot_of

SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def taxonomy(snapshot: Snapshot) -> Taxonomy:
    """Read which task an answer puts into which category."""
    return summarize(snapshot).taxonomy


def test_a_slug_is_the_part_after_the_colon_in_lower_case_with_dashes() -> None:
    assert Slugs().add(["code:general_impl", "qa_knowledge", "agent:Web_Search"]) == {
        "code:general_impl": "general-impl",
        "qa_knowledge": "qa-knowledge",
        "agent:Web_Search": "web-search",
    }


def test_every_tag_of_the_recorded_answers_has_the_address_that_its_name_says() -> None:
    for file in RECORDED:
        now = taxonomy(parse(file.read_bytes(), file.name).data)
        for tag, key in now.tags.items():
            name = tag.rpartition(":")[2].replace("_", "-")
            assert assign([now]).tags[tag] == f"{key}/{name}/index.html"


@given(st.sets(st.text(min_size=1, max_size=300), max_size=30))
def test_any_names_get_safe_slugs_and_no_two_the_same(names: set[str]) -> None:
    assigned = Slugs(frozenset({"about"})).add(names)
    assert assigned.keys() == names
    assert len(set(assigned.values())) == len(names)
    for slug in assigned.values():
        assert SAFE.fullmatch(slug)
        assert slug not in {"about", "con", "nul", "com1"}
        assert len(slug) <= 130


@given(st.lists(st.sampled_from(["x", "X", "a:x", "b:x", "x_", "_x", "", "…", "あ"]), unique=True))
def test_slugs_do_not_depend_on_the_order_of_names(names: list[str]) -> None:
    assert Slugs().add(names) == Slugs().add(reversed(names))


def test_a_tag_that_would_climb_out_stays_in_its_category() -> None:
    data = small(("../../etc", "..", 0.5, 0.5), ("c:\\windows", "a/b", 0.5, 0.5))
    paths = assign([taxonomy(snapshot_of(data))])
    assert paths.tags["../../etc"].endswith("/etc/index.html")
    for path in (*paths.tags.values(), *paths.categories.values()):
        assert set(path) <= {*string.ascii_lowercase, *string.digits, "-", "/", "."}
        assert all(SAFE.fullmatch(folder) for folder in path.split("/")[:-1])


def test_a_category_called_about_does_not_take_the_place_of_the_sites_own_page() -> None:
    paths = assign([Taxonomy(frozenset({"about"}), {"a": "about"})])
    assert re.fullmatch(r"about-[0-9a-f]{6}/index\.html", paths.categories["about"])


def test_links_are_relative_from_any_depth() -> None:
    assert relative("index.html", "code/debugging/index.html") == "../../index.html"
    assert relative("code/debugging/index.html", "index.html") == "code/debugging/index.html"
    assert relative("code/a/index.html", "code/b/index.html") == "../a/index.html"
    assert relative("about/index.html", "404.html") == "about/index.html"


def test_visitors_know_a_page_by_its_folder() -> None:
    assert [public(path) for path in ("index.html", "code/index.html", "404.html")] == [
        "",
        "code/",
        "404.html",
    ]


@pytest.mark.parametrize("name", ["about", "archive", "models", "on", "static", "status", "con"])
def test_no_category_takes_a_folder_that_the_site_or_a_system_needs(name: str) -> None:
    paths = assign([Taxonomy(frozenset({name}), {"a": name})])
    assert re.fullmatch(rf"{name}-[0-9a-f]{{6}}/index\.html", paths.categories[name])


def test_accents_are_dropped_and_long_names_cut() -> None:
    assigned = Slugs().add(["Café Crème", "n" * 200])
    assert assigned == {"Café Crème": "cafe-creme", "n" * 200: "n" * 60}


def test_who_comes_later_takes_no_address_away() -> None:
    first = Taxonomy(frozenset({"x"}), {"b:one": "x"})
    later = Taxonomy(frozenset({"x"}), {"a:one": "x", "b:one": "x"})
    assert assign([first]).tags == {"b:one": "x/one/index.html"}
    paths = assign([first, later]).tags
    assert paths["b:one"] == "x/one/index.html"
    assert re.fullmatch(r"x/one-[0-9a-f]{6}/index\.html", paths["a:one"])
    assert assign([first, later, first]).tags["a:one"] == paths["a:one"]


def test_a_tag_that_moves_has_an_address_in_each_of_its_categories() -> None:
    before = Taxonomy(frozenset({"x", "y"}), {"a": "x"})
    after = Taxonomy(frozenset({"y"}), {"a": "y"})
    paths = assign([before, after])
    assert paths.in_category == {("x", "a"): "x/a/index.html", ("y", "a"): "y/a/index.html"}
    assert paths.tags == {"a": "y/a/index.html"}
    assert paths.categories == {"x": "x/index.html", "y": "y/index.html"}
    assert assign([before, after, before]).tags == {"a": "x/a/index.html"}


def test_editions_have_an_address_a_date_and_restatement() -> None:
    assert edition(date(2026, 10, 6), 1) == "on/2026-10-06/index.html"
    assert edition(date(2026, 10, 6), 12) == "on/2026-10-06-r12/index.html"
    assert anchor("code/debugging/index.html") == "code/debugging"


def test_a_model_is_in_its_authors_folder_with_hyphens_for_dots_and_colons() -> None:
    found = assign([], [["openai/gpt-5.6-luna-20260709", "nvidia/nemotron-3:free"]])
    assert found.models == {
        "openai/gpt-5.6-luna-20260709": "models/openai/gpt-5-6-luna-20260709/index.html",
        "nvidia/nemotron-3:free": "models/nvidia/nemotron-3-free/index.html",
    }
    assert found.authors == {
        "openai": "models/openai/index.html",
        "nvidia": "models/nvidia/index.html",
    }


def test_models_that_come_later_take_no_address_away() -> None:
    first, second = ["a/x.y"], ["a/x-y", "A/x.y"]
    before, after = assign([], [first]), assign([], [first, second])
    assert after.models["a/x.y"] == before.models["a/x.y"] == "models/a/x-y/index.html"
    assert after.authors["a"] == before.authors["a"]
    assert len(set(after.models.values())) == 3
    assert after.models == assign([], [first, reversed(second)]).models


@pytest.mark.parametrize("model", ["index", "index/index", "a/index", "/", "", "//", "a/", "…/…"])
def test_no_model_and_no_author_takes_the_place_of_another_page(model: str) -> None:
    found = assign([], [[model, "a/b"]])
    path = found.models[model]
    assert re.fullmatch(r"models/[a-z0-9-]+/[a-z0-9-]+/index\.html", path)
    assert path not in {"models/index/index.html", found.models["a/b"]}
    assert "/index/" not in path
    assert len({*found.models.values(), *found.authors.values()}) == 2 + len(found.authors)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), unique=True))
def test_any_ids_get_safe_addresses_and_no_two_the_same(models: list[str]) -> None:
    paths = assign([], [models]).models
    assert len(set(paths.values())) == len(models)
    for path in paths.values():
        _, author, name, _ = path.split("/")
        assert SAFE.fullmatch(author)
        assert SAFE.fullmatch(name)
