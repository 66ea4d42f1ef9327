"""Networks that make sound, laid out as the processor likes it: the same numbers in two thirds of the time.

The last part of VITS (HiFi-GAN) makes sound of some 90 frames a second, by transposed convolutions that multiply the
length, and dozens of convolutions between them.  onnxruntime convolves images in a layout made for the processor's
registers, in blocks of 8 or 16 channels, about 1.7 times as fast as sound; but to sound it does not apply it, and
after each LeakyRelu it would leave it.  Here all that follows the first transposed convolution is rewritten so that
it stays in that layout: [N, C, T] is then [N, C / block, T, block] in memory, called [N, C, 1, T].

- A transposed convolution is one of `stride` times as many channels, which are then put one after the other in time.
- What is added to the outcome of a convolution is given to it, and need not be read and written again.
- A division, as of a sum by the number of its terms, goes into the weights of the next convolution.
- The last convolution, to a single channel, makes a block of samples at once.
- All this is done piece by piece (`_onnx_pieces`), from where a piece is many times as long as convolutions reach.

Whatever is not of that kind stays as it is.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _onnx_form as form
from audioedition.engines._decibels import decibels
from audioedition.engines._onnx_convolutions import Convolution, Floats, read
from audioedition.engines._onnx_pieces import Cut, looped

Run = Callable[[bytes, Mapping[str, NDArray[np.float32]]], Sequence[NDArray[np.float32]]]
"""Runs a network on what it is given: what it tells."""

LEAST = 100.0
"""Decibels between what was rewritten and what it was, below which it is not used.  Rounding leaves about 120."""

DOMAIN = "com.microsoft.nchwc"
_OLDEST = 10  # version of the operators, from which on a slice has inputs
_FRAMES = 40  # long enough for the widest convolutions
_PIECES = 2.5  # more than a first and a last one


def rewritten(network: bytes, block: int, run: Run) -> bytes | None:
    """The `network` in blocks of so many channels; None if nothing in it can be, or if it would not be the same."""
    model = form.parse(network)
    versions = [each.version for each in model.opset_import if not each.domain]
    if block < 2 or versions < [_OLDEST] or any(map(form.is_nested, model.graph.node)):  # noqa: PLR2004 -- blocks
        return None
    rewriting = _Rewriting(model.graph, block)
    if not rewriting.entries or not rewriting.is_same(model.opset_import, run):
        return None
    rewriting.exchange()
    _add_domain(model)
    return bytes(model.SerializeToString())


def probe() -> bytes:
    """A network that lays sixteen channels of two samples out in blocks: how big they are, is seen from the order."""
    nodes = [form.node("ReorderInput", ["x"], "y", DOMAIN)]
    model = form.model(nodes, [], ["x"], ["y"])
    model.opset_import.append(form.opset("", 15))
    _add_domain(model)
    return bytes(model.SerializeToString())


@dataclass(frozen=True, slots=True)
class _Blocked:
    """A value in blocks; what stands in the network is `factor` times that."""

    name: str
    channels: int
    length: str  # equal where two are equally long
    times: int  # what the length is a multiple of
    reach: Fraction  # how far all convolutions before it look, in samples of what was first laid out
    factor: float = 1.0


class _Rewriting:
    def __init__(self, graph: Any, block: int) -> None:  # noqa: ANN401 -- protobuf's
        self.entries: dict[str, int] = {}
        """What is laid out in blocks, and how many channels it has."""
        self._exits: list[str] = []  # what is laid out as it was
        self._cuts: list[
            tuple[int, _Blocked]
        ] = []  # transposed convolutions: before which operator, of which value
        self._end: _Blocked | None = None  # the sound
        self._frames = _FRAMES
        self._graph, self._block = graph, block
        self._constants = {each.name: each for each in graph.initializer}
        self._new: list[Any] = []  # constants
        self._nodes: list[Any] = []  # all of the network
        self._before: list[Any] = []  # those that were rewritten …
        self._after: list[Any] = []  # … and what became of them
        self._values: dict[str, _Blocked] = {}
        self._plain: set[str] = set()  # those of them that are there as they were, too
        self._uses = Counter(name for node in graph.node for name in node.input)
        self._uses.update(each.name for each in graph.output)
        self._users = {name: node for node in graph.node for name in node.input}
        ways = {
            "ConvTranspose": self._transposed,
            "Conv": self._convolved,
            "FusedConv": self._convolved,
            "LeakyRelu": self._leaky,
            "Add": self._added,
            "Div": self._divided,
        }
        done: set[str] = set()  # what became part of another one
        for node in graph.node:
            if node.output[0] in done:
                continue
            way = ways.get(node.op_type)
            if way and (told := way(node)):
                done.update(told)
                continue
            self._needed_as_it_was(node.input)
            self._nodes.append(node)
        self._needed_as_it_was([each.name for each in graph.output])
        self._cut_up()

    def exchange(self) -> None:
        """Put what was rewritten into the network."""
        used = form.needs(self._nodes)
        constants = [each for each in self._graph.initializer if each.name in used]
        del self._graph.node[:], self._graph.initializer[:], self._graph.value_info[:]
        self._graph.node.extend(self._nodes)
        self._graph.initializer.extend([*constants, *self._new])

    def is_same(self, versions: Sequence[Any], run: Run) -> bool:
        """Whether what was rewritten makes the same of random numbers as what it was."""
        chance = np.random.default_rng(1)
        given = {
            name: chance.standard_normal((1, channels, self._frames)).astype(np.float32)
            for name, channels in self.entries.items()
        }
        told = []
        for nodes in self._before, self._after:
            used = form.needs(nodes)
            constants = [each for each in (*self._graph.initializer, *self._new) if each.name in used]
            model = form.model(nodes, constants, list(given), self._exits)
            model.opset_import.extend(versions)
            _add_domain(model)
            told.append(run(bytes(model.SerializeToString()), given))
        return all(decibels(one.ravel(), other.ravel()) > LEAST for one, other in zip(*told, strict=True))

    def _transposed(self, node: Any) -> list[str]:  # noqa: ANN401 -- protobuf's
        how = read(node, self._floats)
        if how is None or how.dilation != 1:
            return []
        given, channels, kernel = how.weight.shape
        if kernel % how.stride or given % self._block or channels % self._block:
            return []
        value, groups = self._in_blocks(node.input[0], given), channels // self._block
        self._cuts.append((len(self._after), value))
        name = self._conv(how.of_phases(), value)
        name = self._reshaped(name, 0, how.stride, groups, -1, self._block)
        name = self._made("Transpose", [name], perm=[0, 2, 3, 1, 4])
        name = self._reshaped(name, 0, groups, -1, self._block)
        left, right = how.pads[0], how.pads[1] - how.extra
        bounds = [left, -right if right else sys.maxsize, 2]
        name = self._made("Slice", [name, *(self._constant(np.array([each])) for each in bounds)])
        name = self._reshaped(name, 0, channels, 1, -1)
        times = value.times * how.stride
        if kernel - how.stride != left + right:  # some samples more or less
            times = 1
            self._cuts.clear()
        reach = value.reach + Fraction(kernel // how.stride, value.times)
        return self._like(node, _Blocked(name, channels, node.output[0], times, reach))

    def _convolved(self, node: Any) -> list[str]:  # noqa: ANN401 -- protobuf's
        value = self._values.get(node.input[0])
        how = read(node, self._floats) if value else None
        if value is None or how is None or how.stride != 1:
            return []
        channels, given, kernel = how.weight.shape
        if given != value.channels or sum(how.pads) != how.dilation * (kernel - 1):
            return []
        if channels == 1 and how.dilation == 1 and value.times % self._block == 0:
            return self._last(node, value, how)
        if channels % self._block:
            return []
        told, sum_of = [node.output[0]], []
        reach = value.reach + Fraction(max(how.pads), value.times)
        self._before.append(node)
        user = self._users.get(told[0])
        if user is not None and user.op_type == "Add" and self._uses[told[0]] == 1 and not how.activation:
            (other,) = (each for each in user.input if each != told[0])
            term = self._values.get(other)
            if term and (term.channels, term.length) == (channels, value.length):
                sum_of, told = [self._settled(other).name], [*told, user.output[0]]
                reach = max(reach, term.reach)
                self._before.append(user)
        name = self._conv(how, value, *sum_of)
        self._values[told[-1]] = replace(value, name=name, channels=channels, reach=reach, factor=1.0)
        return told

    def _last(self, node: Any, value: _Blocked, how: Convolution) -> list[str]:  # noqa: ANN401 -- protobuf's
        name = self._conv(how.of_samples(self._block), value)
        reach = value.reach + Fraction(max(how.pads), value.times)
        self._end = replace(value, name=node.output[0], reach=reach)
        self._add(form.node("Reshape", [name, self._constant(np.array([0, 1, -1]))], node.output[0]))
        self._exits.append(node.output[0])
        self._before.append(node)
        return [node.output[0]]

    def _leaky(self, node: Any) -> list[str]:  # noqa: ANN401 -- protobuf's
        value = self._values.get(node.input[0])
        if value is None:
            return []
        slope = form.attributes(node).get("alpha", 0.01)
        name = self._made("LeakyRelu", [value.name], alpha=slope)
        return self._like(node, replace(value, name=name))

    def _added(self, node: Any) -> list[str]:  # noqa: ANN401 -- protobuf's
        values = [self._values.get(each) for each in node.input]
        kinds = {(each.channels, each.length) if each else None for each in values}
        if None in kinds or len(kinds) > 1:
            return []
        one, other = map(self._settled, node.input)
        name, reach = self._made("Add", [one.name, other.name]), max(one.reach, other.reach)
        return self._like(node, replace(one, name=name, reach=reach))

    def _divided(self, node: Any) -> list[str]:  # noqa: ANN401 -- protobuf's
        value, by = self._values.get(node.input[0]), self._floats(node.input[1])
        if value is None or by is None or by.size != 1 or by.ndim > 3 or by.item() <= 0:  # noqa: PLR2004 -- N, C, T
            return []
        return self._like(node, replace(value, factor=value.factor / by.item()))

    def _like(self, node: Any, value: _Blocked) -> list[str]:  # noqa: ANN401 -- protobuf's
        self._before.append(node)
        self._values[node.output[0]] = value
        return [node.output[0]]

    def _conv(self, how: Convolution, value: _Blocked, *sum_of: str) -> str:
        weight, bias = map(self._constant, how.in_blocks(self._block, value.factor))
        return self._made("Conv", [value.name, weight, bias, *sum_of], DOMAIN, **how.told())

    def _in_blocks(self, name: str, channels: int) -> _Blocked:
        if name not in self._values:
            self.entries[name] = channels
            flat = self._reshaped(name, 0, channels, 1, -1)
            self._values[name] = _Blocked(
                self._made("ReorderInput", [flat], DOMAIN), channels, name, 1, Fraction(0)
            )
            self._plain.add(name)
        return self._values[name]

    def _settled(self, name: str) -> _Blocked:
        """A value that is what stands in the network, without a factor."""
        value = self._values[name]
        if value.factor != 1.0:
            factor = self._constant(np.array([value.factor], np.float32))
            value = replace(value, name=self._made("Mul", [value.name, factor]), factor=1.0)
            self._values[name] = value
        return value

    def _needed_as_it_was(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self._values and name not in self._plain:
                value = self._settled(name)
                laid = self._made("ReorderOutput", [value.name], DOMAIN, channels=value.channels)
                shape = self._constant(np.array([0, value.channels, -1]))
                self._add(form.node("Reshape", [laid, shape], name))
                self._plain.add(name)
                self._exits.append(name)

    def _cut_up(self) -> None:
        """Have the sound made piece by piece, from the first place on where that pays."""
        end = self._end
        if end is None or self._exits != [end.name] or len(self.entries) > 1:
            return
        for first, value in self._cuts:
            reach = math.ceil((end.reach - value.reach) * value.times)
            cut = Cut(value.name, value.channels, self._block, end.times // value.times, reach)
            nodes = self._after[first:]
            inside = {name for node in nodes for name in node.output}
            given = form.needs(nodes)
            told = {name for node in self._after[:first] for name in node.output}
            if cut.pays() and given & told == {cut.name} and nodes[-1].output[0] == end.name:
                self._frames = max(_FRAMES, math.ceil(_PIECES * cut.length / value.times))
                place = next(i for i, node in enumerate(self._nodes) if node.output[0] in inside)
                self._after[first:] = looped(nodes, cut, end.name, self._constant)
                others = [node for node in self._nodes if node.output[0] not in inside]
                self._nodes = [*others[:place], *self._after[first:], *others[place:]]
                return

    def _reshaped(self, name: str, *shape: int) -> str:
        return self._made("Reshape", [name, self._constant(np.array(shape))])

    def _made(self, operator: str, given: Sequence[str], domain: str = "", **told: form.Attribute) -> str:
        name = f"blocked/{operator}/{len(self._after)}"
        self._add(form.node(operator, given, name, domain, **told))
        return name

    def _add(self, node: Any) -> None:  # noqa: ANN401 -- protobuf's
        self._nodes.append(node)
        self._after.append(node)

    def _constant(self, array: NDArray[Any]) -> str:
        self._new.append(form.tensor(f"blocked/{len(self._new)}", array))
        return str(self._new[-1].name)

    def _floats(self, name: str) -> Floats | None:
        found = form.array(self._constants[name]) if name in self._constants else None
        return found if found is None or found.dtype == np.float32 else None


def _add_domain(model: Any) -> None:  # noqa: ANN401 -- protobuf's
    if all(each.domain != DOMAIN for each in model.opset_import):
        model.opset_import.append(form.opset(DOMAIN, 1))
