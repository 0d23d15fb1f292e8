"""The JSON Schema of the files `data.json`, made of the same columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_lib.exports.columns import COLUMNS, FRACTION
from site_lib.exports.page_data import OF_THE_FILE, SCHEMA_VERSION
from site_lib.site.context import LICENCE_WORDS, SOURCE

if TYPE_CHECKING:
    from site_lib.exports.columns import Column

    Schema = dict[str, Any]

TEXT = {"type": "string", "minLength": 1}
A_DATE = {"type": "string", "format": "date"}
CITATION = r"^Source: OpenRouter \(openrouter\.ai/rankings\), as of \d{4}-\d{2}-\d{2}\.$"
# Pages show the last revision only.
NAMES = [name for name in COLUMNS if name not in {*OF_THE_FILE, "revision"}]
"""The columns that rows may have."""


def json_schema() -> bytes:
    """Return the JSON Schema of all files `data.json`."""
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "as_of": A_DATE,
        "window_days": {"type": "integer", "minimum": 1},
        "compared_with": {"anyOf": [A_DATE, {"type": "null"}]},
        "edition": TEXT,
        "source": {"const": SOURCE},
        "citation": {"type": "string", "pattern": CITATION},
        "licence": {"const": LICENCE_WORDS},
        "snapshot_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "fields": _object(dict.fromkeys(NAMES, _field()), []),
        "rows": {"type": "array", "items": _row()},
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A page’s data",
        "description": "The file data.json beside a page.",
        **_object(properties, [*properties]),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _field() -> Schema:
    """Describe what is said about a column."""
    text_or_none = {"type": ["string", "null"]}
    properties = {"description": TEXT, "unit": text_or_none, "denominator": text_or_none}
    return _object(properties, [*properties])


def _row() -> Schema:
    required = [name for name in NAMES if COLUMNS[name].is_required]
    return _object({name: _value(COLUMNS[name]) for name in NAMES}, required)


def _value(column: Column) -> Schema:
    """Describe what can stand in a column; null where there is no figure."""
    kind = A_DATE if column.type == "date" else {"type": column.type}
    described: Schema = {"description": column.description, **kind}
    if column.values:
        described["enum"] = [*column.values]
    if column.unit == FRACTION:
        described |= {"minimum": 0, "maximum": 1}
    if not column.is_required:
        described["type"] = [described["type"], "null"]
    return described
