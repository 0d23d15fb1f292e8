"""The assets of a page: style, script, icon, and the Content-Security-Policy that allows them."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_lib.site.theme import read_palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


NO_SCRIPT = "'none'"
SCRIPTS = ("age", "filter")


@dataclass(frozen=True)
class Assets:
    """What every page contains, so that it needs only one request."""

    style: str
    """CSS of pages."""
    chart_style: str
    """The part of `style` that a chart needs as a file."""
    theme: Mapping[str, str]
    """Colours by name for social cards, which cannot follow a reader's theme."""
    scripts: Mapping[str, str]
    """By name; a page says which of them it has."""
    icon: str
    """As a data URL."""

    def policy(self, scripts: Iterable[str]) -> str:
        """Return the Content-Security-Policy, which allows own style, scripts and files."""
        hashes = " ".join(f"'{_csp_hash(self.scripts[name])}'" for name in scripts)
        return (
            f"default-src 'none'; style-src '{_csp_hash(self.style)}'; "
            f"script-src {hashes or NO_SCRIPT}; img-src 'self' data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'"
        )


def read_assets(static: Path) -> Assets:
    """Read the assets in a folder; raises OSError."""
    tokens, charts, page = (
        _minified((static / f"{name}.css").read_text("utf-8"))
        for name in ("tokens", "charts", "page")
    )
    icon = (static / "icon.svg").read_text("utf-8")
    return Assets(
        style=tokens + charts + page,
        chart_style=tokens + charts,
        theme=read_palette((static / "tokens.css").read_text("utf-8")).light,
        scripts={name: (static / f"{name}.js").read_text("utf-8") for name in SCRIPTS},
        icon=f"data:image/svg+xml,{quote(icon)}",
    )


def _minified(style: str) -> str:
    """Return CSS without comments and unnecessary space."""
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|(:)[ \t]+", r"\1\2", bare).replace(";}", "}").strip()


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
