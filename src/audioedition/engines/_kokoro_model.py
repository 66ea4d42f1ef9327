"""Kokoro's model, run by onnxruntime: symbols in, sound out.

Why not through the package kokoro-onnx: see docs/engines.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines._kokoro_files import Vectors, Weights
from audioedition.engines._kokoro_voices import ENGINE
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineUnavailable

RATE = 24_000  # Hz

_AUDIBLE = 0.004  # of full scale, as in `_sound`
_BEFORE, _AFTER = 0.04, 0.12  # seconds kept around what is heard: softest beginnings, and the room's ring


class Model:
    """A loaded model; calls from several threads are safe."""

    def __init__(self, found: Weights) -> None:
        """Load it.  Raises EngineUnavailable.

        One thread a sentence, as for Piper: several sentences at once are faster than several threads on one.
        """
        try:
            import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 -- takes a while: only who speaks waits for it

            threads = onnxruntime.SessionOptions()
            threads.intra_op_num_threads = threads.inter_op_num_threads = 1
            source = str(found[0]) if len(found) == 1 else b"".join(path.read_bytes() for path in found)
            session = onnxruntime.InferenceSession(source, threads, providers=["CPUExecutionProvider"])
            self._inputs = {each.name: _TYPES[each.type] for each in session.get_inputs()}
            self._tokens = next(name for name in ("tokens", "input_ids") if name in self._inputs)
        except Exception as exc:  # onnxruntime's errors share no base below Exception
            raise EngineUnavailable(
                ENGINE, f"its model cannot be loaded ({reason(exc)})", "Download the model anew."
            ) from exc
        self._session: Any = session

    def speak(self, numbers: list[int], vectors: Vectors, speed: float) -> NDArray[np.float32]:
        """The sound of 1 to 510 symbols: mono, 1.0 is full scale, without the silence that the model puts around it."""
        given = {
            self._tokens: np.array([[0, *numbers, 0]]),
            "style": vectors[[min(len(numbers), len(vectors)) - 1]],
            "speed": np.array([speed]),
        }
        typed = {name: value.astype(self._inputs[name]) for name, value in given.items()}
        return _trimmed(np.asarray(self._session.run(None, typed)[0], np.float32).ravel())


_TYPES = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(double)": np.float64,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
}


def _trimmed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    loud = np.flatnonzero(np.abs(samples) >= _AUDIBLE)
    if not len(loud):
        return samples[:0]
    return samples[max(0, loud[0] - round(_BEFORE * RATE)) : loud[-1] + round(_AFTER * RATE)]


loaded: Once[Weights, Model] = Once(Model)
"""The model of some files, loaded by the first call."""
