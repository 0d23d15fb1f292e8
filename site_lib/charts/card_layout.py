"""The layout of a social card: which texts and rectangles stand where, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_lib.charts.card import HEIGHT, MAX_FIGURES, MAX_ROWS, WIDTH
from site_lib.charts.card_text import SERIF, CardTextStyle, clean
from site_lib.charts.chart import scale_to
from site_lib.errors import RenderError
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_lib.charts.card import Card, CardFigure, CardRow

    Theme = Mapping[str, str]

MARGIN, STRIPE_HEIGHT, GAP, SPACE = 64, 12, 72, 10
COLUMN_WIDTH = (WIDTH - 2 * MARGIN - GAP) // 2
"""Of the text on the left, and of the chart on the right."""
CHART_LEFT = WIDTH - MARGIN - COLUMN_WIDTH
MAX_FIGURE_LINES, MAX_CITATION_LINES = 2, 3
HEADLINE_SIZES = (104, 88, 76, 66, 58, 52, 46, 40)
"""The largest that fits is taken."""
MAX_HEADLINE_SIZE_BESIDE_CHART = 66
FIGURE_HEIGHT, CHART_TOP, MAX_ROW_HEIGHT = 84, 110, 99
TINT = 0.28
"""Fraction of its hue that fills a light bar."""
KICKER, FIGURE_WORDS = CardTextStyle(22), CardTextStyle(22)
CITATION, LEGEND = CardTextStyle(21), CardTextStyle(18)
FIGURE = CardTextStyle(54, SERIF)


@dataclass(frozen=True)
class TextLine:
    """A line of text that starts at `x` on the base line `y`."""

    x: float
    y: float
    text: str
    style: CardTextStyle
    colour: str


@dataclass(frozen=True)
class Rectangle:
    """A rectangle by its top left corner; an outline is drawn inside of it."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    outline: str | None = None


def layout(card: Card, theme: Theme) -> Iterator[TextLine | Rectangle]:
    """Yield all texts and rectangles of a card, in pixels from the top left.

    Raises RenderError if the citation does not fit.
    """
    yield Rectangle(0, 0, WIDTH, STRIPE_HEIGHT, theme[card.css_class])
    citation = _wrap_citation(f"{card.citation} {card.address}".rstrip())
    top = HEIGHT - MARGIN - CITATION.line_height * (len(citation) - 1) + SPACE
    yield from _lines(MARGIN, top, citation, CITATION, theme["soft"])
    yield Rectangle(MARGIN, top - 42, WIDTH - 2 * MARGIN, 2, theme["line"])
    bottom = top - 70
    yield from _texts(card, theme, bottom)
    if card.rows:
        yield from _legend(card.whole, theme)
        yield from _chart(card.rows[:MAX_ROWS], bottom, theme)


def _wrap_citation(text: str) -> list[str]:
    """Wrap the citation, which must never be cut."""
    lines = CITATION.wrap(text, WIDTH - 2 * MARGIN)
    if len(lines) > MAX_CITATION_LINES:
        raise RenderError(
            f"the citation {text!r} takes {len(lines)} lines on a card, which has room for "
            f"{MAX_CITATION_LINES}. Shorten it."
        )
    return lines


def _texts(card: Card, theme: Theme, bottom: float) -> Iterator[TextLine]:
    """Lay out kicker and headline from the top down, and the figures from `bottom` up."""
    width = COLUMN_WIDTH if card.rows else WIDTH - 2 * MARGIN
    max_size = MAX_HEADLINE_SIZE_BESIDE_CHART if card.rows else HEADLINE_SIZES[0]
    top = MARGIN + KICKER.size
    kicker = KICKER.truncate(clean(card.kicker), width)
    yield TextLine(MARGIN, top, kicker, KICKER, theme["soft"])
    figures = card.figures[:MAX_FIGURES]
    height = bottom - FIGURE_HEIGHT * len(figures) - top - 2 * SPACE
    lines, style = _fit_headline(clean(card.headline), width, height, max_size)
    yield from _lines(MARGIN, top + 2 * SPACE + style.size, lines, style, theme["ink"])
    if figures:
        yield from _figures(figures, bottom, width, theme, card.css_class)


def _fit_headline(
    text: str, width: float, height: float, max_size: int
) -> tuple[list[str], CardTextStyle]:
    """Wrap a headline at the largest size at which it fits without broken words, or cut it."""
    styles = [CardTextStyle(size, SERIF) for size in HEADLINE_SIZES if size <= max_size]
    for style in styles:
        is_unbroken = all(style.width(word) <= width for word in text.split(" "))
        if is_unbroken and len(style.wrap(text, width)) * style.line_height <= height:
            return style.wrap_evenly(text, width), style
    smallest = styles[-1]
    return smallest.wrap_at_most(text, width, int(height / smallest.line_height)), smallest


def _figures(
    figures: Sequence[CardFigure], bottom: float, width: float, theme: Theme, css_class: str
) -> Iterator[TextLine]:
    values = [FIGURE.truncate(clean(value), width / 2) for value, _ in figures]
    indent = max(map(FIGURE.width, values)) + 2 * SPACE
    for index, (value, (_, words)) in enumerate(zip(values, figures, strict=True)):
        base = bottom - FIGURE_HEIGHT * (len(figures) - 1 - index)
        yield TextLine(MARGIN, base, value, FIGURE, theme[css_class])
        lines = FIGURE_WORDS.wrap_at_most(clean(words), width - indent, MAX_FIGURE_LINES)
        first = base - FIGURE_WORDS.line_height * (len(lines) - 1)
        yield from _lines(MARGIN + indent, first, lines, FIGURE_WORDS, theme["soft"])


def _legend(whole: str, theme: Theme) -> Iterator[TextLine | Rectangle]:
    base, side, left = MARGIN + KICKER.size, LEGEND.size, float(CHART_LEFT)
    for measure in ("requests", "tokens"):
        text = f"of {whole} {measure}"
        yield _bar((left, base - side + 3, side, side), theme, "soft", measure)
        yield TextLine(left + side + SPACE, base, text, LEGEND, theme["soft"])
        left += side + 4 * SPACE + LEGEND.width(text)


def _chart(rows: Sequence[CardRow], bottom: float, theme: Theme) -> Iterator[TextLine | Rectangle]:
    """Lay out two bars per row on one scale, which leaves room for the widest value."""
    row_height = min((bottom - CHART_TOP) / len(rows), MAX_ROW_HEIGHT)
    value_style = CardTextStyle(round(0.225 * row_height))
    shares = [share for _, *both, _ in rows for share in both]
    value_width = max(value_style.width(percent(share)) for share in shares)
    scale = scale_to(COLUMN_WIDTH - SPACE - value_width, shares)
    for index, row in enumerate(rows):
        yield from _row(row, CHART_TOP + round(index * row_height), row_height, scale, theme)


def _row(
    row: CardRow, top: float, height: float, scale: float, theme: Theme
) -> Iterator[TextLine | Rectangle]:
    label, *shares, css_class = row
    style, value_style = CardTextStyle(round(0.265 * height)), CardTextStyle(round(0.225 * height))
    label = style.truncate(clean(label), COLUMN_WIDTH)
    yield TextLine(CHART_LEFT, top + style.size, label, style, theme["ink"])
    bar_tops = (top + round(0.355 * height), top + round(0.62 * height))
    bar_height = round(0.215 * height)
    for measure, share, y in zip(("requests", "tokens"), shares, bar_tops, strict=True):
        yield _bar((CHART_LEFT, y, share * scale, bar_height), theme, css_class, measure)
        x = CHART_LEFT + share * scale + SPACE
        yield TextLine(x, y + bar_height - 2, percent(share), value_style, theme["ink"])


def _lines(
    x: float, y: float, lines: Sequence[str], style: CardTextStyle, colour: str
) -> Iterator[TextLine]:
    for index, line in enumerate(lines):
        yield TextLine(x, y + index * style.line_height, line, style, colour)


def _bar(
    box: tuple[float, float, float, float], theme: Theme, css_class: str, measure: str
) -> Rectangle:
    """Return a solid bar for requests, or a light bar with an outline for tokens."""
    colour = theme[css_class]
    if measure == "requests":
        return Rectangle(*box, colour)
    return Rectangle(*box, blend(theme["ground"], colour, TINT), colour)


def blend(background: str, colour: str, fraction: float) -> str:
    """Mix a fraction of a colour into a background, both as #rrggbb."""
    pairs = zip(bytes.fromhex(background[1:]), bytes.fromhex(colour[1:]), strict=True)
    return "#" + bytes(round(low + (high - low) * fraction) for low, high in pairs).hex()
