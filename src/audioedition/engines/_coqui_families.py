"""The families of models that Coqui ships, told from their configurations: what each can be asked, and its licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

_VITS = MappingProxyType(
    {
        "length_scale": "length_scale",
        "noise_scale": "inference_noise_scale",
        "noise_w_scale": "inference_noise_scale_dp",
    }
)
_WITH_BASE = ("fast_pitch", "fast_speech", "fastspeech2", "speedy_speech")
"""Those of which Coqui asks what they build on (`base_model`); in all others it looks only at `model`."""
_FORWARD = ("forward_tts", "align_tts", *_WITH_BASE)


@dataclass(frozen=True, slots=True)
class Family:
    """What models of one kind have in common.

    `settings` are the options that it has, each with the attribute of the loaded model that it sets; a family that is
    not asked so has its options by name only.  `longest` is how many characters it speaks in one run, by its need of
    memory; one that is `spectral` gives a spectrum, of which a vocoder makes sound; `licence` is presumed for a model in a folder whose owner says nothing else: that of its weights, as they
    were published, and "" where everybody trains their own.
    """

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    longest: int = 400
    licence: str = ""
    spectral: bool = False


XTTS = Family("XTTS", MappingProxyType({"speed": "", "temperature": ""}), licence="CPML")
YOUR_TTS = Family("YourTTS", _VITS, licence="CC-BY-NC-ND-4.0")
MMS = Family("MMS", _VITS, licence="CC-BY-NC-4.0")
BARK = Family("Bark", longest=150, licence="MIT")  # it gives 14 seconds at most
VITS = Family("VITS", _VITS)
ARE_VITS = (VITS, MMS, YOUR_TTS)
"""Those whose network is a VITS: it can be used by several threads, and speaks several texts at once."""
GLOW_TTS = Family(
    "Glow-TTS",
    MappingProxyType({"length_scale": "length_scale", "noise_scale": "inference_noise_scale"}),
    spectral=True,
)
FAST_PITCH = Family(
    "FastPitch and its kin", MappingProxyType({"length_scale": "length_scale"}), spectral=True
)
DELIGHTFUL = Family("Delightful TTS", MappingProxyType({"length_scale": "length_scale"}))
OTHER = Family("its kind")

_BY_NAME = {
    "xtts": XTTS,
    "bark": BARK,
    "vits": VITS,
    "glow_tts": GLOW_TTS,
    "delightful_tts": DELIGHTFUL,
    "tacotron": Family("Tacotron", spectral=True),
    "tacotron2": Family("Tacotron 2", spectral=True),
    "overflow": Family("OverFlow", spectral=True),
    "neuralhmm_tts": Family("Neural HMM", spectral=True),
    "tortoise": Family("Tortoise", longest=150),
} | dict.fromkeys(_FORWARD, FAST_PITCH)


def family(config: Mapping[str, Any]) -> Family:
    """The family of the model with this `config`uration, as Coqui reads it."""
    if isinstance(config.get("data"), Mapping) and "training_files" in config["data"]:
        return MMS  # fairseq's own form
    name = config["model"] if "model" in config else config.get("generator_model")
    builds_on = config.get("base_model") if str(name).lower() in _WITH_BASE else None
    return _called(builds_on or name, config)


def claimed(config: Mapping[str, Any]) -> tuple[Family, ...]:
    """The families that any word of a `config`uration names, first the one that Coqui loads: whoever copies a model may write others."""
    words = ("model", "generator_model", "base_model")
    return (family(config), *(_called(config.get(word), config) for word in words))


def _called(name: object, config: Mapping[str, Any]) -> Family:
    found = _BY_NAME.get(str(name).lower(), OTHER)
    if found is VITS and argument(config, "use_d_vector_file") and argument(config, "use_language_embedding"):
        return YOUR_TTS
    return found


def clones(config: Mapping[str, Any]) -> bool:
    """Whether the model with this `config`uration imitates the voice of a recording."""
    if family(config) is XTTS:
        return True
    return bool(argument(config, "use_d_vector_file") and argument(config, "speaker_encoder_model_path"))


def argument(config: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 -- any JSON
    """A setting of the network: Coqui keeps them in `model_args`, and some beside it; None if it has none."""
    inner = config.get("model_args")
    found = inner.get(name) if isinstance(inner, Mapping) else None
    return config.get(name) if found is None else found
