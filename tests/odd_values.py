"""Odd numbers, names and dates for fields of answers."""

from __future__ import annotations

from typing import Any

NUMBERS: list[Any] = [
    0,
    1,
    -0.0,
    0.0004,
    0.0006,
    1e-9,
    1e-320,
    0.5,
    0.123456789,
    -1,
    2,
    1e308,
    2**63,
]
NUMBERS += [10**400, True, False, None, "0.1", "NaN", "", [], {}]
LITERALS = ["NaN", "-Infinity", "1e400", "-0", "1E-3", "01", "+1", ".5", "1.", "9" * 5000, "0x1"]
NAMES = [
    "<script>alert(1)</script>\"'&{{ 7*7 }}</title></style><!--",
    "]]>&amp;&#0;<svg onload=x>{% raw %}",
    "a\x00b\x1b[31m\x7f",
    "evil\u202egnp.exe\u2066",
    "line\nbreak\r\ttab\u2028",
    "zero\u200bwidth\ufeff",
    "\ufffe\ufdd0",
    "C\u043ede",
    "e\u0301\u0301",
    "👩‍💻 日本語",
    "n" * 200,
    "n" * 201,
    "w " * 100,
    "n" * 20_000,
    "",
    " ",
    "\u200b\u00ad",
    "\u3164",
    "con",
    "aux.txt",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'quoted",
    "../../etc/passwd",
    "index.html",
    "about",
    "on",
    "a/b/c",
    'a,b;"c"',
    "%2e%2e?x#y",
    "NaN",
    "1e308",
    "| a | b |",
    "a:b:c",
    "C:\\nul",
]
DATES: list[Any] = ["2026-02-30", "9999-12-31", "2026-1-1", "", 20261006, None]
DATES += [
    "0001-01-01",
    "2022-12-31",
    "2023-01-01",
    "2026-10-06T00:00:00Z",
    "２０２６-10-06",
    "2026-10-07",
    "2027-01-01",
]
