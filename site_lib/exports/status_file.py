"""`status.json`: what the checks of the newest answer measured, and the notices of all editions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.site.addresses import STATUS_JSON
from site_lib.site.context import LICENCE_WORDS, SOURCE
from site_lib.snapshots.checks import INVARIANTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_lib.analysis.history import History
    from site_lib.errors import Finding
    from site_lib.site.context import Site
    from site_lib.snapshots.archive import Entry
    from site_lib.snapshots.check import CheckResult, Measurement, Value

    Object = dict[str, object]

SCHEMA_VERSION = 1
"""A higher number means that programs may have to change."""
DECIMALS = 6
"""Sums of shares with three decimals have no more; what follows is floating-point noise."""


def status_json(site: Site, history: History, results: Iterable[CheckResult]) -> bytes:
    """Return the status of a site; `results` are those of its newest answer."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "as_of": site.as_of.isoformat(),
        "revision": history.newest.revision,
        "next_update": site.next_update.isoformat(),
        "edition": site.address(site.edition, STATUS_JSON),
        "snapshot_sha256": site.origin.sha256,
        "source": SOURCE,
        "citation": site.citation,
        "licence": LICENCE_WORDS,
        "first_date": history.entries[0].as_of.isoformat(),
        "dates": len(history.dates),
        "editions": len(history.entries),
        "gaps": [
            {"first": gap.first.isoformat(), "last": gap.last.isoformat()} for gap in history.gaps()
        ],
        "checks": [_check(result) for result in results],
        "notices": [_notice(site, entry, notice) for entry, notice in history.notices],
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"


def _check(result: CheckResult) -> Object:
    return {
        "name": result.check.name,
        "sentence": result.check.sentence,
        "must_pass": result.check in INVARIANTS,
        "verdict": result.verdict,
        # By name: the order of an answer must not matter.
        "measured": [_measurement(e) for e in sorted(result.measurements, key=_what)],
        "findings": [_finding(each) for each in result.findings],
    }


def _what(measured: Measurement) -> str:
    return measured.what


def _measurement(measured: Measurement) -> Object:
    return {
        "what": measured.what,
        "value": _rounded(measured.value),
        "low": _rounded(measured.low),
        "high": _rounded(measured.high),
        "note": measured.note or None,
    }


def _rounded(value: Value | None) -> Value | None:
    return round(value, DECIMALS) if isinstance(value, float) else value


def _finding(finding: Finding) -> Object:
    return {"where": finding.where, "message": finding.message}


def _notice(site: Site, entry: Entry, notice: Finding) -> Object:
    return {
        "as_of": entry.as_of.isoformat(),
        "revision": entry.revision,
        "edition": site.address(addresses.edition_of(entry), STATUS_JSON),
        **_finding(notice),
    }
