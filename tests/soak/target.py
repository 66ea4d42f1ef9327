"""What is tried: a door through which something comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audioedition.errors import AudioeditionError


@dataclass(frozen=True, slots=True)
class Target:
    """One door: `run` takes an input, bytes of any kind, and may raise `refusals` only, each with a sentence.

    `seeds` are examples of what comes in, `words` what its language is made of.  `weight` says how many inputs it gets,
    beside the others; what is slow gets few.  `guided` says whether it is worth looking for code that was not reached.
    """

    name: str
    run: Callable[[bytes], object]
    seeds: Sequence[bytes]
    words: Sequence[bytes] = ()
    weight: int = 10
    refusals: tuple[type[Exception], ...] = (AudioeditionError,)
    guided: bool = True


def tried(target: Target, data: bytes) -> str:
    """Run `target` with `data`: what it was refused with, or "".  Raises what no input may raise."""
    try:
        target.run(data)
    except target.refusals as exc:
        if not str(exc).strip():
            raise AssertionError("an error without a sentence") from exc
        return str(exc)
    return ""
