"""Reads `site.toml`, and fills in what it leaves to the command line or to the environment."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from site_lib.errors import SiteFileError
from site_lib.site.site_config import SiteConfig

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

SITE_FILE = "site.toml"
VARIABLES = {"address": "SITE_ADDRESS", "repository": "SITE_REPOSITORY"}
"""From the keys that the file may leave out to the environment variables that count then."""


def read_site_file(file: Path, environment: Mapping[str, str], base_url: str | None) -> SiteConfig:
    """Read whose site it is; `base_url` is its address, whatever the file says.

    Raises SiteFileError, which names every key or value that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SiteFileError(f"cannot read {file}: {error.strerror}") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SiteFileError(f"{file} is not TOML: {error}") from error
    given = {key: environment[name] for key, name in VARIABLES.items() if environment.get(name)}
    address = {"address": base_url} if base_url else {}
    try:
        return SiteConfig.model_validate(given | content | address)
    except ValidationError as error:
        lines = "".join(f"\n  {_line(each)}" for each in error.errors(include_url=False))
        raise SiteFileError(f"{file} is wrong:{lines}") from None


def _line(details: ErrorDetails) -> str:
    key = ".".join(map(str, details["loc"]))
    match details["type"]:
        case "missing":
            return f"{key}: missing"
        case "extra_forbidden":
            return f"{key}: unknown key"
        case "value_error":
            return f"{key}: {details['ctx']['error']}"
        case _:
            return f"{key}: {details['msg'].lower()}, not {details['input']!r}"
