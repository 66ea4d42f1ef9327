"""Coqui, by real speech: the embedded voice, converted, against itself spoken by Piper."""

from __future__ import annotations

import builtins
import importlib
import shutil
import socket
import sys
import wave
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import numpy as np
import pytest
from coqui_conversion import joe, similarity
from require import need

from audioedition import downloads, engines
from audioedition.engines import _coqui_catalogue, _coqui_import
from audioedition.engines import coqui as coqui_engine
from audioedition.engines._fetching import Part
from audioedition.errors import AudioError, ConfigError, EngineError, EngineUnavailable
from audioedition.model import Clip, Consent, Option, Voice

need("TTS")
need("onnx")

BY_NAME = "tts_models/en/ljspeech/vits"
XTTS = "tts_models/multilingual/multi-dataset/xtts_v2"
CONSENT = Consent("Ann", "2026-01-31", "Yes.")
SENTENCES = (
    "Good morning.",
    "The cat sat on the mat.",
    "We took the first boat home, and nobody spoke.",
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror("tests have no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def no_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("something was asked on the terminal")

    monkeypatch.setattr(builtins, "input", refuse)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Coqui's own folder, where one model of its catalogue has been put by hand."""
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    monkeypatch.delenv("COQUI_TOS_AGREED", raising=False)
    folder = tmp_path / "tts" / BY_NAME.replace("/", "--")
    folder.mkdir(parents=True)
    shutil.copy(joe(noise=True), folder / "model_file.pth")
    shutil.copy(joe(noise=True).parent / "config.json", folder)
    return folder


def coqui(model: str, **options: Option) -> engines.Engine:
    return engines.load(Voice(language="en", engine="coqui", model=model, options=options))


def piper(**options: Option) -> engines.Engine:
    return engines.load(Voice(language="en", engine="piper", model="en_US-joe-medium", options=options))


def loudness(clip: Clip) -> float:
    return float(np.sqrt((np.frombuffer(clip.pcm, "<i2").astype(float) ** 2).mean()))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_without_chance_coqui_and_piper_say_the_very_same(sentence: str) -> None:
    """The same weights, phonemes and settings, through two programs: equal but for rounding."""
    ours = coqui(str(joe(noise=False))).synthesize(sentence)
    theirs = piper(noise_scale=0, noise_w_scale=0).synthesize(sentence)
    assert ours.sample_rate == theirs.sample_rate == 22_050
    assert len(ours.pcm) == len(theirs.pcm)
    assert similarity(ours.pcm, theirs.pcm) > 40


@pytest.mark.parametrize("by_name", [False, True], ids=["by path", "by name"])
def test_coqui_speaks_as_long_and_as_loud_as_piper(*, by_name: bool) -> None:
    text = "He said that the ferry would not come back in spring."
    ours = coqui(BY_NAME if by_name else str(joe(noise=True))).synthesize(text)
    theirs = piper().synthesize(text)
    assert ours.seconds == pytest.approx(theirs.seconds, rel=0.2)
    assert loudness(ours) == pytest.approx(loudness(theirs), rel=0.3)


def test_the_pause_that_coqui_appends_is_taken_off() -> None:
    clip = coqui(str(joe(noise=False))).synthesize(SENTENCES[1])
    assert np.abs(np.frombuffer(clip.pcm, "<i2")[-4410:]).max() > 100


def test_the_model_in_a_folder_is_found() -> None:
    model = joe(noise=False)
    assert coqui(str(model.parent)).fingerprint == coqui(str(model)).fingerprint


def test_a_model_is_told_by_its_contents_not_its_place_or_name(home: Path) -> None:
    by_path, by_name = coqui(str(joe(noise=True))), coqui(BY_NAME)
    assert by_path.fingerprint == by_name.fingerprint != coqui(str(joe(noise=False))).fingerprint
    config = home / "config.json"
    config.write_text(config.read_text("utf-8").replace('"output_path": "', '"output_path": "/some/where/'))
    assert coqui(BY_NAME).fingerprint == by_name.fingerprint


def test_length_scale_sets_the_pace_and_stays_with_its_voice() -> None:
    plain, slow = (coqui(str(joe(noise=False)), **options) for options in ({}, {"length_scale": 1.5}))
    before, slowly, after = (engine.synthesize(SENTENCES[2]) for engine in (plain, slow, plain))
    assert slowly.seconds / before.seconds == pytest.approx(1.5, abs=0.15)
    assert after.pcm == before.pcm


def test_what_has_been_fetched_is_offered_with_its_licence() -> None:
    (offered,) = engines.module("coqui").voices()
    assert (offered.language, offered.model, offered.attribution.licence) == ("en", BY_NAME, "Apache-2.0")


def test_a_model_whose_download_broke_off_is_not_offered_as_here(home: Path) -> None:
    folder = home.parent / XTTS.replace("/", "--")
    (folder / ".fetching").mkdir(parents=True)
    assert [voice.model for voice in engines.here("coqui")] == [BY_NAME]
    shutil.copy(home / "config.json", folder)
    for name in ("vocab.json", "speakers_xtts.pth"):
        (folder / name).touch()
    assert [voice.model for voice in engines.here("coqui")] == [BY_NAME]
    (folder / "model.pth").touch()
    offered = {voice.model: voice.language for voice in engines.here("coqui")}
    assert offered == {BY_NAME: "en", XTTS: "en"}  # a tag that `voices use` takes


def test_a_model_that_is_not_here_says_how_to_get_it_and_nothing_is_fetched(home: Path) -> None:
    engine = coqui("tts_models/de/thorsten/vits")
    fetch = r"not here\. Type: audioedition voices use en coqui:tts_models/de/thorsten/vits .*put the files of https://"
    with pytest.raises(EngineUnavailable, match=fetch):
        engine.synthesize("Guten Tag.")
    by_hand = coqui("tts_models/fr/mai/tacotron2-DDC")  # nobody says which files these are
    with pytest.raises(
        EngineUnavailable, match=r"Put the files of https://huggingface\.co/tts-hub/\S+ into "
    ):
        by_hand.synthesize("Bonjour.")
    assert [path.name for path in home.parent.iterdir()] == [home.name]


def test_what_can_be_fetched_is_known_before_it_is_here(home: Path) -> None:
    def parts(model: str, **options: Option) -> list[Part]:
        return list(coqui_engine.parts(Voice(language="de", engine="coqui", model=model, options=options)))

    (archive,) = parts("tts_models/de/thorsten/vits")
    assert archive.unpack
    assert archive.address.endswith("/tts_models--de--thorsten--vits.zip")
    assert archive.path == home.parent / "tts_models--de--thorsten--vits"
    model, vocoder = parts("tts_models/de/thorsten/tacotron2-DDC")
    assert (model.path.name, vocoder.path.name) == (
        "tts_models--de--thorsten--tacotron2-DDC",
        "vocoder_models--de--thorsten--hifigan_v1",
    )
    (mms,) = parts("tts_models/deu/fairseq/vits")
    assert mms.address.endswith("/deu.tar.gz")
    xtts = parts(XTTS)
    assert {part.path.name for part in xtts} == {
        "config.json",
        "vocab.json",
        "speakers_xtts.pth",
        "model.pth",
    }
    assert {part.path.parent for part in xtts} == {home.parent / XTTS.replace("/", "--")}
    assert parts(str(joe(noise=False))) == []
    assert engines.missing(Voice(language="en", engine="coqui", model=BY_NAME)) == ()


def test_a_model_that_coqui_has_fetched_from_a_hub_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    named = _coqui_catalogue.catalogue()["tts_models/sr/custom/vits"]
    assert named.place is None
    folder = tmp_path / "hub" / f"models--{named.hub.replace('/', '--')}"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs/main").write_text("0123abcd", "utf-8")
    shutil.copytree(joe(noise=False).parent, folder / "snapshots/0123abcd")
    assert coqui(named.name).fingerprint == coqui(str(joe(noise=False))).fingerprint


def test_half_a_model_is_named(home: Path) -> None:
    (home / "model_file.pth").unlink()
    with pytest.raises(EngineUnavailable, match=r"not whole.*Delete that folder"):
        coqui(BY_NAME)


def test_nobody_agrees_to_a_licence_in_the_authors_place(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = Voice(language="en", engine="coqui", model=XTTS)
    with pytest.raises(ConfigError, match=r"CPML, for non-commercial use only.*commercial = false"):
        engines.load(voice)
    private = replace(voice, commercial=False)
    with pytest.raises(EngineUnavailable, match=r"CPML.*asks for agreement.*COQUI_TOS_AGREED=1"):
        engines.load(private)
    monkeypatch.setenv("COQUI_TOS_AGREED", "1")
    engines.load(private)
    with pytest.raises(ConfigError, match="non-commercial"):  # to agree to the terms is not to sell nothing
        engines.load(voice)


@pytest.mark.parametrize(
    ("recording", "lacking", "message"),
    [
        ("ann.wav", "consent", r"speaker_wav imitates the voice of a person, who must have agreed"),
        ("gone.mp3", "recording", r"there is no recording .*gone\.mp3"),
        ("short.wav", "recording", r"1\.0 seconds long, which is too short"),
        ("ann.wav", "agreement", r"CPML, which asks for agreement"),
    ],
)
def test_what_stands_between_a_voice_and_its_model_is_said_before_that_is_fetched(
    recording: str, lacking: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "fetch", lambda *_: pytest.fail("it was fetched"))
    for name, seconds in (("ann.wav", 4), ("short.wav", 1)):
        sound = np.sin(np.arange(16_000 * seconds) / 20) * 9_000
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(sound.astype("<i2").tobytes())
    voice = Voice(
        language="en",
        engine="coqui",
        model=XTTS,
        options={"speaker_wav": recording},
        consent=None if lacking == "consent" else CONSENT,
        commercial=False,
        folder=tmp_path,
    )
    if lacking != "agreement":
        monkeypatch.setenv("COQUI_TOS_AGREED", "1")
    for ask in (engines.missing, engines.fetch):
        with pytest.raises((ConfigError, EngineUnavailable), match=message):
            ask(voice)


def test_without_ffmpeg_a_recording_is_looked_at_when_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> NoReturn:
        raise AudioError("there is no ffmpeg")

    monkeypatch.setattr("audioedition.ffmpeg.ffmpeg", lacking)
    monkeypatch.setenv("COQUI_TOS_AGREED", "1")
    (tmp_path / "ann.wav").touch()
    options: dict[str, Option] = {"speaker_wav": "ann.wav"}
    voice = Voice(
        language="en", engine="coqui", model=XTTS, options=options, consent=CONSENT, folder=tmp_path
    )
    assert len(engines.missing(replace(voice, commercial=False))) == 4


def test_a_licence_that_forbids_the_use_is_said_before_the_agreement_is_asked_for() -> None:
    with pytest.raises(ConfigError, match="for non-commercial use only"):
        engines.missing(Voice(language="en", engine="coqui", model=XTTS))


def test_without_coqui_a_voice_that_is_to_be_fetched_says_how_coqui_is_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "TTS", None)
    with pytest.raises(EngineUnavailable, match=r"pip install"):
        engines.missing(
            Voice(language="de", engine="coqui", model="tts_models/deu/fairseq/vits", commercial=False)
        )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"speaker": "bob"}, r"voices/en\.toml, options: the model has no speaker 'bob'.*has only one"),
        ({"language": "de"}, r"voices/en\.toml, options: the model does not speak 'de'.*has only one"),
        (
            {"speed": 1.2},
            r"a model of VITS has no speed: remove that line \(it has length_scale, noise_scale",
        ),
        ({"vocoder": "mine"}, r"no vocoder in .*mine"),
    ],
)
def test_a_model_of_one_voice_has_no_choice(options: dict[str, Option], message: str) -> None:
    with pytest.raises((ConfigError, EngineUnavailable), match=message):
        coqui(str(joe(noise=False)), **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"device": "cupu"}, "the device 'cupu' is unknown: it is cpu, cuda"),
        ({"speaker_wav": "nobody.wav"}, "no recording .*nobody.wav"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_loaded(
    options: dict[str, Option], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        coqui(str(joe(noise=False)), **options)


@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps"])
def test_a_device_that_is_not_here_is_named(device: str) -> None:
    torch = need("torch")
    if (torch.backends.mps if device == "mps" else torch.cuda).is_available():
        pytest.skip("it is here")
    with pytest.raises(
        EngineUnavailable, match=rf"there is no graphics .* here.*'{device}'.*device = \"cpu\""
    ):
        coqui(str(joe(noise=False)), device=device).synthesize("Hello.")


def test_without_noise_the_model_says_the_same_twice() -> None:
    """What the tests of other parts rely on, said by options instead of by the model's makers."""
    engine = coqui(str(joe(noise=True)), noise_scale=0, noise_w_scale=0)
    assert engine.synthesize(SENTENCES[0]).pcm == engine.synthesize(SENTENCES[0]).pcm
    noisy = coqui(str(joe(noise=True)))
    assert noisy.synthesize(SENTENCES[0]).pcm != noisy.synthesize(SENTENCES[0]).pcm


def test_a_name_close_to_one_of_the_catalogue_is_answered_with_it() -> None:
    with pytest.raises(ConfigError, match=f"the nearest is '{BY_NAME}'"):
        coqui(f"{BY_NAME}s")


def test_a_file_that_is_no_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.pth").write_bytes(b"not a model")
    shutil.copy(joe(noise=False).parent / "config.json", tmp_path)
    with pytest.raises(EngineUnavailable, match=r"model\.pth cannot be loaded"):
        coqui(str(tmp_path)).synthesize("Hello.")


def test_without_coqui_the_remedy_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_coqui_import, "_NEEDED", ("TTS", "surely_not_installed"))
    with pytest.raises(EngineUnavailable, match=r"surely_not_installed.*pip install '\.\[coqui\]'"):
        coqui(BY_NAME)


def test_a_torchaudio_that_does_not_load_is_used_without_its_compiled_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torchaudio._extension", None)  # importing it fails
    _coqui_import._import_torchaudio()
    assert sys.modules["torchaudio"].transforms.Resample
    assert isinstance(sys.modules["torchaudio._extension"], ModuleType)


def test_coqui_is_imported_where_torchcodec_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torchcodec", None)  # it cannot be found
    for name in ("TTS", "TTS.utils.import_utils"):
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ImportError, match="torchcodec"):
        importlib.import_module("TTS")
    monkeypatch.delitem(sys.modules, "TTS.utils.import_utils")
    _coqui_import._import_without_codec()
    assert sys.modules["TTS"].__version__
    assert sys.modules["torchcodec"] is None


def test_the_espeak_program_is_stood_in_for(tmp_path: Path) -> None:
    table = _coqui_import._espeak_program("espeak-ng", ["--voices"])
    assert "en-us" in {line.split()[1] for line in table[1:]}
    text = tmp_path / "text"
    text.write_text("Hello, world", "utf-8")
    arguments = ["-q", "-b", "1", "-v", "en-us", "--ipa=1", "-f", str(text)]
    assert _coqui_import._espeak_program("espeak-ng", arguments) == ["h_ə_l_ˈoʊ", "w_ˈɜː_l_d"]
    with pytest.raises(EngineError, match="'tlh'"):
        _coqui_import._espeak_program("espeak-ng", ["-v", "tlh", "-f", str(text)])


def test_the_catalogue_is_read_without_coqui() -> None:
    catalogue = _coqui_catalogue.catalogue()
    assert catalogue["tts_models/de/thorsten/tacotron2-DDC"].vocoder in catalogue
    assert catalogue[XTTS].licence == "CPML"
    assert _coqui_catalogue.entry("tts_models/deu/fairseq/vits") is not None
    assert _coqui_catalogue.entry("tts_models/de/nobody/vits") is None
    assert _coqui_catalogue.standard("en-GB") == BY_NAME
    assert _coqui_catalogue.standard("de") == "tts_models/de/thorsten/vits"
    assert _coqui_catalogue.standard("tlh") == ""


def test_one_line_switches_a_language_to_coqui() -> None:
    assert coqui("").fingerprint == coqui(BY_NAME).fingerprint
    with pytest.raises(ConfigError, match="no model for 'tlh'"):
        engines.load(Voice(language="tlh", engine="coqui"))
