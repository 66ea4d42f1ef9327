"""Networks in the form of ONNX, ready to run: the door to onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]


def session(model: Path) -> Any:  # noqa: ANN401 -- onnxruntime has no types
    """The network in the file `model`, for calls from several threads.  Raises whatever onnxruntime does.

    One thread a sentence: several sentences at once are faster than several threads on one, above
    all where other programs want the processor.
    """
    threads = onnxruntime.SessionOptions()
    threads.intra_op_num_threads = threads.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), threads, providers=["CPUExecutionProvider"])
