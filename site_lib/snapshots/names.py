"""Names from OpenRouter, made safe for pages and charts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def shown_name(text: str) -> str:
    """Return a name on one line, without characters that could break a page or a chart."""
    unsafe = {"Cc", "Cs", "Zl", "Zp"}
    hidden = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    spaced = (
        " "
        if unicodedata.category(char) in unsafe
        or unicodedata.bidirectional(char) in hidden
        or _is_no_character(char)
        else char
        for char in text
    )
    name = " ".join("".join(spaced).split())
    is_visible = any(unicodedata.category(char) not in {"Cf", "Zs", "Mn", "Me"} for char in name)
    return name if is_visible else "(no name)"


def _is_no_character(char: str) -> bool:
    """Return whether a character is a Unicode noncharacter, which markup must not contain."""
    point = ord(char)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004 (Unicode's numbers)
