"""Measure text before it is written, truncate it to a width, or wrap it into lines."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.textpath import text_to_path

if TYPE_CHECKING:
    from collections.abc import Iterator

SANS = "DejaVu Sans"
"""Comes with matplotlib, so text measures alike on every machine."""
DPI = 72
MEASURING_SIZE = 100
"""Font size at which letters are measured; widths at other sizes are proportional."""
MAX_LABEL_LENGTH = 200
"""In characters; no chart is wide enough for more."""
_PLAIN = re.compile(r"[ -~\xa1-\xac\xae-\u024f\u2010-\u2027\u2190-\u2193]*")
"""Text whose letters stand side by side; other scripts join and change them."""


@dataclass(frozen=True)
class TextStyle:
    """Text of one font size.

    Pages show it in the reader's own font. The font it is measured in is wide, so most others
    take less room.
    """

    size: float

    def width(self, text: str) -> float:
        """Return the width of a text."""
        return text_width(text, self.size)

    def truncate(self, text: str, width: float) -> str:
        """Cut a text so that it fits a width, with … in place of what is missing."""
        if len(text) <= MAX_LABEL_LENGTH and self.width(text) <= width:
            return text
        return self.cut(text[:MAX_LABEL_LENGTH], width)

    def cut(self, text: str, width: float, ellipsis: str = "…") -> str:
        """Drop at least the last letter of a text, and more until it fits with the ellipsis."""
        cuts = [f"{text[:length].rstrip()}{ellipsis}" for length in range(len(text))]
        fitting = bisect_right(cuts, width, key=self.width)
        return cuts[max(fitting - 1, 0)]

    def wrap(self, text: str, width: float) -> list[str]:
        """Break a text into lines at spaces, and inside words only where they exceed a line."""
        lines: list[str] = []
        for word in text.split(" "):
            for part in self._split_word(word, width):
                longer = f"{lines[-1]} {part}" if lines else part
                if self.width(longer) <= width:
                    lines[-1:] = [longer]
                else:
                    lines.append(part)
        return lines

    def _split_word(self, word: str, width: float) -> Iterator[str]:
        while self.width(word) > width:
            part = self.cut(word, width, ellipsis="") or word[0]
            yield part
            word = word[len(part) :]
        yield word


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Return the width of a text at a font size, in the font that comes with matplotlib."""
    if not _PLAIN.fullmatch(text):
        return _shaped_width(text, size)
    advances = sum(map(_advance, text))
    kernings = sum(_kerning(*pair) for pair in pairwise(text))
    return (advances + kernings) * size / MEASURING_SIZE


def _shaped_width(text: str, size: float) -> float:
    with warnings.catch_warnings():
        # A browser takes letters that this font lacks from another one.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        font = FontProperties(family=SANS, size=size)
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def font_file(family: str) -> Path:
    """Return the path of a font that comes with matplotlib."""
    return Path(mpl.get_data_path(), "fonts", "ttf", f"{family.replace(' ', '')}.ttf")


# Widths of single letters are cached because matplotlib lays out whole texts far slower.
@cache
def _advance(letter: str) -> float:
    font = _measuring_font()
    glyph = font.load_glyph(font.get_char_index(ord(letter)), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 2**16


@cache
def _kerning(left: str, right: str) -> float:
    font = _measuring_font()
    pair = font.get_char_index(ord(left)), font.get_char_index(ord(right))
    return float(font.get_kerning(*pair, Kerning.DEFAULT)) / 2**6


@cache
def _measuring_font() -> FT2Font:
    # Not one of matplotlib's shared fonts, because it changes their size.
    font = FT2Font(str(font_file(SANS)))
    font.set_size(MEASURING_SIZE, DPI)
    return font
