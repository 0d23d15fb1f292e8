from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_lib.charts.bars import ranges_chart, shares_chart
from site_lib.charts.chart import LABEL_SIZE, TEXT_SIZE, WIDTH, Caption, Chart, RangeRow, Row
from site_lib.charts.text import TextStyle, text_width
from site_lib.snapshots.names import shown_name
from site_lib.snapshots.precision import Interval, Shares

CAPTION = Caption("c", "T", "D")
ROWS = (
    Row("deepseek/deepseek-v4.1-flash-20260910", Shares(0.228, 0.213)),
    Row("nvidia/nemotron-3-ultra-550b-a55b-20260604:free", Shares(0.021, 0)),
    Row("Not listed", Shares(0.284, 0.226), is_remainder=True),
)


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 (our own)


def bars(element: ET.Element) -> list[float]:
    """Return the widths of the bars in an element."""
    return [float(bar.attrib["width"]) for bar in element.iter("rect") if bar.get("height") == "9"]


def texts(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter("text")]


def test_bars_are_as_long_as_their_shares_and_say_them() -> None:
    rows = parsed(shares_chart(CAPTION, ROWS)).findall("g")
    assert [texts(row) for row in rows] == [
        [ROWS[0].label, "22.8%", "21.3%"],
        [ROWS[1].label, "2.1%", "<0.05%"],
        [ROWS[2].label, "28.4%", "22.6%"],
    ]
    scale = bars(rows[2])[0] / 0.284
    for row, drawn in zip(ROWS, rows, strict=True):
        expected = (row.shares.requests * scale, row.shares.tokens * scale)
        assert bars(drawn) == pytest.approx(expected, abs=0.11)


def test_requests_and_tokens_look_different_and_the_legend_says_which_is_which() -> None:
    root = parsed(shares_chart(CAPTION, ROWS[:1], "code"))
    assert root.attrib["class"] == "chart code"
    legend = [(box.get("class"), text.text) for box, text in pairs(root)]
    assert legend == [("requests", "requests"), ("tokens", "tokens")]
    (row,) = root.findall("g")
    assert [bar.get("class") for bar in row.iter("rect")] == ["requests", "tokens"]
    intervals = parsed(ranges_chart(CAPTION, (RangeRow("m", Interval(0.1, 0.2), "of requests"),)))
    assert [text.text for _, text in pairs(intervals)] == ["at least", "at most"]


def pairs(root: ET.Element) -> list[tuple[ET.Element, ET.Element]]:
    """Return the legend's marks with their words."""
    return list(zip(root.findall("rect"), root.findall("text"), strict=True))


def test_nothing_leaves_the_drawing() -> None:
    root = parsed(shares_chart(CAPTION, ROWS))
    for text in root.iter("text"):
        size = {"label": LABEL_SIZE}.get(text.attrib["class"], TEXT_SIZE)
        assert float(text.attrib["x"]) + text_width(text.text or "", size) <= WIDTH + 0.1
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert width == WIDTH
    lowest = max(float(text.attrib["y"]) for text in root.iter("text"))
    assert lowest < height < lowest + 20
    for element in root.iter():
        for name in ("d", "x", "y"):
            assert not re.search(r"\.\d\d", element.get(name, ""))


def test_a_chart_has_a_name_and_a_description_in_words_and_unique_ids() -> None:
    root = parsed(shares_chart(Caption("models", "Title", "Words"), ROWS))
    assert (root[0].tag, root[0].text) == ("title", "Title")
    assert (root[1].tag, root[1].text) == ("desc", "Words")
    assert root.attrib["aria-labelledby"] == root[0].attrib["id"]
    assert root.attrib["aria-describedby"] == root[1].attrib["id"]
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("models-") for name in ids)


def test_a_chart_with_links_is_a_group_and_one_without_a_picture() -> None:
    linked = parsed(shares_chart(CAPTION, (Row("a", Shares(1, 1), "../a/index.html", "code"),)))
    assert linked.attrib["role"] == "group"
    link = linked.find("a")
    assert link is not None
    assert link.attrib == {"href": "../a/index.html", "class": "code", "tabindex": "-1"}
    assert link.findtext("title") == "a: 100.0% of requests, 100.0% of tokens"
    assert parsed(shares_chart(CAPTION, ROWS)).attrib["role"] == "img"


def test_the_remainder_is_hatched() -> None:
    root = parsed(shares_chart(CAPTION, ROWS))
    pattern = root.find("pattern")
    assert pattern is not None
    hatched = list(root.findall("g")[2].iter("rect"))
    assert {bar.get("fill") for bar in hatched} == {f"url(#{pattern.attrib['id']})"}


def test_intervals_are_drawn_from_the_least_to_the_most() -> None:
    rows = (
        RangeRow("m/1", Interval(0.1, 0.15), "of requests"),
        RangeRow("m/2", Interval(0.05, 0.05), "of requests"),
    )
    first, second = parsed(ranges_chart(CAPTION, rows)).findall("g")
    assert texts(first) == ["m/1", "10.0% to 15.0%"]
    low, rest = bars(first)
    assert rest / low == pytest.approx(0.5, abs=0.01)
    solid, hatched = first.iter("rect")
    assert solid.attrib["class"] == "requests"
    assert hatched.attrib["fill"] == "url(#c-hatch)"
    assert bars(second) == pytest.approx([low / 2, 0], abs=0.1)


def test_a_chart_of_ten_models_is_light() -> None:
    rows = tuple(
        Row(f"nvidia/nemotron-3-ultra-550b-a55b-2026060{n}:free", Shares(0.1, 0.09))
        for n in range(10)
    )
    chart = shares_chart(Caption("models", "Title", "Words " * 80), (*rows, ROWS[2]))
    assert len(chart.svg.encode()) < 12_000


def test_nothing_of_matplotlibs_own_style_reaches_the_page() -> None:
    svg = shares_chart(CAPTION, ROWS).svg
    for trace in (
        "style=",
        "<style",
        "font-family",
        "xlink",
        "_blank",
        "xmlns",
        "clip",
        "metadata",
    ):
        assert trace not in svg


def test_all_shares_zero_is_drawn_with_its_words() -> None:
    root = parsed(shares_chart(CAPTION, (Row("a", Shares(0, 0)),)))
    assert texts(root)[-2:] == ["<0.05%", "<0.05%"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=250))
def test_any_name_is_drawn_as_text_and_fits(name: str) -> None:
    label = shown_name(name)
    row = parsed(shares_chart(CAPTION, (Row(label, Shares(0.5, 0.2)),))).find("g")
    assert row is not None
    drawn = texts(row)[0]
    assert drawn in {label, TextStyle(TEXT_SIZE).truncate(label, WIDTH)}
    assert drawn == label or (drawn.endswith("…") and label.startswith(drawn[:-1]))
    assert row.findtext("title", "").startswith(label)


@pytest.mark.parametrize("name", ["$x^2$ costs $5", "</svg><script>", "\\frac{1}{2}", "a & b < c"])
def test_signs_with_a_meaning_elsewhere_are_plain_text(name: str) -> None:
    row = parsed(shares_chart(CAPTION, (Row(name, Shares(0.5, 0.2)),))).find("g")
    assert row is not None
    assert texts(row)[0] == name


def test_a_name_that_is_long_is_written_smaller_before_it_is_cut() -> None:
    name = ROWS[1].label
    assert LABEL_SIZE > TEXT_SIZE
    assert text_width(name, LABEL_SIZE) > WIDTH
    text = parsed(shares_chart(CAPTION, ROWS)).findall("g")[1].find("text")
    assert text is not None
    assert (text.text, text.attrib["class"]) == (name, "name")


def test_a_name_that_is_too_long_is_cut_with_a_sign() -> None:
    assert TextStyle(13).truncate("W" * 200, 100).endswith("W…")
    assert text_width(TextStyle(13).truncate("W" * 200, 100), 13) <= 100
    assert TextStyle(13).truncate("short", 100) == "short"
    assert TextStyle(13).truncate("W" * 100_000, 100) == TextStyle(13).truncate("W" * 200, 100)
    whole = TextStyle(13).truncate("W" * 200, 100)
    assert text_width(f"W{whole}", 13) > 100
