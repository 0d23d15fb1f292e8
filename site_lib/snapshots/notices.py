"""What is worth a notice in a snapshot: it is reported, and the site is built all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_lib.snapshots.check_context import age_message, run
from site_lib.snapshots.differences import changed_models, compare_days
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Shares
from site_lib.snapshots.snapshot import path, shown, unknown_fields
from site_lib.snapshots.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_lib.errors import Finding
    from site_lib.snapshots.check_context import CheckContext, Found
    from site_lib.snapshots.differences import DayDifferences, Differences, ShareChange
    from site_lib.snapshots.snapshot import Snapshot

STALE_NOTICE_DAYS = 3


def notices(context: CheckContext) -> tuple[Finding, ...]:
    """Return all notices about a snapshot that has passed its checks."""
    return run(NOTICES, context)


def source_is_fresh(context: CheckContext) -> Iterator[Found]:
    """A fetched snapshot is at most three days old."""
    if context.live and context.age_days > STALE_NOTICE_DAYS:
        yield path("as_of"), age_message(context, STALE_NOTICE_DAYS)


def fields_are_known(context: CheckContext) -> Iterator[Found]:
    """Every field is one that the source's description names."""
    unknown: dict[str, list[object]] = {}
    for where, value in unknown_fields(context.answer):
        unknown.setdefault(re.sub(r"\[\d+\]", "[*]", where), []).append(value)
    for where, values in unknown.items():
        number = "" if len(values) == 1 else f" in {len(values)} places"
        yield where, f"unknown field{number}, {shown(values[0])}; it is archived and not shown"


def taxonomy_is_unchanged(context: CheckContext) -> Iterator[Found]:
    """Tags and categories are those of the newest archived snapshot."""
    if not context.newest:
        return
    since = f"since {context.newest.as_of}"
    found = _compared(context.newest, context.snapshot)
    yield from _added_and_removed("classifications", "tag", found.tags, since)
    yield from _added_and_removed("macro_categories", "category", found.categories, since)


def every_tag_lists_models(context: CheckContext) -> Iterator[Found]:
    """Every tag lists at least one model."""
    for where, tag in context.tags:
        if not tag.models:
            yield f"{where}.models", f"tag {shown(tag.tag)} lists no model"


def date_moves_with_the_content(context: CheckContext) -> Iterator[Found]:
    """A new date comes with new figures."""
    before, now = context.newest, context.snapshot
    if (
        before
        and now.as_of != before.as_of
        and now.model_copy(update={"as_of": before.as_of}) == before
    ):
        yield path("as_of"), f"{now.as_of}, but every figure is that of {before.as_of}"


def restatement_is_reported(context: CheckContext) -> Iterator[Found]:
    """An answer for a known date repeats what the earlier one said."""
    before, now = context.newest, context.snapshot
    if before is None or before.as_of != now.as_of:
        return
    changes = [
        (key, change)
        for _, key, _, change in _share_changes(context, _compared(before, now))
        if change.is_measurable
    ]
    lists = _changed_lists(before, now)
    if not (changes or lists):
        return
    words = f"{now.as_of} is restated; shares of tasks and categories that differ: {len(changes)}"
    if changes:
        key, most = max(changes, key=lambda each: abs(each[1].points))
        words += f", most of all {shown(key)}, {most.then} before and {most.now} now"
    yield path("as_of"), f"{words}; tasks whose lists differ: {lists}"


def shares_move_as_windows_allow(context: CheckContext) -> Iterator[Found]:
    """A share moves by no more than the days in which two windows differ can move it."""
    before, now = context.newest, context.snapshot
    days = (now.as_of - before.as_of).days if before else 0
    if before is None or not 0 < days < now.window_days:
        return
    most = days / now.window_days
    for where, _, field, change in _share_changes(context, _compared(before, now)):
        distance = abs(change.now - change.then)
        if distance > most + 2 * HALF_STEP + FLOAT_NOISE:
            message = (
                f"{change.then} on {before.as_of} and {change.now} now, a move of "
                f"{distance:.3f}; {days} of {now.window_days} days differ, "
                f"which can move a share by {days} ÷ {now.window_days} = {most:.3f} at most if "
                "days are alike in traffic"
            )
            yield f"{where}.{field}", message


NOTICES: tuple[Callable[[CheckContext], Iterator[Found]], ...] = (
    source_is_fresh,
    fields_are_known,
    taxonomy_is_unchanged,
    every_tag_lists_models,
    date_moves_with_the_content,
    restatement_is_reported,
    shares_move_as_windows_allow,
)
"""In the order in which they are reported."""


def _compared(before: Snapshot, now: Snapshot) -> DayDifferences:
    return compare_days(summarize(before), summarize(now))


def _added_and_removed(field: str, kind: str, found: Differences, since: str) -> Iterator[Found]:
    for name in found.added:
        yield path(field), f"new {kind} {shown(name)} {since}"
    for name in found.removed:
        yield path(field), f"{kind} {shown(name)} has vanished {since}"


def _share_changes(
    context: CheckContext, found: DayDifferences
) -> Iterator[tuple[str, str, str, ShareChange]]:
    """Yield path, key, field and change of each share of everything that both answers have."""
    where = {
        "tag": {tag.tag: at for at, tag in context.tags},
        "category": {category.key: at for at, category in context.categories},
    }
    for kind, differences in (("tag", found.tags), ("category", found.categories)):
        for key, change in differences.shares.items():
            yield where[kind][key], key, "usage_share", change.requests
            yield where[kind][key], key, "token_share", change.tokens


def _changed_lists(before: Snapshot, now: Snapshot) -> int:
    """Count the tasks that list other models, or the same with other shares."""
    then, today = _lists(before), _lists(now)
    return sum(bool(changed_models(then[tag], today[tag])) for tag in then.keys() & today.keys())


def _lists(snapshot: Snapshot) -> Mapping[str, Mapping[str, Shares]]:
    return {
        tag.tag: {
            each.id: Shares(each.tag_usage_share, each.tag_token_share) for each in tag.models
        }
        for tag in snapshot.classifications
    }
