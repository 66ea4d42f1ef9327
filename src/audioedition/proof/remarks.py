"""What the proof of a post says to who listens to its editions: what was left out, and what may be in the wrong one.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition.model import Decision, Dropped, Edition
from audioedition.proof import Proof
from audioedition.proof.places import decided


@dataclass(frozen=True, slots=True)
class Doubt:
    """A piece of a post that may be in the wrong edition, as one edition has it.

    `marks` are what its author can mark it with, and `detail` says in a sentence why it is where it is.  `line` is that
    of its source, 0 where there are none; `block` its place among the blocks of the edition, -1 if it is its title, and
    None if it is in another edition.
    """

    text: str
    marks: tuple[str, ...]
    detail: str
    line: int = 0
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Remarks:
    """What of a post is not heard in an edition, and what is doubtful in the whole post, with the `remedy` for that."""

    left_out: tuple[Dropped, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remedy: str = ""


def remarks(proof: Proof, edition: Edition, unspoken: Sequence[Dropped] = ()) -> Remarks:
    """The remarks on one `edition` of `proof`, of which so much is `unspoken`: a voice passes over it."""
    doubts = tuple(_doubts(proof, edition)) if proof.unsure else ()
    return Remarks((*proof.split.dropped, *unspoken), doubts, proof.remedy if doubts else "")


def _doubts(proof: Proof, edition: Edition) -> Iterator[Doubt]:
    places: Mapping[int, int] = {
        place: block for (tag, block), place in decided(proof).items() if tag == edition.language
    }
    for place, decision in enumerate(proof.split.decisions):
        if decision.is_unsure:
            block = -1 if _is_title(decision, proof, edition) else places.get(place)
            text, line = decision.block.text, decision.block.line
            yield Doubt(text, proof.marks(decision), decision.detail, line, block)


def _is_title(decision: Decision, proof: Proof, edition: Edition) -> bool:
    return edition.language in decision.languages and decision.block in proof.titles
