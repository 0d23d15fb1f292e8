"""Builds that end with an error: they say why, and change nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import build
from site_lib.errors import OutputError, RenderError
from site_lib.publish import pipeline
from site_lib.publish.sources import from_file
from tests.answers import (
    KEY,
    NEWEST,
    ROOT,
    Data,
    archive_of,
    current,
    raw,
    tree,
)
from tests.builds import config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fake_source import FakeSource


def test_an_offline_build_without_archive_says_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--offline"]) == 1
    err = capsys.readouterr().err
    assert "contains no snapshot: build without --offline or --sample, or with --snapshot" in err
    assert "Restore damaged files" not in err
    assert tree(here) == {}


def test_a_recorded_answer_that_is_not_there_is_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--snapshot", "nowhere.json"]) == 1
    assert "cannot read nowhere.json: No such file" in capsys.readouterr().err
    assert tree(here) == {}


def renamed(data: Data) -> bytes:
    for tag in data["classifications"]:
        tag["req_pct"] = tag.pop("usage_share")
    return raw(data)


def wrong_sum(data: Data) -> bytes:
    data["classifications"][0]["usage_share"] = 0.9
    return raw(data)


def text_for_a_number(data: Data) -> bytes:
    data["macro_categories"][0]["usage_share"] = "0.1"
    return raw(data)


BAD = {
    "data.classifications[0].usage_share: missing; the fields here are": renamed,
    "data.classifications[0].usage_share: 0.9 does not match": wrong_sum,
    "data.macro_categories[0].usage_share: input should be a valid number": text_for_a_number,
    "data.classifications: empty; a snapshot needs at least one tag": lambda data: raw(
        data | {"classifications": []}
    ),
    "incomplete JSON": lambda data: raw(data)[:-100],
    "not JSON": lambda _: b"<html>Sorry</html>",
    "data.as_of: 2026-01-01 is older": lambda data: raw(data | {"as_of": "2026-01-01"}),
    "days before today": lambda data: raw(current(data, 11)),
    "in the future": lambda data: raw(current(data, -1)),
}
"""From what must be said to what makes it so."""


@pytest.mark.parametrize(("said", "answer"), BAD.items(), ids=list(BAD))
def test_a_bad_answer_changes_nothing_and_is_told(
    here: Path,
    source: FakeSource,
    data: Data,
    earlier: str,
    said: str,
    answer: Callable[[Data], bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert build.main(["--snapshot", earlier]) == 0
    before = tree(here)
    source.says(answer(data))
    assert build.main(["--api-url", source.url]) == 1
    assert tree(here) == before
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert said in err


def test_a_source_that_is_down_changes_nothing_and_the_key_is_nowhere(
    here: Path, later: str, source: FakeSource, capsys: pytest.CaptureFixture[str]
) -> None:
    build.main(["--snapshot", later])
    before = tree(here)
    source.fails(401, f"No user for {KEY}")
    assert build.main(["--api-url", source.url]) == 1
    captured = capsys.readouterr()
    assert "answered 401: it does not accept the key" in captured.err
    assert KEY not in captured.out + captured.err
    assert tree(here) == before
    assert not [path for path, content in before.items() if KEY.encode() in content]


def quiet(_: str) -> None:
    """Show no progress."""


def test_a_page_that_cannot_be_rendered_changes_nothing(
    here: Path, earlier: str, later: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here)
    broken_root = here.parent / "broken"
    for folder in ("templates", "static"):
        for file in (ROOT / folder).rglob("*.*"):
            target = broken_root / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.read_text().replace("page.tag %}", "page.tga %}"))
    with pytest.raises(RenderError, match=r"task\.html: "):
        pipeline.build(config(here, root=broken_root), from_file(later), quiet)
    assert tree(here) == before


def test_an_output_folder_that_cannot_be_replaced_rolls_the_archiving_back(
    here: Path, earlier: str, later: str
) -> None:
    build.main(["--snapshot", earlier])
    before = tree(here)

    def spoil() -> None:
        """Take the new site away just before it is to replace the old one."""
        (new,) = (here / "._site.build").glob("new-*")
        shutil.rmtree(new)

    with pytest.raises(OutputError, match="cannot replace"):
        pipeline.build(config(here), from_file(later), quiet, spoil)
    assert tree(here) == before


def test_a_folder_of_other_files_is_not_replaced_and_the_source_not_asked(
    here: Path, source: FakeSource
) -> None:
    (here / "home").mkdir()
    (here / "home" / "thesis.txt").write_text("years of work")
    assert build.main(["--api-url", source.url, "--out", "home"]) == 1
    assert source.requests == []
    assert tree(here) == {"home/thesis.txt": b"years of work"}


def test_an_archive_that_is_damaged_is_told_before_the_source_is_asked(
    here: Path, source: FakeSource, capsys: pytest.CaptureFixture[str]
) -> None:
    archive_of(here / "data")
    (here / "data" / "snapshots" / NEWEST.name).write_bytes(b"")
    before = tree(here)
    assert build.main(["--api-url", source.url]) == 1
    assert source.requests == []
    assert "Restore damaged files with git" in capsys.readouterr().err
    assert tree(here) == before
