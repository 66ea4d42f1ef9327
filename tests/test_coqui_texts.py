"""What XTTS is given to say, and how speakers and languages are found: pure, and without Coqui."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from require import need

from audioedition.engines import _coqui_names, _coqui_texts
from audioedition.engines._coqui_names import UnknownName, code, language, speaker
from audioedition.engines._coqui_texts import LIMITS, prepared

SENTENCE = (
    "We took the last boat home, although the captain, who had been awake since four, said that the fog would not "
    "lift before noon, that nobody was to stand up, and that whoever wanted to be safe should have stayed at home, "
    "where, he said, the chairs do not move, the kettle is warm, and nobody asks for the time of the next boat."
)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("“Moths? My dear, these turn away the sharpest of blades!”", "Moths? My dear, these turn away the sharpest of blades!"),
        ('He asked: "Why?"', "He asked: Why?"),
        ("Ja", "Ja."),
        ("Wait…", "Wait."),
        ("Really?!…", "Really?"),
        ("What ?! ", "What?"),
        ("«Bonjour», dit-il", "Bonjour, dit-il."),
        ("„Gut“, sagte sie,", "Gut, sagte sie."),
        ("'Tis the sailors' boat, isn't it", "Tis the sailors boat, isn't it."),
        (", and then —", "and then."),
        ("-5 degrees", "-5 degrees."),
        ("¿Quién?", "¿Quién?"),
    ],
)  # fmt: skip
def test_a_text_ends_in_one_mark_and_has_nothing_that_makes_xtts_babble(text: str, spoken: str) -> None:
    assert prepared(text, "en") == [spoken]


@pytest.mark.parametrize(("tag", "end"), [("zh-cn", "。"), ("ja", "。"), ("hi", "।"), ("ru", ".")])
def test_a_mark_is_of_the_script(tag: str, end: str) -> None:
    assert prepared("一二三", tag) == [f"一二三{end}"]


def test_a_long_sentence_is_cut_at_clauses_and_no_word_is_left_alone() -> None:
    found = prepared(SENTENCE, "en")
    assert len(found) == 2
    assert " ".join(found).replace(".", "").replace(",", "") == SENTENCE.replace(".", "").replace(",", "")
    lonely = "a" * 20 + " b" * 85 + ", end"  # a cut at the limit would leave a word alone
    assert min(map(len, prepared(lonely, "en"))) > 20


@given(st.text(string.ascii_letters + " ,.;:!?\"'“”…-—(", max_size=900), st.sampled_from(sorted(LIMITS)))
@example("," * 300, "ja")
def test_no_piece_is_longer_than_the_model_was_trained_for_and_no_letter_is_lost(text: str, tag: str) -> None:
    found = prepared(text, tag)
    assert all(len(piece) <= LIMITS[tag] for piece in found)
    assert all(piece[-1] in ".?!。।" and any(map(str.isalnum, piece)) for piece in found)
    assert [*filter(str.isalnum, "".join(found))] == [*filter(str.isalnum, text)]


def test_a_piece_of_too_many_tokens_is_halved_until_it_fits() -> None:
    found = prepared("one two three four five six seven eight", "en", lambda piece: len(piece) < 12)
    assert found == ["one two.", "three.", "four.", "five six.", "seven.", "eight."]
    assert prepared("abc", "en", lambda _: False) == ["a.", "b.", "c."]


def test_nobody_needs_longer_for_a_text_than_is_waited() -> None:
    assert _coqui_texts.longest("Ja.", "de") < 5
    assert _coqui_texts.longest("x" * 120, "de") > 120 / 8  # slow speech has ten letters a second
    assert _coqui_texts.longest("好" * 60, "zh-cn") > 60 / 3


def test_the_limits_are_those_of_the_library() -> None:
    need("TTS")
    need("audioedition.engines._coqui_import").library()
    assert need("TTS.tts.layers.xtts.tokenizer").VoiceBpeTokenizer().char_limits == LIMITS


XTTS = ["en", "es", "fr", "de", "it", "pt", "zh-cn", "ja"]
YOUR_TTS = ["en", "fr-fr", "pt-br"]


@pytest.mark.parametrize(
    ("tag", "codes", "meant"),
    [
        ("en-GB", XTTS, "en"),
        ("zh-Hans-CN", XTTS, "zh-cn"),
        ("zh", XTTS, "zh-cn"),
        ("zh_CN", XTTS, "zh-cn"),
        ("cmn", XTTS, "zh-cn"),
        ("pt-BR", XTTS, "pt"),
        ("pt", YOUR_TTS, "pt-br"),
        ("pt-PT", YOUR_TTS, "pt-br"),
        ("pt-BR", YOUR_TTS, "pt-br"),
        ("fr", YOUR_TTS, "fr-fr"),
        ("FR-fr", YOUR_TTS, "fr-fr"),
        ("de", YOUR_TTS, None),
        ("pt", ["pt-br", "pt-pt"], None),
        ("pt-PT", ["pt-br", "pt-pt"], "pt-pt"),
    ],
)
def test_a_tag_means_a_code_of_the_model(tag: str, codes: list[str], meant: str | None) -> None:
    assert code(tag, codes) == meant


def test_the_language_asked_for_wins_over_the_voices() -> None:
    assert language("", "fr", YOUR_TTS) == "fr-fr"
    assert language("en", "fr", YOUR_TTS) == "en"
    assert language("", "de", []) is None
    assert language("en", "de", ["en-us"]) is None
    with pytest.raises(UnknownName, match=r"does not speak 'de'.*known are en, fr-fr, pt-br"):
        language("", "de", YOUR_TTS)
    with pytest.raises(UnknownName, match="has only one"):
        language("de", "en", ["en-us"])


def test_a_speaker_must_be_known_and_one_must_be_chosen() -> None:
    names = [f"p{number}" for number in range(200, 230)]
    assert speaker("p201", names, imitates=False, needed=True) == "p201"
    assert speaker("", names, imitates=True, needed=True) is None
    assert speaker("", ["ann"], imitates=False, needed=False) is None
    with pytest.raises(UnknownName, match=r"no speaker 'p20l'.*nearest is 'p2\d+'"):
        speaker("p20l", names, imitates=False, needed=True)
    with pytest.raises(UnknownName, match=r"30 speakers.*speaker = 'p200' \('p200'.*and 22 more\)"):
        speaker("", names, imitates=False, needed=True)
    with pytest.raises(UnknownName, match="both speaker and speaker_wav"):
        speaker("p201", names, imitates=True, needed=True)
    with pytest.raises(UnknownName, match="speaker_wav ="):
        speaker("", [], imitates=False, needed=True)
    assert _coqui_names.speaker("", [], imitates=False, needed=False) is None
