"""The invariants: a snapshot that breaks one is not published.

OpenRouter rounds every share to three decimals. So each share may be off by half a step (0.0005), a
sum of n shares by n half steps, and the total that it is compared with by one more. That is the
tolerance of every sum here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_lib.errors import ChecksError, StaleError
from site_lib.snapshots.check_context import age_message, run
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval
from site_lib.snapshots.snapshot import path, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_lib.snapshots.check_context import CheckContext, Found

WINDOW_DAYS = 7
STALE_FAILURE_DAYS = 10


def check(context: CheckContext, name: str) -> None:
    """Check every invariant; `name` names the answer in messages.

    Raises StaleError if the only problem is the snapshot's age, else ChecksError with all findings.
    """
    errors = run(INVARIANTS, context)
    if errors:
        only_old = errors == run([source_is_alive], context)
        raise (StaleError if only_old else ChecksError)(name, errors)


def something_is_classified(context: CheckContext) -> Iterator[Found]:
    """There is at least one tag and one macro-category."""
    if not context.tags:
        yield path("classifications"), "empty; a snapshot needs at least one tag"
    if not context.categories:
        yield path("macro_categories"), "empty; a snapshot needs at least one macro-category"


def names_are_unique(context: CheckContext) -> Iterator[Found]:
    """No tag and no category key occurs twice, and no model within a tag."""
    yield from _repeated("tag", [(f"{where}.tag", tag.tag) for where, tag in context.tags])
    yield from _repeated("key", [(f"{where}.key", each.key) for where, each in context.categories])
    for where, tag in context.tags:
        ids = [(f"{where}.models[{index}].id", model.id) for index, model in enumerate(tag.models)]
        yield from _repeated("model", ids)


def categories_are_known(context: CheckContext) -> Iterator[Found]:
    """Each tag's macro-category is one of the listed categories."""
    keys = [category.key for _, category in context.categories]
    for where, tag in context.tags:
        if tag.macro_category not in keys:
            known = ", ".join(map(shown, keys)) or "none"
            yield (
                f"{where}.macro_category",
                f"{shown(tag.macro_category)} is not a listed category; they are {known}",
            )


def tags_sum_to_everything(context: CheckContext) -> Iterator[Found]:
    """All tags' shares sum to 1, by requests and by tokens."""
    tags = context.snapshot.classifications
    where = path("classifications")
    yield from _sum_to_one(f"{where}[*].usage_share", [tag.usage_share for tag in tags])
    yield from _sum_to_one(f"{where}[*].token_share", [tag.token_share for tag in tags])


def categories_sum_to_everything(context: CheckContext) -> Iterator[Found]:
    """All macro-categories' shares sum to 1, by requests and by tokens."""
    categories = context.snapshot.macro_categories
    where = path("macro_categories")
    yield from _sum_to_one(f"{where}[*].usage_share", [each.usage_share for each in categories])
    yield from _sum_to_one(f"{where}[*].token_share", [each.token_share for each in categories])


def tags_sum_to_their_category(context: CheckContext) -> Iterator[Found]:
    """The tags of a category sum to the category's share, and their shares of it to 1."""
    for where, category in context.categories:
        tags = [each for _, each in context.tags if each.macro_category == category.key]
        sums = (
            ("usage_share", [tag.usage_share for tag in tags], category.usage_share),
            ("token_share", [tag.token_share for tag in tags], category.token_share),
        )
        for field, shares, total in sums:
            yield from _sum_to(f"{where}.{field}", shares, total, rounded_totals=1)
        # Nothing can be a share of a category without traffic.
        if tags and category.usage_share:
            shares = [tag.category_usage_share for tag in tags]
            yield from _sum_to_one(f"{where}, category_usage_share of its tags", shares)
        if tags and category.token_share:
            shares = [tag.category_token_share for tag in tags]
            yield from _sum_to_one(f"{where}, category_token_share of its tags", shares)


def twice_stated_shares_agree(context: CheckContext) -> Iterator[Found]:
    """A tag's share of everything is its share of its category times the category's share."""
    categories = {category.key: category for _, category in context.categories}
    for where, tag in context.tags:
        category = categories.get(tag.macro_category)
        if category is None:
            continue
        statements = (
            ("usage_share", tag.usage_share, tag.category_usage_share, category.usage_share),
            ("token_share", tag.token_share, tag.category_token_share, category.token_share),
        )
        for field, share, of_category, category_share in statements:
            product = Interval.around(of_category) * Interval.around(category_share)
            if Interval.around(share).intersect(product, FLOAT_NOISE) is None:
                other = f"category_{field} {of_category} × the category's {field} {category_share}"
                yield f"{where}.{field}", f"{share} does not match {other}, even with rounding"


def listed_models_fit_into_their_tag(context: CheckContext) -> Iterator[Found]:
    """The listed models' shares of a tag sum to at most 1."""
    for where, tag in context.tags:
        sums = (
            ("tag_usage_share", sum(model.tag_usage_share for model in tag.models)),
            ("tag_token_share", sum(model.tag_token_share for model in tag.models)),
        )
        tolerance = len(tag.models) * HALF_STEP
        for field, total in sums:
            if total > 1 + tolerance + FLOAT_NOISE:
                count = len(tag.models)
                message = f"{count} shares sum to {total:.4f}, more than 1 + {tolerance:.4f}"
                yield f"{where}.models[*].{field}", message


def tags_have_not_collapsed(context: CheckContext) -> Iterator[Found]:
    """At least half of the tags of the newest archived snapshot are still there."""
    before = {tag.tag for tag in context.newest.classifications} if context.newest else set()
    left = before & {tag.tag for _, tag in context.tags}
    if context.newest and 2 * len(left) < len(before):
        message = (
            f"only {len(left)} of the {len(before)} tags of {context.newest.as_of} are left; "
            "at least half must still be there"
        )
        yield path("classifications"), message


def window_is_a_week(context: CheckContext) -> Iterator[Found]:
    """The window is the one that was requested."""
    days = context.snapshot.window_days
    if days != WINDOW_DAYS:
        yield path("window_days"), f"the window is {days} days, but {WINDOW_DAYS} were requested"


def date_is_plausible(context: CheckContext) -> Iterator[Found]:
    """The date is not in the future and not before the newest archived date."""
    as_of = context.snapshot.as_of
    if as_of > context.today:
        yield path("as_of"), f"{as_of} is in the future; today is {context.today} (UTC)"
    if context.newest and as_of < context.newest.as_of:
        newest = context.newest.as_of
        yield path("as_of"), f"{as_of} is older than the newest archived snapshot, {newest}"


def source_is_alive(context: CheckContext) -> Iterator[Found]:
    """A fetched snapshot is at most ten days old."""
    if context.live and context.age_days > STALE_FAILURE_DAYS:
        yield path("as_of"), age_message(context, STALE_FAILURE_DAYS)


INVARIANTS: tuple[Callable[[CheckContext], Iterator[Found]], ...] = (
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


def _repeated(what: str, named: Sequence[tuple[str, str]]) -> Iterator[Found]:
    counts = Counter(name for _, name in named)
    for where, name in named:
        if counts[name] > 1:
            yield where, f"{what} {shown(name)} occurs {counts[name]} times"


def _sum_to_one(where: str, shares: Sequence[float]) -> Iterator[Found]:
    if shares:
        yield from _sum_to(where, shares, 1, rounded_totals=0)


def _sum_to(
    where: str, shares: Sequence[float], total: float, *, rounded_totals: int
) -> Iterator[Found]:
    tolerance = (len(shares) + rounded_totals) * HALF_STEP
    if abs(sum(shares) - total) > tolerance + FLOAT_NOISE:
        message = f"{len(shares)} shares sum to {sum(shares):.4f}, not {total} ± {tolerance:.4f}"
        yield where, message
