from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.days import day_in

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Von Nora Feld, 3. März 2026"),
        ("de-AT", "am 3.März 2026 um 9:30 Uhr"),
        ("de", "Veröffentlicht am 03.03.2026"),
        ("de", "Mittwoch, 3. März 2026 (3.3.2026)"),
        ("en", "By Ann Lee, March 3, 2026"),
        ("en", "3rd of March 2026"),
        ("en-GB", "Posted on Mar. 3rd, 2026 by Ann"),
        ("en", "3/3/2026"),
        ("fr", "Par Jean, le 3 mars 2026"),
        ("it", "di Anna Neri, 3 marzo 2026"),
        ("es", "3 de marzo de 2026"),
        ("pt", "3 de Março de 2026"),
        ("nl", "door Jan, 3 maart 2026"),
        ("pl", "3 marca 2026"),
        ("ja", "2026-03-03"),
        ("xx", "2026-03-03"),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(language: str, text: str) -> None:
    assert day_in(text, language) == DAY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Von Nora Feld"),
        ("de", "3. März"),
        ("de", "31. Februar 2026"),
        ("de", "3. März 1848"),
        ("de", "3. March 2026"),
        ("en", "3/4/2026"),
        ("en", "March 3, 2026, updated on March 9, 2026"),
        ("en", "version 10.3.3.2026"),
        ("en", "13/13/2026"),
    ],
)
def test_what_may_be_another_day_is_none(language: str, text: str) -> None:
    assert day_in(text, language) is None


@given(st.text("0123456789./-, MärzMarchde", max_size=60), st.sampled_from(["de", "en", "no-such-tag", "x"]))
def test_any_text_has_a_day_or_none(text: str, language: str) -> None:
    day_in(text, language)
