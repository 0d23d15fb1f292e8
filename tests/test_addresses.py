from __future__ import annotations

import re
import string

import pytest
from conftest import RECORDED, small, snapshot_of
from hypothesis import given
from hypothesis import strategies as st

from site_lib.addresses import assign, public, relative, slugs
from site_lib.rankings import derive
from site_lib.snapshot import parse

SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def test_a_slug_is_the_part_after_the_colon_in_lower_case_with_dashes() -> None:
    assert slugs(["code:general_impl", "qa_knowledge", "agent:Web_Search"], frozenset()) == {
        "code:general_impl": "general-impl",
        "qa_knowledge": "qa-knowledge",
        "agent:Web_Search": "web-search",
    }


def test_every_tag_of_the_recorded_answers_has_the_address_that_its_name_says() -> None:
    for file in RECORDED:
        rankings = derive(parse(file.read_bytes(), file.name).data)
        for tag in rankings.tags:
            name = tag.tag.rpartition(":")[2].replace("_", "-")
            assert assign(rankings).tags[tag.tag] == f"{tag.category_key}/{name}/index.html"


@given(st.sets(st.text(min_size=1, max_size=300), max_size=30))
def test_any_names_get_safe_slugs_and_no_two_the_same(names: set[str]) -> None:
    assigned = slugs(names, frozenset({"about"}))
    assert assigned.keys() == names
    assert len(set(assigned.values())) == len(names)
    for slug in assigned.values():
        assert SAFE.fullmatch(slug)
        assert slug not in {"about", "con", "nul", "com1"}
        assert len(slug) <= 130


@given(st.lists(st.sampled_from(["x", "X", "a:x", "b:x", "x_", "_x", "", "…", "あ"]), unique=True))
def test_slugs_do_not_depend_on_the_order_of_names(names: list[str]) -> None:
    assert slugs(names, frozenset()) == slugs(reversed(names), frozenset())


def test_a_tag_that_would_climb_out_stays_in_its_category() -> None:
    data = small(("../../etc", "..", 0.5, 0.5), ("c:\\windows", "a/b", 0.5, 0.5))
    paths = assign(derive(snapshot_of(data)))
    assert paths.tags["../../etc"].endswith("/etc/index.html")
    for path in (*paths.tags.values(), *paths.categories.values()):
        assert set(path) <= {*string.ascii_lowercase, *string.digits, "-", "/", "."}
        assert all(SAFE.fullmatch(folder) for folder in path.split("/")[:-1])


def test_a_category_called_about_does_not_take_the_place_of_the_sites_own_page() -> None:
    paths = assign(derive(snapshot_of(small(("a", "about", 1, 1)))))
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
    paths = assign(derive(snapshot_of(small(("a", name, 1, 1)))))
    assert re.fullmatch(rf"{name}-[0-9a-f]{{6}}/index\.html", paths.categories[name])


def test_accents_are_dropped_and_long_names_cut() -> None:
    assigned = slugs(["Café Crème", "n" * 200], frozenset())
    assert assigned == {"Café Crème": "cafe-creme", "n" * 200: "n" * 60}
