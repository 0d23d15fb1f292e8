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
    remedy = ""
    """What it means and what to do, for those who did not build it themselves."""


class UsageError(SiteError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class KeyMissingError(UsageError):
    """There is nothing to ask the source with."""

    remedy = (
        "A live build needs an OpenRouter key in the environment variable OPENROUTER_API_KEY; "
        "--offline and --snapshot build without one."
    )


class FetchError(SiteError):
    """The source gave no usable answer."""

    remedy = (
        "The source answered in an unexpected way. Try again later; if it lasts, look at its "
        "documentation."
    )

    def __init__(self, message: str, wait: float | None = None) -> None:
        """Say what happened; `wait` are the seconds that the source asks to wait, if it does."""
        super().__init__(message)
        self.wait = wait


class KeyRefusedError(FetchError):
    """The source does not accept the key."""

    remedy = (
        "The key is wrong, expired or revoked. Make a new one at OpenRouter and set "
        "OPENROUTER_API_KEY to it."
    )


class RateLimitError(FetchError):
    """The source asks for fewer requests."""

    remedy = (
        "The key's limit of requests is used up, not by this build, which sends at most four. "
        "Try again later, or give the build a key of its own."
    )


class SourceDownError(FetchError):
    """The source cannot be reached or fails."""

    remedy = (
        "The trouble is the source's or the network's and usually passes. Try again later, as the "
        "next daily run does."
    )


class SnapshotError(SiteError):
    """The answer is not what it must be."""

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        """Name the answer and list everything that is wrong with it."""
        self.findings = tuple(findings)
        count = len(self.findings)
        lines = "".join(f"\n  {finding}" for finding in self.findings)
        super().__init__(
            f"{name} failed {count} check{'s' * (count != 1)}; nothing was changed.{lines}"
        )


class ContractError(SnapshotError):
    """The answer has not the form that the source promises."""

    remedy = (
        "The source has changed the form of its answer. Compare the fields above with its "
        "documentation, then change site_lib/snapshots/snapshot.py and its tests."
    )


class ChecksError(SnapshotError):
    """The answer has the promised form and says what cannot be."""

    remedy = (
        "The figures contradict each other or the archive, so they are not published. Later "
        "answers are often right again; if not, site_lib/snapshots/checks.py says what each check "
        "holds."
    )


class StaleError(ChecksError):
    """The source answers, but with figures of long ago."""

    remedy = (
        "The source has stopped updating these figures. Nothing is wrong here; the site says "
        "itself how old it is. Look at openrouter.ai/rankings for news."
    )


class ArchiveError(SiteError):
    """The archive cannot be read or added to."""

    remedy = (
        "The archive's folder holds answers only, one file a date and revision. Restore what is "
        "damaged with git, and take away what does not belong there."
    )


class RenderError(SiteError):
    """A page or a chart cannot be made from the data."""


class OutputError(SiteError):
    """The output folder cannot be replaced."""
