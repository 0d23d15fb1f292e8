"""Reads a page's table of models back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import recomputed
from tests.site_reader import model_name, numbers, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from tests.answers import Data
    from tests.recomputed import Range


def check_ranges(
    rows: Sequence[Sequence[ET.Element]],
    tags: list[Data],
    requests: Sequence[Range],
    tokens: Sequence[Range],
) -> list[float]:
    """Hold each row against linear programmes; return the models' minimums.

    `requests` and `tokens` are the ranges of the tags' shares of the whole. The ends of a model's
    range stand in two cells or in one; the minimum of tokens and the number of lists come last.
    """
    lows = []
    for name, *cells in rows:
        model = model_name(name)
        low, high = recomputed.model_requests(model, tags, requests)
        *ends, least, listed_in = cells
        least_tokens = recomputed.least_tokens(model, tags, tokens)
        assert [number for cell in ends for number in numbers(cell)][:2] == [
            recomputed.down(low),
            recomputed.up(high),
        ]
        assert numbers(least) == [recomputed.down(least_tokens)]
        times = sum(model in {each["id"] for each in tag["models"]} for tag in tags)
        assert words(listed_in).startswith(f"{times} of {len(tags)}")
        lows.append(low)
    return lows
