"""Single letters, as they are written for voices that take them for words."""

from __future__ import annotations

import pytest

from audioedition import engines
from audioedition.engines import _espeak, pico
from audioedition.engines._letters import dotted, lettered
from audioedition.model import Voice

JOE = Voice(language="en", engine="piper", options={"noise_scale": 0, "noise_w_scale": 0})


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("The U S A won.", "The U S eh won."),
        ("A I is an old dream of the C I A.", "eh I is an old dream of the C I eh."),
        ("We met at three A M.", "We met at three eh M."),
        ("It fits on A four.", "It fits on eh four."),
        ("Vitamin A, then plan A went well.", "Vitamin A, then plan eh went well."),
        ("They read it from A to Z.", "They read it from eh to Z."),
        ("The sonata in A minor.", "The sonata in eh minor."),
        ("Two M Ps and three M P s sent P D Fs.", "Two M P's and three M P's sent P D F's."),
    ],
)
def test_letters_are_said_by_their_names(script: str, said: str) -> None:
    assert lettered(script, "en-US") == said


@pytest.mark.parametrize(
    ("language", "script", "said"),
    [
        ("en-us", "The U S A won, and A I lost.", "The U.S.A won, and A.I lost."),
        (
            "en-us",
            "A B B C crew saw the C E Os of two N G O's.",
            "A B.B.C crew saw the C.E.O's of two N.G.O's.",
        ),
        ("en-us", "Two M Ps met on A four.", "Two M P's met on eh four."),
        ("en-us", "A U S B-C cable", "A U.S.B-C cable"),
        ("de", "Die A R D, die Ö B B und zwei P D Fs", "Die A.R.D, die Ö.B.B und zwei P D Fs"),
        ("fr", "La Y M C A", "La Y.M.C.A"),
        ("de", "Wer A sagt, muss auch B sagen.", "Wer A sagt, muss auch B sagen."),
    ],
)
def test_espeak_is_given_acronyms_with_dots(language: str, script: str, said: str) -> None:
    assert dotted(script, language) == said


@pytest.mark.parametrize(
    "text",
    [
        "A man came. A four-man crew left.",
        "A B B C crew came with a C T scan.",  # an article, and letters that begin with a consonant
        "A U S ship sank.",
        "They sang A song for you.",
        "He plays it in A.",
        "He is an A student of A-levels.",
        "I miss Miss Moss.",
    ],
)
def test_articles_and_words_stay(text: str) -> None:
    assert lettered(text, "en") == text


def test_other_languages_say_their_letters_right() -> None:
    assert lettered("Die U S A und zwei P D Fs auf A vier", "de") == "Die U S A und zwei P D Fs auf A vier"


def test_espeak_then_says_the_letter_and_not_the_article() -> None:
    voice = _espeak.library().find("en-us")
    assert voice
    for language in ("en-us", "en-gb"):
        spoken = _espeak.phonemes(dotted("the C I A plan of two M Ps", language), language)
        sounds = " ".join(spoken).replace("_", "")
        assert "ˌaɪˈeɪ" in sounds
        assert "pˈiːz" in sounds


def test_piper_is_given_letters_so() -> None:
    speak = engines.load(JOE).synthesize
    assert speak("The C I A plan.").pcm == speak("The C.I.A plan.").pcm


def test_pico_is_given_letters_so(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    class Recorder:
        def speak(self, text: str, *_others: object) -> bytes:
            given.append(text)
            return b"\x00\x10" * 16_000

    monkeypatch.setattr("py_nanotts.NanoTTS", Recorder)
    pico.load(Voice(language="en-US", engine="pico")).synthesize("The C I A plan.")
    pico.load(Voice(language="de", engine="pico")).synthesize("Die A R D.")
    assert given == ["The C I eh plan.", "Die A R D."]


def test_espeak_is_given_letters_so(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def speak(_: _espeak.Library, text: str, *_others: object) -> tuple[bytes, int]:
        given.append(text)
        return b"\x00\x10" * 22_050, 22_050

    monkeypatch.setattr(_espeak.Library, "speak", speak)
    engines.load(Voice(language="en-GB", engine="espeak", model="en-gb")).synthesize("The C I A plan.")
    engines.load(Voice(language="de", engine="espeak", model="de")).synthesize("Die A R D.")
    assert given == ["The C.I.A plan.", "Die A.R.D."]
