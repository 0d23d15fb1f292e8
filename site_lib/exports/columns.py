"""The columns of all data files: what each means, its unit, and what its shares are of.

Written once: the files' own descriptions, their schemas and the download page are made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from site_lib.snapshots.precision import DECIMALS

FRACTION = "fraction of 1"
REQUESTS = "classified requests"
TOKENS = "tokens in classified requests"

ROUNDED = (
    f", which OpenRouter rounds to {10**-DECIMALS:g}. What is not listed is 1 minus the sum of the "
    "listed models’ shares."
)
KINDS = ("category", "task", "model", "author", "not listed")
WHOLES = ("everything", "category", "task")


@dataclass(frozen=True)
class Column:
    """One column of a data file."""

    name: str
    type: Literal["date", "integer", "number", "string", "boolean"]
    description: str
    unit: str | None = None
    denominator: str | None = None
    """What a share is of."""
    values: tuple[str, ...] = ()
    """All that can stand in it, where that is a short list."""
    is_required: bool = False
    """Whether no row leaves it empty."""

    @property
    def described(self) -> dict[str, str | None]:
        """What it means, as files say it."""
        return {
            "description": self.description,
            "unit": self.unit,
            "denominator": self.denominator,
        }


def _share(name: str, description: str, whole: str) -> Column:
    return Column(
        name, "number", description, FRACTION, f"{whole} of the whole that share_of names"
    )


def _rank(measure: str, then: str = "") -> tuple[Column, Column]:
    suffix = f"_{then}" if then else ""
    when = " on compared_with" if then else ""
    return (
        Column(
            f"{measure}_rank{suffix}",
            "integer",
            f"Rank by {measure}s{when}, the largest share first; equal shares have the same rank. "
            "Categories are ranked among all categories, tasks among all tasks or those of their "
            "category, models among those that the task lists.",
            "position",
        ),
        Column(
            f"{measure}_rank_tied{suffix}", "boolean", f"Whether another one has that rank{when}."
        ),
    )


def _range(
    name: str, what: str, denominator: str, then: str = "", note: str = ""
) -> tuple[Column, Column]:
    """Return the columns of both ends of a range; `note` is about the lower one."""

    def end(suffix: str, words: str) -> Column:
        description = f"{what}, {words}; rounding is included."
        return Column(f"{name}_{suffix}{then}", "number", description, FRACTION, denominator)

    low, high = end("min", "at least"), end("max", "at most")
    return replace(low, description=low.description + note), high


_ALL = (
    Column("as_of", "date", "The last day that the figures cover, in UTC.", is_required=True),
    Column(
        "window_days",
        "integer",
        "How many days the figures cover; as_of is the last of them.",
        "days",
        is_required=True,
    ),
    Column(
        "revision",
        "integer",
        "1 for the first figures that OpenRouter published for the date, 2 or more if it revised "
        "them later.",
        is_required=True,
    ),
    Column("kind", "string", "What the row is about.", values=KINDS, is_required=True),
    Column("category", "string", "The category’s key, such as code."),
    Column("task", "string", "The task’s tag, such as code:debugging."),
    Column("author", "string", "The author: what a model’s id has before the slash."),
    Column("model", "string", "The model’s id on OpenRouter."),
    Column(
        "name",
        "string",
        "The name of the row’s task or, if it has no task, of its category. Editions and the files "
        "with all days leave it empty in rows about models.",
    ),
    Column("share_of", "string", "What the row’s shares are of.", values=WHOLES, is_required=True),
    _share("request_share", f"Share of requests{ROUNDED}", REQUESTS),
    _share("token_share", f"Share of tokens{ROUNDED}", TOKENS),
    *_rank("request"),
    *_rank("token"),
    *_range(
        "request_share",
        "Share of requests",
        f"{REQUESTS} of the whole that share_of names",
        note=" An author’s is the sum of its models’ minimums.",
    ),
    *_range("token_share", "Share of tokens", f"{TOKENS} of the whole that share_of names"),
    Column(
        "listed_in",
        "integer",
        "How many tasks of the whole that share_of names list the model.",
        "tasks",
    ),
    Column("last_listed", "date", "The last date on which some task listed the model."),
    Column("models", "integer", "How many models of the author are listed.", "models"),
    Column("best_rank", "integer", "The model’s best rank by requests in a task.", "position"),
    Column("best_rank_tied", "boolean", "Whether another model of that task has the rank, too."),
    Column(
        "best_task",
        "string",
        "The tag of the task in which it has that rank; of several, the one that is most of its "
        "requests.",
    ),
    *_range(
        "part",
        "How much of the model’s known requests is for the row’s task or category",
        "the model’s requests in the tasks that list it",
    ),
    Column(
        "tokens_per_request",
        "number",
        "Token share divided by request share, both of everything, more exact than these two "
        "columns: OpenRouter also gives the shares of the category, and together they leave less "
        "open. It is the middle of what they leave; empty where the request share is too small.",
        "times the average request",
    ),
    Column(
        "tokens_per_request_min",
        "number",
        "The least that it can be, rounding included.",
        "times the average request",
    ),
    Column(
        "tokens_per_request_max",
        "number",
        "The most that it can be, rounding included.",
        "times the average request",
    ),
    Column(
        "compared_with",
        "date",
        "The earlier date that the columns ending in _then are about: the nearest one whose days "
        "do not overlap with these.",
    ),
    _share("request_share_then", "Share of requests on compared_with.", REQUESTS),
    _share("token_share_then", "Share of tokens on compared_with.", TOKENS),
    *_rank("request", "then"),
    *_rank("token", "then"),
    *_range(
        "request_share",
        "Share of requests on compared_with",
        f"{REQUESTS} of the whole that share_of names",
        then="_then",
    ),
    Column(
        "listed_in_then",
        "integer",
        "How many tasks listed the model on compared_with; if none did, its share has a maximum "
        "all the same.",
        "tasks",
    ),
    Column("source", "string", "The source, in the words that it asks for.", is_required=True),
    Column("licence", "string", "The licence of the data.", is_required=True),
)

COLUMNS = {column.name: column for column in _ALL}
"""By name, in the order in which every file has them."""
SUBJECT = ("kind", "category", "task", "model", "name", "share_of")
SHARES = ("request_share", "token_share")
RANKED = (*SHARES, "request_rank", "request_rank_tied", "token_rank", "token_rank_tied")
RANGES = (
    "request_share_min",
    "request_share_max",
    "token_share_min",
    "token_share_max",
    "listed_in",
)
BEST = ("best_rank", "best_rank_tied", "best_task")
PARTS = ("part_min", "part_max")
TOKENS_PER_REQUEST = ("tokens_per_request", "tokens_per_request_min", "tokens_per_request_max")
THEN = (
    "request_share_then",
    "token_share_then",
    "request_rank_then",
    "request_rank_tied_then",
    "token_rank_then",
    "token_rank_tied_then",
)
RANGE_THEN = ("request_share_min_then", "request_share_max_then", "listed_in_then")
"""Columns that come together."""


def in_order(*names: str) -> tuple[str, ...]:
    """Return names of columns in the order in which every file has them; all must be known."""
    unknown = set(names) - COLUMNS.keys()
    if unknown:
        raise KeyError(sorted(unknown))
    return tuple(name for name in COLUMNS if name in names)
