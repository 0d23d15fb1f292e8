"""Answers with something changed in them: whole ones, odd ones, broken ones and damaged bytes.

Everything is drawn from one `Random`, so that hypothesis can draw it, and a seed repeats it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.answers import RECORDED, Data
from tests.damage import BREAKS, BYTES, TEXTS, set_leaf
from tests.rewrites import EARLIER, REWRITES, SPELLINGS, settle

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True)
class Case:
    """An answer, and the one that is archived already."""

    answer: bytes
    archived: bytes | None = None


def whole(chance: Random) -> Case:
    """Make a small answer that passes all checks, with odd things in it."""
    data = _few_tasks(chance)
    settle(data)
    archived = dumped(data | {"as_of": EARLIER}) if chance.random() < 0.7 else None
    for change in _some(chance, REWRITES, 4):
        change(data, chance)
        settle(data)
    for change in _some(chance, SPELLINGS, 2):
        change(data, chance)
    return Case(dumped(data, ascii_only=chance.random() < 0.3), archived)


def mutated(chance: Random) -> Case:
    """Make an answer with something odd or wrong in it, wherever that may be."""
    if chance.random() < 0.2:
        return whole(chance)
    case = (
        Case(_recorded(chance.randrange(len(RECORDED)))) if chance.random() < 0.2 else whole(chance)
    )
    kind = chance.choice(["parts", "parts", "text", "bytes"])
    if kind == "parts":
        data = json.loads(case.answer)["data"]
        for change in _some(chance, BREAKS, 2) or [set_leaf]:
            change(data, chance)
        return Case(dumped(data), case.archived)
    changes = TEXTS if kind == "text" else BYTES
    return Case(chance.choice(changes)(case.answer, chance), case.archived)


def dumped(data: Data, *, ascii_only: bool = False) -> bytes:
    """Write data as an answer."""
    return json.dumps({"data": data}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


@cache
def _recorded(index: int) -> bytes:
    return RECORDED[index].read_bytes()


def _few_tasks(chance: Random) -> Data:
    """Cut a recorded answer down to a few tasks of two categories, and to a few models."""
    data: Data = json.loads(_recorded(chance.randrange(len(RECORDED))))["data"]
    data["macro_categories"] = chance.sample(data["macro_categories"], 2)
    kept = []
    for group in data["macro_categories"]:
        tags = [t for t in data["classifications"] if t["macro_category"] == group["key"]]
        kept += chance.sample(tags, chance.randint(1, 2))
    data["classifications"] = kept
    for tag in kept:
        tag["models"] = tag["models"][: chance.randint(1, 3)]
        tag["usage_share"] += 1e-3  # not all of nothing
        tag["token_share"] += 1e-3
    return data


def _some(chance: Random, changes: list[Any], most: int) -> list[Any]:
    return [chance.choice(changes) for _ in range(chance.randint(0, most))]
