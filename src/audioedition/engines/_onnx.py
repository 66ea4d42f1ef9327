"""Networks in the form of ONNX, ready to run: the door to onnxruntime.

Whenever onnxruntime loads a network, it looks for what can be worked out beforehand or together: for a voice of Piper's
three quarters of the time of loading.  What it makes of a network can be kept, and is then loaded as it is.  What is kept
anyway can be worked on longer: what makes the sound is laid out as this processor likes it (`_onnx_blocked`).
"""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition import files
from audioedition.engines import _exports

WORTH = 16 << 20
"""Bytes of a network from which on it is worth a place on the disk."""

_REVISION = 1  # of what is kept: raised when it must be made anew
_DIGITS = 32  # of a digest, in a file's name

PROBE = bytes.fromhex(
    "08083a4b0a2c0a01781201791a0179220c52656f72646572496e7075743a13636f6d2e6d6963726f"
    "736f66742e6e63687763120567726170685a090a017812040a02080162090a017912040a02080142"
    "040a00100f42170a13636f6d2e6d6963726f736f66742e6e636877631001"
)
"""A network that lays sixteen channels out in blocks: `_onnx_blocked.probe()`, which would take longer to make than to run."""


def session(model: Path | bytes) -> Any:  # noqa: ANN401 -- onnxruntime has no types
    """The network in the file `model`, or in its bytes, for calls from several threads.  Raises whatever onnxruntime does.

    One thread a sentence: several sentences at once are faster than several threads on one, above
    all where other programs want the processor.  Memory stays as it is after the longest sentence: a plan of it would be
    kept for each length that occurs, and each text has another one (130 sentences of Piper: 358 MB instead of 538, and
    growing, in the same time).
    """
    return _session(model)


def kept(model: Path, digest: str, is_still: Callable[[], bool] = lambda: True) -> Any:  # noqa: ANN401 -- as above
    """As `session`, but faster: from what was kept when a file with this `digest` was loaded before.

    What the file holds by now is only kept if it `is_still` what it was when its digest was taken.

    It says the same but for the rounding, 100 dB below; whether it was made just now or before, the same bit for bit.
    Each version of onnxruntime, and each kind of processor, has its own, in the folder and the bounds of `_exports`.  What
    does not hold what its name says is thrown away, and where nothing can be kept, nothing is.
    """
    if model.stat().st_size < WORTH:
        return _session(model)
    block = _block()
    place = _exports.place(digest, ("onnxruntime",), f"{platform.machine()} {block} {_REVISION}")
    for path in place.parent.glob(f"{place.stem}-*{place.suffix}"):
        with contextlib.suppress(Exception):  # what onnxruntime raises has no name
            if path.stem.endswith(f"-{_told(path)}"):
                found = _session(path, is_done=True)
                _exports.used(path)
                return found
        _exports.delete(path)
    try:
        with files.replacing(place, lasting=False) as part:  # whether it is whole, its digest tells
            found = _made(model, part, block, is_still)
        named = place.with_stem(f"{place.stem}-{_told(place)}")
        place.replace(named)
    except Exception:  # noqa: BLE001 -- as above; and the disk may be full, or not ours
        return _session(model)
    _exports.used(named)
    return found


def _made(model: Path, part: Path, block: int, is_still: Callable[[], bool]) -> Any:  # noqa: ANN401 -- as above
    """The network in the file `model`, after what is to be kept of it was written to `part`.  Raises OSError if it is not any more."""
    from audioedition.engines import _onnx_blocked  # noqa: PLC0415 -- once for each voice

    found = _session(model, keep=part)
    if not is_still():
        raise OSError("the model was replaced meanwhile")
    try:
        rewritten = _onnx_blocked.rewritten(part.read_bytes(), block, _run)
    except Exception:  # noqa: BLE001 -- as above; a network may be any
        rewritten = None
    if rewritten is None:
        return found
    part.write_bytes(rewritten)
    return _session(part, is_done=True)


def _block() -> int:
    """How many channels onnxruntime lays side by side on this processor; 1 if none."""
    samples = np.tile(np.arange(2, dtype=np.float32), (1, 16, 1, 1))
    try:
        (laid,) = _run(PROBE, {"x": samples})
    except Exception:  # noqa: BLE001 -- what onnxruntime raises has no name
        return 1
    return int(laid.argmax())  # the second sample of the first channel


def _run(network: bytes, given: Mapping[str, NDArray[np.float32]]) -> Sequence[NDArray[np.float32]]:
    told: Sequence[NDArray[np.float32]] = _session(network, is_done=True).run(None, dict(given))
    return told


def _told(path: Path) -> str:
    return files.digest_file(path)[:_DIGITS]


def _session(source: Path | bytes, *, is_done: bool = False, keep: Path | None = None) -> Any:  # noqa: ANN401 -- as above
    """The network in `source`; `is_done` if it is one that was kept, `keep` is where it is to be."""
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 -- takes a while: only who speaks waits for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 4  # what goes wrong is raised, too, and said once by whoever asked
    levels = onnxruntime.GraphOptimizationLevel
    if is_done:
        options.graph_optimization_level = levels.ORT_DISABLE_ALL
    if keep is not None:  # not all: what is beyond that would hold for this very processor
        options.graph_optimization_level = levels.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(keep)
    given = source if isinstance(source, bytes) else str(source)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
