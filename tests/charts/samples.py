"""Recorded and random tasks, as charts take them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from site_lib.analysis.rankings import derive
from site_lib.charts.chart import Row
from site_lib.charts.scatter import Group
from site_lib.charts.treemap import Band
from site_lib.site.theme import category_class
from site_lib.snapshots.precision import Shares
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "Code",
    "Shell",
    "of",
    "Multi-step",
    "Planning",
    "&",
    "Transformation",
    "Q&A",
    "I/O",
    "WWW",
)
CLASSES = ("code", "data", "agent", "general", "other")


def recorded_bands(file: Path) -> tuple[Band, ...]:
    """Return the categories and tasks of a recorded answer."""
    return tuple(
        Band(
            Row(each.label, each.shares, f"{each.key}/", category_class(each.key)),
            tuple(Row(tag.name, tag.shares, f"{tag.tag}/") for tag in each.tags),
        )
        for each in derive(parse(file.read_bytes(), file.name).data).categories
    )


def random_bands(seed: int) -> tuple[Band, ...]:
    """Return random categories of tasks, many of them nearly equal, some with long names."""
    chance = random.Random(seed)
    centres = [(_share(chance), _share(chance)) for _ in range(4)]
    bands = []
    for css_class in CLASSES[: chance.randint(1, 5)]:
        rows = [_row(chance, centres) for _ in range(chance.randint(1, 14))]
        rows.sort(key=lambda row: -row.shares.requests)
        both = Shares(*(sum(share) for share in zip(*map(_pair, rows), strict=True)))
        category = Row(css_class.title(), both, f"{css_class}/", css_class)
        bands.append(Band(category, tuple(rows)))
    return tuple(bands)


def groups(bands: tuple[Band, ...]) -> tuple[Group, ...]:
    """Return the same as the scatter chart takes it."""
    return tuple(
        Group(band.category.label, band.category.css_class or "", band.rows) for band in bands
    )


def _row(chance: random.Random, centres: list[tuple[float, float]]) -> Row:
    name = " ".join(chance.choices(WORDS, k=chance.choice([1, 2, 2, 3, 3, 8])))
    x, y = chance.choice(centres) if chance.random() < 0.5 else (_share(chance), _share(chance))
    near = (round(share * chance.uniform(0.9, 1.1), 3) for share in (x, y))
    return Row(name, Shares(*near), f"{name}/")


def _share(chance: random.Random) -> float:
    return float(10 ** chance.uniform(-3, -0.7))


def _pair(row: Row) -> tuple[float, float]:
    return row.shares.requests, row.shares.tokens
