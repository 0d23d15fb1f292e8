"""The colours of `static/tokens.css`, for pictures that no style sheet reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from site_lib.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping

CATEGORIES = ("code", "data", "agent", "general")
NAMES = ("ground", "ink", "soft", "line", "link", *CATEGORIES, "other")
"""What every theme has a colour for."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(
    r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{\s*(:root\s*\{.*?\})\s*\}", re.DOTALL
)
_ROOT = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z-]+)\s*:\s*([^;]*?)\s*(?:;|$)")
_HEX = re.compile(r"#(?:[0-9a-f]{3}){1,2}", re.IGNORECASE)


@dataclass(frozen=True)
class Palette:
    """The colours of both themes, each by its name as #rrggbb."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def read_palette(text: str) -> Palette:
    """Read both themes' colours from the text of `tokens.css`; raises RenderError."""
    plain = _COMMENT.sub("", text)
    return Palette(
        _theme("light", _DARK.sub("", plain)), _theme("dark", "".join(_DARK.findall(plain)))
    )


def category_class(category_key: str) -> str:
    """Return the CSS class that colours a category; `other` where it has no colour of its own."""
    return category_key if category_key in CATEGORIES else "other"


def _theme(name: str, text: str) -> Mapping[str, str]:
    tokens = {key: value for block in _ROOT.findall(text) for key, value in _TOKEN.findall(block)}
    return MappingProxyType({key: _colour(name, key, tokens.get(key)) for key in NAMES})


def _colour(theme: str, name: str, value: str | None) -> str:
    """Write a colour with six digits."""
    if value is None:
        raise RenderError(
            f"static/tokens.css has no --{name} in its {theme} theme. Give it a colour there."
        )
    if not _HEX.fullmatch(value):
        raise RenderError(
            f"--{name} in the {theme} theme of static/tokens.css is {value!r}. Write it as #rrggbb."
        )
    digits = value[1:].lower()
    return f"#{digits if len(digits) > len('rgb') else ''.join(2 * digit for digit in digits)}"
