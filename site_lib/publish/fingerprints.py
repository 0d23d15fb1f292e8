"""Fingerprints: SHA-256 of files, of the code, and of what a part of a site is made of."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
LIBRARIES = ("jinja2", "markupsafe", "matplotlib", "numpy", "pillow", "pydantic", "squarify")
"""The libraries whose version can change the output."""


@cache
def code_hash(folder: Path) -> str:
    """Return a hash of the code in a folder, of Python's version and of the libraries' versions.

    Computed once in a process: a preview goes on with the code that it has loaded, even if the
    files change.
    """
    return fresh_code_hash(folder)


def fresh_code_hash(folder: Path) -> str:
    """Return the same hash of the files as they are now."""
    return key("code", sys.version, library_versions(), file_hashes(folder))


@cache
def library_versions() -> list[str]:
    """Return the versions of the libraries; read from files, so only once in a process."""
    return [version(name) for name in LIBRARIES]


def key(*parts: object) -> str:
    """Return the cache key of a list of JSON values; different lists have different keys."""
    return sha256(json.dumps(parts).encode())


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as hex."""
    return hashlib.sha256(content).hexdigest()


def file_hashes(*folders: Path) -> list[list[str]]:
    """Return the path and the SHA-256 of each file in some folders; raises OSError."""
    return [
        [str(file.relative_to(folder.parent)), sha256(file.read_bytes())]
        for folder in folders
        for file in _files(folder)
    ]


def _files(folder: Path) -> list[Path]:
    walk = os.walk(folder, onerror=_raise, followlinks=True)
    files = (Path(parent, name) for parent, _, names in walk for name in names)
    return sorted(file for file in files if not _is_temporary(file.name) and file.is_file())


def _is_temporary(name: str) -> bool:
    """Return whether a file is a leftover of an editor or of Python."""
    return name.startswith(".") or name.endswith(("~", ".pyc"))


def _raise(error: OSError) -> None:
    raise error
