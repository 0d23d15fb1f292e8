"""What can go wrong, each with a reason in words and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Finding:
    """Something odd or wrong in an answer: its path in the data and what was found there."""

    where: str
    message: str

    def __str__(self) -> str:
        """Spell it on one line."""
        return f"{self.where}: {self.message}"


class SiteError(Exception):
    """The build failed; nothing was changed."""

    exit_code = 1


class UsageError(SiteError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class FetchError(SiteError):
    """The source gave no usable answer."""


class SnapshotError(SiteError):
    """The answer is not what the source promises."""

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        """Name the answer and list everything that is wrong with it."""
        self.findings = tuple(findings)
        count = len(self.findings)
        lines = "".join(f"\n  {finding}" for finding in self.findings)
        super().__init__(
            f"{name} failed {count} check{'s' * (count != 1)}; nothing was changed.{lines}"
        )


class ArchiveError(SiteError):
    """The archive cannot be read or added to."""


class RenderError(SiteError):
    """A page or a chart cannot be made from the data."""


class OutputError(SiteError):
    """The output folder cannot be replaced."""
