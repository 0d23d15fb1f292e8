"""The only writer of the site: the whole tree takes the old one's place, or nothing changes."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from site_lib.errors import OutputError
from site_lib.render import BUILD_RECORD, GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

READABLE = 0o755
MOUNTED = "; something is mounted there: name a folder inside it"


class Staged:
    """A finished tree beside the output folder, waiting to take its place."""

    def __init__(self, tree: Path, out: Path, sizes: Sequence[int]) -> None:
        """Remember what is to replace what, and how large each file is."""
        self._tree, self._out = tree, out
        self.files, self.size = len(sizes), sum(sizes)

    def publish(self) -> None:
        """Put the tree where the output folder is; on failure that stays as it was."""
        old = self._tree.with_name(f"{self._tree.name}.old")
        try:
            if self._out.exists():
                self._out.rename(old)
            try:
                self._tree.rename(self._out)
            except BaseException:  # an interruption, too, must not leave nothing in its place
                if old.exists():
                    old.rename(self._out)
                raise
        except OSError as error:
            hint = MOUNTED if error.errno == errno.EBUSY else ""
            raise OutputError(f"cannot replace {self._out}: {error.strerror}{hint}") from error
        shutil.rmtree(old, ignore_errors=True)


def refuse_what_is_not_a_site(out: Path, data: Path) -> None:
    """Raise OutputError where replacing the folder would destroy what no build made."""
    try:
        if data.resolve().is_relative_to(out.resolve()):
            raise OutputError(f"{out} holds the archive, {data}: name another --out")
        if out.exists() and not out.is_dir():
            raise OutputError(f"{out} is a file; --out names a folder")
        if out.exists() and any(out.iterdir()) and not _is_a_site(out):
            raise OutputError(
                f"{out} holds files that no build made: name another --out, or empty this one"
            )
    except (OSError, RuntimeError) as error:
        raise OutputError(f"cannot use {out}: {error}") from error


def _is_a_site(out: Path) -> bool:
    try:
        record = json.loads((out / BUILD_RECORD).read_bytes())
    except (OSError, ValueError):
        return False
    is_ours = isinstance(record, dict) and record.get("generator") == GENERATOR
    return is_ours and not (out / ".git").exists()


@contextmanager
def staged(files: Iterable[tuple[str, bytes]], out: Path) -> Iterator[Staged]:
    """Write a tree beside the output folder; what is not published is removed again.

    `files` are paths below the output folder with their bytes, written as they come.
    """
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        tree = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        tree.chmod(READABLE)
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}") from error
    try:
        yield Staged(tree, out, [_write(tree, path, content) for path, content in files])
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _write(tree: Path, path: str, content: bytes) -> int:
    try:
        file = tree / PurePosixPath(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise OutputError(f"cannot write {error.filename or tree}: {error.strerror}") from error
    return len(content)
