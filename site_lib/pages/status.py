"""The status page: the checks of the newest snapshot, past notices, and how to verify the site."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING

from site_lib.charts.card import Card
from site_lib.exports.status_file import status_json
from site_lib.pages.archive import gap_in_words
from site_lib.pages.page import Page
from site_lib.pages.verification import verification
from site_lib.site.addresses import STATUS, STATUS_JSON, edition_of
from site_lib.site.formats import count
from site_lib.snapshots.check import findings_of
from site_lib.snapshots.checks import INVARIANTS, STALE_FAILURE_DAYS
from site_lib.snapshots.notices import STALE_NOTICE_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.history import History
    from site_lib.errors import Finding
    from site_lib.pages.page_context import PageContext
    from site_lib.pages.verification import Step
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.check import CheckResult, Measurement

NOTICES_SHOWN = 30
"""`status.json` has all."""
MEASUREMENTS_SHOWN = 2
"""If a check has more, the page shows only the one that is nearest to its limit."""


@dataclass(frozen=True)
class CheckRow:
    """A check of the newest snapshot in the table."""

    sentence: str
    shown: tuple[Measurement, ...]
    number: int
    """How many measurements there are, with those that are not shown."""
    verdict: str


@dataclass(frozen=True)
class PastNotice:
    """A notice about an edition."""

    edition: str
    """The path of its page."""
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class StatusPage(Page):
    """What was checked, what was noticed, and how to verify both."""

    template = "status.html"
    summary: str
    required: tuple[CheckRow, ...]
    """The checks that a snapshot must pass to be published."""
    reported: tuple[CheckRow, ...]
    """Those whose findings are only reported."""
    archive: str
    """What the archive has, in words."""
    gaps: tuple[str, ...]
    """The dates without a snapshot, in words."""
    notices: tuple[PastNotice, ...]
    all_notices: int
    stale_notice_days: int = STALE_NOTICE_DAYS
    stale_failure_days: int = STALE_FAILURE_DAYS
    steps: tuple[Step, ...]
    has_address: bool


def status_page(context: PageContext) -> StatusPage:
    """Make the status page and `status.json`; raises ArchiveError."""
    site, history = context.site, context.history
    results = history.results
    return StatusPage(
        path=STATUS,
        title=f"Status · {site.title}",
        description="The checks of the newest snapshot with what was measured and what is allowed, "
        "missing dates, past notices, and how to verify a page down to the source.",
        card=Card(
            site.title,
            "Every figure can be checked",
            site.citation,
            address=site.shown_address,
        ),
        attachments=((STATUS_JSON, status_json(site, history, results)),),
        summary=_summary(results, f"{site.as_of}"),
        required=tuple(_row(each) for each in results if each.check in INVARIANTS),
        reported=tuple(_row(each) for each in results if each.check not in INVARIANTS),
        archive=_archive(history),
        gaps=tuple(map(gap_in_words, history.gaps())),
        notices=tuple(starmap(_past_notice, history.notices[:NOTICES_SHOWN])),
        all_notices=len(history.notices),
        steps=tuple(verification(site, history.newest)),
        has_address=site.base_url is not None,
    )


def _summary(results: Sequence[CheckResult], as_of: str) -> str:
    """Say how the checks ended; all that must be passed are, or there would be no page."""
    found = len(findings_of(results))
    passed = f"The snapshot of {as_of} passed all checks that it has to pass."
    return f"{passed} {'There are no notices about it.' if not found else _notices(found)}"


def _notices(number: int) -> str:
    verb = "is" if number == 1 else "are"
    return f"There {verb} {count(number, 'notice')} about it, which the table below gives."


def _row(result: CheckResult) -> CheckRow:
    measured = result.measurements
    shown = measured if len(measured) <= MEASUREMENTS_SHOWN else (result.nearest_to_limit,)
    return CheckRow(result.check.sentence, shown, len(measured), result.verdict)


def _archive(history: History) -> str:
    dates, editions = len(history.dates), len(history.entries)
    revisions = editions - dates
    revised = f", and {count(revisions, 'revision')}" if revisions else ""
    first = history.entries[0].as_of
    return f"{count(dates, 'date')} since {first}{revised}."


def _past_notice(entry: Entry, notice: Finding) -> PastNotice:
    name = entry.as_of.isoformat()
    if entry.revision > 1:
        name += f", revision {entry.revision}"
    return PastNotice(edition_of(entry), name, str(notice))
