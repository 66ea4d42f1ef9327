"""Which sentences hold a word."""

from __future__ import annotations

import unicodedata

import pytest

from audioedition.concordance import holding, tokens
from audioedition.model import Line


def found(word: str, *sentences: str) -> tuple[str, ...]:
    return holding([Line(0, 1, text, block) for block, text in enumerate(sentences)], [tokens(word)])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ferry", "Who still needs a ferry?"),
        ("ferry", "FERRY, FERRY!"),
        ("Fähre", unicodedata.normalize("NFD", "Die Fähren fahren.")),
        (unicodedata.normalize("NFD", "Fähre"), "Die Fähre fährt."),
        ("Fähre", "Die Fäh\u00adre fährt."),
        ("Lotse", "Des Lotsen Boot."),
        ("Boot", "Zweier Bootes wegen."),
        ("Kapitän", "Die Kapitäninnen warten nicht, aber Kapitäns Hund."),
        ("Ufer", "Das Ufer-Café hat zu."),
        ("Haus am Fluss", "Im Hause am Flusse brannte Licht."),
        ("L'Aquila", "Sie kam aus L’Aquila."),
        ("L’Aquila", "Sie kam aus L'Aquila."),
        ("z. B.", "Ein Boot, z.B. eine Fähre."),
        ("straße", "In der STRASSE."),
        ("E-Boot", "Ein E‑Boot."),
        ("ferry", "A **ferry** and a _raft_."),
        ("old ferry", "The *old* _ferry_ left."),
        ("CO2", "Ohne CO₂ geht es auch."),
        ("C++", "He wrote it in C++."),
        ("§", "Nach § 12 nicht."),
        ("渡船", "河上的渡船已经停了。"),
        ("नाव", "नाव नदी में है।"),
        ("ferry", "\u202bferry\u202c"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str) -> None:
    assert found(word, "Something else.", text) == (text,)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ferry", "The ferrymaster left."),
        ("ferry", "A Tferry is no word."),
        ("ferry", "A fer ry."),
        ("Boot", "Die Bootsfahrt."),
        ("Boot", "Das Ruderboot."),
        ("C++", "He wrote it in C."),
        ("G7", "Das G72."),
        ("Fähre", "Die Fahrer kamen."),
        ("old ferry", "The old, slow ferry."),
        ("渡船", "河上的船已经停了。"),
    ],
)
def test_another_word_is_not(word: str, text: str) -> None:
    assert found(word, text) == ()


def test_of_several_words_one_is_enough_and_each_sentence_is_told_once() -> None:
    lines = [Line(0, 1, text, 0) for text in ("A raft and a ferry.", "Nothing.", "A raft.")]
    assert holding(lines, [tokens("ferry"), tokens("raft")]) == ("A raft and a ferry.", "A raft.")
    assert holding(lines, []) == ()
    assert holding(lines, [[]]) == ()


def test_a_phrase_may_go_over_a_breath_but_not_over_a_paragraph() -> None:
    breaths = [Line(0, 1, "They asked for the old", 0), Line(1, 2, "ferry of the town.", 0)]
    assert holding(breaths, [tokens("old ferry")]) == tuple(line.text for line in breaths)
    assert found("old ferry", "They asked for the old", "ferry of the town.") == ()


@pytest.mark.parametrize("word", ["", " ", "**", "\u00ad", "\u200b"])
def test_some_things_are_no_words(word: str) -> None:
    assert tokens(word) == []
