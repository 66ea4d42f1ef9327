"""Kokoro-82M (Apache-2.0): the most natural small voices for nine languages, slower than Piper's.

One model speaks with all voices; a voice is half a megabyte of vectors.  espeak finds the sounds, hence the GPL; see
`_espeak`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from audioedition import first_seen
from audioedition.engines import Engine, _kokoro_asian, _kokoro_files, _kokoro_model, _kokoro_symbols
from audioedition.engines._espeak_sounds import pronounced, said, unknown
from audioedition.engines._fetching import Part
from audioedition.engines._kokoro_files import Vectors, Weights
from audioedition.engines._kokoro_model import RATE
from audioedition.engines._kokoro_voices import (
    ENGINE,
    EXPERIMENTAL,
    LANGUAGES,
    SPEAKERS,
    blend,
    credit,
    letter,
    standard,
)
from audioedition.engines._letters import dotted
from audioedition.engines._setup import between, fingerprint, options, place, reason, suggestion
from audioedition.engines._sound import clip, from_floats
from audioedition.engines._stand_in import StandIns
from audioedition.engines._text import no_sound, pieces, unknown_sound, woven
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Clip, Voice

REVISION = 1

_LONGEST = (
    400  # symbols in one run; the model takes 510, but rushes above 400 (VOICES.md of hexgrad/Kokoro-82M)
)
_EXPERIMENT = 'engine = "kokoro" into that file, and experimental = true under [options], both by hand'
"""Both: the option alone would be an error for the engine that speaks the language so far."""

_BREATH = 0.15  # seconds between two runs: a sentence is cut after a clause


@dataclass(frozen=True, slots=True)
class Options:
    """`speed` above 1 is faster; `experimental` lets voices speak what they were not trained for.

    `weights` is a model file, `vectors` a file or folder of voices: without them, those that are here are found.
    """

    speed: float = between(0.5, 2, 1.0)
    weights: str = ""
    vectors: str = ""
    experimental: bool = False


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who speaks: the shares of the voices, and the language's letter, by which sounds are found; `d` is German."""

    shares: Mapping[str, float]
    letter: str


def load(voice: Voice) -> Engine:
    """The voice `voice.model` (`af_heart`), or a blend (`af_heart(2)+af_bella(1)`), or the best for its language.

    Raises ConfigError or EngineUnavailable.
    """
    wanted = options(voice, Options)
    cast = _cast(voice, wanted)
    _kokoro_asian.check(cast.letter)
    weights = _kokoro_files.weights(voice, wanted.weights)
    vectors = _kokoro_files.vectors(voice, wanted.vectors, cast.shares)
    try:
        digest = _kokoro_files.digest(weights)
    except OSError as exc:
        raise EngineUnavailable(
            ENGINE, f"its model cannot be read ({reason(exc)})", "Download it anew."
        ) from exc
    if any(part.path == weights[0] for part in parts(voice)):  # it was fetched
        note = first_seen.note_of(weights[0])
        first_seen.check(ENGINE, weights[0].stem, note, {weights[0].name: digest})
    heard = dataclasses.replace(wanted, weights="", vectors="", experimental=False)
    told = fingerprint(ENGINE, REVISION, heard, cast.letter, digest, _kokoro_files.told(vectors))
    return _Kokoro(cast.letter, weights, vectors, wanted.speed, told)


def voices() -> tuple[Voice, ...]:
    """The voices whose files are here and whose languages' sounds can be found."""
    offered = (
        Voice(language=each.language, engine=ENGINE, model=each.name, attribution=credit({each.name: 1}))
        for each in SPEAKERS.values()
        if _kokoro_asian.can(each.name[0])
    )
    return tuple(voice for voice in offered if _kokoro_files.here(voice, voice.model))


def parts(voice: Voice) -> Sequence[Part]:
    """The model and the vectors that can be fetched for `voice`.

    Raises ConfigError, and EngineUnavailable where nothing here can read the language: nobody should fetch for that.
    """
    wanted = options(voice, Options)
    cast = _cast(voice, wanted)
    _kokoro_asian.check(cast.letter)
    return _kokoro_files.parts(voice, wanted.weights, wanted.vectors, cast.shares)


def attribution(voice: Voice) -> Attribution:
    """Whose the voice or blend is, whether its files are here or not.  Raises ConfigError as `load`."""
    return credit(_cast(voice, options(voice, Options)).shares)


class _Kokoro:
    def __init__(
        self, letter: str, weights: Weights, vectors: Vectors, speed: float, fingerprint: str
    ) -> None:
        self.fingerprint = fingerprint
        self._letter = letter
        self._weights = weights
        self._vectors = vectors
        self._speed = speed

    @property
    def phonemes(self) -> bool:
        return self._letter in _kokoro_symbols.VOICES

    def unknown_sound(self, ipa: str) -> str:
        if not self.phonemes:
            return ipa
        listed = _kokoro_symbols.listed(self._letter)
        return unknown(ipa, listed) or _kokoro_symbols.unlearnt(pronounced(ipa, listed).ipa, self._letter)

    def prepare(self) -> None:
        _kokoro_model.loaded(self._weights)

    def synthesize(self, text: str) -> Clip:
        stand_ins = StandIns()
        given = dotted(text, _kokoro_symbols.VOICES[self._letter]) if self.phonemes else text
        line = woven(ENGINE, given, lambda ipa: stand_ins.take(self._sounds(text, ipa)))
        numbers = [
            _kokoro_symbols.numbers(piece) for piece in pieces(self._symbols(line, stand_ins), _LONGEST)
        ]
        model = _kokoro_model.loaded(self._weights)
        try:
            runs = [model.speak(piece, self._vectors, self._speed) for piece in numbers if piece]
        except Exception as exc:  # onnxruntime's errors share no base below Exception
            raise no_sound(ENGINE, text, reason(exc)) from exc
        silence = np.zeros(round(_BREATH / self._speed * RATE), np.float32)
        samples = [part for run in runs for part in (silence, run)][1:]
        joined = np.concatenate(samples) if samples else silence[:0]
        return clip(ENGINE, text, from_floats(joined), RATE, self._speed)

    def _symbols(self, line: str, stand_ins: StandIns) -> str:
        if not self.phonemes:
            return _kokoro_asian.read(line, self._letter)
        if not stand_ins.sounds:
            return _kokoro_symbols.symbols(line, self._letter)
        found = stand_ins.exchanged(line, lambda part: [list(_kokoro_symbols.symbols(part, self._letter))])
        return " ".join("".join(signs) for signs in found)

    def _sounds(self, text: str, ipa: str) -> list[str]:
        """`ipa` in symbols.  Raises EngineError."""
        if not self.phonemes:
            raise no_sound(ENGINE, text, "this voice takes no sounds in IPA")
        written = said(ENGINE, ipa, _kokoro_symbols.listed(self._letter)).ipa
        if sound := _kokoro_symbols.unlearnt(written, self._letter):
            raise unknown_sound(ENGINE, ipa, sound)
        return list(_kokoro_symbols.written(written, self._letter))


def _cast(voice: Voice, wanted: Options) -> _Cast:
    """Who speaks for `voice`.  Raises ConfigError."""
    language = base(voice.language)
    key = letter(voice.language)
    if not key and language not in EXPERIMENTAL:
        known = ", ".join(dict.fromkeys(map(base, LANGUAGES.values())))
        message = f"{place(voice, 'language')}: Kokoro does not speak {voice.language!r}, only {known}."
        raise ConfigError(message)
    if not key and not wanted.experimental:
        message = (
            f"{place(voice, 'language')}: Kokoro was not trained for {voice.language!r}; it can be understood, with half as many "
            f"errors again as Pico, and is no voice to publish with. If you want to hear it: write {_EXPERIMENT}."
        )
        raise ConfigError(message)
    shares = _shares(voice, wanted)
    own = {letter_ for name in shares if (letter_ := name[0]) in LANGUAGES and name in SPEAKERS}
    if strangers := sorted(LANGUAGES[each] for each in own if base(LANGUAGES[each]) != language):
        if not wanted.experimental:
            message = (
                f"{place(voice, 'model')}: {voice.model!r} was trained for {strangers[0]}, not for {voice.language}: choose "
                f"another, such as {standard(voice.language)!r}, or write {_EXPERIMENT}."
            )
            raise ConfigError(message)
        return _Cast(shares, key or "d")
    return _Cast(shares, next(iter(own)) if len(own) == 1 else key or "d")


def _shares(voice: Voice, wanted: Options) -> Mapping[str, float]:
    """The voices that `voice.model` names, or the standard of its language, with their shares.  Raises ConfigError."""
    model = voice.model or standard(voice.language) or EXPERIMENTAL[base(voice.language)]
    try:
        shares = blend(model)
    except ValueError as exc:
        message = (
            f"{place(voice, 'model')}: {model!r} is neither a voice (af_heart) nor a blend of voices "
            "(af_heart(2)+af_bella(1))."
        )
        raise ConfigError(message) from exc
    for name in shares:
        if name not in SPEAKERS and not _kokoro_files.own(voice, wanted.vectors, name):
            key = letter(voice.language)
            near = [each for each in SPEAKERS if each[0] == key] if key else list(SPEAKERS)
            message = f"{place(voice, 'model')}: Kokoro has no voice {name!r}{suggestion(name, near)}."
            raise ConfigError(message)
    return shares
