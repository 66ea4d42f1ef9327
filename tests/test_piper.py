"""Piper in full: several speakers, its knobs, and the voices of its catalogue."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import piper_voices
import pytest

from audioedition import engines
from audioedition.engines import _piper_models
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Option, Voice

SENTENCE = "We took the last boat home."
STEADY: dict[str, Option] = {"noise_scale": 0, "noise_w_scale": 0}
THORSTEN = "de_DE-thorsten-medium"
REAL = Voice(language="en", engine="piper", model="en_US-joe-medium", options=STEADY)


def said(voice: Voice, **options: Option) -> bytes:
    """What the voice says with other options."""
    other = dataclasses.replace(voice, options={**voice.options, **options})
    return engines.load(other).synthesize(SENTENCE).pcm


@pytest.fixture(scope="module")
def several() -> Voice:
    return Voice(language="en", engine="piper", model=str(piper_voices.speakers()), options=STEADY)


def test_each_speaker_has_a_voice_by_name_and_by_number(several: Voice) -> None:
    """Down to the network: its weights are the same for all, and only the speaker differs."""
    sounds = {name: said(several, speaker=name) for name in piper_voices.SPEAKERS}
    assert len(set(sounds.values())) == 3
    assert all(
        said(several, speaker=number) == sounds[name] for name, number in piper_voices.SPEAKERS.items()
    )
    assert said(several) == sounds["ann"]


def test_another_speaker_is_another_voice_to_the_shelf(several: Voice) -> None:
    prints = {
        engines.load(dataclasses.replace(several, options={"speaker": who})).fingerprint
        for who in ("ann", "ben", 2)
    }
    assert len(prints) == 3


@pytest.mark.parametrize("speaker", ["dan", 3, -1, True])
def test_a_speaker_that_is_not_there_is_refused(several: Voice, speaker: Option) -> None:
    with pytest.raises(ConfigError, match=r"no speaker .*(ann|counted from 0)"):
        engines.load(dataclasses.replace(several, options={"speaker": speaker}))


def test_the_rate_is_the_voice_s_own(several: Voice) -> None:
    assert engines.load(several).synthesize(SENTENCE).sample_rate == 16_000


def test_without_noise_a_voice_repeats_itself_and_with_any_it_does_not() -> None:
    assert said(REAL, length_scale=0.5) == said(REAL, length_scale=0.5)
    for knob in ("noise_scale", "noise_w_scale"):
        assert said(REAL, length_scale=0.5, **{knob: 0.6}) != said(REAL, length_scale=0.5, **{knob: 0.6})


def test_more_noise_in_the_rhythm_varies_the_length_and_noise_in_the_sound_does_not() -> None:
    assert len({len(said(REAL, noise_w_scale=0.9)) for _ in range(8)}) > 1
    assert len({len(said(REAL, noise_scale=0.9)) for _ in range(2)}) == 1


def test_a_voice_of_the_catalogue_is_two_files_at_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    voice = Voice(language="de", engine="piper", model=THORSTEN, folder=tmp_path / "voices")
    model, settings = engines.missing(voice)
    root = "https://huggingface.co/rhasspy/piper-voices/resolve/main/de/de_DE/thorsten/medium"
    assert (model.address, settings.address) == (f"{root}/{THORSTEN}.onnx", f"{root}/{THORSTEN}.onnx.json")
    assert model.path == tmp_path / "shared" / "piper" / f"{THORSTEN}.onnx"
    assert settings.path == Path(f"{model.path}.json")
    assert (model.size, settings.size, len(model.md5)) == (63_201_294, 4_819, 32)
    with pytest.raises(EngineUnavailable, match=rf"no voice '{THORSTEN}'.*voices use de piper:{THORSTEN}"):
        engines.load(voice)


@pytest.mark.parametrize("place", ["shared/piper", "voices"])
def test_a_voice_of_the_catalogue_is_found_where_it_is_fetched_to_and_beside_the_voice_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    folder = tmp_path / place
    folder.mkdir(parents=True)
    joe = _piper_models.packaged(_piper_models.JOE)
    assert joe
    (folder / f"{THORSTEN}.onnx").symlink_to(joe)
    (folder / f"{THORSTEN}.onnx.json").symlink_to(f"{joe}.json")
    voice = Voice(language="de", engine="piper", model=THORSTEN, options=STEADY, folder=tmp_path / "voices")
    assert not engines.missing(voice)
    assert engines.load(voice).fingerprint == engines.load(REAL).fingerprint


def test_a_name_that_is_not_in_the_list_may_be_newer_or_a_slip(tmp_path: Path) -> None:
    voice = Voice(language="de", engine="piper", model="de_DE-torsten-medium", folder=tmp_path)
    assert [part.size for part in engines.missing(voice)] == [0, 0]
    with pytest.raises(EngineUnavailable, match=r"the nearest is 'de_DE-thorsten-medium'"):
        engines.load(voice)


@pytest.mark.parametrize(
    "name", ["sr_RS-serbski_institut-medium", "zh_CN-huayan-x_low", "es_MX-ald-low", "en_US-libritts-high"]
)
def test_names_of_the_catalogue_are_known_by_their_form(name: str, tmp_path: Path) -> None:
    assert len(engines.missing(Voice(language="x", engine="piper", model=name, folder=tmp_path))) == 2


@pytest.mark.parametrize(
    "name", ["en_US-joe-medium", "", "mine", "mine.onnx", "../de_DE-a/b-medium", "de_DE-x-best"]
)
def test_what_is_packaged_or_ones_own_is_never_fetched(name: str, tmp_path: Path) -> None:
    assert engines.missing(Voice(language="en", engine="piper", model=name, folder=tmp_path)) == ()


def test_a_voice_of_ones_own_that_is_not_there_says_where_it_should_be(tmp_path: Path) -> None:
    voice = Voice(language="en", engine="piper", model="mine", folder=tmp_path)
    with pytest.raises(
        EngineUnavailable, match=r"no voice 'mine'.*mine\.onnx and mine\.onnx\.json\)\. Put both there"
    ):
        engines.load(voice)


def test_sentences_keep_their_own_loudness() -> None:
    """None is set to full scale, as Piper's own program does with each."""
    quiet, loud = (
        np.frombuffer(engines.load(REAL).synthesize(text).pcm, "<i2").astype(float)
        for text in ("Mm.", "Stop! Thief! Stop him, everybody!")
    )
    assert np.abs(quiet).max() < 0.8 * np.abs(loud).max()


def test_a_voice_that_changes_while_we_run_is_loaded_anew(tmp_path: Path) -> None:
    path, voice = _copied(tmp_path)
    settings = json.loads(path.read_text("utf-8"))
    before, short = engines.load(voice).fingerprint, len(said(voice))
    settings["inference"] = {**settings.get("inference", {}), "length_scale": 3.0}
    path.write_text(json.dumps(settings), "utf-8-sig")  # an editor on Windows puts a mark before it
    assert engines.load(voice).fingerprint != before
    assert len(said(voice)) > 2 * short


def test_a_voice_that_is_replaced_before_it_speaks_says_nothing_as_the_old_one(tmp_path: Path) -> None:
    """Its sounds would be kept as those of the voice that was there when it was planned."""
    path, voice = _copied(tmp_path)
    engine = engines.load(voice)
    whole = path.read_text("utf-8")
    path.write_text(f"{whole}\n", "utf-8")
    with pytest.raises(EngineUnavailable, match=r"mine\.onnx was replaced meanwhile\. Run this again"):
        engine.synthesize("At home.")
    path.write_text(whole, "utf-8")
    assert engine.synthesize("At home.") == engines.load(voice).synthesize("At home.")


def test_signs_that_a_voice_lacks_are_not_told_one_by_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, voice = _copied(tmp_path)
    settings = json.loads(path.read_text("utf-8"))
    del settings["phoneme_id_map"]["h"], settings["phoneme_id_map"]["m"]
    path.write_text(json.dumps(settings), "utf-8")
    assert said(voice)
    assert caplog.messages == []


def test_an_error_of_the_network_is_said_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, voice = _copied(tmp_path)
    settings = json.loads(path.read_text("utf-8"))
    settings["phoneme_id_map"]["h"] = [99_999]
    path.write_text(json.dumps(settings), "utf-8")
    with pytest.raises(EngineError, match="home"):
        said(voice)
    assert capfd.readouterr() == ("", "")


def _copied(folder: Path) -> tuple[Path, Voice]:
    """The settings of a small voice that a test may change, and the voice."""
    model = piper_voices.speakers()
    shutil.copy(model, folder / "mine.onnx")
    shutil.copy(f"{model}.json", folder / "mine.onnx.json")
    voice = Voice(language="en", engine="piper", model=str(folder / "mine.onnx"), options=STEADY)
    return folder / "mine.onnx.json", voice
