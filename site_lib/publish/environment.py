"""The Jinja environment of pages and feeds: its filters and its compiled templates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.meta import find_referenced_templates
from markupsafe import Markup, escape

from site_lib.publish.compiled_templates import CompiledTemplates
from site_lib.site import formats, news_words
from site_lib.site.theme import category_class

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def breakable(name: str) -> Markup:
    """Allow a line break after the slash of a model's id."""
    return Markup("/<wbr>").join(name.split("/"))


def unbroken_dates(sentence: str) -> Markup:
    """Keep a browser from breaking a line inside a date."""
    return Markup(DATE.sub(r'<span class="date">\g<0></span>', str(escape(sentence))))  # noqa: S704 (escaped)


FILTERS: Mapping[str, Callable[..., object]] = {
    "percent": formats.percent,
    "percent_down": formats.percent_down,
    "percent_up": formats.percent_up,
    "share_range": formats.share_range,
    "tokens_per_request": formats.tokens_per_request,
    "tokens_per_request_bounds": formats.tokens_per_request_bounds,
    "points": formats.points,
    "points_size": formats.points_size,
    "share_change": formats.share_change,
    "count": formats.count,
    "whole_of": news_words.whole_of,
    "moved_in_words": news_words.moved_in_words,
    "leaders_sentence": news_words.leaders_sentence,
    "entrant_line": news_words.entrant_line,
    "standouts": news_words.standouts,
    "breakable": breakable,
    "unbroken_dates": unbroken_dates,
    "category_class": category_class,
    # For our own styles, scripts and charts, which are escaped where they are made.
    "trusted": Markup,
}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
PARSER = Environment(autoescape=True)
"""Only finds names."""
COMPILED = CompiledTemplates()
"""Shared by all builds of a process, so that a preview compiles only changed templates."""


def environment(templates: Path) -> Environment:
    """Return the environment for a folder of templates."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=COMPILED,
        # Folding constants takes longer than it saves in pages that are rendered once.
        optimized=False,
    )
    made.filters |= FILTERS
    return made


def texts_of(templates: Path, name: str) -> dict[str, str]:
    """Return the texts of a template and of all that it extends, includes or imports, by name."""
    found: dict[str, str] = {}
    names = [name]
    while names:
        name = names.pop()
        if name not in found:
            found[name] = _text(templates / name)
            names += _referenced(found[name])
    return found


def _text(template: Path) -> str:
    try:
        return template.read_text("utf-8")
    except (OSError, ValueError):
        return ""  # Rendering says what is wrong with it.


@lru_cache(maxsize=256)
def _referenced(text: str) -> list[str]:
    try:
        return [name for name in find_referenced_templates(PARSER.parse(text)) if name]
    except TemplateError:
        return []  # as above


def compile_meanwhile(templates: Path) -> None:
    """Let another process compile all templates while this one goes on."""
    COMPILED.make_meanwhile(environment(templates))
