from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from site_lib.charts.chart import Caption, Row
from site_lib.charts.columns import COLUMN_HEIGHT, columns_chart
from site_lib.snapshots.precision import Shares

ROWS = (
    Row("a", Shares(0.4, 0.1), "a/"),
    Row("b", Shares(0.2, 0.3), "b/"),
    Row("c", Shares(0, 0.05), "c/"),
)


def drawn(highlighted: int, rows: tuple[Row, ...] = ROWS) -> ET.Element:
    chart = columns_chart(Caption("standing", "T", "D"), rows, highlighted, "code")
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def heights(link: ET.Element) -> dict[str, tuple[float, float]]:
    """Return top and height of a column's parts."""
    found = {}
    for bar in link.iter("rect"):
        found[bar.attrib["class"]] = (float(bar.attrib["y"]), float(bar.attrib["height"]))
    return found


def test_columns_are_as_high_as_their_shares_on_one_scale_from_one_line() -> None:
    columns = [heights(link) for link in drawn(0).iter("a")]
    line = columns[0]["tokens"][0]
    for row, column in zip(ROWS, columns, strict=True):
        (up, height), (down, depth) = column["requests"], column["tokens"]
        assert height == pytest.approx(row.shares.requests / 0.4 * COLUMN_HEIGHT, abs=0.1)
        assert depth == pytest.approx(row.shares.tokens / 0.4 * COLUMN_HEIGHT, abs=0.1)
        assert up + height == pytest.approx(line, abs=0.1)
        assert down == line


def test_only_the_pages_own_task_is_in_colour_and_named_from_the_start() -> None:
    root = drawn(1)
    assert [link.get("class") for link in root.iter("a")] == [None, "code", None]
    hints = [text.text for text in root.iterfind("text[@class='hint']")]
    assert hints == ["b", "20.0% of requests, 30.0% of tokens"]


def test_it_says_which_way_is_which() -> None:
    words = {text.text: float(text.attrib["y"]) for text in drawn(0).findall("text")}
    assert words["requests ↑"] < words["tokens ↓"]


def test_columns_have_a_width_however_many_there_are() -> None:
    rows = tuple(Row(str(n), Shares(0.001, 0.001), f"{n}/") for n in range(400))
    for bar in drawn(0, rows).iter("rect"):
        assert float(bar.attrib["width"]) > 0


def test_every_column_leads_to_its_page_and_can_be_pointed_at_where_it_is_small() -> None:
    for link, row in zip(drawn(0).iter("a"), ROWS, strict=True):
        assert link.attrib["href"] == row.href
        assert link.findtext("title") == row.in_words
        assert heights(link)["hit"][1] == pytest.approx(2 * COLUMN_HEIGHT)


def test_shares_of_nothing_but_0_are_drawn_flat() -> None:
    (link,) = drawn(0, (Row("a", Shares(0, 0), "a/"),)).iter("a")
    assert heights(link)["requests"][1] == 0
