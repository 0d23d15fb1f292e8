"""Fonts of social cards: measure, clean and wrap text for an image of fixed size."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import ImageFont

from site_lib.charts.text import MAX_LABEL_LENGTH, SANS, TextStyle, font_file

SERIF = "DejaVu Serif"
"""Comes with matplotlib, too; for headlines and figures, as on the pages."""
EVEN_WIDTHS = (0.6, 0.7, 0.8, 0.9, 0.95)
"""Fractions of the width that are tried to get lines of similar length."""


@dataclass(frozen=True)
class CardTextStyle(TextStyle):
    """Text of one size in pixels, in one of the fonts that come with matplotlib."""

    family: str = SANS

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The font to draw with."""
        return _font(self.family, self.size)

    @property
    def line_height(self) -> float:
        """The distance from one base line to the next."""
        return 1.25 * self.size

    def width(self, text: str) -> float:
        """Return the width of a text in pixels."""
        return _width(text, self)

    def wrap_evenly(self, text: str, width: float) -> list[str]:
        """Wrap a text into as few lines as possible, of similar length."""
        lines = self.wrap(text, width)
        widest_word = max(map(self.width, text.split(" ")))
        narrower = (self.wrap(text, max(part * width, widest_word)) for part in EVEN_WIDTHS)
        return next((each for each in narrower if len(each) == len(lines)), lines)

    def wrap_at_most(self, text: str, width: float, max_lines: int) -> list[str]:
        """Wrap a text into at most so many lines, with … in place of what does not fit."""
        lines = self.wrap(text, width)
        if len(lines) > max_lines:
            lines[max_lines - 1 :] = [self.cut(lines[max_lines - 1], width)]
        return lines


@cache
def _font(family: str, size: float) -> ImageFont.FreeTypeFont:
    # The basic layout is the same on every machine; others need libraries that may be missing.
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(str(font_file(family)), size, layout_engine=basic)


@lru_cache(maxsize=4096)
def _width(text: str, style: CardTextStyle) -> float:
    return style.font.getlength(text)


def clean(text: str) -> str:
    """Return a text as one line of bounded length, without combining characters."""
    line = " ".join(unicodedata.normalize("NFC", text[:MAX_LABEL_LENGTH]).split())
    # Combining characters can be stacked so high that they cover other lines.
    line = "".join(char for char in line if not unicodedata.combining(char))
    return line if len(text) <= MAX_LABEL_LENGTH else f"{line}…"
