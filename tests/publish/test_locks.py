"""Locks of folders: free as soon as the block ends, whoever else has the file open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from site_lib.publish.locks import locked

if TYPE_CHECKING:
    from pathlib import Path


def test_a_lock_is_free_after_its_block_even_while_a_copy_of_it_is_open(tmp_path: Path) -> None:
    with locked(tmp_path, lambda: pytest.fail("must not wait")) as descriptor:
        copy = os.dup(descriptor)  # as a forked process has
    with locked(tmp_path, lambda: pytest.fail("must not wait")):
        os.close(copy)


def test_another_one_waits_for_a_lock(tmp_path: Path) -> None:
    class WaitsError(Exception):
        """It would wait."""

    def wait() -> None:
        raise WaitsError

    with locked(tmp_path, wait), pytest.raises(WaitsError), locked(tmp_path, wait):
        pass
