"""Made-up archives of any length: a seeded random walk from a recorded answer.

Each day, the exact shares of all tasks and models change a little, and an answer has them rounded
as OpenRouter does. Now and then a new model takes the places of an old one. So lists, ranks and
leaders change as in real answers, and all checks pass.
"""

from __future__ import annotations

import json
import math
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Data = dict[str, Any]
    Pair = tuple[float, float]

STEP = 0.02
"""Standard deviation of the relative change per day, about as in recorded answers."""
NOISE = 0.08
"""Standard deviation of what a model's share of a task is off on a single day, relative to it."""
SPARE = 8
"""How many models are just below each list and may enter it."""
LISTED = 10
NEW_MODELS_A_DAY = 0.53
"""About 2,000 in ten years."""


def random_walk(answer: bytes, days: int, seed: int) -> Iterator[Data]:
    """Yield the data of answers for consecutive days; the last one is the date of `answer`."""
    chance = random.Random(seed)
    data: Data = json.loads(answer)["data"]
    last = date.fromisoformat(data["as_of"])
    tags = {
        t["tag"]: (t["usage_share"] + 1e-4, t["token_share"] + 1e-4)
        for t in data["classifications"]
    }
    models = {tag["tag"]: _pool(tag) for tag in data["classifications"]}
    for day in range(days):
        tags = _moved(tags, chance, total=1.0)
        models = {tag: _moved(pool, chance) for tag, pool in models.items()}
        as_of = last - timedelta(days=days - 1 - day)
        if chance.random() < NEW_MODELS_A_DAY:
            models = _succeeded(models, chance, f"{as_of:%Y%m%d}")
        today = {tag: _moved(pool, chance, step=NOISE) for tag, pool in models.items()}
        yield _data(data, as_of, tags, today)


def write_archive(folder: Path, answer: bytes, days: int, seed: int) -> None:
    """Write the answers of a random walk to an archive's `snapshots` folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in random_walk(answer, days, seed):
        text = json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{data['as_of']}.json").write_text(text, "utf-8")


def _pool(tag: Data) -> dict[str, Pair]:
    """Return the listed models and a few that are just below the last one."""
    listed = {m["id"]: (m["tag_usage_share"], m["tag_token_share"]) for m in tag["models"]}
    least = min((requests for requests, _ in listed.values()), default=0.0)
    left = max(1 - sum(requests for requests, _ in listed.values()), 0.0)
    tokens = max(1 - sum(tokens for _, tokens in listed.values()), 0.0)
    spare = min(0.9 * least, left / (SPARE + 1))
    return listed | {
        f"maker/spare-{index}": (spare, tokens / (SPARE + 1)) for index in range(SPARE)
    }


def _succeeded(
    models: dict[str, dict[str, Pair]], chance: random.Random, name: str
) -> dict[str, dict[str, Pair]]:
    """Put a new model of the same author in all places of an old one."""
    old = chance.choice(sorted({model for pool in models.values() for model in pool}))
    new = f"{old.partition('/')[0]}/model{name}"
    return {
        tag: {new if model == old else model: pair for model, pair in pool.items()}
        for tag, pool in models.items()
    }


def _moved(
    shares: dict[str, Pair],
    chance: random.Random,
    total: float | None = None,
    step: float = STEP,
) -> dict[str, Pair]:
    """Change every share a little; scale them to sum to `total`, or to the same sum as before."""
    moved = {
        name: (requests * math.exp(chance.gauss(0, step)), tokens * math.exp(chance.gauss(0, step)))
        for name, (requests, tokens) in shares.items()
    }
    factors = []
    for index in (0, 1):
        before, after = (sum(pair[index] for pair in each.values()) for each in (shares, moved))
        factors.append((before if total is None else total) / after if after else 1.0)
    return {name: (pair[0] * factors[0], pair[1] * factors[1]) for name, pair in moved.items()}


def _data(
    data: Data, as_of: date, tags: dict[str, Pair], models: dict[str, dict[str, Pair]]
) -> Data:
    whole: dict[str, list[float]] = {each["key"]: [0.0, 0.0] for each in data["macro_categories"]}
    for tag in data["classifications"]:
        for index in (0, 1):
            whole[tag["macro_category"]][index] += tags[tag["tag"]][index]
    return {
        "window_days": data["window_days"],
        "as_of": as_of.isoformat(),
        "classifications": [
            _tag(tag, tags[tag["tag"]], whole[tag["macro_category"]], models[tag["tag"]])
            for tag in data["classifications"]
        ],
        "macro_categories": [
            {"key": each["key"], "label": each["label"]}
            | _rounded(whole[each["key"]], "usage_share", "token_share")
            for each in data["macro_categories"]
        ],
    }


def _tag(tag: Data, shares: Pair, whole: list[float], models: dict[str, Pair]) -> Data:
    of_category = (shares[0] / whole[0], shares[1] / whole[1])
    first = sorted(models.items(), key=lambda each: (-each[1][0], each[0]))[:LISTED]
    return (
        {key: tag[key] for key in ("tag", "display_name", "macro_category")}
        | _rounded(shares, "usage_share", "token_share")
        | _rounded(of_category, "category_usage_share", "category_token_share")
        | {
            "models": [
                {"id": name} | _rounded(pair, "tag_usage_share", "tag_token_share")
                for name, pair in first
            ]
        }
    )


def _rounded(pair: Pair | list[float], *names: str) -> dict[str, float]:
    return {name: round(share, 3) for name, share in zip(names, pair, strict=True)}
