"""Taking clips in: each is put into the stem, resampled and measured as it comes, while the next one is awaited."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from audioedition.kept import Kept, key_of
from audioedition.mixdown.outline import Outline
from audioedition.mixdown.pcm import RATE
from audioedition.mixdown.stem import RESAMPLER, Lying, Sound, Stem, resampled
from audioedition.model import Clip

T = TypeVar("T")

_AHEAD = 8  # are begun before the first of them is asked for
_KIND = "outline"
_LENGTH = 4  # bytes in which the frames of a sound stand before its outline


def take(
    clips: Iterable[tuple[Clip, float]], stem: Stem, kept: Kept, pool: Executor
) -> tuple[list[Sound], list[int]]:
    """Put all `clips` into the `stem`; give what they are there, and the frames of silence after each.

    The `pool` measures what was not measured before.  Raises AudioError, ArchiveError.
    """
    pauses: list[int] = []

    def tasks() -> Iterator[Callable[[], Sound]]:
        for clip, pause in clips:
            pauses.append(max(0, round(pause * RATE)))
            yield _task(clip, stem, kept)

    return list(in_order(pool, tasks())), pauses


def in_order(pool: Executor, tasks: Iterable[Callable[[], T]]) -> Iterator[T]:
    """What each of the `tasks` gives, in order; only a few are begun before they are asked for, so that few are in memory."""
    begun: deque[Future[T]] = deque()
    try:
        for task in tasks:
            begun.append(pool.submit(task))
            if len(begun) > _AHEAD:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        for future in begun:
            future.cancel()


def _task(clip: Clip, stem: Stem, kept: Kept) -> Callable[[], Sound]:
    """What is left to do for a clip once it lies in the stem; it does not hold on to the clip."""
    key = _key(clip)
    data = kept.get(key, _KIND)
    if data is not None:
        sound = _sound(key, stem.put(clip.pcm), clip.sample_rate, data, stem)
        return lambda: sound
    pcm = stem.put(resampled(clip).tobytes())
    return lambda: _new(key, pcm, stem, kept)


def _new(key: str, pcm: Lying, stem: Stem, kept: Kept) -> Sound:
    data = _measured(np.frombuffer(stem.read(pcm), dtype="<i2"))
    kept.put(key, _KIND, data)
    return _sound(key, pcm, None, data, stem)


def _key(clip: Clip) -> str:
    return key_of("sound", RESAMPLER, str(clip.sample_rate), clip.pcm)


def _measured(sound: NDArray[np.int16]) -> bytes:
    return len(sound).to_bytes(_LENGTH, "little") + Outline.of(sound).packed


def _sound(key: str, pcm: Lying, rate: int | None, data: bytes, stem: Stem) -> Sound:
    frames, packed = int.from_bytes(data[:_LENGTH], "little"), data[_LENGTH:]
    return Sound(key, pcm, rate, frames, stem.put(packed), Outline.unpacked(packed).peak)
