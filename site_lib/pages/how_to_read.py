"""How to read a page: what must be known to read its tables, a sentence or two for each thing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from site_lib.analysis.standout import OUT_OF
from site_lib.site.formats import count, percent
from site_lib.site.news_words import too_few_note
from site_lib.snapshots.precision import FLOAT_NOISE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.leaders import Leaders
    from site_lib.analysis.models import ModelUse
    from site_lib.analysis.news import Baseline

MARGIN_STEPS = 10_000
"""A share of 1 in hundredths of a percentage point, the unit that margins are printed in."""
TIES = "Equal shares share a rank, written with “=”: 7= means that at least two are seventh."
RANKS = f"The small number before a share is its rank. {TIES}"
TOKENS = (
    "Each provider counts tokens with its own tokenizer, so token shares of different models "
    "compare only roughly."
)
TOKENS_PER_REQUEST = (
    "Tokens per request compare with the average request, which is 1×. They are computed from "
    "shares of everything, which the shares of the category make more exact, with as many digits "
    "as the source’s rounding allows."
)
RANKS_OF_MODELS = "A rank is the model’s among those that the task lists; 7= means a tie."
LEADERS = "Under “What moved”, a leading model’s share is of its task."
RANGES = (
    "OpenRouter lists only the top models of each task, by requests. So a model’s share of several "
    "tasks together is known only as a range: its minimum counts the tasks that list it, its "
    "maximum adds all that it could have in the others."
)
LISTS = (
    "OpenRouter lists a task’s top models by requests. A model with many tokens and few requests "
    "can be missing. “Not listed” is the rest: all other models, and requests that OpenRouter "
    "counts for no model."
)
RANGES_WITH_ROUNDING = f"{RANGES} Rounding is included."
BAR = "The bar is solid up to the minimum and light up to the maximum."
UNKNOWN = "A dash means that the lists show too little of the model."
KNOWN_PARTS = (
    "The last column says how much of a model’s known requests this task is: of those in all tasks "
    f"that list it. {UNKNOWN}"
)
OF_EVERYTHING = "Shares are of all classified requests on OpenRouter, and of all tokens in them."
NOT_QUALITY = "A share says how much a model is used, not how good it is."
KNOWN = (
    "A model’s known requests are those in the tasks that list it. A part is a range because "
    "OpenRouter rounds every share."
)


def models(baseline: Baseline) -> Iterator[str]:
    """Explain the table of models."""
    yield f"{RANGES_WITH_ROUNDING} {BAR}"
    yield "“Tokens, at least” counts only the tasks that list the model."
    yield from model_changes(baseline)
    yield from new_models(baseline)
    yield RANKS_OF_MODELS


def model(use: ModelUse, baseline: Baseline, *, has_changes: bool) -> Iterator[str]:
    """Explain what a model's page says; `has_changes` if its shares of tasks have some."""
    yield RANGES_WITH_ROUNDING
    yield KNOWN if use.is_known else _too_few_known(use)
    yield RANKS_OF_MODELS
    if has_changes:
        yield from changes_of_models(baseline)
        yield f"“New” beside a task means: not in the task’s list on {baseline.since}."
    yield from model_changes(baseline)
    yield TOKENS


def _too_few_known(use: ModelUse) -> str:
    return (
        "A model’s known requests are those in the tasks that list it. What they divide into is "
        f"shown only if they are at least {percent(use.fewest_known)} of all its requests."
    )


def model_changes(baseline: Baseline) -> Iterator[str]:
    """Explain when a model's share has moved for certain; nothing where nothing is compared."""
    if baseline.changes:
        yield (
            f"A share has risen or fallen for certain since {baseline.since} if the range of now "
            "and the range of then do not overlap. Otherwise it cannot be told."
        )


def new_models(baseline: Baseline) -> Iterator[str]:
    """Explain the badge of a new model; nothing where nothing is compared."""
    if baseline.changes:
        yield (
            f"“New” means: no list of the archive had the model up to {baseline.since}. The model "
            "itself may be older."
        )


def intervals(leaders: Leaders) -> str:
    """Explain the ranges of models' shares, and by how much rounding widens them."""
    margin = math.ceil(MARGIN_STEPS * leaders.rounding - FLOAT_NOISE) / MARGIN_STEPS
    return f"{RANGES} Rounding is included: it moves an end by up to {100 * margin:.2f} points."


def changes(baseline: Baseline) -> Iterator[str]:
    """Explain the small print under tasks' shares; nothing where there is none."""
    if baseline.changes:
        yield _small_print(baseline)
        yield _standing_out(baseline)


def _small_print(baseline: Baseline) -> str:
    return (
        f"The small print under a share is its change since {baseline.since}, in percentage "
        "points, and its earlier rank, if different. ±0 means no measurable change."
    )


def _standing_out(baseline: Baseline) -> str:
    """Explain which changes stand out, or why that cannot be told."""
    past = baseline.past
    if not past.are_enough:
        return too_few_note(baseline)
    return (
        f"A change in bold stands out: it is larger than {OUT_OF - 1} of {OUT_OF} changes of the "
        f"same share over {count(past.distance, 'day')} in the {past.past_days} days before "
        f"{baseline.since}."
    )


def changes_of_models(baseline: Baseline) -> Iterator[str]:
    """Explain the small print under models' shares; nothing where there is none."""
    if baseline.changes:
        yield f"{_small_print(baseline)} Whether a model’s change stands out is not computed."


def new_in_the_list(baseline: Baseline, at_most: str) -> str:
    """Explain the badge of a model that was not listed then; `at_most` is the most it had."""
    return (
        f"“New” means: not in the list on {baseline.since}, so at most {at_most} of the task’s "
        "requests then. The model itself may be older."
    )
