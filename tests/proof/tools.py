"""Tools from outside that a proof needs."""

from __future__ import annotations

import shutil
import sys


def need(name: str, package: str) -> str:
    """Return a command's path; end the program where there is none."""
    found = shutil.which(name)
    if not found:
        sys.exit(f"error: `{name}` is missing: install {package}")
    return found
