"""SVOX Pico (Apache-2.0), through py-nanotts: six small, clear voices that need no download.

The only module that imports py_nanotts.  Pico holds Python's lock while it speaks: calls from
several threads are safe, but not faster.  What it says is always the same, but not how much silence
it puts at the end.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from audioedition.engines import Engine, Parallel
from audioedition.engines._ipa import UnknownSoundError
from audioedition.engines._letters import lettered
from audioedition.engines._pico_sounds import tagged
from audioedition.engines._setup import between, contents, fingerprint, options, place, reason, suggestion
from audioedition.engines._sound import clip, from_pcm
from audioedition.engines._text import no_sound, unknown_sound, woven
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Clip, Voice

ENGINE = "pico"
REVISION = 2
SAMPLE_RATE = 16_000  # Hz

MODELS = ("de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "it-IT")

_MARKUP = str.maketrans({"<": " ", ">": " "})  # Pico obeys tags: <play file="…"> and the like


@dataclass(frozen=True, slots=True)
class Options:
    """`speed`, `pitch` and `volume` are factors; a volume above 0.45 clips most of the voices."""

    speed: float = between(0.2, 5, 1.0)
    pitch: float = between(0.5, 2, 1.0)
    volume: float = between(0.1, 5, 0.4)


def load(voice: Voice) -> Engine:
    """The Pico voice `voice.model`, or the one for its language.  Raises ConfigError or EngineUnavailable."""
    wanted = options(voice, Options)
    model = voice.model or _standard(voice.language)
    if model not in MODELS:
        message = f"{place(voice, 'model')}: Pico has no voice {model!r}{suggestion(model, MODELS)}."
        raise ConfigError(message)
    return _Pico(model, wanted, _library())


def voices() -> tuple[Voice, ...]:
    """All voices of Pico, or none where py-nanotts is not installed."""
    try:
        _library()
    except EngineUnavailable:
        return ()
    return tuple(
        Voice(language=model, engine=ENGINE, model=model, attribution=_credit(model)) for model in MODELS
    )


class _Pico:
    def __init__(self, model: str, wanted: Options, library: ModuleType) -> None:
        folder = Path(library.__file__ or "").parent / "lang"
        parts = [contents(path) for path in sorted(folder.glob(f"{model}_*.bin"))]
        self.fingerprint = fingerprint(ENGINE, REVISION, wanted, model, *parts)
        self._model = model
        self._wanted = wanted
        self._speaker = library.NanoTTS()

    phonemes = True
    parallel: Parallel = "processes"  # it holds Python's lock

    def unknown_sound(self, ipa: str) -> str:
        try:
            tagged(ipa, self._model)
        except UnknownSoundError as exc:
            return str(exc)
        return ""

    def synthesize(self, text: str) -> Clip:
        line = _readable(lettered(text, self._model), self._model)
        wanted = self._wanted
        try:
            pcm = self._speaker.speak(line, self._model, wanted.speed, wanted.pitch, wanted.volume)
        except (RuntimeError, ValueError, MemoryError) as exc:
            raise no_sound(ENGINE, text, reason(exc)) from exc
        return clip(ENGINE, line, from_pcm(pcm), SAMPLE_RATE, wanted.speed)


def _readable(text: str, model: str) -> str:
    """`text` without what Pico obeys or swallows, and with its sounds in IPA as the voice `model` takes them.

    Raises EngineError if most of its letters are not Latin: Pico leaves them out without a word.
    """

    def say(ipa: str) -> str:
        try:
            return tagged(ipa, model)
        except UnknownSoundError as exc:
            raise unknown_sound(ENGINE, ipa, str(exc)) from exc

    letters = [char for char in woven(ENGINE, text, lambda _: "a") if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if latin * 2 < len(letters):
        raise no_sound(ENGINE, text, "Pico reads Latin letters only; the engine 'espeak' reads others")
    return woven(ENGINE, text.translate(_MARKUP), say)


def _standard(language: str) -> str:
    """The voice for a language: the very one, or the first of its base language; else itself."""
    near = [model for model in MODELS if base(model) == base(language)]
    return language if language in MODELS or not near else near[0]


def _credit(model: str) -> Attribution:
    return Attribution(f"SVOX Pico {model}", "Apache-2.0", "https://github.com/gmn/nanotts")


def _library() -> ModuleType:
    try:
        import py_nanotts  # noqa: PLC0415 -- not every machine has a wheel
    except ImportError as exc:
        raise EngineUnavailable(
            ENGINE,
            f"py-nanotts cannot be imported ({reason(exc)})",
            'Type: pip install py-nanotts, or set engine = "espeak".',
        ) from exc
    return py_nanotts  # type: ignore[no-any-return]
