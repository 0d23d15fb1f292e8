"""Archived answers that no check would let pass: put there by hand, or accepted by an old build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import build
from tests.answers import Data, archive_with, raw, small, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def unknown_category(data: Data) -> None:
    data["classifications"][0]["macro_category"] = "nowhere"


def no_tasks(data: Data) -> None:
    data["classifications"] = []


def no_categories(data: Data) -> None:
    data["macro_categories"] = []


def endless_window(data: Data) -> None:
    data["window_days"] = 10**12


def wrong_sum(data: Data) -> None:
    data["classifications"][0]["usage_share"] = 0.9


UNSOUND = {
    "'nowhere' is not a listed category": unknown_category,
    "data.classifications: empty": no_tasks,
    "data.macro_categories: empty": no_categories,
    "data.window_days: the window is 1000000000000 days": endless_window,
    "0.9 does not match": wrong_sum,
}


@pytest.mark.parametrize("is_newest", [True, False])
@pytest.mark.parametrize(("told", "spoil"), UNSOUND.items(), ids=list(UNSOUND))
def test_an_archived_answer_that_no_check_would_pass_is_named_with_what_to_do(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    told: str,
    spoil: Callable[[Data], None],
    *,
    is_newest: bool,
) -> None:
    days = ["2026-10-05", "2026-10-06", "2026-10-07"][: 2 if is_newest else 3]
    answers = [small(("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4), as_of=day) for day in days]
    spoil(answers[1])
    data = archive_with(tmp_path / "data", *answers)
    before = tree(tmp_path)
    folders = [f"--data={data}", f"--out={tmp_path / 'out'}", f"--cache={tmp_path / 'cache'}"]
    assert build.main([*folders, "--offline"]) == 1
    message = capsys.readouterr().err
    assert f"{data}/snapshots/2026-10-06.json failed" in message
    assert told in message
    assert "Restore damaged files with git" in message
    assert tree(tmp_path) == before


def test_a_date_before_openrouter_existed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for as_of in ("0001-01-03", "2022-12-31"):
        (tmp_path / "answer.json").write_bytes(raw(small(("a", "x", 1, 1), as_of=as_of)))
        folders = [f"--{name}={tmp_path / name}" for name in ("data", "out", "cache")]
        assert build.main([*folders, "--snapshot", str(tmp_path / "answer.json")]) == 1
        assert f"data.as_of: {as_of} is before OpenRouter existed" in capsys.readouterr().err
        assert not (tmp_path / "data").exists()
