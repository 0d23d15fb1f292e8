"""Social cards: the picture that stands for a page where its address is shared."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from site_lib.charts.text import FONT, LONGEST_LABEL, TextStyle, font_file
from site_lib.errors import RenderError
from site_lib.site.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Value = tuple[str, str]
    Row = tuple[str, float, float, str]
    Theme = Mapping[str, str]

WIDTH, HEIGHT = 1200, 630
"""In pixels, as services that show cards ask for."""
MARGIN, BAND, GAP, SPACE = 64, 12, 72, 10
COLUMN = (WIDTH - 2 * MARGIN - GAP) // 2
"""Of the words on the left, and of the chart on the right."""
RIGHT = WIDTH - MARGIN - COLUMN
FIGURES, WORDS_LINES, ROWS, CITATION_LINES = 3, 2, 5, 3
"""As many as a card has room for."""
HEADLINES = (104, 88, 76, 66, 58, 52, 46, 40)
"""Sizes of the headline: the largest that fits is taken."""
BESIDE_CHART = 66
"""The largest of them beside a chart."""
NARROWER = (0.6, 0.7, 0.8, 0.9, 0.95)
"""Parts of the width that are tried for lines of about one length."""
FIGURE_STEP, CHART_TOP, MOST_A_ROW = 84, 110, 99
TINT, OUTLINE = 0.28, 2
"""A light bar has this much of its hue inside, and an outline of so many pixels."""
SHADES = 8
"""From the ground to each colour, for the edges of letters."""
SERIF = "DejaVu Serif"
"""Comes with matplotlib, too; for headlines and figures, as on the pages."""


@dataclass(frozen=True)
class Card:
    """What a card says and shows; its texts are as `shown_name` leaves names."""

    kicker: str
    """What the headline belongs to, or is about."""
    headline: str
    citation: str
    figures: tuple[Value, ...] = ()
    """Up to three values, each with the words that say of what."""
    rows: tuple[Row, ...] = ()
    """Of which five are shown: a label, its shares of requests and tokens, its colour's name."""
    look: str = "other"
    """The name of the card's own colour."""
    whole: str = "all"
    """What the rows are shares of, as in "of all requests"."""

    @property
    def in_words(self) -> str:
        """What it shows, for those who do not see it."""
        figures = [f"{value} {words}" for value, words in self.figures]
        rows = [
            f"{label}: {percent(requests)} of {self.whole} requests, "
            f"{percent(tokens)} of {self.whole} tokens"
            for label, requests, tokens, _ in self.rows[:ROWS]
        ]
        return ". ".join(filter(None, [self.headline, ", ".join(figures), "; ".join(rows)])) + "."


@dataclass(frozen=True)
class Words:
    """A line of text, from its place to the right; `y` is its base line."""

    x: float
    y: float
    text: str
    face: Face
    colour: str


@dataclass(frozen=True)
class Box:
    """A rectangle by its top left corner, in pixels; with an outline inside where it has one."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    outline: str | None = None


def card(content: Card, theme: Theme) -> bytes:
    """Draw a card as PNG in a theme, which has the palette's colours by their names.

    Its headline is the file's title and its citation the file's source.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), theme["ground"])
    pen = ImageDraw.Draw(image)
    for mark in marks(content, theme):
        _draw(pen, mark)
    # All colours are known beforehand, and a palette of them takes a third of the bytes.
    few = image.quantize(palette=_inks(content, theme), dither=Image.Dither.NONE)
    texts = PngInfo()
    texts.add_text("Title", content.headline)
    texts.add_text("Source", content.citation)
    file = io.BytesIO()
    few.save(file, "PNG", pnginfo=texts)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, mark: Words | Box) -> None:
    if isinstance(mark, Words):
        pen.text((mark.x, mark.y), mark.text, mark.colour, mark.face.font, anchor="ls")
        return
    corners = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    left, top, right, bottom = map(round, corners)
    if right > left:
        pen.rectangle((left, top, right - 1, bottom - 1), mark.colour, mark.outline, OUTLINE)


def marks(content: Card, theme: Theme) -> Iterator[Words | Box]:
    """Lay a card out, in pixels from the top left."""
    yield Box(0, 0, WIDTH, BAND, theme[content.look])
    lines = _citation(content.citation)
    first = HEIGHT - MARGIN - CITED.line * (len(lines) - 1) + SPACE
    yield from _lines(MARGIN, first, lines, CITED, theme["soft"])
    yield Box(MARGIN, first - 42, WIDTH - 2 * MARGIN, 2, theme["line"])
    bottom = first - 70
    if content.rows:
        yield from _words(content, theme, bottom, COLUMN)
        yield from _legend(content.whole, theme)
        yield from _chart(content.rows[:ROWS], bottom, theme)
    else:
        yield from _words(content, theme, bottom, WIDTH - 2 * MARGIN)


def _words(content: Card, theme: Theme, bottom: float, width: float) -> Iterator[Words | Box]:
    """Write kicker and headline from the top, the figures up from the bottom."""
    top = MARGIN + KICKER.size
    kicker = KICKER.fitted(_plain(content.kicker), width)
    yield Words(MARGIN, top, kicker, KICKER, theme["soft"])
    figures = content.figures[:FIGURES]
    room = bottom - FIGURE_STEP * len(figures) - top - 2 * SPACE
    lines, face = _headline(
        _plain(content.headline), width, room, BESIDE_CHART if content.rows else HEADLINES[0]
    )
    yield from _lines(MARGIN, top + 2 * SPACE + face.size, lines, face, theme["ink"])
    if figures:
        yield from _figures(figures, bottom, width, theme, content.look)


def _headline(text: str, width: float, height: float, largest: int) -> tuple[list[str], Face]:
    """Find the largest size at which a headline fits without broken words, or else cut it."""
    faces = [Face(size, SERIF) for size in HEADLINES if size <= largest]
    for face in faces:
        is_whole = all(face.width(word) <= width for word in text.split(" "))
        if is_whole and len(face.wrapped(text, width)) * face.line <= height:
            return face.balanced(text, width), face
    return faces[-1].block(text, width, int(height / faces[-1].line)), faces[-1]


def _figures(
    figures: Sequence[Value], bottom: float, width: float, theme: Theme, look: str
) -> Iterator[Words | Box]:
    values = [FIGURE.fitted(_plain(value), width / 2) for value, _ in figures]
    indent = max(map(FIGURE.width, values)) + 2 * SPACE
    for index, (value, (_, words)) in enumerate(zip(values, figures, strict=True)):
        base = bottom - FIGURE_STEP * (len(figures) - 1 - index)
        yield Words(MARGIN, base, value, FIGURE, theme[look])
        lines = WORDS.block(_plain(words), width - indent, WORDS_LINES)
        first = base - WORDS.line * (len(lines) - 1)
        yield from _lines(MARGIN + indent, first, lines, WORDS, theme["soft"])


def _legend(whole: str, theme: Theme) -> Iterator[Words | Box]:
    base, side, left = MARGIN + KICKER.size, LEGEND.size, float(RIGHT)
    for kind in ("requests", "tokens"):
        words = f"of {whole} {kind}"
        yield _bar((left, base - side + 3, side, side), theme, "soft", kind)
        yield Words(left + side + SPACE, base, words, LEGEND, theme["soft"])
        left += side + 4 * SPACE + LEGEND.width(words)


def _chart(rows: Sequence[Row], bottom: float, theme: Theme) -> Iterator[Words | Box]:
    """Draw two bars a row on one scale from 0, such that the longest leaves room for its value."""
    step = min((bottom - CHART_TOP) / len(rows), MOST_A_ROW)
    label, value = Face(round(0.265 * step)), Face(round(0.225 * step))
    shares = [share for _, *both, _ in rows for share in both]
    room = COLUMN - SPACE - max(value.width(percent(share)) for share in shares)
    scale = room / max(shares) if any(shares) else 0
    for index, (name, *both, look) in enumerate(rows):
        top = CHART_TOP + round(index * step)
        line = label.fitted(_plain(name), COLUMN)
        yield Words(RIGHT, top + label.size, line, label, theme["ink"])
        tops = (top + round(0.355 * step), top + round(0.62 * step))
        for kind, share, y in zip(("requests", "tokens"), both, tops, strict=True):
            length, height = share * scale, round(0.215 * step)
            yield _bar((RIGHT, y, length, height), theme, look, kind)
            end = RIGHT + length + SPACE
            yield Words(end, y + height - 2, percent(share), value, theme["ink"])


def _citation(text: str) -> list[str]:
    """Break the citation into lines; it is never cut."""
    lines = CITED.wrapped(text, WIDTH - 2 * MARGIN)
    if len(lines) > CITATION_LINES:
        raise RenderError(
            f"the citation {text!r} takes {len(lines)} lines on a card, which has room for "
            f"{CITATION_LINES}. Shorten it."
        )
    return lines


@dataclass(frozen=True)
class Face(TextStyle):
    """Text of one size as it is drawn on cards."""

    family: str = FONT

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """What letters are drawn with."""
        return _font(self.family, self.size)

    @property
    def line(self) -> float:
        """From one base line to the next."""
        return 1.25 * self.size

    def width(self, text: str) -> float:
        """Measure text."""
        return _width(text, self)

    def balanced(self, text: str, width: float) -> list[str]:
        """Divide text into as few lines as fit, of about one length."""
        lines = self.wrapped(text, width)
        longest = max(map(self.width, text.split(" ")))
        narrow = (self.wrapped(text, max(part * width, longest)) for part in NARROWER)
        return next((each for each in narrow if len(each) == len(lines)), lines)

    def block(self, text: str, width: float, most: int) -> list[str]:
        """Divide text into no more than so many lines, with … for what is cut."""
        lines = self.wrapped(text, width)
        if len(lines) > most:
            lines[most - 1 :] = [self.beginning(lines[most - 1], width)]
        return lines


@cache
def _font(family: str, size: float) -> ImageFont.FreeTypeFont:
    # Letters side by side, as every machine lays them out.
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(str(font_file(family)), size, layout_engine=basic)


@lru_cache(maxsize=4096)
def _width(text: str, face: Face) -> float:
    return face.font.getlength(text)


KICKER, WORDS, CITED, LEGEND = Face(24), Face(22), Face(21), Face(18)
FIGURE = Face(54, SERIF)


def _plain(text: str) -> str:
    """Keep of a text one line of bounded length, without marks that pile up over a letter."""
    line = " ".join(unicodedata.normalize("NFC", text[:LONGEST_LABEL]).split())
    kept = "".join(char for char in line if not unicodedata.combining(char))
    kept = kept.replace(" %", "\N{NO-BREAK SPACE}%")
    return kept if len(text) <= LONGEST_LABEL else f"{kept}…"


def _lines(
    x: float, y: float, lines: Sequence[str], face: Face, colour: str
) -> Iterator[Words | Box]:
    for index, line in enumerate(lines):
        yield Words(x, y + index * face.line, line, face, colour)


def _bar(place: tuple[float, float, float, float], theme: Theme, look: str, kind: str) -> Box:
    """Draw a solid bar for requests or a light one with an outline inside for tokens."""
    if kind == "requests":
        return Box(*place, theme[look])
    return Box(*place, _blend(theme["ground"], theme[look], TINT), theme[look])


def _blend(ground: str, colour: str, part: float) -> str:
    pairs = zip(bytes.fromhex(ground[1:]), bytes.fromhex(colour[1:]), strict=True)
    return "#" + bytes(round(low + (high - low) * part) for low, high in pairs).hex()


def _inks(content: Card, theme: Theme) -> Image.Image:
    """Return the palette: every colour of the card and the shades between it and the ground."""
    ground = theme["ground"]
    names = ("ink", "soft", "line", content.look, *(look for *_, look in content.rows[:ROWS]))
    parts = [TINT, *(shade / SHADES for shade in range(SHADES + 1))]
    colours = {_blend(ground, theme[name], part): None for name in names for part in parts}
    image = Image.new("P", (1, 1))
    image.putpalette([value for colour in colours for value in bytes.fromhex(colour[1:])])
    return image
