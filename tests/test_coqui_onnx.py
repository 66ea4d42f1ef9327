"""A VITS model of Coqui's in onnxruntime: the same sound as torch's, made once, never a wrong one."""

from __future__ import annotations

import importlib
import itertools
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import coqui_conversion
import numpy as np
import pytest
from numpy.typing import NDArray
from require import need

from audioedition import engines
from audioedition.engines import _coqui_families, _coqui_import, _coqui_onnx, _coqui_options, _exports
from audioedition.engines._coqui_onnx import Accelerated
from audioedition.engines._decibels import decibels
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Voice

need("TTS")
need("onnx")

TEXT = "hello, this is said."
SPEAKERS, LANGUAGES = ("ann", "ben"), ("de", "en")


@pytest.fixture(scope="module")
def synthesizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small VITS with random weights, two speakers and two languages, as Coqui holds a loaded one."""
    _coqui_import.library()
    torch = importlib.import_module("torch")
    configs = importlib.import_module("TTS.tts.configs.vits_config")
    languages = tmp_path_factory.mktemp("model") / "language_ids.json"
    languages.write_text(json.dumps({name: number for number, name in enumerate(LANGUAGES)}), "utf-8")
    arguments = configs.VitsArgs(
        hidden_channels=32,
        hidden_channels_ffn_text_encoder=32,
        num_layers_text_encoder=1,
        num_layers_flow=1,
        num_layers_posterior_encoder=1,
        upsample_initial_channel_decoder=32,
        init_discriminator=False,
        use_speaker_embedding=True,
        speaker_embedding_channels=8,
        use_language_embedding=True,
        embedded_language_dim=4,
        language_ids_file=str(languages),
    )
    config = configs.VitsConfig(
        model_args=arguments, speakers=list(SPEAKERS), use_speaker_embedding=True, text_cleaner="no_cleaners"
    )
    config.audio.do_trim_silence = False
    torch.manual_seed(5)
    model = importlib.import_module("TTS.tts.models.vits").Vits(config)
    with torch.no_grad():
        for weight in model.parameters():  # what is zero at first must be heard
            weight.add_(torch.randn_like(weight) * 0.05)
    model.eval()
    return SimpleNamespace(tts_model=model, tts_config=config)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def cached(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_exports, "cache_folder", lambda: cache)


@pytest.fixture
def without_chance(synthesizer: Any) -> Iterator[None]:
    with _coqui_onnx._without_chance(synthesizer.tts_model):
        yield


def by_torch(model: Any, numbers: Sequence[int], speaker: int, language: int) -> NDArray[np.float32]:
    torch = importlib.import_module("torch")
    given = {
        "x_lengths": torch.tensor([len(numbers)]),
        "speaker_ids": torch.tensor([speaker]),
        "language_ids": torch.tensor([language]),
    }
    sound = model.inference(torch.tensor([numbers]), given)["model_outputs"]
    return np.asarray(sound.squeeze().numpy(), np.float32)


@pytest.mark.usefixtures("without_chance")
def test_every_speaker_and_language_sounds_as_by_torch(
    synthesizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, model = Accelerated(synthesizer, "two of each"), synthesizer.tts_model
    monkeypatch.setattr(model, "length_scale", 1.3)
    sounds = []
    for (who, speaker), (tongue, language) in itertools.product(enumerate(SPEAKERS), enumerate(LANGUAGES)):
        line = fast.line(TEXT, speaker, language)
        sounds.append(fast.say(line))
        assert decibels(by_torch(model, line.numbers, who, tongue), sounds[-1]) > 60
    assert len({sound.tobytes() for sound in sounds}) == 4


@pytest.mark.usefixtures("without_chance")
def test_several_threads_say_what_one_says(synthesizer: Any) -> None:
    fast = Accelerated(synthesizer, "two of each")
    line = fast.line(TEXT, "ben", "en")
    with ThreadPoolExecutor(4) as pool:
        sounds = set(pool.map(lambda _: fast.say(line).tobytes(), range(8)))
    assert sounds == {fast.say(line).tobytes()}


def test_pace_and_chance_are_what_the_model_was_set_to_when_the_line_was_made(
    synthesizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, model = Accelerated(synthesizer, "two of each"), synthesizer.tts_model
    by_chance = fast.line(TEXT, "ben", "en")
    with _coqui_onnx._without_chance(model):
        plain = fast.line(TEXT, "ben", "en")
        monkeypatch.setattr(model, "length_scale", 2.0)
        slow = fast.line(TEXT, "ben", "en")
    assert fast.say(by_chance).tobytes() != fast.say(by_chance).tobytes()
    assert fast.say(plain).tobytes() == fast.say(plain).tobytes()
    assert len(fast.say(slow)) > 1.5 * len(fast.say(plain))


@pytest.mark.usefixtures("without_chance")
def test_silence_at_the_end_goes_where_the_model_says_so(
    synthesizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesizer.tts_config.audio, "do_trim_silence", True)
    monkeypatch.setattr(synthesizer.tts_model.ap, "find_endpoint", lambda _: 1000)
    fast = Accelerated(synthesizer, "two of each")
    assert len(fast.say(fast.line(TEXT, "ben", "en"))) == 1000


def test_a_model_is_exported_once_and_again_if_its_file_is_broken(
    synthesizer: Any, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Accelerated(synthesizer, "two of each")
    (made,) = (cache / "accelerated").iterdir()
    whole = made.read_bytes()
    exports: list[Path] = []

    def export(_model: Any, path: Path) -> None:
        exports.append(path)
        path.write_bytes(whole)

    monkeypatch.setattr(_coqui_onnx, "_export", export)
    Accelerated(synthesizer, "two of each")
    assert not exports
    made.write_bytes(whole[:1000])
    Accelerated(synthesizer, "two of each")
    assert len(exports) == 1
    assert made.read_bytes() == whole


def test_an_export_that_says_something_else_is_not_used(
    synthesizer: Any, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is of a model whose weights were others."""
    Accelerated(synthesizer, "two of each")
    torch = importlib.import_module("torch")
    (made,) = (cache / "accelerated").iterdir()
    weight = synthesizer.tts_model.waveform_decoder.conv_post.weight
    with torch.no_grad():
        weight.mul_(1.1)
    monkeypatch.setattr(_coqui_onnx, "_export", lambda _, path: path.write_bytes(made.read_bytes()))
    try:
        with pytest.raises(EngineUnavailable, match=r"something else.*dB"):
            Accelerated(synthesizer, "another")
    finally:
        with torch.no_grad():
            weight.div_(1.1)
    assert list((cache / "accelerated").iterdir()) == [made]


def test_a_voice_says_the_same_accelerated_and_is_the_same_to_the_shelf() -> None:
    """The embedded voice, converted: through all that an engine does with a text."""
    model = str(coqui_conversion.joe(noise=False))
    plain, fast = (
        engines.load(Voice(language="en", engine="coqui", model=model, options=options))
        for options in ({}, {"accelerate": True})
    )
    text = "He said that the ferry was late."
    ours, theirs = fast.synthesize(text), plain.synthesize(text)
    assert coqui_conversion.similarity(theirs.pcm, ours.pcm) > 60
    assert ours.sample_rate == theirs.sample_rate
    assert fast.fingerprint == plain.fingerprint


def test_accelerating_what_cannot_be_is_refused_in_the_voice_file() -> None:
    model = str(coqui_conversion.joe(noise=False))
    both = Voice(language="en", engine="coqui", model=model, options={"accelerate": True, "device": "cuda"})
    with pytest.raises(ConfigError, match="accelerate is for the processor, but the device is 'cuda'"):
        engines.load(both)
    wanted = _coqui_options.Options(accelerate=True)
    with pytest.raises(ConfigError, match=r"voices/en\.toml: a model of YourTTS cannot be accelerated"):
        _coqui_options.check(wanted, _coqui_families.YOUR_TTS, "voices/en.toml")
    _coqui_options.check(wanted, _coqui_families.MMS, "voices/en.toml")


def test_what_cannot_be_exported_says_why(synthesizer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Unsupported: aten::magic\nand much more")

    monkeypatch.setattr(_coqui_onnx, "_export", fail)
    with pytest.raises(EngineUnavailable, match=r"cannot be exported.*aten::magic.*Remove accelerate"):
        Accelerated(synthesizer, "a third")
    glow = SimpleNamespace(tts_model=type("GlowTTS", (), {})())
    with pytest.raises(EngineUnavailable, match=r"accelerate is for VITS models, and this is a GlowTTS"):
        Accelerated(glow, "a fourth")
    monkeypatch.setattr(synthesizer.tts_model.args, "use_d_vector_file", True)
    with pytest.raises(EngineUnavailable, match="imitate recordings"):
        Accelerated(synthesizer, "a fifth")
