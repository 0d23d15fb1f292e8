"""The invariants: a snapshot that breaks one is not published.

OpenRouter rounds every share to three decimals. So each share may be off by half a step (0.0005), a
sum of n shares by n half steps, and the total that it is compared with by one more. That is the
tolerance of every sum here.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from site_lib.errors import ChecksError, Finding, StaleError, shown
from site_lib.snapshots.age import age_within
from site_lib.snapshots.check import Measurement, check, findings_of, none_of, run
from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval
from site_lib.snapshots.snapshot import path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_lib.snapshots.check import Check, CheckResult
    from site_lib.snapshots.check_context import CheckContext

    Named = Sequence[tuple[str, str]]
    """Names, each after its path in the data."""

WINDOW_DAYS = 7
STALE_FAILURE_DAYS = 10
FIRST_DATE = date(2023, 1, 1)
"""OpenRouter began in this year."""
NO_EARLIER = "there is no earlier snapshot"


def require(context: CheckContext, name: str) -> tuple[CheckResult, ...]:
    """Check every invariant and return what was measured; `name` names the answer in messages.

    Raises StaleError if the only problem is the snapshot's age, else ChecksError with all findings.
    """
    results = run(INVARIANTS, context)
    found = findings_of(results)
    if found:
        aged = [each for each in results if each.check is source_is_alive]
        raise (StaleError if findings_of(aged) == found else ChecksError)(name, found)
    return results


@check("The answer has at least one task and one category.")
def something_is_classified(context: CheckContext) -> Iterator[Measurement]:
    yield _at_least_one("classifications", "tag", "tasks", len(context.tags))
    yield _at_least_one("macro_categories", "macro-category", "categories", len(context.categories))


def _at_least_one(field: str, thing: str, things: str, number: int) -> Measurement:
    found = Finding(path(field), f"empty; a snapshot needs at least one {thing}")
    return Measurement(things, number, low=1, findings=() if number else (found,))


@check("No task and no category is there twice, and no model twice in a task’s list.")
def names_are_unique(context: CheckContext) -> Iterator[Measurement]:
    tags = [(f"{where}.tag", tag.tag) for where, tag in context.tags]
    yield _repeated("tag", "tasks", [tags])
    categories = [(f"{where}.key", each.key) for where, each in context.categories]
    yield _repeated("key", "categories", [categories])
    lists = (
        [(f"{where}.models[{index}].id", model.id) for index, model in enumerate(tag.models)]
        for where, tag in context.tags
    )
    yield _repeated("model", "models in a list", lists)


@check("Each task’s category is one of the listed categories.")
def categories_are_known(context: CheckContext) -> Iterator[Measurement]:
    keys = {category.key: None for _, category in context.categories}
    known = ", ".join(map(shown, keys)) or "none"
    yield none_of(
        "tasks in unknown categories",
        [
            Finding(
                f"{where}.macro_category",
                f"{shown(tag.macro_category)} is not a listed category; they are {known}",
            )
            for where, tag in context.tags
            if tag.macro_category not in keys
        ],
    )


@check("All tasks’ shares sum to 1, by requests and by tokens.")
def tags_sum_to_everything(context: CheckContext) -> Iterator[Measurement]:
    tags = context.snapshot.classifications
    where = f"{path('classifications')}[*]"
    yield from _sum_to_one("requests", f"{where}.usage_share", [tag.usage_share for tag in tags])
    yield from _sum_to_one("tokens", f"{where}.token_share", [tag.token_share for tag in tags])


@check("All categories’ shares sum to 1, by requests and by tokens.")
def categories_sum_to_everything(context: CheckContext) -> Iterator[Measurement]:
    all_of_them = context.snapshot.macro_categories
    where = f"{path('macro_categories')}[*]"
    requests = [each.usage_share for each in all_of_them]
    yield from _sum_to_one("requests", f"{where}.usage_share", requests)
    tokens = [each.token_share for each in all_of_them]
    yield from _sum_to_one("tokens", f"{where}.token_share", tokens)


@check("The shares of a category’s tasks sum to its share, and their shares of it to 1.")
def tags_sum_to_their_category(context: CheckContext) -> Iterator[Measurement]:
    for where, category in context.categories:
        tags = [each for _, each in context.tags if each.macro_category == category.key]
        requests, tokens = (f"{shown_name(category.key)}, {of}" for of in ("requests", "tokens"))
        shares = [tag.usage_share for tag in tags]
        yield _sum_to_total(requests, f"{where}.usage_share", shares, category.usage_share)
        shares = [tag.token_share for tag in tags]
        yield _sum_to_total(tokens, f"{where}.token_share", shares, category.token_share)
        # Nothing can be a share of a category without traffic.
        if category.usage_share:
            shares = [tag.category_usage_share for tag in tags]
            parts = f"{where}, category_usage_share of its tags"
            yield from _sum_to_one(f"{requests} of the category", parts, shares)
        if category.token_share:
            shares = [tag.category_token_share for tag in tags]
            parts = f"{where}, category_token_share of its tags"
            yield from _sum_to_one(f"{tokens} of the category", parts, shares)


@check("A task’s share of everything is its share of its category times the category’s share.")
def twice_stated_shares_agree(context: CheckContext) -> Iterator[Measurement]:
    categories = {category.key: category for _, category in context.categories}
    found = []
    for where, tag in context.tags:
        category = categories.get(tag.macro_category)
        if category is None:
            continue
        statements = (
            ("usage_share", tag.usage_share, tag.category_usage_share, category.usage_share),
            ("token_share", tag.token_share, tag.category_token_share, category.token_share),
        )
        for field, share, of_category, category_share in statements:
            if abs(share - of_category * category_share) <= HALF_STEP:
                continue  # They agree without regard to how the other two are rounded.
            product = Interval.around(of_category) * Interval.around(category_share)
            if Interval.around(share).intersect(product, FLOAT_NOISE) is None:
                other = f"category_{field} {of_category} × the category's {field} {category_share}"
                message = f"{share} does not match {other}, even with rounding"
                found.append(Finding(f"{where}.{field}", message))
    yield none_of(f"contradictions in {2 * len(context.tags)} shares", found)


@check("The shares of the models that a task lists sum to at most 1.")
def listed_models_fit_into_their_tag(context: CheckContext) -> Iterator[Measurement]:
    for where, tag in context.tags:
        name, models = shown_name(tag.tag), f"{where}.models[*]"
        requests = [model.tag_usage_share for model in tag.models]
        yield _sum_to_at_most_one(f"{name}, requests", f"{models}.tag_usage_share", requests)
        tokens = [model.tag_token_share for model in tag.models]
        yield _sum_to_at_most_one(f"{name}, tokens", f"{models}.tag_token_share", tokens)


@check("At least half of the tasks of the snapshot before are still there.")
def tags_have_not_collapsed(context: CheckContext) -> Iterator[Measurement]:
    if not context.newest:
        yield Measurement("tasks", None, note=NO_EARLIER)
        return
    before = {tag.tag for tag in context.newest.classifications}
    left, as_of = before & {tag.tag for _, tag in context.tags}, context.newest.as_of
    message = (
        f"only {len(left)} of the {len(before)} tags of {as_of} are left; "
        "at least half must still be there"
    )
    found = (Finding(path("classifications"), message),) if 2 * len(left) < len(before) else ()
    what = f"tasks left of {len(before)} on {as_of}"
    yield Measurement(what, len(left), low=(len(before) + 1) // 2, findings=found)


@check("The shares cover the days that were asked for.")
def window_is_a_week(context: CheckContext) -> Iterator[Measurement]:
    days = context.snapshot.window_days
    message = f"the window is {days} days, but {WINDOW_DAYS} were requested"
    found = () if days == WINDOW_DAYS else (Finding(path("window_days"), message),)
    yield Measurement("days", days, WINDOW_DAYS, WINDOW_DAYS, findings=found)


@check("The date is possible: OpenRouter existed, no later date is archived, and it is past.")
def date_is_plausible(context: CheckContext) -> Iterator[Measurement]:
    as_of, newest, today = context.snapshot.as_of, context.newest, context.today
    found = []
    if today and as_of > today:
        found.append(f"{as_of} is in the future; today is {today} (UTC)")
    if newest and as_of < newest.as_of:
        found.append(f"{as_of} is older than the newest archived snapshot, {newest.as_of}")
    if as_of < FIRST_DATE:
        found.append(f"{as_of} is before OpenRouter existed; it began in {FIRST_DATE.year}")
    yield Measurement(
        "date",
        as_of.isoformat(),
        low=(newest.as_of if newest else FIRST_DATE).isoformat(),
        high=today.isoformat() if today else None,
        findings=tuple(Finding(path("as_of"), message) for message in found),
    )


@check("The snapshot was at most ten days old when it was fetched.")
def source_is_alive(context: CheckContext) -> Iterator[Measurement]:
    yield age_within(context, STALE_FAILURE_DAYS)


INVARIANTS: tuple[Check, ...] = (
    something_is_classified,
    names_are_unique,
    categories_are_known,
    tags_sum_to_everything,
    categories_sum_to_everything,
    tags_sum_to_their_category,
    twice_stated_shares_agree,
    listed_models_fit_into_their_tag,
    tags_have_not_collapsed,
    window_is_a_week,
    date_is_plausible,
    source_is_alive,
)
"""A snapshot that breaks one of these is not published."""


def _repeated(thing: str, things: str, groups: Iterable[Named]) -> Measurement:
    found = []
    for group in groups:
        counts = Counter(name for _, name in group)
        if len(counts) < len(group):
            found += [
                Finding(where, f"{thing} {shown(name)} occurs {counts[name]} times")
                for where, name in group
                if counts[name] > 1
            ]
    return none_of(f"{things} that are there twice", found)


def _sum_to_one(what: str, where: str, shares: Sequence[float]) -> Iterator[Measurement]:
    """Measure a sum that must be 1; nothing is measured where there are no shares."""
    if shares:
        yield _sum(what, where, shares, 1, len(shares) * HALF_STEP)


def _sum_to_total(what: str, where: str, shares: Sequence[float], total: float) -> Measurement:
    """Measure a sum that must be a share, which is rounded, too."""
    return _sum(what, where, shares, total, (len(shares) + 1) * HALF_STEP)


def _sum(
    what: str, where: str, shares: Sequence[float], total: float, tolerance: float
) -> Measurement:
    measured = float(sum(shares))
    found = []
    if abs(measured - total) > tolerance + FLOAT_NOISE:
        message = f"{len(shares)} shares sum to {measured:.4f}, not {total} ± {tolerance:.4f}"
        found.append(Finding(where, message))
    return Measurement(what, measured, total - tolerance, total + tolerance, "", tuple(found))


def _sum_to_at_most_one(what: str, where: str, shares: Sequence[float]) -> Measurement:
    measured, tolerance = float(sum(shares)), len(shares) * HALF_STEP
    found = []
    if measured > 1 + tolerance + FLOAT_NOISE:
        message = f"{len(shares)} shares sum to {measured:.4f}, more than 1 + {tolerance:.4f}"
        found.append(Finding(where, message))
    return Measurement(what, measured, high=1 + tolerance, findings=tuple(found))
