"""Changes of an answer that may break it: of its parts, its text and its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.odd_values import DATES, LITERALS, NAMES, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from tests.answers import Data
    from tests.rewrites import Change

    Leaf = tuple[Any, str | int]
    """A JSON object or list, and a key or an index of it."""


# Changes that may break an answer.


def _leaves(part: Any) -> Iterator[Leaf]:  # noqa: ANN401 (any JSON)
    items = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in list(items):
        yield part, key
        if isinstance(value, dict | list):
            yield from _leaves(value)


def _leaf(data: Data, chance: Random) -> Leaf:
    return chance.choice(list(_leaves(data)))


def set_leaf(data: Data, chance: Random) -> None:
    part, key = _leaf(data, chance)
    part[key] = chance.choice([*NUMBERS, *NAMES, *DATES])


def nudge_leaf(data: Data, chance: Random) -> None:
    shares = [(p, k) for p, k in _leaves(data) if isinstance(p[k], int | float)]
    if shares:
        part, key = chance.choice(shares)
        part[key] = round(part[key] + chance.choice([-0.1, -0.001, 0.001, 0.1]), 3)


def delete_leaf(data: Data, chance: Random) -> None:
    part, key = _leaf(data, chance)
    del part[key]


def rename_key(data: Data, chance: Random) -> None:
    part, key = _leaf(data, chance)
    if isinstance(part, dict):
        part[chance.choice([f"new_{key}", str(key).upper(), *NAMES])] = part.pop(key)


def repeat_element(data: Data, chance: Random) -> None:
    lists = [p[k] for p, k in _leaves(data) if isinstance(p[k], list) and p[k]]
    if lists:
        part = chance.choice(lists)
        part.append(chance.choice(part))


def set_day(data: Data, chance: Random) -> None:
    data["as_of"] = chance.choice(DATES)


BREAKS: list[Change] = [set_leaf, nudge_leaf, delete_leaf, rename_key, repeat_element, set_day]


# Changes of the text and of the bytes.


def _replaced(raw: bytes, pattern: str, new: Callable[[str], str], chance: Random) -> bytes:
    """Replace one of the places that match."""
    text = raw.decode(errors="surrogateescape")
    found = list(re.finditer(pattern, text))
    if not found:
        return raw
    match = chance.choice(found)
    text = text[: match.start()] + new(match[0]) + text[match.end() :]
    return text.encode(errors="surrogateescape")


def repeat_key(raw: bytes, chance: Random) -> bytes:
    value = chance.choice(["0", '"x"', "{}", "[]", "null"])
    return _replaced(raw, r'"[a-z_]+": ', lambda key: f"{key}{value}, {key}", chance)


def repeat_escaped_key(raw: bytes, chance: Random) -> bytes:
    def new(key: str) -> str:
        return f'"\\u{ord(key[1]):04x}{key[2:]}0, {key}'

    return _replaced(raw, r'"[a-z_]+": ', new, chance)


def escape(raw: bytes, chance: Random) -> bytes:
    return _replaced(raw, r'(?<=")[a-z]', lambda char: f"\\u{ord(char):04x}", chance)


def write_number(raw: bytes, chance: Random) -> bytes:
    literal = chance.choice(LITERALS)
    return _replaced(raw, r"(?<=: )[0-9.]+", lambda _: literal, chance)


def write_surrogate(raw: bytes, chance: Random) -> bytes:
    return _replaced(raw, r'(?<=: ")[a-z]', lambda _: "\\ud800", chance)


def wrap(raw: bytes, chance: Random) -> bytes:
    before, after = chance.choice(
        [
            (b"[", b"]"),
            (b"", b"{}"),
            (b"// x\n", b""),
            (b"\n\t ", b" \r\n"),
            (b'{"data": ', b"}"),
            (b'{"meta": {"a": 1, "a": 2}, ', b""),
            (b"[" * 3000, b"]" * 3000),
        ]
    )
    return before + (raw[1:] if before.endswith(b", ") else raw) + after


TEXTS = [repeat_key, repeat_escaped_key, escape, write_number, write_surrogate, wrap]


def truncate(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def flip_bit(raw: bytes, chance: Random) -> bytes:
    changed, at = bytearray(raw), chance.randrange(len(raw))
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def insert_bytes(raw: bytes, chance: Random) -> bytes:
    at = chance.choice([0, len(raw), chance.randrange(len(raw))])
    more = chance.choice([b"\xff", b"\xc3", b"\x00", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\n", b"0"])
    return raw[:at] + more + raw[at:]


def recode(raw: bytes, chance: Random) -> bytes:
    return raw.decode(errors="replace").encode(chance.choice(["utf-8-sig", "utf-16", "utf-32-le"]))


BYTES = [truncate, flip_bit, insert_bytes, recode]
