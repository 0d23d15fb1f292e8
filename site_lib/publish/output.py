"""The only writer of the site: the whole tree takes the old one's place, or nothing changes."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from site_lib.errors import OutputError
from site_lib.publish.cache import digest
from site_lib.site.context import BUILD_RECORD, GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

READABLE, ALL_MAY_WRITE = 0o755, 0o666
MOUNTED = "; something is mounted there: name a folder inside it"


class Record(NamedTuple):
    """What a file was when it was written."""

    path: str
    digest: str
    size: int


class Tree:
    """A tree beside the output folder, to be filled and to take its place.

    Several processes can fill one, each with other files.
    """

    def __init__(self, tree: Path, out: Path) -> None:
        """Begin an empty one that is to replace `out`."""
        self._tree, self._out = tree, out
        mask = os.umask(0)
        os.umask(mask)
        self._mode = stat.S_IFREG | (ALL_MAY_WRITE & ~mask)

    @property
    def has_old(self) -> bool:
        """Whether there is an output folder to take files over from."""
        return self._out.exists()

    def write(self, files: Iterable[tuple[str, bytes]]) -> tuple[Record, ...]:
        """Write files, each as (path, bytes), as they come."""
        return tuple(self._write(path, content) for path, content in files)

    def reuse(self, files: Sequence[Record]) -> bool:
        """Take files over from the output folder, if it has all of them as they were written."""
        found = []
        for path, wanted, _ in files:
            content = self._old(path)
            if content is None or digest(content) != wanted:
                return False
            found.append((path, content))
        for path, content in found:
            self._link(path, content)
        return True

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

    def _link(self, path: str, content: bytes) -> None:
        """Let a file of the output folder be one of the tree, too: that costs no second copy."""
        with self._new(path) as file:
            try:
                os.link(self._out / path, file)
            except OSError:  # not every file system has links
                _create(file, content)

    def _write(self, path: str, content: bytes) -> Record:
        # Where the output folder has the same, a link is sooner made than a file written.
        if self._old(path, len(content)) == content:
            self._link(path, content)
        else:
            with self._new(path) as file:
                _create(file, content)
        return Record(path, digest(content), len(content))

    def _old(self, path: str, size: int | None = None) -> bytes | None:
        """Read a file of the output folder, None where it has none there, or none of that size."""
        file = self._out / path
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            return None
        try:
            known = file.lstat()
            # A symbolic link, or who may read the file, would be taken over with it.
            is_fit = known.st_mode == self._mode and size in {None, known.st_size}
            return file.read_bytes() if is_fit else None
        except OSError:
            return None

    @contextmanager
    def _new(self, path: str) -> Iterator[Path]:
        file = self._tree / PurePosixPath(path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            yield file
        except OSError as error:
            name = error.filename or self._tree
            raise OutputError(f"cannot write {name}: {error.strerror}") from error


def _create(file: Path, content: bytes) -> None:
    """Write a new file; never into one that is there, which may be linked to the old tree's."""
    with file.open("xb") as opened:
        opened.write(content)


def check_output_folder(out: Path, data: Path, cache: Path) -> None:
    """Raise OutputError where replacing the folder would destroy what no build made."""
    try:
        for name, inside in (("archive", data), ("cache", cache)):
            if inside.resolve().is_relative_to(out.resolve()):
                raise OutputError(f"{out} holds the {name}, {inside}: name another --out")
        if out.exists() and not out.is_dir():
            raise OutputError(f"{out} is a file; --out names a folder")
        if out.exists() and any(out.iterdir()) and not _is_a_site(out):
            raise OutputError(
                f"{out} holds files that no build made: name another --out, or empty this one"
            )
    except (OSError, RuntimeError) as error:
        raise OutputError(f"cannot use these folders: {error}") from error


def _is_a_site(out: Path) -> bool:
    try:
        record = json.loads((out / BUILD_RECORD).read_bytes())
    except (OSError, ValueError):
        return False
    is_ours = isinstance(record, dict) and record.get("generator") == GENERATOR
    return is_ours and not (out / ".git").exists()


@contextmanager
def staged(out: Path) -> Iterator[Tree]:
    """Begin a tree beside the output folder; what is not published is removed again."""
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        tree = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        tree.chmod(READABLE)
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}") from error
    try:
        yield Tree(tree, out)
    finally:
        shutil.rmtree(tree, ignore_errors=True)
