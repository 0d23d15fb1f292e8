"""The models that lead a group of tasks: what a page says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.site.formats import count, percent_down

if TYPE_CHECKING:
    from site_lib.analysis.leaders import Leaders


WHOLE = "all classified requests"
"""What models' shares of everything are of."""


def leaders_caption(leaders: Leaders, whole: str) -> str:
    """Return the title of a table of leading models; `whole` is what their shares are of."""
    top, models = len(leaders.top), count(len(leaders.models), "listed model")
    shown = f"Top {top} of {models}" if top < len(leaders.models) else models
    return f"{shown}, by minimum share of {whole}"


def first_place(leaders: Leaders, whole: str) -> str:
    """Say which model has most of `whole`, or why that cannot be told; empty without models."""
    first = leaders.certain_first
    if first:
        return (
            f"{first.name} handles at least {percent_down(first.requests.low)} of {whole}, "
            "more than any other model can."
        )
    if not leaders.models:
        return ""
    reason = {
        "lists": "the lists leave too much open",
        "rounding": "the source’s rounding could turn the order",
    }[leaders.undecided_because or "lists"]
    return f"Which model handles most of {whole} cannot be told: {reason}."
