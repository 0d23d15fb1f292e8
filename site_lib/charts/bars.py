"""Bars, from 0: shares by requests and by tokens, and shares that are known as intervals only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.charts.chart import LABEL, SPACE, VALUE, WIDTH, finished, kept, widest
from site_lib.charts.drawing import Drawing
from site_lib.charts.text import LONGEST_LABEL, TextStyle, width_of
from site_lib.site.formats import percent, percent_down, percent_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_lib.analysis.leaders import Leader
    from site_lib.charts.chart import Chart, Row, Subject

LABEL_LINE, BAR, BAR_STEP, ROW_GAP = 18, 9, 13, 9
LEGEND_HEIGHT = 24
LONG_LABEL = 11
"""Size of a name that is too long for the usual one; the charts' style repeats it."""


@kept
def shares_chart(subject: Subject, rows: tuple[Row, ...], look: str | None = None) -> Chart:
    """Draw two bars a row, one for requests and one for tokens, on one scale from 0.

    `look` is the class that colours the chart, a row's own goes before.
    """
    row_height = LABEL_LINE + 2 * BAR_STEP + ROW_GAP
    sheet = Drawing(subject.name, WIDTH, LEGEND_HEIGHT + len(rows) * row_height)
    _legend(sheet, ("requests", "tokens"))
    shares = [share for row in rows for share in (row.shares.requests, row.shares.tokens)]
    scale = _scale(shares, widest(map(percent, shares), VALUE))
    for index, row in enumerate(rows):
        top = LEGEND_HEIGHT + index * row_height
        with sheet.row(row.in_words, row.href, row.look):
            _name(sheet, top + LABEL, row.label)
            for step, share in enumerate((row.shares.requests, row.shares.tokens)):
                _bar(sheet, top + LABEL_LINE + step * BAR_STEP, share, scale, _looks(row, step))
    return finished(sheet.svg(), subject, look)


@kept
def intervals_chart(
    subject: Subject, leaders: tuple[Leader, ...], look: str | None = None
) -> Chart:
    """Draw a bar a model: solid up to the least it has, hatched up to the most it can have."""
    row_height = LABEL_LINE + BAR_STEP + ROW_GAP
    sheet = Drawing(subject.name, WIDTH, LEGEND_HEIGHT + len(leaders) * row_height)
    _legend(sheet, ("at least", "at most"))
    texts = [
        f"{percent_down(i.low)} to {percent_up(i.high)}" for i in (m.requests for m in leaders)
    ]
    scale = _scale([leader.requests.high for leader in leaders], widest(texts, VALUE))
    for index, (leader, text) in enumerate(zip(leaders, texts, strict=True)):
        top = LEGEND_HEIGHT + index * row_height
        low, high = leader.requests.low * scale, leader.requests.high * scale
        with sheet.row(f"{leader.name}: {text} of requests"):
            _name(sheet, top + LABEL, leader.name)
            sheet.bar(0, top + LABEL_LINE, low, BAR, "requests")
            sheet.hatched_bar(low, top + LABEL_LINE, high - low, BAR, "open")
            sheet.label(high + SPACE, top + LABEL_LINE + BAR, text, "value")
    return finished(sheet.svg(), subject, look)


def _name(sheet: Drawing, base: float, text: str) -> None:
    """Write a row's name, smaller where it is long, cut only where even that does not fit."""
    if width_of(text[:LONGEST_LABEL], LABEL) <= WIDTH:
        sheet.label(0, base, text, "label")
    else:
        sheet.label(0, base, TextStyle(LONG_LABEL).fitted(text, WIDTH), "label long")


def _looks(row: Row, step: int) -> str:
    return "rest" if row.is_remainder else ("requests", "tokens")[step]


def _bar(sheet: Drawing, y: float, share: float, scale: float, look: str) -> None:
    draw = sheet.hatched_bar if look == "rest" else sheet.bar
    draw(0, y, share * scale, BAR, look)
    sheet.label(share * scale + SPACE, y + BAR, percent(share), "value")


def _legend(sheet: Drawing, words: tuple[str, str]) -> None:
    x = 0.0
    looks = ("requests", "open" if words[1] == "at most" else "tokens")
    for word, look in zip(words, looks, strict=True):
        draw = sheet.hatched_bar if look == "open" else sheet.bar
        draw(x, 3, BAR, BAR, look)
        sheet.label(x + BAR + SPACE, 3 + BAR, word, "value")
        x += BAR + 4 * SPACE + width_of(word, VALUE)


def _scale(shares: Sequence[float], text_width: float) -> float:
    """Return units a share of 1, such that the longest bar leaves room for its value."""
    largest = max(shares, default=0)
    return (WIDTH - SPACE - text_width) / largest if largest else 0
