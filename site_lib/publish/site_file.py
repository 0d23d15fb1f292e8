"""Reads `site.toml`, and fills in what it leaves to the command line or to the environment."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from site_lib.errors import SiteFileError, shown
from site_lib.site.site_config import SiteConfig

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

SITE_FILE = "site.toml"
VARIABLES = {"address": "SITE_ADDRESS", "repository": "SITE_REPOSITORY"}
"""From the keys that the file may leave out to the environment variables that count then."""
TOML_TYPES = {"string_type": "a string", "model_type": "a table", "tuple_type": "an array"}
"""From pydantic's names of errors to what TOML calls the type that was expected."""


def read_site_file(file: Path, environment: Mapping[str, str], base_url: str | None) -> SiteConfig:
    """Read whose site it is; `base_url` is its address, whatever the file says.

    Raises SiteFileError, which names every key or value that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SiteFileError(f"cannot read {file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # no TOML, or no UTF-8
        raise SiteFileError(f"{file} is not TOML: {error}") from error
    given = {key: environment[name] for key, name in VARIABLES.items() if environment.get(name)}
    address = {"address": base_url} if base_url else {}
    try:
        return SiteConfig.model_validate(given | content | address)
    except ValidationError as error:
        from_environment = {VARIABLES[key] for key in given if key not in content}
        wrong = [_line(each, from_environment) for each in error.errors(include_url=False)]
        raise SiteFileError("\n  ".join([f"{file} is wrong:", *wrong])) from None


def _line(details: ErrorDetails, from_environment: Collection[str]) -> str:
    key = ".".join(map(str, details["loc"]))
    variable = VARIABLES.get(key)
    where = f"environment variable {variable}" if variable in from_environment else key
    return f"{where}: {_problem(details)}"


def _problem(details: ErrorDetails) -> str:
    match details["type"]:
        case "missing":
            return "missing"
        case "extra_forbidden":
            return "unknown key"
        case "value_error":
            return str(details["ctx"]["error"])
        case kind:
            return f"must be {TOML_TYPES[kind]}, not {shown(details['input'])}"
