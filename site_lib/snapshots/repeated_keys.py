"""Finds keys that a JSON object has more than once: readers of JSON keep the last one silently."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Location = tuple[str | int, ...]


class _Object(dict[str, Any]):
    """A JSON object, and how often it has each key."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.counts = Counter(key for key, _ in pairs)


def repeated_keys(raw: bytes) -> Iterator[tuple[Location, int]]:
    """Yield where a key is that its object has more than once, and how often it has it.

    `raw` is valid JSON in UTF-8.
    """
    found = False

    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        found = True
        return _Object(pairs)

    whole = json.loads(raw.decode(), object_pairs_hook=to_object)
    if found:
        yield from _below(whole, ())


def _below(value: object, location: Location) -> Iterator[tuple[Location, int]]:
    if isinstance(value, _Object):
        for key, count in value.counts.items():
            if count > 1:
                yield (*location, key), count
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _below(each, (*location, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _below(each, (*location, index))
