"""The stage of every scene; no scene may leave the key anywhere on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rehearsal.days import KEY
from tests.rehearsal.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fake_source import FakeSource


@pytest.fixture
def stage(tmp_path: Path, source: FakeSource) -> Iterator[Stage]:
    """Set up a repository with a key, a source, and Pages switched on."""
    stage = Stage(tmp_path, source.url)
    yield stage
    assert stage.holds(KEY) == []
    stage.close()
