"""The embedded Piper voice as a Coqui model, converted once per run of the tests."""

from __future__ import annotations

import json
import math
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from require import need

from audioedition import conversion
from audioedition.model import Voice


@cache
def converted() -> conversion.Converted:
    """The voice as `audioedition voices convert` leaves it."""
    need("TTS")
    need("onnx")
    return conversion.convert(
        Voice(language="en", engine="piper", model="en_US-joe-medium"), Path(_temporary().name) / "with-noise"
    )


@cache
def joe(*, noise: bool) -> Path:
    """The model file; without `noise` it always says the same in the same way."""
    model = converted().folder / "model.pth"
    if noise:
        return model
    folder = Path(_temporary().name) / "without-noise"
    folder.mkdir()
    (folder / model.name).hardlink_to(model)
    config = json.loads(model.with_name("config.json").read_text("utf-8"))
    config["model_args"]["inference_noise_scale"] = config["model_args"]["inference_noise_scale_dp"] = 0.0
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder / model.name


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="audioedition-test-")  # it vanishes with this process


def similarity(one: bytes, other: bytes) -> float:
    """How alike two pieces of PCM of one length are: a signal-to-noise ratio, in decibels."""
    first, second = (np.frombuffer(pcm, "<i2").astype(np.float64) for pcm in (one, other))
    noise = float(((first - second) ** 2).mean())
    return math.inf if noise == 0 else 10 * math.log10(float((first**2).mean()) / noise)
