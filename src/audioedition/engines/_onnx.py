"""Networks in the form of ONNX, ready to run: the door to onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def session(model: Path | bytes) -> Any:  # noqa: ANN401 -- onnxruntime has no types
    """The network in the file `model`, or in its bytes, for calls from several threads.  Raises whatever onnxruntime does.

    One thread a sentence: several sentences at once are faster than several threads on one, above
    all where other programs want the processor.  Memory stays as it is after the longest sentence: a plan of it would be
    kept for each length that occurs, and each text has another one (130 sentences of Piper: 358 MB instead of 538, and
    growing, in the same time).
    """
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 -- takes a while: only who speaks waits for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 4  # what goes wrong is raised, too, and said once by whoever asked
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
