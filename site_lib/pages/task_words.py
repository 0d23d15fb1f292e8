"""The sentences at the top of a task's page: who leads it, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.site.formats import listing, percent

if TYPE_CHECKING:
    from site_lib.analysis.news import ListNews
    from site_lib.analysis.rankings import Tag
    from site_lib.pages.page import Siblings


def requests_in_words(tag: Tag, window: str) -> str:
    """Say which models handle most requests of a task. Rounding cannot turn printed order."""
    first = tag.first_by_requests
    names, share = listing([model.name for model in first]), percent(first[0].shares.requests)
    if len(first) == 1:
        return (
            f"{names} handled {share} of {tag.name} requests in the {window}, more than any other "
            "model."
        )
    return f"{names} each handled {share} of {tag.name} requests in the {window}."


def earlier_leader(lists: ListNews | None) -> str:
    """Say who led before, where that was another model."""
    if lists is None or not lists.leaders:
        return ""
    before = lists.leaders[0].before
    names, share = listing([model.name for model in before]), percent(before[0].shares.requests)
    return f"On {lists.since}, {names} led, with {share}{' each' if len(before) > 1 else ''}."


def tokens_in_words(tag: Tag) -> str:
    """Say which listed models used most tokens of a task."""
    first = tag.first_by_tokens
    names, share = listing([model.name for model in first]), percent(first[0].shares.tokens)
    if len(first) > 1:
        most = f"{share} of {tag.name} tokens each"
        return f"Of the listed models, {names} used the most tokens: {most}."
    if len(tag.models) == 1:
        return f"It used {share} of its tokens."
    if first == tag.first_by_requests:
        return f"Of the listed models, it also used the most tokens: {share} of {tag.name} tokens."
    return f"Of the listed models, {names} used the most tokens: {share} of {tag.name} tokens."


def between(siblings: Siblings) -> str:
    """Name the tasks before and after one by requests."""
    before, after = siblings.previous, siblings.next
    if before and after:
        return f", between {before.label} and {after.label}"
    if before:
        return f", after {before.label}"
    return f", before {after.label}" if after else ""
