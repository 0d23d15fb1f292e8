"""What must hold in a snapshot, and what is worth a notice: generators of (where, message).

The source rounds every share to three decimals, so a sum of n shares lies within n half steps of
its true value, and a rounded total within one more: that is the tolerance of every sum here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from site_lib.errors import ChecksError, Finding, StaleError
from site_lib.snapshots.precision import FLOAT_NOISE, HALF_STEP, Interval, rounded
from site_lib.snapshots.snapshot import path, shown, unknown_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from site_lib.snapshots.snapshot import Answer, Classification, MacroCategory, Snapshot

    _Shared = Classification | MacroCategory

WINDOW_DAYS = 7
STALE_NOTICE_DAYS = 3
STALE_FAILURE_DAYS = 10

Found = tuple[str, str]
Part = TypeVar("Part")


@dataclass(frozen=True)
class CheckContext:
    """An answer and what it is held against."""

    answer: Answer
    today: date
    """The UTC date of the build."""
    newest: Snapshot | None
    """The newest archived snapshot, if there is one."""
    live: bool
    """Whether the snapshot was fetched just now, so that its age tells of the source's health."""

    @property
    def snapshot(self) -> Snapshot:
        """What the answer says."""
        return self.answer.data

    @property
    def tags(self) -> Sequence[tuple[str, Classification]]:
        """Each tag with its path in the data."""
        return _placed("classifications", self.snapshot.classifications)

    @property
    def categories(self) -> Sequence[tuple[str, MacroCategory]]:
        """Each macro-category with its path in the data."""
        return _placed("macro_categories", self.snapshot.macro_categories)

    @property
    def age_days(self) -> int:
        """Days from the snapshot's date to the build's."""
        return (self.today - self.snapshot.as_of).days


def examine(context: CheckContext, name: str) -> tuple[Finding, ...]:
    """Hold a snapshot against every invariant; return the notices.

    Raises ChecksError with all findings, `name` saying which answer it is about; StaleError where
    the snapshot is too old and nothing else is wrong.
    """
    errors = _all(INVARIANTS, context)
    if errors:
        only_old = errors == _all([source_is_alive], context)
        raise (StaleError if only_old else ChecksError)(name, errors)
    return _all(NOTICES, context)


def something_is_classified(context: CheckContext) -> Iterator[Found]:
    """At least one tag and one macro-category."""
    if not context.tags:
        yield path("classifications"), "no tag at all"
    if not context.categories:
        yield path("macro_categories"), "no macro-category at all"


def names_are_unique(context: CheckContext) -> Iterator[Found]:
    """No tag, no category key and, within a tag, no model twice."""
    yield from _repeated("tag", [(f"{where}.tag", tag.tag) for where, tag in context.tags])
    yield from _repeated("key", [(f"{where}.key", each.key) for where, each in context.categories])
    for where, tag in context.tags:
        ids = [(f"{where}.models[{place}].id", model.id) for place, model in enumerate(tag.models)]
        yield from _repeated("model", ids)


def categories_are_known(context: CheckContext) -> Iterator[Found]:
    """Each tag's macro-category is one of the categories listed."""
    keys = [category.key for _, category in context.categories]
    for where, tag in context.tags:
        if tag.macro_category not in keys:
            known = ", ".join(map(shown, keys)) or "none"
            yield f"{where}.macro_category", f"{shown(tag.macro_category)} is none of {known}"


def tags_sum_to_everything(context: CheckContext) -> Iterator[Found]:
    """All tags' shares sum to 1, by requests and by tokens."""
    tags = context.snapshot.classifications
    where = path("classifications")
    yield from _sum_is_one(f"{where}[*].usage_share", [tag.usage_share for tag in tags])
    yield from _sum_is_one(f"{where}[*].token_share", [tag.token_share for tag in tags])


def categories_sum_to_everything(context: CheckContext) -> Iterator[Found]:
    """All macro-categories' shares sum to 1, by requests and by tokens."""
    categories = context.snapshot.macro_categories
    where = path("macro_categories")
    yield from _sum_is_one(f"{where}[*].usage_share", [each.usage_share for each in categories])
    yield from _sum_is_one(f"{where}[*].token_share", [each.token_share for each in categories])


def tags_sum_to_their_category(context: CheckContext) -> Iterator[Found]:
    """The tags of a category sum to the category's share, and their shares of it to 1."""
    for where, category in context.categories:
        tags = [each for _, each in context.tags if each.macro_category == category.key]
        sums = (
            ("usage_share", [tag.usage_share for tag in tags], category.usage_share),
            ("token_share", [tag.token_share for tag in tags], category.token_share),
        )
        for field, shares, total in sums:
            yield from _sum_is(f"{where}.{field}", shares, total, rounded_totals=1)
        # A category without traffic has nothing to be a share of.
        if tags and category.usage_share:
            shares = [tag.category_usage_share for tag in tags]
            yield from _sum_is_one(f"{where}, category_usage_share of its tags", shares)
        if tags and category.token_share:
            shares = [tag.category_token_share for tag in tags]
            yield from _sum_is_one(f"{where}, category_token_share of its tags", shares)


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
                other = f"category_{field} {of_category} × the category's {category_share}"
                yield f"{where}.{field}", f"{share} does not agree with {other}"


def listed_models_fit_into_their_tag(context: CheckContext) -> Iterator[Found]:
    """The listed models' shares of a tag sum to 1 at most."""
    for where, tag in context.tags:
        sums = (
            ("tag_usage_share", sum(model.tag_usage_share for model in tag.models)),
            ("tag_token_share", sum(model.tag_token_share for model in tag.models)),
        )
        tolerance = len(tag.models) * HALF_STEP
        for field, total in sums:
            if total > 1 + tolerance + FLOAT_NOISE:
                message = f"sum to {total:.4f}, more than 1 + {tolerance:.4f}"
                yield f"{where}.models[*].{field}", message


def tags_have_not_collapsed(context: CheckContext) -> Iterator[Found]:
    """At least half of the tags of the newest archived snapshot are still there."""
    before = {tag.tag for tag in context.newest.classifications} if context.newest else set()
    left = before & {tag.tag for _, tag in context.tags}
    if 2 * len(left) < len(before):
        yield path("classifications"), f"only {len(left)} of {len(before)} known tags are left"


def window_is_a_week(context: CheckContext) -> Iterator[Found]:
    """The window is the one that was asked for."""
    days = context.snapshot.window_days
    if days != WINDOW_DAYS:
        yield path("window_days"), f"{days}, but {WINDOW_DAYS} days were asked for"


def date_is_plausible(context: CheckContext) -> Iterator[Found]:
    """The date is not in the future and not older than the newest archived one."""
    as_of = context.snapshot.as_of
    if as_of > context.today:
        yield path("as_of"), f"{as_of} is in the future; today is {context.today} (UTC)"
    if context.newest and as_of < context.newest.as_of:
        yield path("as_of"), f"{as_of} is older than the archive's newest, {context.newest.as_of}"


def source_is_alive(context: CheckContext) -> Iterator[Found]:
    """A fetched snapshot is at most ten days old."""
    if context.live and context.age_days > STALE_FAILURE_DAYS:
        yield path("as_of"), _age(context, STALE_FAILURE_DAYS)


def source_is_fresh(context: CheckContext) -> Iterator[Found]:
    """A fetched snapshot is at most three days old."""
    if context.live and context.age_days > STALE_NOTICE_DAYS:
        yield path("as_of"), _age(context, STALE_NOTICE_DAYS)


def fields_are_known(context: CheckContext) -> Iterator[Found]:
    """Every field is one that the source's description names."""
    places: dict[str, list[object]] = {}
    for where, value in unknown_fields(context.answer):
        places.setdefault(re.sub(r"\[\d+\]", "[*]", where), []).append(value)
    for where, values in places.items():
        times = "" if len(values) == 1 else f" in {len(values)} places"
        yield where, f"unknown field{times}, {shown(values[0])}; it is archived and not shown"


def taxonomy_is_unchanged(context: CheckContext) -> Iterator[Found]:
    """Tags and categories are those of the newest archived snapshot."""
    if not context.newest:
        return
    before, now = context.newest, context.snapshot
    since = f"since {before.as_of}"
    yield from _differences(
        "tag", [t.tag for t in before.classifications], [t.tag for t in now.classifications], since
    )
    yield from _differences(
        "category",
        [category.key for category in before.macro_categories],
        [category.key for category in now.macro_categories],
        since,
    )


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


def restatement_is_told(context: CheckContext) -> Iterator[Found]:
    """An answer for a known date says what that said."""
    before, now = context.newest, context.snapshot
    if before is None or before.as_of != now.as_of:
        return
    moves = [move for move in _moves(context, before) if rounded(move.after - move.before)]
    lists = sum(_listed(tag) != _listed(old) for old, tag in _pairs(before, now))
    if not (moves or lists):
        return
    words = f"{now.as_of} is restated; shares of tasks and categories that differ: {len(moves)}"
    if moves:
        most = max(moves, key=lambda move: abs(move.after - move.before))
        words += f", most of all {most.name}, {most.before} before and {most.after} now"
    yield path("as_of"), f"{words}; tasks whose lists differ: {lists}"


def shares_move_as_windows_allow(context: CheckContext) -> Iterator[Found]:
    """A share moves by no more than the days in which two windows differ can move it."""
    before, now = context.newest, context.snapshot
    days = (now.as_of - before.as_of).days if before else 0
    if before is None or not 0 < days < now.window_days:
        return
    most = days / now.window_days
    for move in _moves(context, before):
        if abs(move.after - move.before) > most + 2 * HALF_STEP + FLOAT_NOISE:
            message = (
                f"{move.before} on {before.as_of} and {move.after} now, a move of "
                f"{abs(move.after - move.before):.3f}; {days} of {now.window_days} days differ, "
                f"which can move a share by {days} ÷ {now.window_days} = {most:.3f} at most if "
                "days are alike in traffic"
            )
            yield move.where, message


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
"""A snapshot that breaks one of these is not built."""

NOTICES: tuple[Callable[[CheckContext], Iterator[Found]], ...] = (
    source_is_fresh,
    fields_are_known,
    taxonomy_is_unchanged,
    every_tag_lists_models,
    date_moves_with_the_content,
    restatement_is_told,
    shares_move_as_windows_allow,
)
"""What these find is told, and the site is built."""


@dataclass(frozen=True)
class _Move:
    """A share in two answers."""

    where: str
    name: str
    before: float
    after: float


def _moves(context: CheckContext, before: Snapshot) -> Iterator[_Move]:
    """Yield the shares of everything of all tags and categories that both answers have."""
    tags = {tag.tag: tag for tag in before.classifications}
    groups = {group.key: group for group in before.macro_categories}
    pairs: list[tuple[str, str, _Shared | None, _Shared]] = [
        *((where, tag.tag, tags.get(tag.tag), tag) for where, tag in context.tags),
        *((where, each.key, groups.get(each.key), each) for where, each in context.categories),
    ]
    for where, name, old, new in pairs:
        if old:
            yield _Move(f"{where}.usage_share", shown(name), old.usage_share, new.usage_share)
            yield _Move(f"{where}.token_share", shown(name), old.token_share, new.token_share)


def _pairs(before: Snapshot, now: Snapshot) -> Iterator[tuple[Classification, Classification]]:
    tags = {tag.tag: tag for tag in before.classifications}
    return ((tags[tag.tag], tag) for tag in now.classifications if tag.tag in tags)


def _listed(tag: Classification) -> dict[str, tuple[float, float]]:
    return {model.id: (model.tag_usage_share, model.tag_token_share) for model in tag.models}


def _all(
    checks: Iterable[Callable[[CheckContext], Iterator[Found]]], context: CheckContext
) -> tuple[Finding, ...]:
    found = chain.from_iterable(check(context) for check in checks)
    return tuple(Finding(where, message) for where, message in found)


def _placed(field: str, parts: Sequence[Part]) -> Sequence[tuple[str, Part]]:
    return [(path(field, index), part) for index, part in enumerate(parts)]


def _repeated(what: str, named: Sequence[tuple[str, str]]) -> Iterator[Found]:
    counts = Counter(name for _, name in named)
    for where, name in named:
        if counts[name] > 1:
            yield where, f"{what} {shown(name)} stands here {counts[name]} times"


def _sum_is_one(where: str, shares: Sequence[float]) -> Iterator[Found]:
    if shares:
        yield from _sum_is(where, shares, 1, rounded_totals=0)


def _sum_is(
    where: str, shares: Sequence[float], total: float, *, rounded_totals: int
) -> Iterator[Found]:
    tolerance = (len(shares) + rounded_totals) * HALF_STEP
    if abs(sum(shares) - total) > tolerance + FLOAT_NOISE:
        message = f"{len(shares)} shares sum to {sum(shares):.4f}, not {total} ± {tolerance:.4f}"
        yield where, message


def _age(context: CheckContext, limit: int) -> str:
    return (
        f"{context.snapshot.as_of} is {context.age_days} days before today, "
        f"{context.today} (UTC), more than {limit}: the source has stopped updating"
    )


def _differences(
    what: str, before: Sequence[str], now: Sequence[str], since: str
) -> Iterator[Found]:
    where = path("classifications" if what == "tag" else "macro_categories")
    for name in sorted(set(now) - set(before)):
        yield where, f"new {what} {shown(name)} {since}"
    for name in sorted(set(before) - set(now)):
        yield where, f"{what} {shown(name)} has vanished {since}"
