"""Networks are laid out in blocks of channels: only what is of that kind, and the numbers stay what they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from audioedition.engines import _onnx, _onnx_blocked, _onnx_form, _onnx_pieces
from audioedition.engines._decibels import decibels
from audioedition.engines._onnx_form import node

BLOCK = _onnx._block()
CHANCE = np.random.default_rng(3)

pytestmark = pytest.mark.skipif(BLOCK < 2, reason="this processor has no blocks of channels")


class Network:
    """A small network, operator by operator: it is given `x`, and tells `y`."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []

    def constant(self, array: NDArray[Any]) -> str:
        self.tensors.append(_onnx_form.tensor(f"constant {len(self.tensors)}", array))
        return str(self.tensors[-1].name)

    def add(self, operator: str, given: Sequence[str], told: str, **attributes: Any) -> str:
        domain = "com.microsoft" if operator.startswith("Fused") else ""
        self.nodes.append(node(operator, given, told, domain, **attributes))
        return told

    def up(
        self, given: str, told: str, shape: tuple[int, int, int] = (32, 16, 8), stride: int = 4, **more: Any
    ) -> str:
        weight = self.constant(CHANCE.standard_normal(shape).astype(np.float32) / 8)
        bias = self.constant(CHANCE.standard_normal(shape[1]).astype(np.float32))
        attributes = {"strides": [stride], "pads": [2, 2], **more}
        return self.add("ConvTranspose", [given, weight, bias], told, **attributes)

    def conv(
        self,
        given: str,
        told: str,
        shape: tuple[int, int, int] = (16, 16, 3),
        operator: str = "Conv",
        **more: Any,
    ) -> str:
        weight = self.constant(CHANCE.standard_normal(shape).astype(np.float32) / 8)
        bias = self.constant(CHANCE.standard_normal(shape[0]).astype(np.float32))
        step = more.get("dilations", [1])[0]
        attributes = {"pads": [step * (shape[2] // 2)] * 2, **more}
        return self.add(operator, [given, weight, bias], told, **attributes)

    def leaky(self, given: str, told: str) -> str:
        return self.add("LeakyRelu", [given], told, alpha=0.1)

    def whole(self, told: Sequence[str] = ("y",)) -> bytes:
        model = _onnx_form.model(self.nodes, self.tensors, ["x"], told)
        model.opset_import.append(_onnx_form.opset("", 15))
        model.opset_import.append(_onnx_form.opset("com.microsoft", 1))
        return bytes(model.SerializeToString())


def operators(graph: Any) -> Counter[str]:
    """How many there are of each, inside of others, too."""
    found = Counter(each.op_type for each in graph.node)
    for inside in (told.g for each in graph.node for told in each.attribute if told.HasField("g")):
        found += operators(inside)
    return found


def laid_out(network: bytes, lengths: Sequence[tuple[int, int]] = ((1, 1), (1, 37), (2, 50))) -> Counter[str]:
    """The operators of the `network` in blocks, after it was seen to tell the same of so many sounds, so long."""
    rewritten = _onnx_blocked.rewritten(network, BLOCK, _onnx._run)
    assert rewritten is not None
    for sounds, length in lengths:
        given = {"x": CHANCE.standard_normal((sounds, 32, length)).astype(np.float32)}
        for one, other in zip(_onnx._run(network, given), _onnx._run(rewritten, given), strict=True):
            assert one.shape == other.shape
            assert decibels(one.ravel(), other.ravel()) > 100
    return operators(_onnx_form.parse(rewritten).graph)


def decoder() -> Network:
    """As HiFi-GAN ends: two blocks of two convolutions each, of which the mean is taken."""
    network = Network()
    network.leaky(network.up("x", "up"), "leaky")
    for each, dilation in (("a", 1), ("b", 3)):
        network.conv("leaky", f"{each}1", dilations=[dilation])
        network.add("Add", [f"{each}1", "up"], f"{each}2")
        network.conv(network.leaky(f"{each}2", f"{each}3"), f"{each}4", (16, 16, 5), dilations=[2 * dilation])
        network.add("Add", [f"{each}4", f"{each}2"], each)
    network.add("Add", ["a", "b"], "sum")
    network.add("Div", ["sum", network.constant(np.array(2, np.float32))], "mean")
    network.leaky("mean", "last")
    return network


def voice() -> Network:
    """A decoder, and another step up, after which the length is a multiple of a block; then the sound."""
    network = decoder()
    network.up("last", "more", (16, 16, 8))
    network.conv(network.leaky("more", "end"), "y", (1, 16, 7), "FusedConv", activation=b"Tanh")
    return network


def test_what_makes_sound_is_laid_out_until_its_last_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_onnx_pieces, "SAMPLES", 0)  # all at once
    left = laid_out(voice().whole())
    assert (
        left["ConvTranspose"] == left["Div"] == left["Mul"] == left["FusedConv"] == left["ReorderOutput"] == 0
    )
    assert left["ReorderInput"] == 1
    assert left["Add"] == 1  # the others are part of convolutions
    assert left["Conv"] == 7


@pytest.mark.parametrize(
    ("shape", "stride", "more"),
    [
        ((32, 16, 16), 8, {"pads": [4, 4]}),
        ((32, 48, 4), 2, {"pads": [1, 1]}),
        ((32, 16, 9), 3, {"pads": [3, 3]}),
        ((32, 16, 8), 4, {"pads": [0, 3]}),
        ((32, 16, 8), 4, {"pads": [2, 3], "output_padding": [1]}),
        ((32, 16, 8), 4, {"pads": [2, 1], "output_padding": [1]}),
        ((32, 16, 3), 3, {"pads": [0, 0]}),
        ((32, 16, 5), 1, {"pads": [2, 2]}),
    ],
)
def test_transposed_convolutions_of_any_width(
    shape: tuple[int, int, int], stride: int, more: Mapping[str, Any]
) -> None:
    network = Network()
    channels = shape[1]
    network.conv(
        network.leaky(network.up("x", "up", shape, stride, **more), "leaky"), "y", (channels, channels, 3)
    )
    assert laid_out(network.whole())["ConvTranspose"] == 0


def test_a_length_that_is_no_multiple_of_a_block_ends_as_it_did() -> None:
    network = decoder()
    network.conv("last", "y", (1, 16, 7))
    left = laid_out(network.whole())
    assert left["ReorderOutput"] == left["Mul"] == 1  # the mean cannot wait for another convolution


@pytest.mark.parametrize(
    ("pads", "ends", "kept"),
    [([0, 0], [1, 1], 0), ([1, 0], [1, 1], 1), ([0, 0], [0, 0], 1), ([0, 0], [1, 2], 1)],
)
def test_the_last_convolution_makes_blocks_only_of_what_is_whole(
    pads: list[int], ends: list[int], kept: int
) -> None:
    network = Network()
    network.up("x", "up", (32, 16, 16), 16, pads=pads)
    network.conv("up", "y", (1, 16, 3), pads=ends)
    assert laid_out(network.whole())["ReorderOutput"] == kept


@pytest.mark.parametrize(
    ("samples", "inside"),
    [(4096, 2), (2048, 1), (64, 0)],
    ids=["from the first step up", "from the second", "too short"],
)
def test_sound_is_made_piece_by_piece(monkeypatch: pytest.MonkeyPatch, samples: int, inside: int) -> None:
    monkeypatch.setattr(_onnx_pieces, "SAMPLES", samples)
    frames = samples // 16
    lengths = [(1, 1), (1, frames - 1), (1, frames), (1, frames + 1), (3, 2 * frames), (1, 5 * frames // 2)]
    network = voice().whole()
    assert laid_out(network, lengths)["Loop"] == bool(inside)
    rewritten = _onnx_form.parse(_onnx_blocked.rewritten(network, BLOCK, _onnx._run) or b"")
    outside = Counter(each.op_type for each in rewritten.graph.node)
    assert operators(rewritten.graph)["Slice"] - outside["Slice"] == (inside + 2 if inside else 0)


@pytest.mark.parametrize(("ratio", "unit"), [(4, BLOCK // 4), (1, BLOCK), (20, BLOCK // 4), (32, 1)])
def test_pieces_are_whole_blocks_of_sound(ratio: int, unit: int) -> None:
    for reach in range(1, 40):
        cut = _onnx_pieces.Cut("x", 32, BLOCK, ratio, reach)
        assert cut.margin % unit == cut.length % unit == 0
        assert reach <= cut.margin < reach + unit
        assert cut.length * ratio <= _onnx_pieces.SAMPLES


def test_pieces_that_are_too_narrow_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def narrow(name: str, channels: int, block: int, ratio: int, reach: int) -> _onnx_pieces.Cut:
        return _onnx_pieces.Cut(name, channels, block, ratio, reach - 4)

    network = voice().whole()
    monkeypatch.setattr(_onnx_pieces, "SAMPLES", 4096)
    monkeypatch.setattr(_onnx_blocked, "Cut", narrow)
    assert _onnx_blocked.rewritten(network, BLOCK, _onnx._run) is None


@pytest.mark.parametrize("place", [-1, None])
def test_what_others_need_while_sound_is_made_is_made_at_once(place: int | None) -> None:
    network = voice()
    network.nodes.insert(len(network.nodes) if place is None else place, node("Neg", ["end"], "less"))
    assert laid_out(network.whole(["y", "less"]))["Loop"] == 0


def test_what_others_need_is_given_to_them_as_it_was() -> None:
    network = decoder()
    network.add("Tanh", ["a2"], "bent")
    network.add("Neg", ["mean"], "less")
    network.conv("last", "y")
    told = ["y", "bent", "less", "up", "a1"]
    assert laid_out(network.whole(told))["ReorderOutput"] == len(told)


def test_sums_of_what_is_not_equally_long_stay_as_they_were() -> None:
    network = Network()
    network.conv(network.up("x", "up"), "one")
    network.add("ReduceMean", ["up"], "mean", axes=[2])
    network.add("Add", ["one", "mean"], "sum")
    network.up("sum", "more", (16, 16, 8), 2, pads=[3, 3])
    network.up("sum", "other", (16, 16, 8), 2, pads=[3, 3])
    network.add("Add", ["more", "other"], "both")  # they are, but that would have to be worked out
    network.conv("more", "two")
    network.add("Add", ["two", "other"], "three")
    network.conv("three", "y")
    left = laid_out(network.whole(["y", "both"]))
    assert left["Add"] == 3
    assert left["ReorderOutput"] == len({"up", "one", "more", "other", "two"})


def test_an_activation_comes_before_what_is_added() -> None:
    network = Network()
    network.up("x", "up")
    network.conv("up", "one", (16, 16, 3), "FusedConv", activation=b"LeakyRelu", activation_params=[0.1])
    network.add("Add", ["one", "up"], "sum")
    network.conv("sum", "y")
    assert laid_out(network.whole())["Add"] == 1


@pytest.mark.parametrize(
    "more",
    [{"group": 16}, {"strides": [2]}, {"pads": [1, 2]}, {"pads": [0, 0]}],
    ids=["groups", "strides", "longer", "shorter"],
)
def test_unusual_convolutions_stay_as_they_were(more: Mapping[str, Any]) -> None:
    network = Network()
    network.up("x", "up")
    network.conv("up", "other", (16, 1 if "group" in more else 16, 3), **more)
    network.conv("up", "one")
    left = laid_out(network.whole(["one", "other"]))
    assert left["ReorderOutput"] == 2


@pytest.mark.parametrize(
    "name", ["narrow", "dilated", "half a stride", "of another size", "of groups", "none"]
)
def test_a_network_without_any_of_it_is_left_alone(name: str) -> None:
    network = Network()
    if name == "narrow":
        network.up("x", "y", (32, 4, 8))
    elif name == "dilated":
        network.up("x", "y", dilations=[2])
    elif name == "half a stride":
        network.up("x", "y", (32, 16, 6))
    elif name == "of another size":
        network.up("x", "y", auto_pad=b"SAME_UPPER", pads=[])
    elif name == "of groups":
        network.up("x", "y", group=2)
    else:
        network.conv(network.leaky("x", "leaky"), "y", (16, 32, 3))
    assert _onnx_blocked.rewritten(network.whole(), BLOCK, _onnx._run) is None


def test_blocks_of_another_size_are_found_out() -> None:
    network = decoder()
    network.conv("last", "y")
    assert _onnx_blocked.rewritten(network.whole(), 24 - BLOCK, _onnx._run) is None
    assert _onnx_blocked.rewritten(network.whole(), 1, _onnx._run) is None


def test_what_the_file_holds_besides_stays_in_it() -> None:
    network = decoder()
    network.conv("last", "y")
    kept = bytes([0x12, 4]) + b"make"  # who made it: the second field of a model
    rewritten = _onnx_blocked.rewritten(network.whole() + kept, BLOCK, _onnx._run)
    assert rewritten is not None
    assert kept in rewritten
