"""A split post as its author wants to see it: each piece in its place, why it is there, what is doubtful.

`cli` shows it on a terminal, `page` as a page.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from audioedition.model import Block, Decision, Dropped, Edition, Kind, Post, Split

UNSURE = 3.0
"""Nats below which a decision is doubtful: it may be wrong in more than one case of twenty."""


class Difference(Protocol):
    """What two editions of a post do not have in common: a code, a sentence, and both places.

    `lines` are those of the two `languages` in the source, 0 where nothing is or no line is known.
    """

    @property
    def code(self) -> str: ...  # noqa: D102 -- see the class
    @property
    def detail(self) -> str: ...  # noqa: D102 -- see the class
    @property
    def languages(self) -> tuple[str, str]: ...  # noqa: D102 -- see the class
    @property
    def lines(self) -> tuple[int, int]: ...  # noqa: D102 -- see the class


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the post and what became of it.

    `silence` says why it is not read aloud although an edition has it: it is code, for example.
    """

    decision: Decision
    silence: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether it is in no edition."""
        return not self.decision.languages

    @property
    def is_unsure(self) -> bool:
        """Whether its author should look at it."""
        return self.decision.margin < UNSURE


@dataclass(frozen=True, slots=True)
class Proof:
    """A post with all that was decided about it, or with the `error` for which it cannot be split."""

    source: str
    editions: tuple[Edition, ...] = ()
    pieces: tuple[Piece, ...] = ()
    differences: tuple[Difference, ...] = ()
    error: str = ""

    @property
    def unsure(self) -> tuple[Piece, ...]:
        """The doubtful pieces."""
        return tuple(piece for piece in self.pieces if piece.is_unsure)

    @property
    def remedy(self) -> str:
        """How the author settles what is doubtful: a sentence, with what is to be typed in backticks."""
        if any(piece.decision.block.line for piece in self.pieces):
            marks = " or ".join(f"`::: {edition.language}`" for edition in self.editions)
            return f"To settle it, write {marks} on a line of its own above, and `:::` on one below."
        marks = " or ".join(f'`lang="{edition.language}"`' for edition in self.editions)
        return f"To settle it, write {marks} into the tag of its HTML element."


def proof(
    post: Post, split: Split, silent: Mapping[Block, str], differences: Sequence[Difference] = ()
) -> Proof:
    """The proof of `post`; `silent` are blocks of its editions that are not read aloud, with a reason."""
    pieces = (Piece(decision, silent.get(decision.block, "")) for decision in _all(post, split))
    return Proof(post.source, split.editions, tuple(pieces), tuple(differences))


def _all(post: Post, split: Split) -> Iterator[Decision]:
    """The decisions, and among them what the format itself says is not the text; at the end without lines."""
    waiting = list(reversed(post.furniture))
    for decision in split.decisions:
        while waiting and 0 < waiting[-1].line <= decision.block.line:
            yield _left_out(waiting.pop())
        yield decision
    yield from map(_left_out, reversed(waiting))


def _left_out(furniture: Dropped) -> Decision:
    block = Block(Kind.PARAGRAPH, furniture.text, line=furniture.line)
    return Decision(block, (), furniture.code, furniture.detail)
