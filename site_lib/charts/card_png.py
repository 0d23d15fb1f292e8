"""Draw a social card as a PNG file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from site_lib.charts.card import HEIGHT, MAX_ROWS, WIDTH
from site_lib.charts.card_layout import TINT, TextLine, blend, layout

if TYPE_CHECKING:
    from site_lib.charts.card import Card
    from site_lib.charts.card_layout import Rectangle, Theme

OUTLINE_WIDTH = 2
SHADES = 8
"""Steps from the background to each colour, for the edges of letters."""


def card_png(card: Card, theme: Theme) -> bytes:
    """Draw a card as PNG, with its headline as the file's title and its citation as the source.

    The theme maps the palette's names to colours as #rrggbb.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), theme["ground"])
    canvas = ImageDraw.Draw(image)
    for item in layout(card, theme):
        _draw(canvas, item)
    # All colours are known beforehand, and an image with a palette of them is a third as large.
    image = image.quantize(palette=_palette(card, theme), dither=Image.Dither.NONE)
    metadata = PngInfo()
    metadata.add_text("Title", card.headline)
    metadata.add_text("Source", card.citation)
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=metadata)
    return file.getvalue()


def _draw(canvas: ImageDraw.ImageDraw, item: TextLine | Rectangle) -> None:
    if isinstance(item, TextLine):
        canvas.text((item.x, item.y), item.text, item.colour, item.style.font, anchor="ls")
        return
    corners = item.x, item.y, item.x + item.width, item.y + item.height
    left, top, right, bottom = map(round, corners)
    if right > left:
        box = (left, top, right - 1, bottom - 1)
        canvas.rectangle(box, item.colour, item.outline, OUTLINE_WIDTH)


def _palette(card: Card, theme: Theme) -> Image.Image:
    """Return an image whose palette has the card's colours and their shades."""
    classes = (css_class for *_, css_class in card.rows[:MAX_ROWS])
    names = ("ink", "soft", "line", card.css_class, *classes)
    fractions = [TINT, *(shade / SHADES for shade in range(SHADES + 1))]
    shades = [blend(theme["ground"], theme[name], part) for name in names for part in fractions]
    image = Image.new("P", (1, 1))
    image.putpalette(
        [value for shade in dict.fromkeys(shades) for value in bytes.fromhex(shade[1:])]
    )
    return image
