"""What is said of a model in sentences, for pages and feeds: what it is used for, is it rising."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.site.formats import count, in_sentence, listing, percent_down, percent_up, share_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.day_models import ModelRange
    from site_lib.analysis.model_history import RangeChange
    from site_lib.analysis.model_news import ModelNews
    from site_lib.analysis.models import CategoryUse, ModelUse, TaskUse
    from site_lib.analysis.rankings import Tag
    from site_lib.snapshots.precision import Interval

MOST = 0.5
"""What is more than this part is most of it."""
MOST_NAMED = 3
"""More tasks than these are counted in a feed's title, not named."""


def used_for(use: ModelUse, verb: str = "is") -> str:
    """Say what a model is used for, and how much of its use is known; `verb` is "is" or "was"."""
    if not use.is_known:
        listed = "Listed" if verb == "is" else "It was listed"
        return (
            f"{listed} in {_places(use)}. What it {verb} mostly used for cannot be told: that may "
            f"be as little as {percent_down(use.known)} of its requests."
        )
    known = f"Its known requests are at least {percent_down(use.known)} of all its requests."
    return f"{_main_use(use)} {known}"


def _places(use: ModelUse) -> str:
    """Say how many tasks list a model, and where it ranks best."""
    best, tasks = use.best, len(use.tasks) + len(use.elsewhere)
    where = f"rank {best.model.ranks.requests} in {best.tag.name}"
    return f"{len(use.tasks)} of {count(tasks, 'task')}, {'at best ' * (len(use.tasks) > 1)}{where}"


def _main_use(use: ModelUse) -> str:
    """Name the task or the category that is most of all its requests, else the largest task."""
    first = _certain_first(use)
    if first and _is_most(use, first.part):
        return f"Mostly used for {first.tag.name}: {_at_least(first)} of its known requests."
    group = next((each for each in use.categories if _is_most(use, each.part)), None)
    if group is None:
        return _largest_task(use)
    label, alone = in_sentence(group.category.label), ""
    if first and first.tag.category_key == group.category.key:
        alone = f" {first.tag.name} alone is {_at_least(first)}."
    return f"Mostly used for {label} tasks: {_at_least(group)} of its known requests.{alone}"


def _is_most(use: ModelUse, part: Interval | None) -> bool:
    """Return whether a part of a model's known requests is most of all its requests."""
    return part is not None and part.low * use.known > MOST


def _at_least(use: TaskUse | CategoryUse) -> str:
    return f"at least {percent_down(use.part.low)}" if use.part else ""


def _largest_task(use: ModelUse) -> str:
    """Name the largest part of a model's known requests, or those of which one is the largest."""
    first = _certain_first(use)
    if first:
        return (
            f"Of its known requests, {_at_least(first)} are {first.tag.name}, more than any other."
        )
    low = max(each.part.low for each in use.tasks if each.part)
    names = [each.tag.name for each in use.tasks if each.part and each.part.high >= low]
    return f"Which task is most of its known requests, rounding leaves open: {listing(names)}."


def _certain_first(use: ModelUse) -> TaskUse | None:
    """Return the task that is more of a model's known requests than any other, if that is sure."""
    first, *others = use.tasks
    is_sure = first.part and all(each.part and first.part.low > each.part.high for each in others)
    return first if is_sure else None


def is_rising(change: RangeChange | None, window: str) -> str:
    """Say whether a model's share rises; `window` is how many days each figure is about."""
    if change is None:
        return "Whether it is rising cannot be told yet: there is no earlier data to compare with."
    now, then = _range_in_words(change.now), _range_in_words(change.then)
    earlier = f"{then} in the {window} to {change.since}."
    if change.direction:
        return f"{_direction(change)} of all classified requests now, {earlier}"
    return (
        f"Whether it is rising cannot be told: {now} of all classified requests now, {earlier} "
        "The ranges overlap."
    )


def _range_in_words(found: ModelRange) -> str:
    if found.listed_in:
        return share_range(found.requests)
    return f"at most {percent_up(found.high)} (no task listed it)"


def _direction(change: RangeChange) -> str:
    word = "Rising" if change.direction == "up" else "Falling"
    return f"{word}: {_range_in_words(change.now)}"


def news_sentences(news: ModelNews) -> Iterator[str]:
    """Yield what is new of a model, a sentence for each kind of news."""
    if news.entered:
        yield f"Entered the {_lists(news.entered)}."
    if news.left:
        yield f"Left the {_lists(news.left)}."
    if not news.is_listed:
        yield "No task lists it now."
    if news.gained:
        yield f"Now rank 1 by requests in {_names(news.gained)}."
    if news.lost:
        yield f"No longer rank 1 by requests in {_names(news.lost)}."
    if news.moved:
        then = _range_in_words(news.moved.then)
        yield (
            f"{_direction(news.moved)} of all classified requests, {then} on {news.moved.since}."
        )


def news_title(news: ModelNews) -> str:
    """Say what is new of a model in a line."""
    parts = []
    if news.moved:
        parts.append("rising" if news.moved.direction == "up" else "falling")
    for tags, verb in (
        (news.gained, "now first in"),
        (news.lost, "no longer first in"),
        (news.entered, "entered"),
        (news.left, "left"),
    ):
        if tags:
            parts.append(f"{verb} {_counted(tags)}")
    if not news.is_listed:
        parts.append("no longer listed")
    return "; ".join(parts)


def _lists(tags: tuple[Tag, ...]) -> str:
    return f"{'list' if len(tags) == 1 else 'lists'} of {_names(tags)}"


def _names(tags: tuple[Tag, ...]) -> str:
    return listing([tag.name for tag in tags])


def _counted(tags: tuple[Tag, ...]) -> str:
    return _names(tags) if len(tags) <= MOST_NAMED else count(len(tags), "task")
