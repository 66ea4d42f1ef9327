"""What a voice file may ask of a Coqui model."""

from __future__ import annotations

from dataclasses import dataclass

from audioedition.engines._coqui_families import MMS, VITS, Family
from audioedition.engines._coqui_loading import DEVICES
from audioedition.engines._setup import between, options, place
from audioedition.errors import ConfigError
from audioedition.model import Voice

_ACCELERATED = (
    VITS,
    MMS,
)  # YourTTS is a VITS too, but an exported one has no place for the voice that it imitates
_SETTINGS = ("length_scale", "speed", "noise_scale", "noise_w_scale", "temperature")


@dataclass(frozen=True, slots=True)
class Options:
    """What is left out is as the model's makers set it.

    `speaker` and `language` are names that the model knows (a language's BCP 47 tag will do), for models with several;
    `speaker_wav` is the path of a recording whose voice is imitated, for models that can; `vocoder` is a name of the
    catalogue or a path, for models that give no sound but its spectrum.  `length_scale` above 1 is slower, `speed`
    above 1 is faster: a model has one of them or none.  `noise_scale` and `noise_w_scale` are the variety of the
    sound and of the rhythm, `temperature` that of XTTS.  `device` is `cpu`, `cuda`, `cuda:1` or `mps`.
    With `accelerate`, a VITS model runs in onnxruntime on the processor.  `model_licence` is the licence that the author
    has of the model, where it is another than its makers give to all.
    """

    speaker: str = ""
    language: str = ""
    speaker_wav: str = ""
    vocoder: str = ""
    length_scale: float | None = between(0.2, 5, None)
    speed: float | None = between(0.5, 2, None)
    noise_scale: float | None = between(0, 2, None)
    noise_w_scale: float | None = between(0, 2, None)
    temperature: float | None = between(0.05, 1.5, None)
    device: str = "cpu"
    accelerate: bool = False
    model_licence: str = ""

    @property
    def settings(self) -> dict[str, float]:
        """The numbers that are set."""
        given = {name: getattr(self, name) for name in _SETTINGS}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def pace(self) -> float:
        """How much faster than usual the voice is set."""
        return (self.speed or 1) / (self.length_scale or 1)


def wanted(voice: Voice) -> Options:
    """The `[options]` of `voice`.  Raises ConfigError for what cannot be right with any model."""
    found = options(voice, Options)
    if not DEVICES.fullmatch(found.device):
        raise ConfigError(
            f"{place(voice, 'options')}: the device {found.device!r} is unknown: "
            "it is cpu, cuda, cuda:1 (and so on) or mps."
        )
    if found.accelerate and found.device != "cpu":
        raise ConfigError(
            f"{place(voice, 'options')}: accelerate is for the processor, but the device is {found.device!r}: "
            "remove one of the two lines."
        )
    return found


def check(found: Options, family: Family, where: str) -> None:
    """Raise ConfigError, naming `where`, for a setting that models of `family` do not have."""
    for name in found.settings:
        if name not in family.settings:
            has = ", ".join(family.settings) or "no such setting"
            raise ConfigError(
                f"{where}: a model of {family.name} has no {name}: remove that line (it has {has})."
            )
    if found.accelerate and family not in _ACCELERATED:
        raise ConfigError(
            f"{where}: a model of {family.name} cannot be accelerated, only one of VITS can: remove that line."
        )
    if found.vocoder and not family.spectral:
        raise ConfigError(
            f"{where}: a model of {family.name} needs no vocoder, it gives sound: remove that line."
        )
