"""The stage of every scene; no scene may leave the key anywhere on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answers import RECORDED
from tests.rehearsal.days import KEY, short_archive
from tests.rehearsal.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.fake_source import FakeSource


@pytest.fixture
def stage(tmp_path: Path, source: FakeSource) -> Iterator[Stage]:
    """Set up a repository with short answers and a key, a source, and Pages switched on.

    Its code is published already, so that it is not tested again.
    """
    for stage in _set_up(tmp_path, source, short_archive()):
        stage.has_published_the_head()
        yield stage


@pytest.fixture
def whole_stage(tmp_path: Path, source: FakeSource) -> Iterator[Stage]:
    """Set up the same with the recorded answers, before anything was published."""
    yield from _set_up(tmp_path, source, {file.name: file.read_bytes() for file in RECORDED})


def _set_up(folder: Path, source: FakeSource, archive: Mapping[str, bytes]) -> Iterator[Stage]:
    stage = Stage(folder, source.url, archive)
    yield stage
    assert stage.holds(KEY) == []
    stage.close()
