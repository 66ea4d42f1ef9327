from __future__ import annotations

import pytest

from audioedition.text import one_line, permitted, seen


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("bell\x07 and null\x00", "bell and null"),
        ("page\x0cbreak\x85next", "page break next"),
        ("lone \ud83d surrogate", "lone  surrogate"),
        ("nonchars \ufffe\ufdd0\U0001fffe", "nonchars "),
        ("tab\tand\nnewline, ü, 日本, 🎙️, \u202e stay", "tab\tand\nnewline, ü, 日本, 🎙️, \u202e stay"),
    ],
)
def test_what_documents_forbid_vanishes(text: str, clean: str) -> None:
    assert permitted(text) == clean


def test_what_nobody_sees_vanishes_and_joiners_stay() -> None:
    assert seen("soft\u00adhyphen, \u200bzero\ufeff, \u202eturned") == "softhyphen, zero, turned"
    assert seen("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_one_line() -> None:
    assert one_line(" a\n b\t \u00a0c ") == "a b c"
