"""What an edition brings of each model: lists, first ranks, and shares that moved for certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.analysis.model_history import range_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from site_lib.analysis.history import History
    from site_lib.analysis.model_history import RangeChange
    from site_lib.analysis.rankings import Model, Rankings, Tag


@dataclass(frozen=True)
class ModelNews:
    """What is new of a model since the answer before. The tasks are those that both have."""

    entered: tuple[Tag, ...] = ()
    """Tasks whose lists it has entered."""
    left: tuple[Tag, ...] = ()
    """Tasks whose lists it has left."""
    gained: tuple[Tag, ...] = ()
    """Tasks where it has rank 1 now and had not."""
    lost: tuple[Tag, ...] = ()
    """Tasks where it had rank 1 and has not now."""
    moved: RangeChange | None = None
    """Its range, if it has moved for certain and could not be told to in the answer before."""
    is_listed: bool = True
    """Whether any task lists it now."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened."""
        news = self.entered or self.left or self.gained or self.lost or self.moved
        return self.is_listed and not news


def model_news(history: History) -> Mapping[str, ModelNews]:
    """Return what the newest answer of a history brings of models, by id; nothing if it is alone.

    Only models of which it brings something are in it. Where it revises a date, the answer before
    is the one that it replaces.
    """
    if len(history.entries) == 1:
        return {}
    before, now = history.rankings_of(history.entries[-2]), history.rankings
    both = before.summary.tags.keys() & now.summary.tags.keys()
    then_in, now_in = (_tags(day, both, lambda _: True) for day in (before, now))
    then_first, now_first = (_tags(day, both, _is_first) for day in (before, now))
    moved = _moved(history)
    was, listed = (set(history.answers.models(each).models) for each in history.entries[-2:])
    news = {
        model: ModelNews(
            entered=_only(now_in.get(model, {}), then_in.get(model, {})),
            left=_only(then_in.get(model, {}), now_in.get(model, {})),
            gained=_only(now_first.get(model, {}), then_first.get(model, {})),
            lost=_only(then_first.get(model, {}), now_first.get(model, {})),
            moved=moved.get(model),
            is_listed=model in listed,
        )
        for model in sorted(was | listed)
    }
    return {model: each for model, each in news.items() if not each.is_empty}


def left_news(
    before: Rankings, tags: Collection[str], model: str, moved: RangeChange | None
) -> ModelNews:
    """Return the news of a model that an answer with these tags is the first not to list.

    `before` is the answer before it. `model_news` says the same.
    """
    left = _tags(before, tags, lambda each: each.id == model).get(model, {})
    first = _tags(before, tags, lambda each: each.id == model and _is_first(each)).get(model, {})
    return ModelNews(
        left=tuple(left.values()), lost=tuple(first.values()), moved=moved, is_listed=False
    )


def _is_first(model: Model) -> bool:
    return model.ranks.requests.position == 1


def _tags(
    day: Rankings, of: Collection[str], counts: Callable[[Model], bool]
) -> dict[str, dict[str, Tag]]:
    """Return the tags whose lists have a model that counts, by its id and by tag."""
    found: dict[str, dict[str, Tag]] = {}
    for tag in day.tags:
        if tag.tag in of:
            for model in tag.models:
                if counts(model):
                    found.setdefault(model.id, {})[tag.tag] = tag
    return found


def _only(tags: dict[str, Tag], others: dict[str, Tag]) -> tuple[Tag, ...]:
    return tuple(tag for key, tag in tags.items() if key not in others)


def _moved(history: History) -> Mapping[str, RangeChange]:
    """Return the changes that are certain and were not, or went the other way, before."""
    before = range_changes(history.until(history.entries[-2]))
    known = {model: each.direction for model, each in before.items()}
    return {
        model: each
        for model, each in range_changes(history).items()
        if each.direction and each.direction != known.get(model)
    }
