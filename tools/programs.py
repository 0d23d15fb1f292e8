"""Find programs that are not Python packages."""

from __future__ import annotations

import shutil
import sys


def find_program(name: str, package: str) -> str:
    """Return the path of a command; exit with an error that names the package to install."""
    found = shutil.which(name)
    if not found:
        sys.exit(f"error: `{name}` is not installed: install {package}")
    return found
