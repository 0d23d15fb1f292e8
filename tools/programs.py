"""Find programs that are installed apart from Python."""

from __future__ import annotations

import shutil
import sys


def find_program(name: str, package: str) -> str:
    """Return the path of a command; exit with an error that names the package to install."""
    found = shutil.which(name)
    if not found:
        sys.exit(f"error: `{name}` is missing: install {package}")
    return found
