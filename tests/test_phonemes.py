"""Sounds in IPA: one contract for every engine that takes them, and how they are brought to what a voice has."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from pathlib import Path

import coqui_conversion
import kokoro_voice
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piper.phonemize_espeak import EspeakPhonemizer

from audioedition import engines
from audioedition.engines import Phonetic, _espeak_tables, _ipa, _pico_sounds, pico
from audioedition.engines._espeak import library
from audioedition.engines._espeak_sounds import pronounced
from audioedition.engines._stand_in import StandIns
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Clip, Row, Voice

STILL = {"noise_scale": 0, "noise_w_scale": 0}
VOICES = {
    "pico": Voice(language="de", engine="pico", model="de-DE"),
    "espeak": Voice(language="de", engine="espeak", model="de"),
    "piper": Voice(language="en", engine="piper", model="en_US-joe-medium", options=STILL),
}
# A word in a sentence, its sounds as dictionaries write them, and other sounds
WORDS = {
    "de": ("Die Banane ist reif.", "Banane", "baˈnaːnə", "ˈʃtʁʊmpfhoːzənladn̩"),
    "en": ("We flew to Chicago yesterday.", "Chicago", "ʃɪˈkɑːɡoʊ", "ˈstrɛŋθ"),
}
HOSTILE = {
    "a click that nobody has": "kʘa",
    "a digit": "a1",
    "a tone": "ma˥",
    "other letters": "日本",
    "a control character": "a\0b",
    "markup": "<play file='x'/>",
    "mnemonics": "]]a[[",
    "a quotation mark": 'a"b',
    "far too long": "na" * 2000,
}


@pytest.fixture(params=[*VOICES, "coqui", "kokoro"])
def voice(request: pytest.FixtureRequest) -> Voice:
    if request.param == "kokoro":
        return kokoro_voice.english()
    if request.param == "coqui":
        return Voice(language="en", engine="coqui", model=str(coqui_conversion.joe(noise=False)))
    return VOICES[request.param]


@pytest.fixture
def engine(voice: Voice) -> Phonetic:
    return engines.load(voice)


def heard(clip: Clip) -> float:
    size = clip.sample_rate // 100
    samples = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int))
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    return float((frames.max(axis=1) > 130).sum()) / 100


def span(clip: Clip) -> float:
    """The seconds from the first sound to the last."""
    loud = np.flatnonzero(np.abs(np.frombuffer(clip.pcm, "<i2").astype(int)) > 130)
    return float(loud[-1] - loud[0]) / clip.sample_rate


def test_a_word_by_its_own_sounds_sounds_as_it_is_written(voice: Voice, engine: Phonetic) -> None:
    sentence, word, ipa, other = WORDS[voice.language]
    assert engine.phonemes
    written, spoken, changed = (
        engine.synthesize(text)
        for text in (sentence, sentence.replace(word, f"⟦{ipa}⟧"), sentence.replace(word, f"⟦{other}⟧"))
    )
    assert heard(spoken) == pytest.approx(heard(written), rel=0.05)
    assert changed.pcm != spoken.pcm
    assert abs(heard(changed) - heard(written)) > 0.04


@pytest.mark.parametrize("text", ["⟦{}⟧", "⟦{}⟧.", "(⟦{}⟧)", '"⟦{}⟧-⟦{}⟧", "⟦{}⟧"!', "⟦{}⟧o"])
def test_sounds_may_stand_anywhere(voice: Voice, engine: Phonetic, text: str) -> None:
    ipa = WORDS[voice.language][2]
    alone, together = engine.synthesize(f"⟦{ipa}⟧"), engine.synthesize(text.replace("{}", ipa))
    assert heard(together) == pytest.approx(text.count("⟦") * heard(alone), rel=0.35, abs=0.3)


def test_several_words_of_sounds_are_several_words(voice: Voice, engine: Phonetic) -> None:
    ipa = WORDS[voice.language][2]
    one, two = engine.synthesize(f"⟦{ipa}⟧."), engine.synthesize(f"⟦{ipa} {ipa}⟧.")
    assert heard(two) > 1.5 * heard(one)


@pytest.mark.parametrize("ipa", HOSTILE.values(), ids=HOSTILE)
def test_sounds_that_cannot_be_said_are_one_clear_error(voice: Voice, engine: Phonetic, ipa: str) -> None:
    with pytest.raises(EngineError) as failure:
        engine.synthesize(f"so ⟦{ipa}⟧ so")
    message = str(failure.value)
    assert voice.engine in message
    assert message.isprintable()
    assert len(message) < 400


@pytest.mark.parametrize("ipa", ["", " ", "ˈ", "ˈˌ . ", "ʔ"])
def test_sounds_that_are_silent_are_passed_over(engine: Phonetic, ipa: str) -> None:
    bare, silent = engine.synthesize("Radio Radio."), engine.synthesize(f"Radio ⟦{ipa}⟧ Radio.")
    assert heard(silent) == pytest.approx(heard(bare), rel=0.3)


def test_an_unknown_sound_is_named_beforehand(engine: Phonetic) -> None:
    assert engine.unknown_sound("kʘa") == "ʘ"
    assert engine.unknown_sound("baˈnaːnə") == ""


def test_other_text_is_spoken_as_before(voice: Voice, engine: Phonetic) -> None:
    """The thread-safe voice is not left changed by the sounds that it spoke."""
    sentence, _, ipa, _ = WORDS[voice.language]
    before = heard(engine.synthesize(sentence))
    engine.synthesize(f"⟦{ipa}⟧ und")
    assert heard(engine.synthesize(sentence)) == pytest.approx(before, rel=0.02)


# An engine without sounds


def own_engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Voice:
    (folder / "plain_engine").mkdir()
    (folder / "plain_engine/voice.py").write_text(
        "class Plain:\n    fingerprint = 'plain'\n    def synthesize(self, text): ...\n"
        "def load(voice): return Plain()\ndef voices(): return ()\n"
    )
    monkeypatch.syspath_prepend(folder)
    return Voice(language="de", engine="plain_engine.voice", file="voices/de.toml")


def test_an_engine_without_sounds_is_given_the_respelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        Row("Kiew", say="Kijeff", ipa="ˈkiːjɛf"),
        Row("Paris", ipa="paʁi", language="fr"),
        Row("SQL", spell=True),
    )
    voice = dataclasses.replace(own_engine(tmp_path, monkeypatch), lexicon=rows)
    engine = engines.load(voice)
    assert not engine.phonemes
    assert engines.lexicon(voice, engine) == (
        Row("Kiew", say="Kijeff", language="de"),
        Row("SQL", spell=True, language="de"),
    )


def test_an_engine_without_sounds_refuses_a_row_that_has_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("Kiew", ipa="ˈkiːjɛf", file="voices/de.toml")
    voice = dataclasses.replace(own_engine(tmp_path, monkeypatch), lexicon=(row,))
    complaint = (
        r"voices/de\.toml, \[lexicon\] 'Kiew' has only ipa, but .*plain_engine.* takes none: add say = "
    )
    with pytest.raises(ConfigError, match=complaint):
        engines.lexicon(voice, engines.load(voice))


def test_an_engine_with_sounds_is_given_both() -> None:
    row = Row("Kiew", say="Kijeff", ipa="ˈkiːjɛf", language="de-AT")
    voice = dataclasses.replace(VOICES["espeak"], lexicon=(row,))
    assert engines.lexicon(voice, engines.load(voice)) == engines.lexicon_shown(voice) == voice.lexicon


def test_a_coqui_model_of_letters_takes_no_sounds(tmp_path: Path) -> None:
    model = coqui_conversion.joe(noise=False)
    settings = json.loads((model.parent / "config.json").read_text("utf-8"))
    for path in model.parent.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(json.dumps(settings | {"use_phonemes": False}), "utf-8")
    letters = Voice(language="en", engine="coqui", model=str(tmp_path / model.name))
    assert not engines.load(letters).phonemes


# Bringing sounds to those of a voice


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "de",
            "Hallo Schüler Leute Buch Bruder Zeitung König Pfeife Mädchen Garage Straße Wort hundert Berg",
        ),
        ("en-us", "hello butter measure church think bird there red yellow water little button fire idea"),
        ("en-gb", "hello butter measure church think bird there red yellow water fire near tour lot"),
        ("fr-fr", "bonjour rue un vin champagne oignon huit cœur peu fille"),
        ("it", "nuovo gnocchi ciao aglio zio scena pizza quando Roma"),
        ("es", "hola niño perro bueno cielo calle jefe chico agua caro"),
        ("pl", "Warszawa chrząszcz źle"),
        ("ru", "Москва хорошо"),
        ("pt-br", "coração manhã ontem muito"),
    ],
)
def test_espeak_takes_back_what_it_writes(code: str, words: str) -> None:
    listed = library().by_code[code]
    for word in words.split():
        (written,) = library().phonemes(word, listed)
        ipa = written.replace("_", "")
        assert pronounced(ipa, listed).ipa == ipa, word


@pytest.mark.parametrize(
    ("code", "ipa", "heard"),
    [
        ("de", "pjœŋˈjaŋ", "pjœŋjˈaŋ"),
        ("de", "ˈtʃyːs", "tʃˈyːs"),
        ("de", "ˈt͡ʃyːs", "tʃˈyːs"),
        ("de", "ˈʧyːs", "tʃˈyːs"),
        ("de", "ˈlɔɪ̯.tə", "lˈɔøtə"),
        ("de", "ʁoːt", "rˈoːt"),  # a single vowel is stressed
        ("de", "ɸaː", "fˈɑː"),  # the nearest that German has
        ("en-us", "rɛd", "ɹˈɛd"),
        ("en-us", "gaʊ", "ɡˈaʊ"),
        ("fr-fr", "iʁɑ̃", "iʁˈɑ̃"),  # stressed at its end, as all French words
        ("it", "ˈfatːo", "fˈatːo"),
        ("es", "ˈføːn", "fˈøːn"),
    ],
)
def test_espeak_says_what_dictionaries_write(code: str, ipa: str, heard: str) -> None:
    assert pronounced(ipa, library().by_code[code]).ipa == heard


@pytest.mark.parametrize(
    ("model", "ipa", "tags"),
    [
        ("de-DE", "ˈʃtʁaːsə", "<phoneme ph='StR\"a:s@'/>"),
        ("de-DE", "ˈʃtrasː", "<phoneme ph='StR\"ass'/>"),
        ("en-GB", "ˈθɪŋk", "<phoneme ph='T\"INk'/>"),
        ("en-GB", "həˈloʊ", "<phoneme ph='h@l\"@_U'/>"),
        ("fr-FR", "bɔ̃ʒuʁ", "<phoneme ph='bO~Z\"uR'/>"),
        ("it-IT", "ˈpjaːno", "<phoneme ph='pi_^\"a:no'/>"),
        ("es-ES", "ˈbweno ˈðia", "<phoneme ph='bu_^\"eno'/> <phoneme ph='d\"ia'/>"),
    ],
)
def test_pico_is_given_its_own_alphabet(model: str, ipa: str, tags: str) -> None:
    assert _pico_sounds.tagged(ipa, model) == tags


@pytest.mark.parametrize("model", pico.MODELS)
def test_every_sound_that_pico_is_said_to_have_is_heard(model: str) -> None:
    """An unknown sign adds no time to a word."""
    engine = engines.load(Voice(language=model, engine="pico", model=model))
    vowel = "i" if model[:2] in {"fr", "it", "es"} else "ɪ"
    short = span(engine.synthesize(f"⟦tˈ{vowel}{vowel}t⟧"))
    for sound in _pico_sounds._known(model):
        assert span(engine.synthesize(f"⟦tˈ{vowel}{sound * 3}{vowel}t⟧")) > short + 0.03, sound


@given(st.text(st.sampled_from("abstʃʒøœɐː̯̃ˈˌ.͡ ɪʊθðʁʘ1"), max_size=20))
def test_any_string_is_brought_to_sounds_or_refused_by_name(ipa: str) -> None:
    known = {"a": "a", "b": "b", "s": "s", "t": "t", "i": "i", "u": "u", "ʃ": "S", "e": "e", "r": "r"}
    try:
        sounds = _ipa.heard(ipa, known, "fr")
    except _ipa.UnknownSoundError:
        return
    assert all(sound in known or sound in "ˈˌ " for sound in sounds)


def test_data_of_another_make_is_said(tmp_path: Path) -> None:
    (tmp_path / "phontab").write_bytes(b"\x09\0\0\0")
    with pytest.raises(EngineUnavailable, match=r"phontab cannot be read.*espeakng-loader"):
        _espeak_tables.tables(tmp_path / "phontab")


# Stand-ins


def letters(text: str) -> list[list[str]]:
    """A phonemizer: sentences end in periods, phonemes are small letters, the first vowel is stressed."""
    said = [
        re.sub("([aeiou])", r"ˈ\1", sentence.lower(), count=1) for sentence in re.findall(r"[^.]+\.?", text)
    ]
    return [list(sentence) for sentence in said]


def test_stand_ins_are_exchanged_in_their_order() -> None:
    stand_ins = StandIns()
    text = f"To {stand_ins.take(['ˈ', 'x'])}. Is {stand_ins.take(['ˈ', 'a'])} so"
    assert text == "To Fofamaf. Is Afofamaf so"
    assert ["".join(each) for each in stand_ins.exchanged(text, letters)] == ["tˈo ˈx.", " ˈis ˈa so"]
    assert stand_ins.sounds == []


def test_where_a_stand_in_is_not_found_the_text_is_cut() -> None:
    stand_ins = StandIns()
    text = f"To {stand_ins.take(['x'])} so"

    def changing(text: str) -> list[list[str]]:
        return letters(text.replace("Fofamaf so", "fafa so"))

    assert ["".join(each).split() for each in stand_ins.exchanged(text, changing)] == [["tˈo", "x", "sˈo"]]


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("de", "Er war in {}, sagte {}.", "ɪn ˈa, zˈɑːɡtə ˈa."),
        ("fr", "Les {} sont à {}.", "le-z ˈa sˈɔ̃t a ˈa."),  # with the z that French puts before a vowel
        ("it", "Gli {} di {}.", "ʎɪ ˈa dɪ ˈa."),
        ("es", "Los {} y {}.", "los ˈa iʲ ˈa."),
        ("ru", "Он был в {} и {} вчера.", "v ˈa ɪ ˈa f"),
        ("pl", "Był w {} i {}.", "w ˈa iʲ ˈa."),
        ("ar", "كان في {} أمس.", "fˈiː ˈa ʔˈams."),
        ("cmn", "他在 {} 北京。", "tsˈai5 ˈa pˈei2"),
        ("hi", "वह {} में था।", "ʋˌəh ˈa mẽː"),
    ],
)
def test_stand_ins_are_found_in_languages_of_every_kind(code: str, text: str, said: str) -> None:
    phonemizer = EspeakPhonemizer()

    def phonemize(part: str) -> list[list[str]]:
        return phonemizer.phonemize(code, part)

    stand_ins = StandIns()
    while "{}" in text:
        text = text.replace("{}", stand_ins.take(["ˈ", "a"]), 1)
    (phonemes,) = stand_ins.exchanged(text, phonemize)
    assert unicodedata.normalize("NFD", said) in "".join(phonemes)


def test_piper_keeps_the_weak_form_before_a_name() -> None:
    from audioedition.engines import piper  # noqa: PLC0415 -- its inner voice

    engine = engines.load(VOICES["piper"])
    inner = engine._engine  # type: ignore[attr-defined]
    stand_ins = StandIns()
    text = (
        f"We flew to {stand_ins.take(inner._sounds('', 'ʃɪˈkɑːɡoʊ'))} and the {stand_ins.take(['ˈ', 'æ'])}."
    )
    _, voice = piper._loaded(inner._key)
    (phonemes,) = stand_ins.exchanged(text, voice.phonemize)
    assert "tə ʃɪkˈɑːɡoʊ" in "".join(phonemes)
    assert "ðɪʲ ˈæ" in "".join(phonemes)
