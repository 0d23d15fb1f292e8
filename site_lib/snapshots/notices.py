"""The notices about a snapshot: what a build reports, although it publishes the snapshot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_lib.snapshots.check_context import age_message, run
from site_lib.snapshots.differences import ShareChange, changed_models, compare_days
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Shares
from site_lib.snapshots.snapshot import path, shown, unknown_fields
from site_lib.snapshots.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_lib.errors import Finding
    from site_lib.snapshots.check_context import CheckContext, Found
    from site_lib.snapshots.differences import DayDifferences, Differences
    from site_lib.snapshots.snapshot import Snapshot

    Paths = Mapping[str, str]
    """The path in the data of each tag or category, by key."""

STALE_NOTICE_DAYS = 3


def notices(context: CheckContext) -> tuple[Finding, ...]:
    """Return all notices about a snapshot that has passed its checks."""
    return run(NOTICES, context)


def source_is_fresh(context: CheckContext) -> Iterator[Found]:
    """A fetched snapshot is at most three days old."""
    if context.live and context.age_days > STALE_NOTICE_DAYS:
        yield path("as_of"), age_message(context, STALE_NOTICE_DAYS)


def fields_are_known(context: CheckContext) -> Iterator[Found]:
    """Every field is in OpenRouter's documentation."""
    unknown: dict[str, list[object]] = {}
    for where, value in unknown_fields(context.answer):
        unknown.setdefault(re.sub(r"\[\d+\]", "[*]", where), []).append(value)
    for where, values in unknown.items():
        number, value = len(values), shown(values[0])
        found = f"(value {value})" if number == 1 else f"in {number} places (first value {value})"
        yield where, f"unknown field {found}; it is archived, but not shown on the site"


def taxonomy_is_unchanged(context: CheckContext) -> Iterator[Found]:
    """Tags, categories, their names and each tag's category are those of the newest snapshot."""
    before, now = context.newest, context.snapshot
    if not before:
        return
    when = f"on {before.as_of}"
    if before.as_of == now.as_of:
        when = f"in the earlier answer for {before.as_of}"
    found = _compared(before, now)
    tags, categories = _tag_paths(context), _category_paths(context)
    yield from _added_and_removed("classifications", "tag", found.tags, when)
    yield from _renamed("display_name", "tag", found.tags, tags, when)
    old = {tag.tag: tag.macro_category for tag in before.classifications}
    new = {tag.tag: tag.macro_category for tag in now.classifications}
    for tag in found.reclassified:
        message = f"tag {shown(tag)} has moved to category {shown(new[tag])}"
        yield f"{tags[tag]}.macro_category", f"{message}; it was in {shown(old[tag])} {when}"
    yield from _added_and_removed("macro_categories", "category", found.categories, when)
    yield from _renamed("label", "category", found.categories, categories, when)


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
        yield path("as_of"), f"the date is {now.as_of}, but all figures are those of {before.as_of}"


def restatement_is_reported(context: CheckContext) -> Iterator[Found]:
    """A second answer for a date has the same figures as the first."""
    before, now = context.newest, context.snapshot
    if before is None or before.as_of != now.as_of:
        return
    shares = (*_share_changes(context, _compared(before, now)), *_category_share_changes(context))
    changes = [
        (f"{field} of {shown(key)}", change)
        for _, key, field, change in shares
        if change.is_measurable
    ]
    lists = _changed_lists(before, now)
    if not (changes or lists):
        return
    number = f"changed shares of tasks and categories: {len(changes)}"
    if changes:
        share, change = max(changes, key=lambda each: abs(each[1].points))
        number += f" (the largest change: {share}, from {change.then} to {change.now})"
    revised = f"OpenRouter has revised {now.as_of}"
    yield path("as_of"), f"{revised}; {number}; tasks with a changed model list: {lists}"


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
                f"moved by {distance:.3f}, from {change.then} on {before.as_of} to {change.now}; "
                f"with {days} of {now.window_days} days replaced and equal traffic every day, a "
                f"share can move by at most {days} ÷ {now.window_days} = {most:.3f}"
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


def _tag_paths(context: CheckContext) -> Paths:
    return {tag.tag: where for where, tag in context.tags}


def _category_paths(context: CheckContext) -> Paths:
    return {category.key: where for where, category in context.categories}


def _added_and_removed(field: str, kind: str, found: Differences, when: str) -> Iterator[Found]:
    for key in found.added:
        yield path(field), f"{kind} {shown(key)} is new; it was not there {when}"
    for key in found.removed:
        yield path(field), f"{kind} {shown(key)} is missing; it was there {when}"


def _renamed(field: str, kind: str, found: Differences, paths: Paths, when: str) -> Iterator[Found]:
    for key in found.renamed:
        old, new = shown(found.then[key].name), shown(found.now[key].name)
        message = f"{kind} {shown(key)} is called {new} now; it was called {old} {when}"
        yield f"{paths[key]}.{field}", message


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
    context: CheckContext,
) -> Iterator[tuple[str, str, str, ShareChange]]:
    """Yield path, key, field and change of each tag's shares of its category."""
    before = {tag.tag: tag for tag in context.newest.classifications} if context.newest else {}
    for where, now in context.tags:
        if then := before.get(now.tag):
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
