"""Piper (GPL-3.0-or-later): neural voices that are fast on any processor.

The only module that imports piper.  Piper finds phonemes with its own copy of espeak-ng, hence the
licence; see `espeak`.
"""

from __future__ import annotations

import copy
import json
import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition import first_seen
from audioedition.engines import Engine
from audioedition.engines._espeak import Listed, library
from audioedition.engines._espeak_sounds import pronounced, said, unknown
from audioedition.engines._letters import dotted
from audioedition.engines._piper_models import ENGINE, JOE, find, packaged, parts
from audioedition.engines._setup import (
    Once,
    between,
    contents,
    fingerprint,
    options,
    place,
    reason,
    suggestion,
)
from audioedition.engines._sound import clip, from_floats
from audioedition.engines._stand_in import StandIns
from audioedition.engines._text import no_sound, pieces, unknown_sound, woven
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Attribution, Clip, Option, Voice

__all__ = ["JOE", "Exact", "Options", "load", "parts", "voices"]

REVISION = 2

_Key = tuple[Path, str, str]

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
    model = find(voice)
    config = Path(f"{model}.json")
    try:
        settings = json.loads(config.read_text("utf-8-sig"))
        _, *digests = key = _key(model)
        if any(part.path == model for part in parts(voice)):  # it was fetched
            told = dict(zip((model.name, config.name), digests, strict=True))
            first_seen.check(ENGINE, model.stem, first_seen.note_of(model), told)
        _check(settings)
        speaker = _speaker(
            voice, wanted.speaker, settings["num_speakers"], settings.get("speaker_id_map") or {}
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as exc:
        problem = f"the voice {model.stem!r} is not whole ({reason(exc)})"
        raise EngineUnavailable(
            ENGINE, problem, f"Put its two files {model.name} and {config.name} side by side."
        ) from exc
    return _Piper(key, settings, wanted, speaker, fingerprint(ENGINE, REVISION, wanted, *digests))


def voices() -> tuple[Voice, ...]:
    """The voice that comes as a package, where that is installed."""
    if packaged(JOE) is None:
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
        self, key: _Key, settings: dict[str, Any], wanted: Options, speaker: int | None, fingerprint: str
    ) -> None:
        self.fingerprint = fingerprint
        self._settings = settings
        self._signs = frozenset(settings.get("phoneme_id_map", ()))
        self._key = key
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

    def prepare(self) -> None:
        _loaded(self._key)

    def synthesize(self, text: str) -> Clip:
        stand_ins = StandIns()
        given = dotted(text, self._listed.codes[0][1]) if self._listed else text
        line = woven(ENGINE, given, lambda ipa: stand_ins.take(self._sounds(text, ipa)))
        piper, voice = _loaded(self._key)
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
        return clip(ENGINE, text, from_floats(np.concatenate(floats)), voice.config.sample_rate, pace)

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


class Exact:
    """The voice at `model` without chance, given phonemes by their numbers: to be compared with another network."""

    def __init__(self, model: Path) -> None:
        """Load the voice.  Raises EngineUnavailable, and OSError."""
        self._piper, self._voice = _loaded(_key(model))

    def numbers(self, text: str) -> list[int]:
        """The phonemes of the first sentence of `text`, by their numbers, as the network is given them."""
        return list(self._voice.phonemes_to_ids(self._voice.phonemize(text)[0]))

    def say(self, numbers: Sequence[int], speaker: int) -> NDArray[np.float32]:
        """The samples of what they say, full scale at 1.0, by the speaker of that number."""
        settings = self._piper.SynthesisConfig(speaker_id=speaker, noise_scale=0.0, noise_w_scale=0.0)
        return np.asarray(self._voice.phoneme_ids_to_audio(list(numbers), settings), dtype=np.float32)


def _decomposed(ipa: str) -> str:
    return unicodedata.normalize("NFD", ipa)


def _exchanging(voice: Any, stand_ins: StandIns) -> Any:  # noqa: ANN401 -- Piper is imported late
    """A copy of `voice` that puts sounds where their stand-ins are."""
    exchanging = copy.copy(voice)
    exchanging.phonemize = lambda text: stand_ins.exchanged(text, voice.phonemize)
    return exchanging


def _check(settings: dict[str, Any]) -> None:
    """Raise TypeError or KeyError for `settings` that lack what every voice of Piper has."""
    for table in (settings["phoneme_id_map"], settings["espeak"], settings.get("speaker_id_map") or {}):
        if not isinstance(table, dict):
            raise TypeError("its settings are none of Piper's")
    if not isinstance(settings["espeak"]["voice"], str):
        raise TypeError("its settings name no voice of espeak")


def _phonemic(settings: dict[str, Any]) -> Listed | None:
    """The voice of espeak that finds the phonemes for a model; None for a model that has none of its."""
    if settings.get("phoneme_type", "espeak") != "espeak":
        return None
    try:
        return library().find(settings["espeak"]["voice"])
    except EngineUnavailable:
        return None


def _key(model: Path) -> _Key:
    """A voice by its place and the contents of its two files, which may become others while a preview runs.  Raises OSError."""
    return model, contents(model), contents(Path(f"{model}.json"))


def _load(key: _Key) -> tuple[Any, Any]:
    """Piper, and the voice of that `key`, ready for calls from several threads; `PiperVoice.load` cannot be told so."""
    model, digest, _ = key
    logging.getLogger(ENGINE).setLevel(
        logging.ERROR
    )  # it would tell of each sign of each text that a voice lacks
    try:
        import piper  # noqa: PLC0415 -- takes a while: only who speaks waits for it; and GPL
        from piper.config import PiperConfig  # noqa: PLC0415 -- the same

        from audioedition.engines._onnx import kept  # noqa: PLC0415 -- as above
    except ImportError as exc:
        raise EngineUnavailable(
            ENGINE, f"it cannot be imported ({reason(exc)})", "Type: pip install piper-tts"
        ) from exc
    try:
        config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text("utf-8-sig")))
        session = kept(model, digest, lambda: _key(model) == key)
        found = piper, piper.PiperVoice(session=session, config=config)
        is_that = _key(model) == key
    except Exception as exc:
        raise EngineUnavailable(
            ENGINE, f"{model.name} cannot be loaded ({reason(exc)})", "Download the voice anew."
        ) from exc
    if not is_that:  # what it says would lie on the shelf as what that voice said
        raise EngineUnavailable(ENGINE, f"{model.name} was replaced meanwhile", "Run this again.")
    return found


_loaded: Once[_Key, tuple[Any, Any]] = Once(_load)


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
