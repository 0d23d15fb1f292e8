"""The build cache: what earlier builds computed, so that the next one need not.

Builds work without it and do not trust it: it counts as empty where other code wrote it or where it
is damaged, and the files that it records are compared with what it says of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

FILE = "entries"
CODE = Path(__file__).resolve().parents[1]
LIBRARIES = ("jinja2", "markupsafe", "matplotlib", "numpy", "pillow", "pydantic", "squarify")
"""Those whose version can change what is built."""


class Cache:
    """JSON values by the keys of what they were computed from, in one file of a folder."""

    def __init__(self, folder: Path, code: Path = CODE) -> None:
        """Read the entries that the last build wrote, if it was made by the same `code` folder."""
        self._file, self._code = folder / FILE, code
        self._code_hash = code_hash(code)
        self._entries = self._read()
        self._used: dict[str, Any] = {}

    def get(self, key: str) -> Any:  # noqa: ANN401 (it is JSON)
        """Return the value of a key and keep it for the next build; None where there is none."""
        value = self._entries.get(key)
        if value is not None:
            self._used[key] = value
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a value for the next build."""
        self._used[key] = value

    def write(self) -> str | None:
        """Write the entries that this build got or put, and no others; return what prevents it."""
        # Modules are loaded when they are needed: this build may have run code of both states.
        if _code_hash(self._code) != self._code_hash:
            return "not written: the code was changed meanwhile"
        try:
            self._replace_file(json.dumps(self._used, separators=(",", ":")).encode())
        except FileExistsError:
            return f"cannot write {self._file}: {self._file.parent} is no folder"
        except OSError as error:
            return f"cannot write {self._file}: {error.strerror}"
        return None

    def _replace_file(self, body: bytes) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._file.parent) as folder:
            file = Path(folder, FILE)
            file.write_bytes(self._checksum(body) + b"\n" + body)
            file.replace(self._file)

    def _read(self) -> dict[str, Any]:
        try:
            checksum, _, body = self._file.read_bytes().partition(b"\n")
        except OSError:
            return {}
        if checksum != self._checksum(body):
            return {}
        entries = json.loads(body)
        return entries if isinstance(entries, dict) else {}

    def _checksum(self, body: bytes) -> bytes:
        return sha256(self._code_hash.encode() + body).encode()


@cache
def code_hash(folder: Path) -> str:
    """Return a hash of the code in a folder, the Python and the libraries that it runs with.

    Computed once in a process: a preview goes on with the code that it has loaded, whatever is
    written to the files meanwhile.
    """
    return _code_hash(folder)


def _code_hash(folder: Path) -> str:
    return key("code", sys.version, library_versions(), file_hashes(folder))


@cache
def library_versions() -> list[str]:
    """Return the versions of the libraries; read once in a process, since they stand in files."""
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
    """Return whether a file is one that an editor or Python leaves beside the real ones."""
    return name.startswith(".") or name.endswith(("~", ".pyc"))


def _raise(error: OSError) -> None:
    raise error
