from __future__ import annotations

import pytest

from site_lib.snapshots.names import shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Q&A & Knowledge", "Q&A & Knowledge"),
        ("  a \n\t b\x00\x1b[31m ", "a b [31m"),
        ("evil\u202egnp.exe\u2066", "evil gnp.exe"),
        ("\ufffe\u2028", "(no name)"),
        ("\u200b\u200d", "(no name)"),
        ("a\ufdd0b", "a b"),
        ("日本語 👩‍💻", "日本語 👩‍💻"),
    ],
)
def test_names_are_one_line_without_hidden_characters(name: str, shown: str) -> None:
    assert shown_name(name) == shown
