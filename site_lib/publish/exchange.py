"""Two folders change places in one step."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""As in Linux: relative to the current folder; exchange the two."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; return False if the system cannot do that in one step."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except AttributeError:  # not Linux
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
