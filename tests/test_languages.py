from __future__ import annotations

import pytest

from audioedition.languages import base, canonical, ever_shorter


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("pt_BR", "pt"),
        ("EN-gb", "en"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("iw-IL", "he"),
        ("", ""),
    ],
)
def test_two_tags_are_compared_by_their_language(tag: str, language: str) -> None:
    assert base(tag) == language


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("pt_br", "pt-BR"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("iw", "he"),
        (" nb ", "nb"),
        ("de-1996", "de-1996"),
        ("sl-rozaj", "sl-rozaj"),
    ],
)
def test_a_tag_as_the_standard_writes_it(tag: str, right: str) -> None:
    assert canonical(tag) == right


def test_what_is_left_when_the_ends_are_cut_off() -> None:
    assert [*ever_shorter("zh_hant-TW")] == ["zh-Hant-TW", "zh-Hant", "zh"]
