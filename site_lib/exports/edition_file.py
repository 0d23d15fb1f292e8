"""`data.csv` of an edition: everything that one answer says, a row for each pair of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.exports.columns import RANKED, SUBJECT, in_order
from site_lib.exports.csv_file import csv_file
from site_lib.exports.rows import edition_rows
from site_lib.site.context import LICENCE_WORDS, citation

if TYPE_CHECKING:
    from site_lib.analysis.rankings import Rankings
    from site_lib.exports.rows import Row

EDITION_COLUMNS = in_order(
    "as_of", "window_days", "revision", *SUBJECT, *RANKED, "source", "licence"
)
"""Those of editions, of the files with all days of a year, and of `latest.csv`."""


def edition_csv(rankings: Rankings, revision: int) -> bytes:
    """Write everything that an answer says."""
    constants: Row = {
        "as_of": rankings.as_of,
        "window_days": rankings.window_days,
        "revision": revision,
        "source": citation(rankings.as_of),
        "licence": LICENCE_WORDS,
    }
    return csv_file(EDITION_COLUMNS, edition_rows(rankings), constants)
