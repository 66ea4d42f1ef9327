"""A voice without words: every word of the text becomes a short melody of its own.

It needs no model and always gives the same bytes, which makes it the voice for tests, for trying a
configuration, and for hearing where sentences begin and end.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import Engine
from audioedition.engines._setup import between, fingerprint, options
from audioedition.engines._sound import clip
from audioedition.engines._text import woven
from audioedition.model import Attribution, Clip, Voice

ENGINE = "tone"
REVISION = 1
SAMPLE_RATE = 22_050  # Hz

_SECONDS = 1 / 15  # a character: the pace of speech
_LEVEL = 0.35  # of full scale: about as loud as a voice
_SCALE = (0, 2, 4, 7, 9, 12, 14, 16)  # semitones: any two of them sound well together
_STEPS = 4096
# A table in place of numpy's sine, whose last digit differs between processors.
_SINE = np.array([math.sin(2 * math.pi * i / _STEPS) for i in range(_STEPS)])

_CREDIT = Attribution("Tones", "Apache-2.0", note="Not speech: a melody made from the text, for tests.")


@dataclass(frozen=True, slots=True)
class Options:
    """`pitch` is the lowest tone, in Hz."""

    pitch: float = between(50, 1000, 220.0)


def load(voice: Voice) -> Engine:
    """The tone voice; it has no models, so `voice.model` says nothing.  Raises ConfigError."""
    return _Tone(options(voice, Options))


def voices() -> tuple[Voice, ...]:
    """The one voice there is; it speaks no language, and so all of them."""
    return (Voice(language="zxx", engine=ENGINE, attribution=_CREDIT),)


def attribution(_voice: Voice) -> Attribution:
    """Whose the tones are, whatever they are taken for."""
    return _CREDIT


class _Tone:
    def __init__(self, wanted: Options) -> None:
        self.fingerprint = fingerprint(ENGINE, REVISION, wanted)
        self._pitch = wanted.pitch

    phonemes = True
    is_speech = False

    def unknown_sound(self, ipa: str) -> str:  # noqa: ARG002 -- any sound becomes a melody
        return ""

    def synthesize(self, text: str) -> Clip:
        words = woven(ENGINE, text, str)
        notes = [note for word in words.split(" ") for note in (*self._melody(word), _rest(1))]
        return clip(ENGINE, text, np.concatenate(notes), SAMPLE_RATE)

    def _melody(self, word: str) -> list[NDArray[np.int16]]:
        """One note for about three characters, chosen by all of them together."""
        syllables = [word[i : i + 3] for i in range(0, len(word), 3)]
        return [self._note(syllable, zlib.crc32(syllable.encode())) for syllable in syllables]

    def _note(self, syllable: str, code: int) -> NDArray[np.int16]:
        hertz = self._pitch * 2 ** (_SCALE[code % len(_SCALE)] / 12)
        samples = np.arange(round(len(syllable) * _SECONDS * SAMPLE_RATE))
        wave = _SINE[(samples * hertz * _STEPS / SAMPLE_RATE).astype(np.int64) % _STEPS]
        fade = np.minimum(1, np.minimum(samples, samples[::-1]) / (0.005 * SAMPLE_RATE))  # no clicks
        detail = 0.7 + 0.3 * (code >> 16) / 0xFFFF  # so that notes of one pitch still differ
        return np.rint(wave * fade * _LEVEL * detail * 32767).astype("<i2")


def _rest(characters: int) -> NDArray[np.int16]:
    return np.zeros(round(characters * _SECONDS * SAMPLE_RATE), dtype="<i2")
