"""The output folder: a build replaces all of it, or changes nothing."""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from site_lib.errors import OutputError
from site_lib.publish.exchange import exchange
from site_lib.publish.fingerprints import sha256
from site_lib.publish.workspace import workspace
from site_lib.site.addresses import BUILD_JSON
from site_lib.site.context import GENERATOR
from site_lib.snapshots.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from site_lib.publish.workspace import Workspace


ALL_MAY_WRITE = 0o666
MOUNTED = "; it is a mount point: choose a folder inside it"


class FileRecord(NamedTuple):
    """A file of a site, as written."""

    path: str
    """Relative to the site's root."""
    sha256: str
    size: int
    """In bytes."""


class StagedSite:
    """A new site in a folder beside the output folder, which it will replace.

    Several processes may write to it, each its own files.
    """

    def __init__(
        self, space: Workspace, out: Path, swap: Callable[[Path, Path], bool] = exchange
    ) -> None:
        """Stage in a workspace; `out` is the output folder to replace.

        `swap` lets two folders change places, and returns False if it cannot.
        """
        self._swap = swap
        self._folder, self._replaced, self._out = space.new, space.old, out
        self.has_previous = out.exists()
        """Whether there is an output folder, whose files may be reused."""
        mask = os.umask(0)
        os.umask(mask)
        self._mode = stat.S_IFREG | (ALL_MAY_WRITE & ~mask)

    def write(self, files: Iterable[tuple[str, bytes]]) -> tuple[FileRecord, ...]:
        """Write files, each given as (path, bytes); raises OutputError."""
        return tuple(self._write(path, content) for path, content in files)

    def read(self, path: str) -> bytes:
        """Read a staged file; raises OutputError."""
        try:
            return (self._folder / PurePosixPath(path)).read_bytes()
        except OSError as error:
            raise OutputError(f"cannot read {error.filename}: {error.strerror}") from error

    def reuse(self, records: Sequence[FileRecord]) -> bool:
        """Reuse files of the output folder if all are still as recorded; return whether so."""
        for record in records:
            content = self._read_previous(record.path)
            if content is None or sha256(content) != record.sha256:
                return False
        for record in records:
            self._link(record.path)
        return True

    def publish(self) -> None:
        """Replace the output folder; raises OutputError, and then the folder stays as it was."""
        try:
            if not self._out.exists():
                self._folder.rename(self._out)
            elif not self._swap(self._folder, self._out):
                self._replace()
        except OSError as error:
            hint = MOUNTED if error.errno == errno.EBUSY else ""
            raise OutputError(f"cannot replace {self._out}: {error.strerror}{hint}") from error

    def _replace(self) -> None:
        """Replace the output folder in two steps.

        If the second one fails, or the build is killed before it, the workspace undoes the first.
        """
        self._out.rename(self._replaced)
        self._folder.rename(self._out)

    def _write(self, path: str, content: bytes) -> FileRecord:
        # If the output folder has the same file, linking it is faster than writing it.
        if self.has_previous and self._read_previous(path, len(content)) == content:
            self._link(path)
        else:
            with self._new_file(path) as file:
                _create(file, content)
        return FileRecord(path, sha256(content), len(content))

    def _link(self, path: str) -> None:
        """Link a file of the output folder into the staged site; copy it if linking fails."""
        with self._new_file(path) as file:
            try:
                file.hardlink_to(self._out / path)
            except OSError:  # not every file system has links
                _create(file, (self._out / path).read_bytes())

    def _read_previous(self, path: str, size: int | None = None) -> bytes | None:
        """Read a file of the output folder; None if missing, not reusable or of another size."""
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            return None
        file = self._out / path
        try:
            status = file.lstat()
            # Not reusable: another mode, which a link would keep, and symbolic links.
            is_fit = status.st_mode == self._mode and size in {None, status.st_size}
            return file.read_bytes() if is_fit else None
        except (OSError, ValueError):  # such as a name with a zero byte
            return None

    @contextmanager
    def _new_file(self, path: str) -> Iterator[Path]:
        """Make the folder of a staged file and yield the file's path; raises OutputError."""
        file = self._folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            yield file
        except OSError as error:
            name = error.filename or self._folder
            raise OutputError(f"cannot write {name}: {error.strerror}") from error


def _create(file: Path, content: bytes) -> None:
    """Write a new file; fail if it exists, since it may be a link into the output folder."""
    with file.open("xb") as opened:
        opened.write(content)


@contextmanager
def staged(out: Path, wait: Callable[[], None] = lambda: None) -> Iterator[StagedSite]:
    """Yield the site to stage beside the output folder; what is not published leaves no trace.

    `wait` is called if another build with the same output folder has to end first. Raises
    OutputError.
    """
    out = out.resolve()
    with workspace(out, wait) as space:
        yield StagedSite(space, out)


def check_output_folder(out: Path, data: Path, cache: Path) -> None:
    """Raise OutputError if replacing the output folder would delete anything but a built site."""
    try:
        for name, inside in (("archive", data), ("cache", cache)):
            if inside.resolve().is_relative_to(out.resolve()):
                raise OutputError(
                    f"{out} contains the {name} ({inside}): choose another folder with --out"
                )
        if cache.resolve().is_relative_to(Archive.folder_in(data).resolve()):
            raise OutputError(f"{cache} is in the archive: choose another folder with --cache")
        if out.exists() and not out.is_dir():
            raise OutputError(f"{out} is a file: choose a folder with --out")
        if out.exists() and any(out.iterdir()) and not _is_built(out):
            raise OutputError(
                f"{out} contains files that are not from a build: "
                "choose another folder with --out, or empty this one"
            )
    except (OSError, RuntimeError) as error:
        raise OutputError(
            f"cannot use the folders of --out, --data and --cache: {error}"
        ) from error


def _is_built(out: Path) -> bool:
    """Return whether a folder was made by a build; a git working copy never counts as one."""
    try:
        record = json.loads((out / BUILD_JSON).read_bytes())
    except (OSError, ValueError):
        return False
    is_ours = isinstance(record, dict) and record.get("generator") == GENERATOR
    return is_ours and not (out / ".git").exists()
