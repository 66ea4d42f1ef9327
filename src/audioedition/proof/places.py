"""Where in a post its differences are: among its decisions, in which editions are taken together again."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.model import Kind
from audioedition.proof import Proof

Places = tuple[int | None, int | None]
"""Among the decisions, the two places that a difference is about, as far as there are such."""


def places(proof: Proof) -> Sequence[Places]:
    """Those of each difference."""
    known = decided(proof)

    def place(language: str, block: int | None) -> int | None:
        return None if block is None else known.get((language, block))

    return [
        (place(each.languages[0], each.blocks[0]), place(each.languages[1], each.blocks[1]))
        for each in proof.differences
    ]


def decided(proof: Proof) -> dict[tuple[str, int], int]:
    """Which decision each block of each edition comes from, both by their places; a block may be a part of what was decided on."""
    found = {}
    for edition in proof.split.editions:
        its = [
            (place, decision.block)
            for place, decision in enumerate(proof.split.decisions)
            if edition.language in decision.languages
        ]
        rest = iter(its[1:] if its and its[0][1] in proof.titles else its)
        for number, block in enumerate(edition.blocks):
            if block.kind is Kind.PICTURE:
                continue  # nothing was decided on it
            for place, whole in rest:
                if whole.kind is block.kind and whole.line == block.line and block.text in whole.text:
                    found[edition.language, number] = place
                    break
    return found
