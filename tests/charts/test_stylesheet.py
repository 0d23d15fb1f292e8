"""What the style and the code say twice must be the same."""

from __future__ import annotations

import re

import pytest

from site_lib.charts import bars, chart, scatter, svg_file, treemap
from tests.answers import ROOT

CHARTS = (ROOT / "static" / "charts.css").read_text()

MEASURED = {
    "label": chart.LABEL_SIZE,
    "long": bars.LONG_LABEL_SIZE,
    "hint": chart.TOOLTIP_SIZE,
    "tip": chart.TOOLTIP_SIZE,
    "tick": chart.TOOLTIP_SIZE,
    "name": scatter.NAME_SIZE,
    "inside": treemap.LABEL_SIZES["inside"],
    "small": treemap.LABEL_SIZES["inside small"],
    "headline": svg_file.TITLE_SIZE,
    "credit": svg_file.CREDIT_SIZE,
}


@pytest.mark.parametrize("name", MEASURED)
def test_text_is_as_large_as_it_was_measured(name: str) -> None:
    sizes = [
        size
        for selectors, size in re.findall(r"([^{}]+)\{ *font-size: ([\d.]+)px", CHARTS)
        if f".{name}" in [each.split()[-1] for each in selectors.split(",")]
    ]
    assert [float(size) for size in sizes] == [MEASURED[name]]


def test_text_without_a_size_of_its_own_is_as_large_as_values_were_measured() -> None:
    assert f"font: {chart.VALUE_SIZE}px " in CHARTS


def test_colours_stand_in_the_tokens_only() -> None:
    for style in ("charts.css", "page.css"):
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", (ROOT / "static" / style).read_text())
