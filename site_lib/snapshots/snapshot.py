"""One answer of the endpoint `GET /api/v1/classifications/task`, as OpenRouter documents it.

The types here have OpenRouter's field names, such as `usage_share`. What is computed from them is
called request share and token share.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from site_lib.errors import SHOWN_CHARACTERS, ContractError, Finding, shown
from site_lib.snapshots.repeated_keys import repeated_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

LONGEST_NAME = 200
"""In characters, of tags, keys, ids and names. The longest that OpenRouter has had is 47; one of
thousands is damage, and would stand on most pages."""
VISIBLE = r"[^\p{Z}\p{Cc}\p{Cf}\p{Mn}\p{Me}]"
"""A character that can be seen; `shown_name` in names.py leaves the others out or blank."""

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=VISIBLE)]
"""A tag, a key, an id or a name to be shown."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A share from 0 to 1, rounded by OpenRouter to three decimals."""


def _day(value: object) -> date:
    """Read a date in OpenRouter's format; a number of seconds is not a date."""
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # no such day, like 2026-02-30: the same error as for any other text
    raise PydanticCustomError("date", "input should be a date like 2026-10-06")


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class ListedModel(_Part):
    """One of a tag's leading models by requests."""

    id: Name
    tag_usage_share: Share
    tag_token_share: Share


class Classification(_Part):
    """One tag, with its shares of everything and of its macro-category."""

    tag: Name
    display_name: Name
    macro_category: Name
    usage_share: Share
    token_share: Share
    category_usage_share: Share
    category_token_share: Share
    models: tuple[ListedModel, ...]


class MacroCategory(_Part):
    """One group of tags, with its shares of everything."""

    key: Name
    label: Name
    usage_share: Share
    token_share: Share


class Snapshot(_Part):
    """The answer's `data`: all tags and macro-categories of one window."""

    window_days: int
    as_of: Annotated[date, BeforeValidator(_day)]
    classifications: tuple[Classification, ...]
    macro_categories: tuple[MacroCategory, ...]


class Answer(_Part):
    """The whole answer. `meta` is documented for every endpoint, but this one does not send it."""

    data: Snapshot
    meta: Any = None


def parse(raw: bytes, name: str) -> Answer:
    """Read one answer.

    `name` says in messages where the bytes came from. Raises ContractError, which lists each
    missing or unreadable field, and each key that is there twice, by its path in the data.
    """
    try:
        answer = Answer.model_validate_json(raw)
    except ValidationError as error:
        findings = [_finding(details, raw) for details in error.errors(include_url=False)]
        raise ContractError(name, findings) from None
    # Looking at each object takes longer than reading the answer.
    if not _has_documented_keys_only(answer.data, raw):
        findings = [_repeated(*each) for each in repeated_keys(raw)]
        if findings:
            raise ContractError(name, findings)
    return answer


def _has_documented_keys_only(snapshot: Snapshot, raw: bytes) -> bool:
    """Return whether an answer has no unknown and no repeated key, by counting its strings.

    It has all documented ones, so any other makes strings more, and quotes: each string has at
    least two.
    """
    models = sum(len(tag.models) for tag in snapshot.classifications)
    expected = (
        _strings(Answer)
        + _strings(Snapshot)
        + _strings(MacroCategory) * len(snapshot.macro_categories)
        + _strings(Classification) * len(snapshot.classifications)
        + _strings(ListedModel) * models
    )
    return raw.count(b'"') == 2 * expected


@cache
def _strings(part: type[_Part]) -> int:
    """Return how many strings the documented keys of a part and their values are."""
    required = [field for field in part.model_fields.values() if field.is_required()]
    return len(required) + sum(field.annotation in {str, date} for field in required)


def path(*location: str | int) -> str:
    """Write the path of a value in the answer's data: `data.classifications[3].usage_share`."""
    return _spelled(("data", *location))


def unknown_fields(answer: Answer) -> Iterator[tuple[str, object]]:
    """Yield the path and value of each field that OpenRouter's documentation does not name."""
    for key, value in (answer.model_extra or {}).items():
        yield _field(key), value
    snapshot = answer.data
    yield from _extra(snapshot)
    for index, tag in enumerate(snapshot.classifications):
        yield from _extra(tag, "classifications", index)
        for position, model in enumerate(tag.models):
            if model.model_extra:
                yield from _extra(model, "classifications", index, "models", position)
    for index, category in enumerate(snapshot.macro_categories):
        yield from _extra(category, "macro_categories", index)


def _field(key: str) -> str:
    """Write a field's name; quote an unusual one, so that messages stay on one line."""
    return key if re.fullmatch(r"\w{1,60}", key) else shown(key)


def _extra(part: _Part, *location: str | int) -> Iterator[tuple[str, object]]:
    for key, value in (part.model_extra or {}).items():
        yield path(*location, key), value


def _spelled(location: Sequence[str | int]) -> str:
    """Write the path of a value in the answer."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{_field(step)}" for step in location)
    return "".join(steps).removeprefix(".")


def _repeated(location: tuple[str | int, ...], count: int) -> Finding:
    times = "twice" if count == 2 else f"{count} times"  # noqa: PLR2004
    return Finding(_spelled(location), f"the key is there {times}")


def _finding(details: ErrorDetails, raw: bytes) -> Finding:
    where = _spelled(details["loc"])
    kind, value = details["type"], details["input"]
    if kind == "json_invalid":
        return Finding("answer", _not_json(details["msg"], raw))
    if kind == "missing":
        return Finding(where, f"missing; the fields here are {_keys(value)}")
    if kind == "string_pattern_mismatch":
        return Finding(where, f"has no visible character: {shown(value)}")
    return Finding(where or "answer", f"{details['msg'].lower()}, not {shown(value)}")


def _keys(value: Mapping[str, Any]) -> str:
    return ", ".join(sorted(map(shown, value))) or "none"


def _not_json(reason: str, raw: bytes) -> str:
    start = shown(raw[:SHOWN_CHARACTERS].decode(errors="replace"))
    if "EOF" in reason:
        return f"incomplete JSON: {len(raw)} bytes, beginning with {start}"
    return f"not JSON ({reason.removeprefix('Invalid JSON: ')}); it begins with {start}"
