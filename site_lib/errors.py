"""The errors that the command can end with: what went wrong, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN_CHARACTERS = 60


def shown(value: object) -> str:
    """Quote a value in a message, shortened and on one line."""
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


@dataclass(frozen=True)
class Finding:
    """A problem or an oddity in an answer: where it is in the data, and what it is."""

    where: str
    message: str

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.where}: {self.message}"


class SiteError(Exception):
    """The build failed; nothing was changed."""

    exit_code = 1
    remedy = ""
    """What to do about it, for someone who does not know the code."""


class UsageError(SiteError):
    """The command line or an environment variable is wrong."""

    exit_code = 2


class KeyMissingError(UsageError):
    """There is no key to fetch with."""

    remedy = (
        "Only a build that fetches from OpenRouter needs a key. You can make one in your "
        "OpenRouter account."
    )


class SiteFileError(UsageError):
    """`site.toml` cannot be read, or a key or a value in it is wrong."""

    remedy = "site.toml says whose site this is; its comments explain each key."


class FetchError(SiteError):
    """OpenRouter gave no usable answer."""

    remedy = (
        "OpenRouter answered in an unexpected way. Try again later. If that does not help, read "
        "the API's documentation."
    )

    def __init__(self, message: str, wait: float | None = None) -> None:
        """Say what happened. `wait` is how many seconds OpenRouter asks to wait, if it does."""
        super().__init__(message)
        self.wait = wait


class KeyRefusedError(FetchError):
    """OpenRouter does not accept the key."""

    remedy = (
        "The key is wrong, expired or revoked. Make a new key at OpenRouter and store it in "
        "OPENROUTER_API_KEY."
    )


class RateLimitError(FetchError):
    """The key has reached its rate limit."""

    remedy = (
        "The key has reached its rate limit. This build sends at most four requests, so something "
        "else uses the key too. Try again later, or give the build its own key."
    )


class SourceDownError(FetchError):
    """OpenRouter cannot be reached, or it fails."""

    remedy = (
        "The problem is at OpenRouter or in the network, and usually passes. Try again later; the "
        "next daily run does so by itself."
    )


MOST_FINDINGS = 12
"""How many findings a message names: a field that has another name everywhere makes hundreds."""


class SnapshotError(SiteError):
    """The answer fails a check."""

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        """Name the answer and list everything that is wrong in it."""
        self.findings = tuple(findings)
        count = len(self.findings)
        lines = "".join(f"\n  {finding}" for finding in self.findings[:MOST_FINDINGS])
        if count > MOST_FINDINGS:
            lines += f"\n  … and {count - MOST_FINDINGS} more"
        super().__init__(
            f"{name} failed {count} check{'s' * (count != 1)}; nothing was changed.{lines}"
        )


class ContractError(SnapshotError):
    """The answer does not have the documented format."""

    remedy = (
        "The answer does not have the documented format. Compare the fields above with the API's "
        "documentation. If the format has changed, update site_lib/snapshots/snapshot.py and its "
        "tests."
    )


class ChecksError(SnapshotError):
    """The answer has the documented format, but its figures cannot be right."""

    remedy = (
        "The figures contradict each other or the archive, so they are not published. The next "
        "answer is often right again. If not, read what each check requires in "
        "site_lib/snapshots/checks.py."
    )


class StaleError(ChecksError):
    """OpenRouter answers, but with old figures."""

    remedy = (
        "OpenRouter has stopped updating these figures. There is nothing to repair here: each page "
        "tells its visitors how old it is. Look for news at openrouter.ai/rankings."
    )


class ArchiveError(SiteError):
    """The archive cannot be read or added to."""

    remedy = (
        "The archive folder may contain only answers, one file for each date and revision. Restore "
        "damaged files with git, and remove files that do not belong there."
    )


class NotArchivedError(ArchiveError):
    """The answer cannot be written into the archive."""

    remedy = ""


class EmptyArchiveError(ArchiveError):
    """The archive has no snapshot to build from."""

    remedy = ""


class RenderError(SiteError):
    """A page or a chart cannot be rendered."""


class OutputError(SiteError):
    """The output folder cannot be replaced."""
