"""What the style and the code say twice must be the same."""

from __future__ import annotations

import re

from site_lib.charts import chart, treemap
from tests.answers import ROOT

CHARTS = (ROOT / "static" / "charts.css").read_text()

SIZES = r"([^{}/]+)\{[^{}]*font(?:-size)?: [^;}]*?([\d.]+)px"


def test_text_has_one_of_three_sizes_and_is_as_large_as_it_was_measured() -> None:
    sizes = {selectors.strip(): float(size) for selectors, size in re.findall(SIZES, CHARTS)}
    assert sizes == {
        ".chart text": chart.TEXT_SIZE,
        ".chart .label": chart.LABEL_SIZE,
        ".chart .headline": chart.HEADLINE_SIZE,
        ".treemap :is(a, g) text": treemap.SIZES["inside"],
        ".treemap .phone": treemap.SIZES["phone"],
    }


def test_colours_stand_in_the_tokens_only() -> None:
    for style in ("charts.css", "page.css"):
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", (ROOT / "static" / style).read_text())
