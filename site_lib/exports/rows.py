"""Rows of data files, made of the values that pages show too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.site.addresses import author_of
from site_lib.site.formats import plain_range
from site_lib.snapshots.precision import Interval, Shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from site_lib.analysis.changes import Change, TagChange, Unlisted
    from site_lib.analysis.leaders import Leader
    from site_lib.analysis.model_history import RangeChange
    from site_lib.analysis.models import CategoryUse, Elsewhere, ModelUse, TaskUse
    from site_lib.analysis.rankings import Category, Model, Rankings, Tag, TokensPerRequest
    from site_lib.analysis.ranks import Ranks

    Value = str | int | float | bool | date | None
    Row = Mapping[str, Value]
    """From the name of a column to its value; what is missing is absent."""

EVERYTHING = {"share_of": "everything"}
OF_CATEGORY = {"share_of": "category"}
OF_TASK = {"share_of": "task"}


def edition_rows(rankings: Rankings) -> Iterator[Row]:
    """Yield everything that an answer says: a row for each pair of shares that it holds."""
    for category in rankings.categories:
        yield category_row(category)
    for tag in rankings.tags:
        yield task_row(tag)
        yield task_in_category_row(tag)
        for model in tag.models:
            yield model_in_task_row(tag, model) | {"name": None}  # The task's rows have it.


def category_row(category: Category, change: Change | None = None) -> dict[str, Value]:
    """Return a category with its shares of everything, and what they were."""
    return {
        "kind": "category",
        **_category(category),
        **EVERYTHING,
        **_ranked(category.shares, category.ranks),
        **_tokens_per_request(category.tokens_per_request),
        **_then(change),
    }


def task_row(tag: Tag, change: Change | None = None) -> dict[str, Value]:
    """Return a task with its shares of everything, and what they were."""
    return {
        "kind": "task",
        **_task(tag),
        **EVERYTHING,
        **_ranked(tag.shares, tag.ranks),
        **_tokens_per_request(tag.tokens_per_request),
        **_then(change),
    }


def task_in_category_row(tag: Tag, change: Change | None = None) -> dict[str, Value]:
    """Return a task with its shares of its category, and what they were."""
    return {
        "kind": "task",
        **_task(tag),
        **OF_CATEGORY,
        **_ranked(tag.category_shares, tag.category_ranks),
        **_tokens_per_request(tag.tokens_per_request),
        **_then(change),
    }


def list_rows(
    tag: Tag, change: TagChange | None, parts: Mapping[str, Interval]
) -> Iterator[dict[str, Value]]:
    """Yield a task's list of models, and what is not listed.

    `change` is that of the task, `parts` what the task is of models' known requests, by id.
    """
    for model in tag.models:
        part = parts.get(model.id)
        if change and model.id in change.entered:
            yield entered_row(tag, change.entered[model.id], part)
        else:
            then = change.models.get(model.id) if change else None
            yield model_in_task_row(tag, model, then, part)
    yield {
        "kind": "not listed",
        **_task(tag),
        **OF_TASK,
        "request_share": tag.unlisted.requests,
        "token_share": tag.unlisted.tokens,
    }


def model_in_task_row(
    tag: Tag, model: Model, change: Change | None = None, part: Interval | None = None
) -> dict[str, Value]:
    """Return a model in a task's list, with its shares of the task, and what they were."""
    return {
        "kind": "model",
        **_task(tag),
        **_model(model.id),
        **OF_TASK,
        **_ranked(model.shares, model.ranks),
        **range_of("part", part),
        **_then(change),
    }


def leader_row(leader: Leader, category: Category | None = None) -> dict[str, Value]:
    """Return a model with the ranges of its shares of a category, or of everything."""
    return {
        "kind": "model",
        **(_category(category) if category else {}),
        **_model(leader.id),
        **(OF_CATEGORY if category else EVERYTHING),
        **range_of("request_share", leader.requests),
        **range_of("token_share", leader.tokens),
        "listed_in": leader.listed_in,
    }


def model_row(use: ModelUse, change: RangeChange | None) -> dict[str, Value]:
    """Return a model with the ranges of its shares of everything, and what they were."""
    best = use.best
    rank = best.model.ranks.requests
    row = leader_row(use) | {
        "best_rank": rank.position,
        "best_rank_tied": rank.tied,
        "best_task": best.tag.tag,
    }
    if change:
        row |= {
            **range_of("request_share", change.then.requests, "_then"),
            "listed_in_then": change.then.listed_in,
        }
    return row


def use_row(use: TaskUse, change: Change | None = None) -> dict[str, Value]:
    """Return a task that lists a model, with the model's shares of it."""
    return model_in_task_row(use.tag, use.model, change, use.part)


def category_use_row(use: CategoryUse) -> dict[str, Value]:
    """Return a category with the ranges of a model's shares of it."""
    return {
        "kind": "model",
        **_category(use.category),
        **_model(use.model),
        **OF_CATEGORY,
        **range_of("request_share", use.requests),
        **range_of("token_share", use.tokens),
        "listed_in": use.listed_in,
        **range_of("part", use.part),
    }


def elsewhere_row(model: str, elsewhere: Elsewhere) -> dict[str, Value]:
    """Return a task that does not list a model, with the most that the model can have of it."""
    return {
        "kind": "model",
        **_task(elsewhere.tag),
        **_model(model),
        **OF_TASK,
        **range_of("request_share", Interval(0.0, elsewhere.requests)),
        **range_of("token_share", Interval(0.0, elsewhere.tokens)),
    }


def entered_row(tag: Tag, entered: Unlisted, part: Interval | None) -> dict[str, Value]:
    """Return a model that has entered a task's list, with the most that it had before."""
    row = model_in_task_row(tag, entered.model, part=part)
    return row | {"request_share_max_then": _most(entered.at_most)}


def left_row(tag: Tag, left: Unlisted) -> dict[str, Value]:
    """Return a model that has left a task's list: its shares then, and the most that it has now."""
    return {
        "kind": "model",
        **_task(tag),
        **_model(left.model.id),
        **OF_TASK,
        "request_share_max": _most(left.at_most),
        **_suffixed(_ranked(left.model.shares, left.model.ranks)),
    }


def retired_row(model: str, last: date) -> dict[str, Value]:
    """Return a model that no task lists now, with the last date that some task did."""
    return {"kind": "model", **_model(model), **EVERYTHING, "last_listed": last}


def author_row(author: str, models: int, least: float) -> dict[str, Value]:
    """Return an author with what its models that are listed have at least together."""
    return {
        "kind": "author",
        "author": author or None,
        **EVERYTHING,
        "request_share_min": plain_range(Interval(least, least)).low,
        "models": models,
    }


def past_row(kind: str, category: str, task: str | None, name: str, shares: Shares) -> Row:
    """Return a category or a task of the past, with its last shares of everything."""
    return {
        "kind": kind,
        "category": category,
        "task": task,
        "name": name,
        **EVERYTHING,
        "request_share": shares.requests,
        "token_share": shares.tokens,
    }


def _category(category: Category) -> dict[str, Value]:
    return {"category": category.key, "name": category.label}


def _most(share: float) -> float:
    """Round the most that a share can be upwards."""
    return plain_range(Interval(share, share)).high


def _model(model: str) -> dict[str, Value]:
    return {"author": author_of(model) or None, "model": model}


def _task(tag: Tag) -> dict[str, Value]:
    return {"category": tag.category_key, "task": tag.tag, "name": tag.name}


def _ranked(shares: Shares, ranks: Ranks) -> dict[str, Value]:
    return {
        "request_share": shares.requests,
        "token_share": shares.tokens,
        "request_rank": ranks.requests.position,
        "request_rank_tied": ranks.requests.tied,
        "token_rank": ranks.tokens.position,
        "token_rank_tied": ranks.tokens.tied,
    }


def _then(change: Change | None) -> dict[str, Value]:
    if change is None:
        return {}
    return _suffixed(_ranked(Shares(change.requests.then, change.tokens.then), change.ranks))


def _suffixed(row: dict[str, Value]) -> dict[str, Value]:
    """Return figures of an earlier day under the names of their columns."""
    return {f"{name}_then": value for name, value in row.items()}


def range_of(name: str, bounds: Interval | None, then: str = "") -> dict[str, Value]:
    """Return both ends of a range, rounded outwards; nothing where there is none."""
    if bounds is None:
        return {}
    low, high = plain_range(bounds)
    return {f"{name}_min{then}": low, f"{name}_max{then}": high}


def _tokens_per_request(number: TokensPerRequest) -> dict[str, Value]:
    if number.middle is None:
        return {}
    bounds = range_of("tokens_per_request", number.bounds)
    return {"tokens_per_request": number.middle, **bounds}
