"""Reads a page's table of leading models back."""

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

    `requests` and `tokens` are the ranges of the tags' shares of the whole.
    """
    lows = []
    for name, low, high, least, listed_in in rows:
        model = model_name(name)
        expected = recomputed.model_requests(model, tags, requests)
        assert numbers(low) == [recomputed.down(expected[0])]
        assert numbers(high) == [recomputed.up(expected[1])]
        assert numbers(least) == [recomputed.down(recomputed.least_tokens(model, tags, tokens))]
        times = sum(model in {each["id"] for each in tag["models"]} for tag in tags)
        assert words(listed_in) == f"{times} of {len(tags)}"
        lows.append(expected[0])
    return lows
