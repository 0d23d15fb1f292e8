"""Names from the source, made fit to be shown."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def shown_name(text: str) -> str:
    """Return a name from the source as one line that no page or chart can be broken by."""
    unsafe = {"Cc", "Cs", "Zl", "Zp"}
    hidden = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    kept = (
        " "
        if unicodedata.category(char) in unsafe
        or unicodedata.bidirectional(char) in hidden
        or _is_no_character(char)
        else char
        for char in text
    )
    name = " ".join("".join(kept).split())
    is_visible = any(unicodedata.category(char) not in {"Cf", "Zs", "Mn", "Me"} for char in name)
    return name if is_visible else "(no name)"


def _is_no_character(char: str) -> bool:
    """Tell Unicode's noncharacters, which markup may not hold."""
    point = ord(char)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004 (they are these)
