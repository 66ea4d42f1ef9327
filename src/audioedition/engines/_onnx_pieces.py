"""The end of a network that makes sound, piece by piece: a long sentence takes no more memory than a short one.

What is computed for a whole sentence at once is written to memory, and read again, by each operator; of a piece, most
of it is still in the processor's cache.  Each piece begins earlier than it must, and ends later, by as far as
convolutions look: so what is kept of it is what it would be in one go, also at both ends of the sound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _onnx_form as form

SAMPLES = 1 << 14
"""Of sound in a piece: with 32 channels 2 MB, as many as a core's cache holds."""
_SHARE = 12  # of a piece: no more than one such part may be computed twice


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a network may be cut: at a value in blocks, called `name`, from which on it is all about that."""

    name: str
    channels: int
    block: int
    ratio: int  # samples of sound for each of it
    reach: int  # of its samples, how many on each side have a part in one of sound

    @property
    def length(self) -> int:
        """How many of its samples make a piece."""
        return SAMPLES // self.ratio // self._unit * self._unit

    @property
    def margin(self) -> int:
        """How many more are taken on each side."""
        return -(-self.reach // self._unit) * self._unit

    def pays(self) -> bool:
        """Whether little is computed twice."""
        return 0 < 2 * self.margin * _SHARE <= self.length

    @property
    def _unit(self) -> int:
        """Of how many the sound is whole blocks."""
        return self.block // math.gcd(self.block, self.ratio)


def looped(nodes: Sequence[Any], cut: Cut, told: str, constant: Callable[[NDArray[Any]], str]) -> list[Any]:
    """Operators for `nodes`, which make the sound called `told` of what lies at the `cut`."""

    def numbers(*values: int) -> str:
        return constant(np.array(values))

    def named(name: str) -> str:
        return f"pieces/{name}"

    made: list[Any] = []

    def add(operator: str, given: Sequence[str], name: str, **attributes: Any) -> str:  # noqa: ANN401 -- an operator's
        made.append(form.node(operator, given, name, **attributes))
        return name

    long, two = numbers(cut.length), numbers(2)
    laid = add("Reshape", [cut.name, numbers(0, cut.channels // cut.block, -1, cut.block)], named("laid"))
    whole = add("Gather", [add("Shape", [laid], named("shape")), two], named("whole"))
    more = add("Add", [whole, numbers(cut.length - 1)], named("more"))
    count = add("Squeeze", [add("Div", [more, long], named("pieces"))], named("count"))
    before, made = made, []

    at = add("Mul", [add("Reshape", [named("number"), numbers(1)], named("which")), long], named("at"))
    early = add("Sub", [at, numbers(cut.margin)], named("early"))
    start = add("Max", [early, numbers(0)], named("start"))
    end = add("Add", [at, numbers(cut.length + cut.margin)], named("end"))
    piece = add("Slice", [laid, start, end, two], named("piece"))
    add("Reshape", [piece, numbers(0, cut.channels, 1, -1)], named("given"))
    for node in nodes:
        for place, name in enumerate(node.input):
            if name == cut.name:
                node.input[place] = named("given")
        made.append(node)
    ratio, samples = numbers(cut.ratio), numbers(cut.length * cut.ratio)
    first = add("Mul", [add("Sub", [at, start], named("lead")), ratio], named("first"))
    last = add("Add", [first, samples], named("last"))
    sound = add("Slice", [told, first, last, two], named("sound"))
    length = add("Gather", [add("Shape", [sound], named("sound/shape")), two], named("length"))
    lacks = add("Sub", [samples, length], named("lacks"))  # of the last piece, and goes again
    add("Pad", [sound, add("Concat", [numbers(0, 0, 0, 0, 0), lacks], named("pads"), axis=0)], named("told"))
    add("Identity", [named("goes on")], named("goes on/told"))
    body = form.body(made, [named("number"), named("goes on")], [named("goes on/told"), named("told")])
    made = before

    pieces = add("Loop", [count, ""], named("all"), body=body)
    joined = add("Transpose", [pieces], named("joined"), perm=[1, 2, 0, 3])
    flat = add("Reshape", [joined, numbers(0, 1, -1)], named("flat"))
    add("Slice", [flat, numbers(0), add("Mul", [whole, ratio], named("samples")), two], told)
    return made
