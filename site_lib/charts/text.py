"""Text that is measured before it is written: cut to a width, or divided into lines."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from contextlib import contextmanager
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

FONT = "DejaVu Sans"
"""Comes with matplotlib, so text measures alike on every machine."""
UNITS_AN_INCH = 72
MEASURED_SIZE = 100
"""Of the letters that are measured; other sizes are in proportion."""
LONGEST_LABEL = 200
"""Characters of a label that are looked at; nothing is wide enough for more."""
_PLAIN = re.compile(r"[ -~\xa1-\xac\xae-\u024f\u2010-\u2027\u2190-\u2193]*")
"""Text of letters that stand side by side; other scripts join and change them."""


@dataclass(frozen=True)
class TextStyle:
    """Text of one size.

    Pages show it in the reader's own font; the one that it is measured in is wide, so most are
    narrower.
    """

    size: float

    def width(self, text: str) -> float:
        """Measure text."""
        return width_of(text, self.size)

    def fitted(self, text: str, width: float) -> str:
        """Cut text so that it fits, with … for what is cut."""
        if len(text) < LONGEST_LABEL and self.width(text) <= width:
            return text
        return self.beginning(text[:LONGEST_LABEL], width)

    def beginning(self, text: str, width: float, end: str = "…") -> str:
        """Return as much of a text's beginning as fits before `end`."""
        cuts = [f"{text[:kept].rstrip()}{end}" for kept in range(len(text))]
        fits = bisect_right(cuts, width, key=self.width)
        return cuts[max(fits - 1, 0)]

    def wrapped(self, text: str, width: float) -> list[str]:
        """Divide text into lines that fit, and words only where they are longer than a line."""
        lines: list[str] = []
        for word in text.split(" "):
            for part in self._parts(word, width):
                longer = f"{lines[-1]} {part}" if lines else part
                if self.width(longer) <= width:
                    lines[-1:] = [longer]
                else:
                    lines.append(part)
        return lines

    def _parts(self, word: str, width: float) -> Iterator[str]:
        while self.width(word) > width:
            part = self.beginning(word, width, end="") or word[0]
            yield part
            word = word[len(part) :]
        yield word


@contextmanager
def without_glyph_warnings() -> Iterator[None]:
    """Draw or measure text that may have letters which the font lacks.

    A browser takes them from another font.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        yield


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Measure text of a size in the font that comes with matplotlib."""
    if not _PLAIN.fullmatch(text):
        with without_glyph_warnings():
            shaped = FontProperties(family=FONT, size=size)
            width, _, _ = text_to_path.get_text_width_height_descent(text, shaped, ismath=False)
        return float(width)
    advances = sum(map(_advance, text))
    kernings = sum(_kerning(*pair) for pair in pairwise(text))
    return (advances + kernings) * size / MEASURED_SIZE


def font_file(family: str) -> Path:
    """Return the file of a font that comes with matplotlib."""
    return Path(mpl.get_data_path(), "fonts", "ttf", f"{family.replace(' ', '')}.ttf")


@cache
def _advance(letter: str) -> float:
    """Return how far a letter moves the next one; matplotlib lays out whole texts far slower."""
    face = _face()
    glyph = face.load_glyph(face.get_char_index(ord(letter)), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 2**16


@cache
def _kerning(left: str, right: str) -> float:
    face = _face()
    pair = face.get_char_index(ord(left)), face.get_char_index(ord(right))
    return float(face.get_kerning(*pair, Kerning.DEFAULT)) / 2**6


@cache
def _face() -> FT2Font:
    # A face of our own: matplotlib sets the size of those that it shares.
    face = FT2Font(str(font_file(FONT)))
    face.set_size(MEASURED_SIZE, UNITS_AN_INCH)
    return face
