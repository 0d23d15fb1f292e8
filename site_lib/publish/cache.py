"""The build cache: what earlier builds computed, so that the next one does not have to.

Builds work without it. It counts as empty if other code wrote it or if it is damaged, and files are
reused only if they still have the hash that it records. But whoever can write to it can forge what
pages say of earlier days: keep it as safe as the code.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

from site_lib.errors import OutputError
from site_lib.publish.fingerprints import CODE, code_hash, fresh_code_hash, sha256
from site_lib.publish.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE = "entries"
Value = TypeVar("Value")
CHECKSUM_LENGTH = 64
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a JSON value of the wrong shape can raise."""


class Cache:
    """JSON values, each with a key that is a hash of its inputs, in one file."""

    def __init__(self, folder: Path, code: Path = CODE) -> None:
        """Read the last build's entries, if the code in the folder `code` is still the same."""
        self._file, self._code = folder / FILE, code
        self._code_hash = code_hash(code)
        self._entries = self._read()
        self._used: dict[str, Any] = {}

    def get(self, key: str, parse: Callable[[Any], Value]) -> Value | None:
        """Return what `parse` makes of the value of a key, and keep it for the next build.

        None if there is no value or if `parse` cannot read it: such a value is not there.
        """
        self.keep(key)
        try:
            return parse(self._used[key]) if key in self._used else None
        except UNREADABLE:
            del self._used[key]
            return None

    def keep(self, key: str) -> None:
        """Keep the value of a key for the next build, although this one may not need it."""
        if key in self._entries:
            self._used[key] = self._entries.pop(key)

    def put(self, key: str, value: object) -> None:
        """Keep a value for the next build."""
        self._used[key] = value

    def write(self, wait: Callable[[], None] = lambda: None) -> str | None:
        """Write only the entries that this build got or put; return why not, if it fails.

        `wait` is called if another build writes to the same folder.
        """
        # Modules are loaded when they are needed, so this build may have run old and new code.
        if fresh_code_hash(self._code) != self._code_hash:
            return "not written: the code changed during the build"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with locked(self._file.parent, wait):
                self._replace_file()
        except FileExistsError:
            return f"cannot write {self._file}: {self._file.parent} is not a folder"
        except OSError as error:
            return f"cannot write {self._file}: {error.strerror}"
        except OutputError as error:
            return f"not written: {error}"
        return None

    def _replace_file(self) -> None:
        # Always the same name, so what a killed build leaves is overwritten by the next one.
        file = self._file.with_suffix(".new")
        # Entry by entry: as one text, those of a long archive would take much memory.
        with file.open("wb") as opened:
            opened.write(bytes(CHECKSUM_LENGTH) + b"\n")
            checksum = hashlib.sha256(self._code_hash.encode())
            for piece in self._pieces():
                checksum.update(piece)
                opened.write(piece)
            opened.seek(0)
            opened.write(checksum.hexdigest().encode())
        file.replace(self._file)

    def _pieces(self) -> Iterator[bytes]:
        """Yield the entries as one JSON object, in pieces."""
        before = "{"
        for name, value in self._used.items():
            # Arrays are written as lists.
            text = json.dumps(value, separators=(",", ":"), default=list)
            yield f"{before}{json.dumps(name)}:{text}".encode()
            before = ","
        yield b"}" if self._used else b"{}"

    def _read(self) -> dict[str, Any]:
        try:
            checksum, _, body = self._file.read_bytes().partition(b"\n")
        except OSError:
            return {}
        if checksum != self._checksum(body):
            return {}
        try:
            entries = json.loads(body)
        except UNREADABLE:
            return {}
        return entries if isinstance(entries, dict) else {}

    def _checksum(self, body: bytes) -> bytes:
        return sha256(self._code_hash.encode() + body).encode()
