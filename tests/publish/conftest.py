"""Fixtures of the tests of a run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.answers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builds import Counts


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Return what begins to count how often something is called."""

    def counted(owner: type | Any, name: str) -> list[object]:  # noqa: ANN401 (any module)
        called: list[object] = []
        function = getattr(owner, name)

        def watched(*args: object, **more: object) -> object:
            called.append(args[0])
            return function(*args, **more)

        monkeypatch.setattr(owner, name, watched)
        return called

    return counted


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of templates and styles, which builds of this folder use."""
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / "root" / name)
    return tmp_path / "root"
