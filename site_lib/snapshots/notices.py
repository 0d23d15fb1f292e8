"""The notices about a snapshot: what a build reports, although it publishes the snapshot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_lib.errors import Finding, shown
from site_lib.snapshots.age import age_within
from site_lib.snapshots.check import Measurement, check, none_of, run
from site_lib.snapshots.checks import NO_EARLIER, require
from site_lib.snapshots.differences import ShareChange, changed_models
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Shares
from site_lib.snapshots.snapshot import path, unknown_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_lib.snapshots.check import Check, CheckResult
    from site_lib.snapshots.check_context import CheckContext, Earlier
    from site_lib.snapshots.differences import DayDifferences, Differences
    from site_lib.snapshots.snapshot import Snapshot

    Paths = Mapping[str, str]
    """The path in the data of each tag or category, by key."""

STALE_NOTICE_DAYS = 3
ARCHIVED_BEFORE = "this date was archived before"


@check("The snapshot was at most three days old when it was fetched.")
def source_is_fresh(context: CheckContext) -> Iterator[Measurement]:
    yield age_within(context, STALE_NOTICE_DAYS)


@check("Every field is in OpenRouter’s documentation.")
def fields_are_known(context: CheckContext) -> Iterator[Measurement]:
    unknown: dict[str, list[object]] = {}
    for where, value in unknown_fields(context.answer):
        unknown.setdefault(re.sub(r"\[\d+\]", "[*]", where), []).append(value)
    yield none_of("unknown fields", map(_unknown_field, unknown, unknown.values()))


def _unknown_field(where: str, values: list[object]) -> Finding:
    number, value = len(values), shown(values[0])
    found = f"(value {value})" if number == 1 else f"in {number} places (first value {value})"
    return Finding(where, f"unknown field {found}; it is archived, but not shown on the site")


@check("Tasks, categories, their names and each task’s category are as in the snapshot before.")
def taxonomy_is_unchanged(context: CheckContext) -> Iterator[Measurement]:
    if context.earlier:
        yield none_of("differences", _taxonomy_changes(context, context.earlier))
    else:
        yield Measurement("differences", None, 0, 0, note=NO_EARLIER)


def _taxonomy_changes(context: CheckContext, earlier: Earlier) -> Iterator[Finding]:
    before, found = earlier
    now, when = context.snapshot, f"on {before.as_of}"
    if before.as_of == now.as_of:
        when = f"in the earlier answer for {before.as_of}"
    tags, categories = _tag_paths(context), _category_paths(context)
    yield from _added_and_removed("classifications", "tag", found.tags, when)
    yield from _renamed("display_name", "tag", found.tags, tags, when)
    old = {tag.tag: tag.macro_category for tag in before.classifications}
    new = {tag.tag: tag.macro_category for tag in now.classifications}
    for tag in found.reclassified:
        message = f"tag {shown(tag)} has moved to category {shown(new[tag])}"
        where = f"{tags[tag]}.macro_category"
        yield Finding(where, f"{message}; it was in {shown(old[tag])} {when}")
    yield from _added_and_removed("macro_categories", "category", found.categories, when)
    yield from _renamed("label", "category", found.categories, categories, when)


@check("Every task lists at least one model.")
def every_tag_lists_models(context: CheckContext) -> Iterator[Measurement]:
    yield none_of(
        "tasks without a model",
        [
            Finding(f"{where}.models", f"tag {shown(tag.tag)} lists no model")
            for where, tag in context.tags
            if not tag.models
        ],
    )


@check("A new date comes with new figures.")
def date_moves_with_the_content(context: CheckContext) -> Iterator[Measurement]:
    before, now = context.newest, context.snapshot
    if before is None or now.as_of == before.as_of:
        note = ARCHIVED_BEFORE if before else NO_EARLIER
        yield Measurement("figures repeated under a new date", None, 0, 0, note=note)
        return
    found = []
    if now.model_copy(update={"as_of": before.as_of}) == before:
        message = f"the date is {now.as_of}, but all figures are those of {before.as_of}"
        found.append(Finding(path("as_of"), message))
    yield none_of("figures repeated under a new date", found)


@check("A second answer for a date has the same figures as the first.")
def restatement_is_reported(context: CheckContext) -> Iterator[Measurement]:
    earlier, now = context.earlier, context.snapshot
    if earlier is None or earlier.snapshot.as_of != now.as_of:
        note = "this is the first answer for its date"
        yield Measurement("changed shares and lists", None, 0, 0, note=note)
        return
    before, found = earlier
    shares = (*_share_changes(context, found), *_category_share_changes(context, before))
    changes = [
        (f"{field} of {shown(key)}", change)
        for _, key, field, change in shares
        if change.is_measurable
    ]
    lists = _changed_lists(before, now)
    number = f"changed shares of tasks and categories: {len(changes)}"
    if changes:
        share, change = max(changes, key=lambda each: abs(each[1].points))
        number += f" (the largest change: {share}, from {change.then} to {change.now})"
    revised = f"OpenRouter has revised {now.as_of}"
    message = f"{revised}; {number}; tasks with a changed model list: {lists}"
    findings = (Finding(path("as_of"), message),) if changes or lists else ()
    yield Measurement("changed shares and lists", len(changes) + lists, 0, 0, findings=findings)


@check("No share moves further than the days in which two windows differ allow.")
def shares_move_as_windows_allow(context: CheckContext) -> Iterator[Measurement]:
    earlier, window = context.earlier, context.snapshot.window_days
    if earlier is None:
        yield Measurement("moves", None, note=NO_EARLIER)
        return
    before, found = earlier
    days = (context.snapshot.as_of - before.as_of).days
    if not 0 < days < window:
        note = "the windows have no day in common" if days else ARCHIVED_BEFORE
        yield Measurement("moves", None, note=note)
        return
    most = days / window
    limit = most + 2 * HALF_STEP
    for where, key, field, change in _share_changes(context, found):
        distance = abs(change.now - change.then)
        findings = []
        if distance > limit + FLOAT_NOISE:
            message = (
                f"moved by {distance:.3f}, from {change.then} on {before.as_of} to {change.now}; "
                f"with {days} of {window} days replaced and equal traffic every day, a "
                f"share can move by at most {days} ÷ {window} = {most:.3f}"
            )
            findings.append(Finding(f"{where}.{field}", message))
        what = f"{field} of {shown(key)}"
        yield Measurement(what, distance, high=limit, findings=tuple(findings))


NOTICES: tuple[Check, ...] = (
    source_is_fresh,
    fields_are_known,
    taxonomy_is_unchanged,
    every_tag_lists_models,
    date_moves_with_the_content,
    restatement_is_reported,
    shares_move_as_windows_allow,
)
"""In the order in which they are reported."""


def check_answer(context: CheckContext, name: str) -> tuple[CheckResult, ...]:
    """Check an answer and return what was measured; `name` names the answer in messages.

    Raises ChecksError or StaleError if it breaks an invariant.
    """
    return (*require(context, name), *run(NOTICES, context))


def _tag_paths(context: CheckContext) -> Paths:
    return {tag.tag: where for where, tag in context.tags}


def _category_paths(context: CheckContext) -> Paths:
    return {category.key: where for where, category in context.categories}


def _added_and_removed(field: str, kind: str, found: Differences, when: str) -> Iterator[Finding]:
    for key in found.added:
        yield Finding(path(field), f"{kind} {shown(key)} is new; it was not there {when}")
    for key in found.removed:
        yield Finding(path(field), f"{kind} {shown(key)} is missing; it was there {when}")


def _renamed(
    field: str, kind: str, found: Differences, paths: Paths, when: str
) -> Iterator[Finding]:
    for key in found.renamed:
        old, new = shown(found.then[key].name), shown(found.now[key].name)
        message = f"{kind} {shown(key)} is called {new} now; it was called {old} {when}"
        yield Finding(f"{paths[key]}.{field}", message)


def _share_changes(
    context: CheckContext, found: DayDifferences
) -> Iterator[tuple[str, str, str, ShareChange]]:
    """Yield path, key, field and change of each share of everything that both answers have."""
    where = {"tag": _tag_paths(context), "category": _category_paths(context)}
    for kind, differences in (("tag", found.tags), ("category", found.categories)):
        for key, change in differences.shares.items():
            yield where[kind][key], key, "usage_share", change.requests
            yield where[kind][key], key, "token_share", change.tokens


def _category_share_changes(
    context: CheckContext, before: Snapshot
) -> Iterator[tuple[str, str, str, ShareChange]]:
    """Yield path, key, field and change of each tag's shares of its category."""
    tags = {tag.tag: tag for tag in before.classifications}
    for where, now in context.tags:
        if then := tags.get(now.tag):
            for field in ("category_usage_share", "category_token_share"):
                change = ShareChange(getattr(then, field), getattr(now, field))
                yield where, now.tag, field, change


def _changed_lists(before: Snapshot, now: Snapshot) -> int:
    """Count the tasks that list other models, or the same models with other shares."""
    then, today = _lists(before), _lists(now)
    return sum(bool(changed_models(then[tag], today[tag])) for tag in then.keys() & today.keys())


def _lists(snapshot: Snapshot) -> Mapping[str, Mapping[str, Shares]]:
    return {
        tag.tag: {
            each.id: Shares(each.tag_usage_share, each.tag_token_share) for each in tag.models
        }
        for tag in snapshot.classifications
    }
