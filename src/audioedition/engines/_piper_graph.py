"""What is inside of a Piper voice: the weights of its network, under the names that they had when it was trained.

The only module that imports onnx.  A Piper voice is VITS, written down for inference by torch's exporter, which
folds and renames: that is undone here, by what each weight is used for, never by its place in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines._setup import reason
from audioedition.errors import EngineError, EngineUnavailable

Weights = dict[str, NDArray[np.float32]]

_CONVOLUTIONS = frozenset({"Conv", "ConvTranspose"})
_COMPUTED: Mapping[str, Callable[[NDArray[np.float32]], NDArray[Any]]] = {
    "Exp": np.exp,
    "Neg": np.negative,
    "Identity": np.asarray,
}
_PARTS = ("enc_p.", "dec.", "flow.", "dp.", "emb_g.")


@dataclass(frozen=True, slots=True)
class Network:
    """A voice's `weights`, and the `strides` and `dilations` of its convolutions (all in one dimension).

    The names are those of the original VITS: `enc_p.…` encodes phonemes, `dp.…` gives their durations, `flow.…` and
    `dec.…` make the sound, `emb_g.weight` holds the speakers where there are several.
    """

    weights: Weights
    strides: Mapping[str, int]
    dilations: Mapping[str, int]


def read(path: Path, install: str) -> Network:
    """The network in the `.onnx` file at `path`.

    Raises EngineUnavailable, with `install` as the remedy, where onnx is missing; EngineError for a file that is
    no such network.
    """
    try:
        import onnx  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 -- 17 MB, for this alone
        from onnx import numpy_helper  # noqa: PLC0415 -- the same
    except ImportError as exc:
        raise EngineUnavailable("coqui", "not installed: onnx", install) from exc
    try:
        graph = onnx.load(str(path)).graph
        return _network(graph, numpy_helper.to_array)
    except EngineError:
        raise
    except Exception as exc:  # protobuf's errors are its own, and a graph may be any
        message = f"{path} is not the network of a Piper voice ({reason(exc)}): give the .onnx file of one."
        raise EngineError(message) from exc


def _network(graph: Any, to_array: Callable[[Any], NDArray[Any]]) -> Network:  # noqa: ANN401 -- protobuf has no types
    values = _Values(graph, to_array)
    weights = {name: array for name, array in values.stored.items() if name.startswith(_PARTS)}
    strides, dilations = {}, {}
    for node in graph.node:
        if node.op_type in _CONVOLUTIONS:
            name = _weight_name(node)
            weights[name] = values.stored[node.input[1]]
            told = {each.name: list(each.ints) for each in node.attribute}
            strides[name] = (told.get("strides") or [1])[0]
            dilations[name] = (told.get("dilations") or [1])[0]
    inputs = {each.name for each in graph.input}
    for node in graph.node:  # the exporter gives these tables other names where an input is left unused
        if node.op_type == "Gather" and node.input[1] in inputs and node.input[0] in values.stored:
            table = {"input": "enc_p.emb.weight", "sid": "emb_g.weight"}.get(node.input[1])
            if table:
                weights[table] = values.stored[node.input[0]]
    weights.update(_first_flow(graph, values))
    return Network(
        {name: np.array(array, dtype=np.float32) for name, array in weights.items()}, strides, dilations
    )


def _weight_name(node: Any) -> str:  # noqa: ANN401 -- as above
    """What the weight of a convolution is called: after its bias, for its own name may be lost.

    Weights under weight norm lose it, for what is stored is computed.
    """
    if len(node.input) > 2:  # noqa: PLR2004 -- input, weight, bias
        return f"{node.input[2].removesuffix('.bias')}.weight"
    return str(node.input[1])


def _first_flow(graph: Any, values: _Values) -> Iterator[tuple[str, NDArray[np.float32]]]:  # noqa: ANN401 -- as above
    """The scale of the first flow of durations, which is stored as exp(-scale), or as -scale, or as it was."""
    shifted = [
        node.output[0] for node in graph.node if node.op_type == "Sub" and "dp.flows.0.m" in node.input
    ]
    for node in graph.node:
        if node.op_type == "Mul" and node.input[0] in shifted:
            yield "dp.flows.0.logs", -np.log(values.of(node.input[1]))


class _Values:
    """What is constant in a graph."""

    def __init__(self, graph: Any, to_array: Callable[[Any], NDArray[Any]]) -> None:  # noqa: ANN401 -- as above
        self.stored = {each.name: to_array(each) for each in graph.initializer}
        self._makers = {output: node for node in graph.node for output in node.output}

    def of(self, name: str) -> NDArray[np.float32]:
        """The constant called `name`, computed if need be.  Raises KeyError for what is none."""
        if name in self.stored:
            return self.stored[name]
        node = self._makers[name]
        return np.asarray(_COMPUTED[node.op_type](self.of(node.input[0])), dtype=np.float32)
