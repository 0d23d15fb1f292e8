"""Changes of an answer that leave it whole: its figures still agree with each other."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from tests.odd_values import NAMES, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.answers import Data

    Change = Callable[[Data, Random], None]

EARLIER = "2026-08-20"
"""The date of the archived answer."""


def settle(data: Data) -> None:
    """Make all shares of tasks and categories consistent, and round them as OpenRouter does."""
    for field in ("usage_share", "token_share"):
        total = sum(tag[field] for tag in data["classifications"]) or 1
        for group in data["macro_categories"]:
            tags = [t for t in data["classifications"] if t["macro_category"] == group["key"]]
            of_group = sum(tag[field] for tag in tags)
            group[field] = _rounded(of_group / total)
            for tag in tags:
                tag[f"category_{field}"] = _rounded(tag[field] / of_group) if of_group else 0
        for tag in data["classifications"]:
            tag[field] = _rounded(tag[field] / total)


def _rounded(share: float) -> float:
    """Round to three decimals, but leave alone what is far less than that."""
    return share if share < 1e-4 else round(share, 3)


# Changes that leave an answer whole once its shares are settled.


def rename_task(data: Data, chance: Random) -> None:
    chance.choice(data["classifications"])["tag"] = chance.choice(NAMES)


def rename_tag_for_show(data: Data, chance: Random) -> None:
    other = chance.choice(data["classifications"])["display_name"]
    name = chance.choice([*NAMES, other])
    chance.choice(data["classifications"])["display_name"] = name


def rename_category(data: Data, chance: Random) -> None:
    group, key = chance.choice(data["macro_categories"]), chance.choice(NAMES)
    for tag in data["classifications"]:
        if tag["macro_category"] == group["key"]:
            tag["macro_category"] = key
    group["key"] = key


def relabel_category(data: Data, chance: Random) -> None:
    chance.choice(data["macro_categories"])["label"] = chance.choice(NAMES)


def rename_model(data: Data, chance: Random) -> None:
    models = list(chain.from_iterable(tag["models"] for tag in data["classifications"]))
    if models:
        old = chance.choice(models)["id"]
        new = chance.choice([*NAMES, f"{chance.choice(NAMES)}/x", f"x/{chance.choice(NAMES)}"])
        for model in models:
            if model["id"] == old:
                model["id"] = new


def move_task(data: Data, chance: Random) -> None:
    group = chance.choice(data["macro_categories"])
    chance.choice(data["classifications"])["macro_category"] = group["key"]


def add_category(data: Data, chance: Random) -> None:
    key = f"new{len(data['macro_categories'])}"
    group = {
        "key": key,
        "label": chance.choice(["New", *NAMES]),
        "usage_share": 0,
        "token_share": 0,
    }
    data["macro_categories"].append(group)
    if chance.random() < 0.7:
        add_task(data, chance)
        data["classifications"][-1]["macro_category"] = key


def add_task(data: Data, chance: Random) -> None:
    shares = [chance.choice([0, 0, 1e-320, 1e-17, 1e-9, 1e-6, 4e-4, 0.001, 0.3]) for _ in range(2)]
    tag = {
        "tag": f"new:task{len(data['classifications'])}",
        "display_name": "New task",
        "macro_category": chance.choice(data["macro_categories"])["key"],
        "usage_share": shares[0],
        "token_share": shares[1],
        "models": json.loads(json.dumps(chance.choice(data["classifications"])["models"])),
    }
    data["classifications"].append(tag)


def drop_task(data: Data, chance: Random) -> None:
    if len(data["classifications"]) > 2:
        data["classifications"].remove(chance.choice(data["classifications"]))


def drop_models(data: Data, chance: Random) -> None:
    tag = chance.choice(data["classifications"])
    del tag["models"][chance.randint(0, 2) :]


def nudge_task(data: Data, chance: Random) -> None:
    tag = chance.choice(data["classifications"])
    tag[chance.choice(["usage_share", "token_share"])] *= chance.choice(
        [0, 0.5, 0.99, 1.01, 3, 1e-6]
    )


def nudge_model(data: Data, chance: Random) -> None:
    tag = chance.choice(data["classifications"])
    if tag["models"]:
        field = chance.choice(["tag_usage_share", "tag_token_share"])
        factor = chance.choice([0, 1e-9, 0.5, 1])
        tag["models"][-1][field] = _rounded(factor * tag["models"][-1][field])


def tie(data: Data, chance: Random) -> None:
    one, other = chance.choice(data["classifications"]), chance.choice(data["classifications"])
    one["usage_share"], one["token_share"] = other["usage_share"], other["token_share"]


REWRITES: list[Change] = [
    rename_task,
    rename_tag_for_show,
    rename_category,
    relabel_category,
    rename_model,
    move_task,
    add_category,
    add_task,
    drop_task,
    drop_models,
    nudge_task,
    nudge_model,
    tie,
]


# Changes that say the same in another way, or more.


def shuffle(data: Data, chance: Random) -> None:
    for name in ("classifications", "macro_categories"):
        chance.shuffle(data[name])


def reorder_keys(data: Data, chance: Random) -> None:
    for part in (data, *data["classifications"], *data["macro_categories"]):
        items = list(part.items())
        chance.shuffle(items)
        part.clear()
        part.update(items)


def add_field(data: Data, chance: Random) -> None:
    part = chance.choice([data, *data["classifications"], *data["macro_categories"]])
    part[chance.choice(["trend", *NAMES])] = chance.choice([*NUMBERS, *NAMES, {"a": [{"a": 1}]}])


def change_day(data: Data, chance: Random) -> None:
    data["as_of"] = chance.choice([EARLIER, "2026-08-21", "2026-08-27", "2026-10-31"])


SPELLINGS: list[Change] = [shuffle, reorder_keys, add_field, change_day]
