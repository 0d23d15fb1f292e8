"""The titles of pages, where names are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_lib.pages.page_titles import unique
from tests.answers import Data, archive_with, small
from tests.site_reader import Site, build_from

if TYPE_CHECKING:
    from pathlib import Path

END = " · What AI models are used for on OpenRouter"


def titles(folder: Path, *answers: Data) -> dict[str, str]:
    """Build a site of some answers and return the titles of its pages without their end."""
    site: Site = build_from(archive_with(folder / "data", *answers), folder / "site")
    found = {path: page.findtext("head/title") or "" for path, page in site.pages.items()}
    assert len(set(found.values())) == len(found)
    return {path: title.removesuffix(END) for path, title in found.items()}


def test_a_task_that_moved_and_its_old_page_have_titles_of_their_own(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.5), ("b", "y", 0.5, 0.5), as_of="2026-09-20")
    found = titles(tmp_path, before, small(("a", "y", 0.5, 0.5), ("b", "y", 0.5, 0.5)))
    assert found["x/a/index.html"] == "A (a) (x/a)"
    assert found["y/a/index.html"] == "A (a) (y/a)"
    assert found["y/b/index.html"] == "B (b)"


def test_names_that_are_shown_alike_get_titles_of_their_own(tmp_path: Path) -> None:
    data = small(("a", "x", 0.5, 0.5), ("a\x00", "x", 0.5, 0.5), ("x", "x\x01", 0, 0))
    for tag in data["classifications"]:
        tag["display_name"] = "X tasks"
    data["macro_categories"][1]["label"] = " X\n"
    (model,) = data["classifications"][0]["models"]
    data["classifications"][0]["models"] = [
        model | {"id": id_, "tag_usage_share": 0.3, "tag_token_share": 0.3}
        for id_ in ("m\x00/a", "m/a", "m/a\x00")
    ]
    found = titles(tmp_path, data)
    for beginning, count in (
        ("X tasks (a) (x/a", 2),
        ("X tasks (x) (x", 3),
        ("Models of m (models/m", 2),
        ("m/a (models/m/a", 2),
    ):
        assert sum(title.startswith(beginning) for title in found.values()) == count, beginning


def test_an_author_named_like_a_task_gets_another_title(tmp_path: Path) -> None:
    data = small(("b", "x", 1, 1))
    data["classifications"][0]["display_name"] = "Models of a"
    data["classifications"][0]["models"][0]["id"] = "a (b)/c"
    found = titles(tmp_path, data)
    assert found["x/b/index.html"] == "Models of a (b) (x/b)"
    assert found["models/a-b/index.html"] == "Models of a (b) (models/a-b)"


@pytest.mark.parametrize("listed", [True, False])
def test_a_models_title_says_whether_it_is_listed_now(tmp_path: Path, *, listed: bool) -> None:
    before, now = small(("a", "x", 1, 1), as_of="2026-09-20"), small(("a", "x", 1, 1))
    if not listed:
        now["classifications"][0]["models"][0]["id"] = "other/model"
    found = titles(tmp_path, before, now)
    verb = "is" if listed else "was"
    assert found["models/maker/model/index.html"] == f"maker/model: what it {verb} used for"


NAME = st.sampled_from(["A", "A (x)", "A (x) (x)", "A (y)", "A (y) (x)"])
END_OF_TITLE = st.sampled_from(["", ": what it is used for"])
PATH = st.sampled_from(["x/index.html", "y/index.html", "z/index.html", "x/y/index.html"])


@given(st.dictionaries(PATH, st.tuples(NAME, END_OF_TITLE)))
def test_no_names_whatever_make_two_titles_alike(names: dict[str, tuple[str, str]]) -> None:
    found = unique(names)
    assert found.keys() == names.keys()
    assert len(set(found.values())) == len(found)
    for path, (name, end) in names.items():
        assert found[path].startswith(name)
        assert found[path].endswith(end)
