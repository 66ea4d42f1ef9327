"""Convolutions of sound (of one dimension), as the rewriting of networks needs them: read, and in other forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _onnx_form as form

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Convolution:
    """What a convolution is told; one that is transposed has `extra` samples at its end."""

    weight: Floats
    bias: Floats | None
    stride: int
    dilation: int
    pads: tuple[int, int]
    extra: int
    activation: dict[str, Any]

    def told(self) -> dict[str, Any]:
        """The attributes of an operator that does the same to pictures that are one point high."""
        return {
            "kernel_shape": [1, self.weight.shape[2]],
            "dilations": [1, self.dilation],
            "pads": [0, self.pads[0], 0, self.pads[1]],
            "strides": [1, self.stride],
            **self.activation,
        }

    def in_blocks(self, block: int, factor: float) -> tuple[Floats, Floats]:
        """Its weight for what is `factor` times as large, and its bias, in blocks of so many channels."""
        channels, given, kernel = self.weight.shape
        weight = self.weight * np.float32(factor)
        blocks = weight.reshape(channels // block, block, given // block, block, kernel)
        laid = blocks.transpose(0, 2, 4, 3, 1).reshape(channels, given, 1, kernel)
        return laid, np.zeros(channels, np.float32) if self.bias is None else self.bias

    def of_phases(self) -> Convolution:
        """For a transposed one of `taps` times its stride: a usual one, whose channels follow each other in time.

        It begins and ends without the pads.
        """
        given, channels, kernel = self.weight.shape
        taps = kernel // self.stride
        phases = self.weight.reshape(given, channels, taps, self.stride)[:, :, ::-1].transpose(3, 1, 0, 2)
        return replace(
            self,
            weight=phases.reshape(self.stride * channels, given, taps),
            bias=None if self.bias is None else np.tile(self.bias, self.stride),
            stride=1,
            pads=(taps - 1, taps - 1),
            extra=0,
        )

    def of_samples(self, block: int) -> Convolution:
        """For one to a single channel: one to so many channels, which are samples that follow each other in time."""
        _, given, kernel = self.weight.shape
        weight = np.zeros((block, given, kernel + block - 1), np.float32)
        for sample in range(block):
            weight[sample, :, sample : sample + kernel] = self.weight[0]
        return replace(
            self, weight=weight, bias=None if self.bias is None else np.repeat(self.bias, block), stride=block
        )


def read(node: Any, floats: Callable[[str], Floats | None]) -> Convolution | None:  # noqa: ANN401 -- protobuf's
    """The convolution of sound that an operator is, if all of it is known and usual; `floats` are the constants."""
    told: dict[str, Any] = form.attributes(node)
    weight, *more = (floats(each) for each in node.input[1:3])
    if weight is None or weight.ndim != 3 or any(each is None for each in more) or len(node.input) > 3:  # noqa: PLR2004 -- N, C, T; x, w, b
        return None
    if told.get("group", 1) != 1 or told.get("auto_pad", b"NOTSET") != b"NOTSET" or "output_shape" in told:
        return None
    left, right = told.get("pads", (0, 0))
    return Convolution(
        weight,
        more[0] if more else None,
        told.get("strides", [1])[0],
        told.get("dilations", [1])[0],
        (left, right),
        told.get("output_padding", [0])[0],
        {name: value for name, value in told.items() if name.startswith("activation")},
    )
