"""Networks in the form of ONNX, ready to run: the door to onnxruntime.

Whenever onnxruntime loads a network, it looks for what can be worked out beforehand or together: for a voice of Piper's
three quarters of the time of loading.  What it makes of a network can be kept, and is then loaded as it is.
"""

from __future__ import annotations

import contextlib
import platform
from pathlib import Path
from typing import Any

from audioedition import files
from audioedition.engines import _exports

WORTH = 16 << 20
"""Bytes of a network from which on it is worth a place on the disk."""

_DIGITS = 32  # of a digest, in a file's name


def session(model: Path | bytes) -> Any:  # noqa: ANN401 -- onnxruntime has no types
    """The network in the file `model`, or in its bytes, for calls from several threads.  Raises whatever onnxruntime does.

    One thread a sentence: several sentences at once are faster than several threads on one, above
    all where other programs want the processor.  Memory stays as it is after the longest sentence: a plan of it would be
    kept for each length that occurs, and each text has another one (130 sentences of Piper: 358 MB instead of 538, and
    growing, in the same time).
    """
    return _session(model)


def kept(model: Path, digest: str) -> Any:  # noqa: ANN401 -- as above
    """As `session`, from what was kept when a file with this `digest` was loaded before; the sound is the same, bit for bit.

    Each version of onnxruntime, and each kind of processor, has its own, in the folder and the bounds of `_exports`.  What
    does not hold what its name says is thrown away, and where nothing can be kept, nothing is.
    """
    if model.stat().st_size < WORTH:
        return _session(model)
    place = _exports.place(digest, ("onnxruntime",), platform.machine())
    for path in place.parent.glob(f"{place.stem}-*{place.suffix}"):
        with contextlib.suppress(Exception):  # what onnxruntime raises has no name
            if path.stem.endswith(f"-{_told(path)}"):
                found = _session(path, is_done=True)
                _exports.used(path)
                return found
        _exports.delete(path)
    try:
        with files.replacing(place, lasting=False) as part:  # whether it is whole, its digest tells
            found = _session(model, keep=part)
        named = place.with_stem(f"{place.stem}-{_told(place)}")
        place.replace(named)
    except Exception:  # noqa: BLE001 -- as above; and the disk may be full, or not ours
        return _session(model)
    _exports.used(named)
    return found


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
