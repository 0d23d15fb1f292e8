"""What earlier builds found out, so that the next one need not find it out again.

A cache is never needed and never simply believed: it is empty where other code wrote it or where
it is not what was written, and what it says of files is held against the files.
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

FILE = "found"
CODE = Path(__file__).resolve().parents[1]
LIBRARIES = ("jinja2", "markupsafe", "matplotlib", "numpy", "pillow", "pydantic")
"""Those that have a part in what is written."""


class Cache:
    """Values of JSON by the key of what they were computed from, in one file of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read what the last build kept."""
        self._file = folder / FILE
        self._code = code(CODE)
        self._known = self._read()
        self._kept: dict[str, Any] = {}

    def get(self, name: str) -> Any:  # noqa: ANN401 (it is JSON)
        """Return the value of a key and keep it for the next build; None where it is not known."""
        value = self._known.get(name)
        if value is not None:
            self._kept[name] = value
        return value

    def put(self, name: str, value: object) -> None:
        """Keep a value for the next build."""
        self._kept[name] = value

    def write(self) -> str | None:
        """Keep what this build got or put, and nothing else; return what prevents it."""
        # Modules are loaded when they are needed, so which code has run would not be known.
        if _code(CODE) != self._code:
            return "not written: the code was changed meanwhile"
        body = json.dumps(self._kept, separators=(",", ":")).encode()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._file.parent) as aside:
                part = Path(aside, FILE)
                part.write_bytes(self._seal(body) + b"\n" + body)
                part.replace(self._file)
        except FileExistsError:
            return f"cannot write {self._file}: {self._file.parent} is no folder"
        except OSError as error:
            return f"cannot write {self._file}: {error.strerror}"
        return None

    def _read(self) -> dict[str, Any]:
        try:
            seal, _, body = self._file.read_bytes().partition(b"\n")
        except OSError:
            return {}
        if seal != self._seal(body):
            return {}
        known = json.loads(body)
        return known if isinstance(known, dict) else {}

    def _seal(self, body: bytes) -> bytes:
        return hashlib.sha256(self._code.encode() + body).hexdigest().encode()


@cache
def code(folder: Path) -> str:
    """Return a short name for the code in a folder, and for what it works with.

    Asked once in a process: a preview goes on with the code that it has loaded, whatever is written
    to the files meanwhile.
    """
    return _code(folder)


def _code(folder: Path) -> str:
    return key("code", sys.version, versions(), digests(folder))


@cache
def versions() -> list[str]:
    """Return the versions of the libraries; they are read from files, so once in a process."""
    return [version(name) for name in LIBRARIES]


def key(*parts: object) -> str:
    """Return the SHA-256 of a list of values of JSON, as hex: no other list has the same."""
    return digest(json.dumps(parts).encode())


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as hex."""
    return hashlib.sha256(content).hexdigest()


def digests(*folders: Path) -> list[list[str]]:
    """Return the paths and the digests of all files in some folders; raises OSError."""
    return [
        [str(file.relative_to(folder.parent)), digest(file.read_bytes())]
        for folder in folders
        for file in _files(folder)
    ]


def _files(folder: Path) -> list[Path]:
    walked = os.walk(folder, onerror=_raise, followlinks=True)
    files = (Path(parent, name) for parent, _, names in walked for name in names)
    return sorted(file for file in files if not _is_passing(file.name) and file.is_file())


def _is_passing(name: str) -> bool:
    """Tell whether a file is one that an editor or Python leaves beside the real ones."""
    return name.startswith(".") or name.endswith(("~", ".pyc"))


def _raise(error: OSError) -> None:
    raise error
