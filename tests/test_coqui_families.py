"""The families of Coqui's models, for real: small ones with random weights, in their own formats, through `engines.load`."""

from __future__ import annotations

import builtins
import importlib.util
import json
import shutil
import socket
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import coqui_models as small
import numpy as np
import pytest
from doubles.hub import HOST, hub, model
from local_web import LocalWeb
from require import need
from test_engines import HOSTILE

from audioedition import engines, ffmpeg
from audioedition.engines import (
    _coqui_asking,
    _coqui_catalogue,
    _coqui_families,
    _coqui_imitation,
    _coqui_loading,
    _coqui_mending,
    _coqui_models,
    _coqui_places,
)
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.model import Attribution, Consent, Option, Voice

need("TTS")

CONSENT = Consent("Ann Other", "2026-01-31", "My voice may speak this edition.")
_getaddrinfo = socket.getaddrinfo
SENTENCE = "Hello there, my good old friend."


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network, no questions, and the terms of the Coqui Public Model License agreed to."""

    def refuse(*_: object, **__: object) -> NoReturn:
        pytest.fail("something was asked of the terminal or of the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(builtins, "input", refuse)
    monkeypatch.setenv("COQUI_TOS_AGREED", "1")
    need("torch").manual_seed(1)


def voice(model: Path | str, tag: str = "en", /, **options: Option) -> Voice:
    return Voice(language=tag, engine="coqui", model=str(model), options=options, commercial=False)


def loaded(folder: Path) -> _coqui_loading.Loaded:
    """The model in memory that the engines use, too."""
    model = _coqui_places.located(folder / "model.pth", None, "en")
    return _coqui_loading.loaded(model, "cpu")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds that are loud and soft by turns, as an MP3 in stereo: not what any model reads by itself."""
    return sound(tmp_path_factory.mktemp("recording") / "Ann's voice.mp3", 5)


def sound(path: Path, seconds: float, volume: float = 0.5) -> Path:
    form = f"aevalsrc='{volume}*sin(2*PI*t*(180+40*sin(9*t)))*abs(sin(4*t))|0.1*sin(900*t)*{volume}':s=44100:d={seconds}"
    ffmpeg.run(ffmpeg.ffmpeg(), ["-loglevel", "error", "-f", "lavfi", "-i", form, ffmpeg.named(path)])
    return path


@pytest.mark.parametrize(
    ("make", "options", "rate"),
    [
        (small.many_speakers, {"speaker": "bob"}, 22_050),
        (small.your_tts, {"speaker": "male-en-2"}, 16_000),
        (small.tacotron, {}, 22_050),
        (small.xtts, {"speaker": "Bob"}, 24_000),
        (small.mms, {}, 16_000),
    ],
    ids=["VITS", "YourTTS", "Tacotron 2", "XTTS", "MMS"],
)
def test_each_family_loads_and_speaks(
    make: Callable[[], Path], options: dict[str, Option], rate: int, capfd: pytest.CaptureFixture[str]
) -> None:
    clip = engines.load(voice(make(), **options)).synthesize(SENTENCE)
    assert clip.sample_rate == rate
    assert clip.seconds > 0.3
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err == ""


@pytest.mark.parametrize("make", [small.glow_tts, small.fast_pitch], ids=["Glow-TTS", "FastPitch"])
def test_a_spectrum_becomes_sound_by_the_vocoder_that_is_named_at_the_pace_that_is_set(
    make: Callable[[], Path],
) -> None:
    vocoder = str(small.tacotron() / "vocoder")
    usual = engines.load(voice(make(), vocoder=vocoder)).synthesize(SENTENCE)
    slow = engines.load(voice(make(), vocoder=vocoder, length_scale=3)).synthesize(SENTENCE)
    assert slow.seconds > 1.5 * usual.seconds > 0.3


def test_a_vocoder_in_a_folder_of_that_name_is_the_models(tmp_path: Path) -> None:
    vocoder = small.tacotron() / "vocoder"
    usual, without = (engines.load(voice(small.glow_tts(), vocoder=name)) for name in (str(vocoder), ""))
    assert without.fingerprint != usual.fingerprint
    shutil.copytree(small.glow_tts(), tmp_path / "mine")
    shutil.copytree(vocoder, tmp_path / "mine/vocoder")
    assert engines.load(voice(tmp_path / "mine")).fingerprint == usual.fingerprint


def test_a_vocoder_is_named_in_the_catalogue_and_refused_where_it_has_no_work() -> None:
    with pytest.raises(ConfigError, match=r"the nearest is 'vocoder_models/en/ljspeech/hifigan_v2'"):
        engines.load(voice(small.glow_tts(), vocoder="vocoder_models/en/ljspeech/hifigan_v3"))
    with pytest.raises(ConfigError, match="needs no vocoder"):
        engines.load(voice(small.xtts(), speaker="Bob", vocoder=str(small.tacotron() / "vocoder")))


# speakers and languages


def test_speakers_sound_unlike_each_other_and_each_like_themselves() -> None:
    options: dict[str, Option] = {"noise_scale": 0, "noise_w_scale": 0}
    for make, names in ((small.many_speakers, "ann bob"), (small.your_tts, "female-en-5 male-en-2")):
        one, other = (engines.load(voice(make(), speaker=name, **options)) for name in names.split())
        assert one.synthesize(SENTENCE).pcm == one.synthesize(SENTENCE).pcm != other.synthesize(SENTENCE).pcm
        assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (small.many_speakers, {}, r"3 speakers.*Choose one.*speaker = 'ann'"),
        (small.many_speakers, {"speaker": "bop"}, "no speaker 'bop'.*the nearest is 'bob'"),
        (small.your_tts, {"speaker": "male"}, "no speaker 'male'.*nearest is 'male-en-2'"),
    ],
)
def test_a_wrong_speaker_is_answered_before_anything_is_loaded(
    make: Callable[[], Path], options: dict[str, Option], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_coqui_loading, "_synthesizer", None)
    with pytest.raises(ConfigError, match=rf"voices/en\.toml, options: .*{message}"):
        engines.load(voice(make(), **options))


def test_the_speakers_of_xtts_are_known_once_it_is_loaded() -> None:
    with pytest.raises(ConfigError, match=r"options: the model has no speaker 'Bop'.*nearest is 'Bob'"):
        engines.load(voice(small.xtts(), speaker="Bop")).synthesize(SENTENCE)
    with pytest.raises(ConfigError, match=r"2 speakers.*speaker = 'Ann Other'"):
        engines.load(voice(small.xtts())).synthesize(SENTENCE)


def test_a_tag_reaches_the_model_as_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    network = loaded(small.your_tts()).network
    codes = {number: code for code, number in network.language_manager.name_to_id.items()}
    spoken = type(network).inference

    def noted(network: Any, numbers: Any, given: dict[str, Any]) -> Any:
        told.extend(codes[number] for number in given["language_ids"].tolist())
        return spoken(network, numbers, given)

    monkeypatch.setattr(type(network), "inference", noted)
    for language, option in (("pt", ""), ("fr-CA", ""), ("de", "pt-BR")):
        engines.load(voice(small.your_tts(), language, speaker="male-en-2", language=option)).synthesize(
            SENTENCE
        )
    assert told == ["pt-br", "fr-fr", "pt-br"]
    with pytest.raises(ConfigError, match=r"does not speak 'de'.*en, fr-fr, pt-br"):
        engines.load(voice(small.your_tts(), "de", speaker="male-en-2"))


def test_chinese_needs_a_package_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(
        EngineUnavailable, match=r"'zh-cn' by the package pypinyin. Type: pip install pypinyin"
    ):
        _coqui_mending.check_language("zh-cn")
    _coqui_mending.check_language("de")


# pace


def test_xtts_has_a_speed_and_others_say_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[dict[str, float]] = []
    network = loaded(small.xtts()).network
    monkeypatch.setattr(network.hifigan_decoder, "forward", quick)
    inference = network.inference

    def noted(*arguments: object, **settings: float) -> object:
        taken.append(settings)
        return inference(*arguments, **settings)

    monkeypatch.setattr(network, "inference", noted)
    engines.load(voice(small.xtts(), speaker="Bob", speed=0.8, temperature=0.6)).synthesize(SENTENCE)
    assert (taken[0]["speed"], taken[0]["temperature"]) == (0.8, 0.6)
    with pytest.raises(ConfigError, match=r"XTTS has no length_scale: remove that line \(it has speed, temp"):
        engines.load(voice(small.xtts(), speaker="Bob", length_scale=1.2))
    with pytest.raises(ConfigError, match=r"Tacotron 2 has no speed: remove that line \(it has no such"):
        engines.load(voice(small.tacotron(), speed=1.2))


# XTTS, which goes on talking


def test_xtts_is_given_pieces_that_end_and_is_stopped_when_it_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    most: list[int] = []
    network = loaded(small.xtts()).network
    inference, usual = network.inference, network.gpt.max_gen_mel_tokens

    def noted(text: str, *arguments: object, **settings: object) -> object:
        said.append(text)
        most.append(network.gpt.max_gen_mel_tokens)
        return inference(text, *arguments, **settings)

    monkeypatch.setattr(network, "inference", noted)
    monkeypatch.setattr(network.hifigan_decoder, "forward", quick)
    engine = engines.load(voice(small.xtts(), speaker="Bob"))
    clip = engine.synthesize(f"“{'We sat and talked, ' * 22}did we not?”")
    assert {text[-1] for text in said} == {".", "?"}
    assert max(map(len, said)) <= 200
    assert len(said) == 3
    assert clip.seconds == pytest.approx(3 * 30 / 21.5 + 2 * 0.15, abs=0.3)
    assert network.gpt.max_gen_mel_tokens == usual
    said.clear()
    most.clear()
    monkeypatch.setattr(network.gpt.mel_head, "forward", _without(network.gpt.stop_audio_token))
    with pytest.raises(EngineError, match=r"for “Ja\.”: it does not come to an end: in 3 tries .* 4 seconds"):
        engine.synthesize("Ja.")
    assert said == ["Ja."] * 3
    assert set(most) == {78}  # 3.6 seconds of 21.5 codes each: not the 28 seconds that it could go on
    assert network.gpt.max_gen_mel_tokens == usual


def quick(latents: Any, g: object) -> Any:  # noqa: ARG001 -- as the decoder, which is as big as in life
    """Loud sound of the length of its codes."""
    return latents.new_full((latents.shape[1] * 24_000 * 1024 // 22_050,), 0.5)


def _without(token: int) -> Callable[[Any], Any]:
    """What gives all codes but one the same chance."""

    def forward(hidden: Any) -> Any:
        scores = hidden.new_zeros(*hidden.shape[:-1], 34)
        scores[..., token] = -1000
        return scores

    return forward


def test_xtts_makes_sound_of_hostile_texts_or_an_error_that_names_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loaded(small.xtts()).network.hifigan_decoder, "forward", quick)
    engine = engines.load(voice(small.xtts(), speaker="Bob"))
    silent: dict[str, str] = {}
    for name, text in HOSTILE.items():
        try:
            assert engine.synthesize(text[:250]).seconds > 1
        except EngineError as exc:
            silent[name] = str(exc)
    assert silent.keys() == {"emoji", "only a surrogate", "empty", "blank", "invisible", "punctuation"}
    for name, message in silent.items():
        message.encode()  # it can be printed
        assert f"“{HOSTILE[name].strip()[:5].rstrip()}" in message or not HOSTILE[name].isprintable()


def test_a_text_that_leaves_nothing_to_say_is_an_error_that_names_it() -> None:
    with pytest.raises(EngineError, match="“…!”"):
        engines.load(voice(small.xtts(), speaker="Bob")).synthesize("…!")


# imitation


@pytest.mark.parametrize("make", [small.xtts, small.your_tts], ids=["XTTS", "YourTTS"])
def test_a_voice_is_imitated_from_an_mp3_once_per_voice_across_languages(
    make: Callable[[], Path], recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torchaudio = need("torchaudio")
    monkeypatch.setattr(torchaudio, "load", None)  # on most machines it would not find torchcodec
    if make is small.xtts:
        monkeypatch.setattr(loaded(make()).network.hifigan_decoder, "forward", quick)
    finder = "latents" if make is small.xtts else "vector"
    find, found = getattr(_coqui_imitation, finder), []

    def noted(*arguments: object) -> object:
        found.append(find(*arguments))
        return found[-1]

    monkeypatch.setattr(_coqui_imitation, finder, noted)
    for language in ("en", "fr"):
        mine = replace(
            voice(make(), language, speaker_wav=recording.name), consent=CONSENT, folder=recording.parent
        )
        for _ in range(2):
            assert engines.load(mine).synthesize(SENTENCE).seconds > 0.2
    assert len(found) == 2  # one for each voice file, not one for each sentence
    flat = [
        np.concatenate([np.ravel(each) for each in (one if make is small.xtts else [one])]) for one in found
    ]
    assert np.allclose(flat[0], flat[1])
    assert np.isfinite(flat[0]).all()


def test_a_voice_that_was_imitated_is_no_speaker_of_the_model(recording: Path) -> None:
    mine = replace(voice(small.your_tts(), speaker_wav=str(recording)), consent=CONSENT)
    engines.load(mine).synthesize(SENTENCE)
    assert _coqui_asking.speakers(loaded(small.your_tts())) == (["female-en-5", "male-en-2"], True)


def test_the_recording_is_part_of_the_fingerprint_by_its_contents(recording: Path, tmp_path: Path) -> None:
    shutil.copy(recording, tmp_path / "copy.mp3")
    other = sound(tmp_path / "other.mp3", 4)
    prints = [
        engines.load(replace(voice(small.xtts(), speaker_wav=str(path)), consent=CONSENT)).fingerprint
        for path in (recording, tmp_path / "copy.mp3", other)
    ]
    assert prints[0] == prints[1] != prints[2]


def test_another_recording_is_another_voice(recording: Path, tmp_path: Path) -> None:
    path = tmp_path / "voice.mp3"
    mine = replace(voice(small.your_tts(), speaker_wav=str(path), noise_scale=0), consent=CONSENT)
    spoken = []
    for source in (recording, sound(tmp_path / "other.wav", 4, volume=0.9)):
        shutil.copy(source, path)
        spoken.append(engines.load(mine).synthesize(SENTENCE).pcm)
    assert spoken[0] != spoken[1]


def test_nobody_is_imitated_without_a_note_of_their_consent(recording: Path) -> None:
    with pytest.raises(ConfigError, match=r"must have agreed.*\[consent\] speaker = .*date = .*statement = "):
        engines.load(voice(small.xtts(), speaker_wav=str(recording)))


@pytest.mark.parametrize("make", [small.many_speakers, small.tacotron])
def test_a_model_that_imitates_nobody_says_so(make: Callable[[], Path], recording: Path) -> None:
    with pytest.raises(ConfigError, match=r"imitates nobody.*choose XTTS or YourTTS"):
        engines.load(replace(voice(make(), speaker_wav=str(recording)), consent=CONSENT))


@pytest.mark.parametrize(
    ("seconds", "volume", "message"),
    [
        (2, 0.5, r"2\.\d seconds long, which is too short: 6 to 30 seconds are best, 3 the least"),
        (5, 0.0001, "silent but for 0.0 seconds"),
        (301, 0.5, "longer than 5 minutes: cut out"),
        (0, 0, "cannot be read as sound .*name another recording"),
    ],
)
def test_a_recording_that_will_not_do_is_named(
    tmp_path: Path, seconds: int, volume: float, message: str
) -> None:
    path = tmp_path / "voice.mp3"
    if seconds:
        tone = np.sin(np.arange(8000 * seconds) / 10) * volume * 32767
        with wave.open(str(path), "wb") as file:  # whatever its name says
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(tone.astype("<i2").tobytes())
    else:
        path.write_text("This is no sound.", "utf-8")
    mine = replace(voice(small.xtts(), speaker_wav=str(path)), consent=CONSENT)
    with pytest.raises(ConfigError, match=rf"options: speaker_wav, .*voice\.mp3, .*{message}"):
        engines.load(mine).synthesize(SENTENCE)


def test_a_voice_that_coquis_own_program_has_kept_is_no_speaker(tmp_path: Path) -> None:
    """It came from a recording, and nobody has noted a consent."""
    folder = tmp_path / "xtts"
    shutil.copytree(small.xtts(), folder)
    (folder / "voices").mkdir()
    shutil.copy(folder / "speakers_xtts.pth", folder / "voices/somebody.pth")
    with pytest.raises(ConfigError, match="no speaker 'somebody'"):
        engines.load(voice(folder, speaker="somebody")).synthesize(SENTENCE)


# licences


@pytest.mark.parametrize(
    ("make", "licence"),
    [(small.xtts, "CPML"), (small.your_tts, "CC-BY-NC-ND-4.0")],
    ids=["XTTS", "YourTTS"],
)
def test_a_path_is_no_way_round_a_licence(make: Callable[[], Path], licence: str, tmp_path: Path) -> None:
    earning = replace(voice(make(), speaker="Bob"), commercial=True)
    with pytest.raises(ConfigError, match=rf"is under the licence {licence}, for non-commercial use only"):
        engines.load(earning)
    assert engines.attribution(earning).licence == licence
    known = "Bob" if make is small.xtts else "male-en-2"
    bought = replace(earning, options={"speaker": known, "model_licence": "bought from its makers"})
    engines.load(bought)  # the author knows better
    assert engines.attribution(bought).licence == "bought from its makers"
    mine = replace(earning, options={"speaker": known}, attribution=Attribution("Me", "trained by myself"))
    engines.load(mine)
    named = replace(earning, attribution=Attribution("Ann Other"))
    with pytest.raises(ConfigError, match=f"Ann Other is under the licence {licence}"):
        engines.load(named)  # to name somebody is not to say under which licence
    copy = tmp_path / "tts_models--en--vctk--fast_pitch"
    shutil.copytree(small.many_speakers(), copy)
    with pytest.raises(ConfigError, match="tts_models/en/vctk/fast_pitch is under the licence CC-BY-NC-ND"):
        engines.load(replace(voice(copy), commercial=True))


def test_the_licence_of_a_recording_is_not_that_of_the_model(recording: Path) -> None:
    credit = Attribution("Ann Other", "CC-BY-4.0")
    cloned = replace(
        voice(small.xtts(), speaker_wav=str(recording)), consent=CONSENT, attribution=credit, commercial=True
    )
    assert engines.attribution(cloned) == Attribution("Ann Other", "CC-BY-4.0 (the model: CPML)")
    with pytest.raises(ConfigError, match=r"Ann Other is under the licence CC-BY-4\.0 \(the model: CPML\)"):
        engines.load(cloned)
    bought = replace(cloned, options={**cloned.options, "model_licence": "bought from its makers"})
    assert engines.attribution(bought) == credit
    assert engines.load(bought).fingerprint == engines.load(replace(cloned, commercial=False)).fingerprint


def test_the_name_of_a_folder_does_not_outweigh_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COQUI_TOS_AGREED")
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    name = "tts_models/en/ljspeech/vits"
    folder = tmp_path / "tts" / name.replace("/", "--")
    shutil.copytree(small.xtts(), folder)
    for called in (str(folder), name):
        assert engines.attribution(voice(called)).licence == "CPML"
        with pytest.raises(ConfigError, match="CPML, for non-commercial use only"):
            engines.load(replace(voice(called, speaker="Bob"), commercial=True))
        with pytest.raises(EngineUnavailable, match="CPML, which asks for agreement"):
            engines.load(voice(called, speaker="Bob"))


@pytest.mark.parametrize(
    ("make", "words", "licence"),
    [
        (small.your_tts, {"base_model": "delightful_tts"}, "CC-BY-NC-ND-4.0"),
        (small.xtts, {"base_model": "vits"}, "CPML"),
        (small.xtts, {"model": None, "generator_model": "xtts"}, "CPML"),
        (small.many_speakers, {"base_model": "xtts"}, "CPML"),
    ],
    ids=["YourTTS", "XTTS", "XTTS by an old word", "what only claims to be"],
)
def test_no_word_in_a_configuration_is_a_way_round_a_licence(
    make: Callable[[], Path], words: dict[str, str | None], licence: str, tmp_path: Path
) -> None:
    """Coqui loads by one word; which, depends on the others."""
    folder = tmp_path / "mine"
    shutil.copytree(make(), folder)
    settings = json.loads((folder / "config.json").read_text("utf-8")) | words
    told = {key: value for key, value in settings.items() if value is not None}
    (folder / "config.json").write_text(json.dumps(told), "utf-8")
    assert engines.attribution(voice(folder)).licence == licence
    with pytest.raises(ConfigError, match=rf"is under the licence {licence}, for non-commercial use only"):
        engines.load(replace(voice(folder, speaker="Bob"), commercial=True))


def test_a_family_is_the_one_that_coqui_loads() -> None:
    family = _coqui_families.family
    assert family({"model": "vits", "base_model": "xtts"}) is _coqui_families.VITS
    assert family({"model": "fast_pitch", "base_model": "forward_tts"}) is _coqui_families.FAST_PITCH
    assert family({"model": "Fast_Pitch", "base_model": "vits"}) is _coqui_families.VITS
    assert family({"generator_model": "XTTS"}) is _coqui_families.XTTS
    assert family({"base_model": "xtts"}) is _coqui_families.OTHER


def test_mms_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "G_100000.pth").write_bytes(b"weights")
    (tmp_path / "vocab.txt").write_text("a\nb\n", "utf-8")
    config = {"train": {}, "data": {"training_files": "train.ltr", "sampling_rate": 16_000}, "model": {}}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    assert engines.attribution(voice(tmp_path)) == Attribution(f"coqui {tmp_path.name} (MMS)", "CC-BY-NC-4.0")
    with pytest.raises(ConfigError, match=r"CC-BY-NC-4\.0"):
        engines.load(replace(voice(tmp_path), commercial=True))


def test_a_local_xtts_waits_for_an_agreement_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COQUI_TOS_AGREED")
    with pytest.raises(EngineUnavailable, match=r"CPML, which asks for agreement.*COQUI_TOS_AGREED=1"):
        engines.load(voice(small.xtts(), speaker="Bob"))
    own = replace(voice(small.xtts(), speaker="Bob"), attribution=Attribution("Me", "CC0-1.0"))
    engines.load(own)


def test_who_was_told_yes_is_coquis_own_program_and_nobodys_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder from a colleague holds their agreement, be it called as Coqui calls it."""
    monkeypatch.delenv("COQUI_TOS_AGREED")
    monkeypatch.setenv("TTS_HOME", str(tmp_path / "home"))
    name = "tts_models/multilingual/multi-dataset/xtts_v2"
    called = name.replace("/", "--")
    theirs = (tmp_path / "xtts", tmp_path / called, tmp_path / "home" / called)
    for folder in theirs:
        shutil.copytree(small.xtts(), folder)
        (folder / "tos_agreed.txt").touch()
        with pytest.raises(EngineUnavailable, match="CPML, which asks for agreement"):
            engines.load(voice(folder, speaker="Bob"))
    ours = tmp_path / "home/tts" / called
    shutil.copytree(small.xtts(), ours)
    for where in (name, str(ours), str(ours / "model.pth")):
        with pytest.raises(EngineUnavailable, match="CPML, which asks for agreement"):
            engines.load(voice(where, speaker="Bob"))
    (ours / "tos_agreed.txt").touch()
    for where in (name, str(ours), str(ours / "model.pth")):
        engines.load(voice(where, speaker="Bob"))


# fetched by us


def test_what_we_fetch_lies_where_coqui_looks_and_speaks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = "tts_models/en/vctk/vits"
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    monkeypatch.setattr(socket, "getaddrinfo", _getaddrinfo)
    archive = shutil.make_archive(
        str(tmp_path / "model"), "zip", small.many_speakers().parent, small.many_speakers().name
    )
    webs: list[LocalWeb] = []
    served = model(lambda: webs[0], Path(archive).read_bytes())
    with hub(monkeypatch, {"/model.zip": served}) as web:
        webs.append(web)
        listed = _coqui_catalogue.catalogue()
        monkeypatch.setitem(listed, name, replace(listed[name], address=web.at("/model.zip", HOST)))
        engines.fetch(voice(name))
    engine = engines.load(voice(name, speaker="bob"))
    assert engine.synthesize(SENTENCE).seconds > 0.3
    assert engine.fingerprint == engines.load(voice(small.many_speakers(), speaker="bob")).fingerprint
    assert (tmp_path / "tts/tts_models--en--vctk--vits/config.json").is_file()
    assert engines.missing(voice(name)) == ()


# what is met around the library


def test_a_configuration_with_comments_and_the_paths_of_another_machine_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "old model"
    shutil.copytree(small.your_tts(), folder)
    config = folder / "config.json"
    text = config.read_text("utf-8")
    assert "/home/somebody/models" in text
    config.write_text(f"// made by hand: see https://example.org\n{text[:-2]} /* the end */ }}", "utf-8")
    before = config.read_bytes()
    assert engines.load(voice(folder, speaker="male-en-2")).synthesize(SENTENCE).seconds > 0.2
    assert config.read_bytes() == before


def deep() -> str:
    return "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("file", "contents"),
    [
        ("speaker_ids.json", "[1]"),
        ("speaker_ids.json", '{"a": {"x": 1}}'),
        ("speaker_ids.json", deep()),
        ("config.json", deep()),
        ("config.json", f'{{"a": {"[" * 400 + "]" * 400}}}'),
    ],
    ids=["a list", "tables without names", "deep", "deep config", "not quite so deep"],
)
def test_tables_that_are_none_of_coquis_are_said(tmp_path: Path, file: str, contents: str) -> None:
    shutil.copytree(small.many_speakers(), tmp_path / "mine")
    (tmp_path / "mine" / file).write_text(contents, "utf-8")
    with pytest.raises(EngineUnavailable, match=r"configuration of the model model\.pth cannot be read"):
        engines.load(voice(tmp_path / "mine", speaker="bob"))


def test_every_file_that_a_configuration_names_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    folder, beyond = tmp_path / "mine", tmp_path / "beyond"
    shutil.copytree(small.your_tts(), folder)
    beyond.mkdir()
    (folder / "speakers.json").rename(folder / "vectors_of_mine.pth")
    (folder / "model_se.pth").rename(beyond / "encoder.bin")
    path = folder / "config.json"
    text = path.read_text("utf-8").replace("/home/somebody/models/speakers.json", "vectors_of_mine.pth")
    text = text.replace("/home/somebody/models/model_se.pth", str(beyond / "encoder.bin"))
    path.write_text(text, "utf-8")

    def told() -> str:
        return _coqui_models.digest(folder / "model.pth")

    before = told()
    for changed in (folder / "vectors_of_mine.pth", beyond / "encoder.bin", folder / "language_ids.json"):
        kept = changed.read_bytes()
        changed.write_bytes(kept + b" ")
        assert told() != before, changed.name
        changed.write_bytes(kept)
    assert told() == before
    (tmp_path / "elsewhere").mkdir()
    (beyond / "encoder.bin").rename(tmp_path / "elsewhere/encoder.bin")
    path.write_text(text.replace(str(beyond), str(tmp_path / "elsewhere")), "utf-8")
    assert told() == before, "contents count, and not places"


def test_what_coqui_does_not_read_is_no_part_of_the_fingerprint(tmp_path: Path) -> None:
    """Above all, another voice that is put beside a model."""
    shutil.copytree(small.your_tts(), tmp_path / "mine")
    before = _coqui_models.digest(tmp_path / "mine/model.pth")
    for name in ("en_US-amy-low.onnx.json", "notes.json", "speaker_of_mine.pth", "other.npy"):
        (tmp_path / "mine" / name).write_text("{}", "utf-8")
    assert _coqui_models.digest(tmp_path / "mine/model.pth") == before
    for name in ("vocab.json", "vocab.txt", "language_ids.json", "speakers.json", "config_se.json"):
        with (tmp_path / "mine" / name).open("a", encoding="utf-8") as file:
            file.write(" ")
        now = _coqui_models.digest(tmp_path / "mine/model.pth")
        assert now != before, name
        before = now


def test_a_model_that_changes_while_we_run_is_loaded_anew(tmp_path: Path) -> None:
    shutil.copytree(small.many_speakers(), tmp_path / "mine")
    asked = voice(tmp_path / "mine", speaker="bob", noise_scale=0, noise_w_scale=0)
    before = engines.load(asked)
    sound = before.synthesize(SENTENCE).seconds
    config = tmp_path / "mine/config.json"
    settings = json.loads(config.read_text("utf-8"))
    settings["model_args"]["length_scale"] = 3.0
    config.write_text(json.dumps(settings), "utf-8-sig")  # an editor on Windows puts a mark before it
    after = engines.load(asked)
    assert after.fingerprint != before.fingerprint
    assert after.synthesize(SENTENCE).seconds > 2 * sound


def test_the_speakers_of_xtts_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    shutil.copytree(small.xtts(), tmp_path / "mine")
    before = _coqui_models.digest(tmp_path / "mine/model.pth")
    (tmp_path / "mine/speakers_xtts.pth").write_bytes(b"others")
    assert _coqui_models.digest(tmp_path / "mine/model.pth") != before


@pytest.mark.parametrize("text", ["😀😀", "😀 😀", '"""', "\ue000", "日本"])
def test_noise_without_a_word_is_no_speech(text: str) -> None:
    for make, options in (
        (small.your_tts, {"speaker": "male-en-2"}),
        (small.many_speakers, {"speaker": "bob"}),
    ):
        engine = engines.load(voice(make(), **options))
        with pytest.raises(
            EngineError, match=f"no sound for “{text.strip()}”: the model knows none of its signs"
        ):
            engine.synthesize(text)
        assert engine.synthesize("Oh.").seconds > 0


def test_a_configuration_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    shutil.copytree(small.many_speakers(), tmp_path / "mine")
    (tmp_path / "mine/config.json").write_text("[", "utf-8")
    with pytest.raises(EngineUnavailable, match=r"configuration of the model model\.pth cannot be read"):
        engines.load(voice(tmp_path / "mine"))


def test_a_library_that_does_not_fit_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> NoReturn:
        raise ImportError(f"cannot import name 'isin' from {name}")

    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(
        EngineUnavailable, match=r"XTTS models do not fit the package transformers.*'isin'.*Type"
    ):
        _coqui_mending._prepare("XTTS")


def test_xtts_remembers_what_it_has_said_with_any_transformers() -> None:
    """Without its cache it would begin anew with each code: it fails, or babbles."""
    network = loaded(small.xtts()).network
    torch = need("torch")
    lengths: list[int] = []
    forward = network.gpt.gpt.forward

    def noted(*arguments: object, **kept: object) -> object:
        cache = kept.get("past_key_values")
        lengths.append(-1 if cache is None else cache.get_seq_length())  # type: ignore[attr-defined]
        return forward(*arguments, **kept)

    network.gpt.gpt.forward = noted
    try:
        network.gpt.generate(torch.zeros(1, 32, 32), torch.zeros(1, 5, dtype=torch.long), do_sample=False)
    finally:
        del network.gpt.gpt.forward
    assert lengths[:4] == [0, 40, 41, 42]  # 32 of the speaker, 5 + 2 of the text, the first code


def _nothing() -> object:
    import contextlib  # noqa: PLC0415

    return contextlib.nullcontext()
