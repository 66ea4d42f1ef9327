"""Pressing: a piece of the recording, made loud and limited, as MP3 whose peaks have been looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.kept import Kept, key_of
from audioedition.mixdown import decoding, limiter, meter, mp3
from audioedition.mixdown.jingles import Music
from audioedition.mixdown.layout import Piece, Span
from audioedition.mixdown.limiter import CEILING, STEP
from audioedition.mixdown.loudness import PEAK
from audioedition.mixdown.stem import Sound, Stem

_ROUNDS = 8
_LOUDEST = 32767


@dataclass(frozen=True, slots=True)
class Press:
    """Everything that a piece is made of: where what is heard lies, and how loud it is to be.

    `spans` are first those of the `sounds`, each with its own gain, then those of the `music`.
    """

    stem: Stem
    spans: Sequence[Span]
    sounds: Sequence[Sound]
    gains: Sequence[float]
    music: Sequence[Music]
    gain: float
    kept: Kept

    def piece(self, piece: Piece) -> bytes:
        """The frames of a `piece`, from what is kept or made and kept.  Raises AudioError, ArchiveError."""
        key = self._key(piece)
        data = self.kept.get(key, "mp3")
        if data is None:
            data = pressed(self._mixed(piece), piece.frames, self.gain)
            self.kept.put(key, "mp3", data)
        return data

    def _key(self, piece: Piece) -> str:
        parts = [mp3.made_by(), str(piece.frames), str(self.gain)]
        for number in piece.holds:
            parts.append(str(self.spans[number].start - piece.start))
            if number < len(self.sounds):
                parts += [self.sounds[number].key, str(self.gains[number])]
            else:
                parts.append(self.music[number - len(self.sounds)].key)
        return key_of("piece", *parts)

    def _mixed(self, piece: Piece) -> NDArray[np.int16]:
        """What a piece holds, with music over the speech."""
        length = max(self.spans[number].end for number in piece.holds) - piece.start
        mixed = np.zeros(length, dtype="<i2")
        for number in sorted(piece.holds):  # the sounds come first
            place = slice(self.spans[number].start - piece.start, self.spans[number].end - piece.start)
            if number < len(self.sounds):
                mixed[place] = _amplified(self.stem.sound(self.sounds[number]), self.gains[number])
            else:
                mixed[place] = self.music[number - len(self.sounds)].over(mixed[place])
        return mixed


def _amplified(sound: NDArray[np.int16], gain: float) -> NDArray[np.int16]:
    if not gain:
        return sound
    louder: NDArray[np.int16] = np.rint(np.clip(sound * 10 ** (gain / 20), -_LOUDEST, _LOUDEST)).astype("<i2")
    return louder


def pressed(sound: NDArray[np.int16], frames: int, gain: float) -> bytes:
    """The MP3 of a sound, limited so that its true peaks, as a player hears them, are low enough."""
    sound = np.pad(sound, (0, -len(sound) % STEP))
    peaks, ceiling = limiter.peaks(sound), CEILING
    for _ in range(_ROUNDS):
        shaped = limiter.shaped(sound, limiter.factors(peaks, gain, ceiling))
        data = mp3.run(shaped, frames)
        excess = meter.true_peak(decoding.heard(data)) - PEAK
        if excess <= 0:
            break
        ceiling -= excess + 0.1  # the encoder raised them, or they stand between samples
    return data
