"""The posts of what waits, each with what the machine left out of it and what is doubtful, as the page shows them.  Pure."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition.model import Dropped
from audioedition.proof.leftovers import together
from audioedition.proof.remarks import Doubt
from audioedition.review.shown import Card


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pieces that follow each other, and were left out for one reason."""

    pieces: tuple[Dropped, ...]

    @property
    def detail(self) -> str:
        """The reason, a sentence."""
        return self.pieces[0].detail

    @property
    def lines(self) -> str:
        """Where they stand in their source; "" if that is not known."""
        first, last = self.pieces[0].line, self.pieces[-1].line
        return "" if not first else f"line {first}" if last <= first else f"lines {first}–{last}"


@dataclass(frozen=True, slots=True)
class Post:
    """The episodes of a post that wait.

    `left_out` is what none of them, or one of them, does not say; `doubts` are the doubtful pieces, each with the `id` of the
    sentence that says it, if one here does, and `remedy` what is to be done about them.  Nothing is known (`is_known`) of what
    an earlier version of the program recorded.
    """

    id: str
    cards: tuple[Card, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[tuple[Doubt, str], ...]
    remedy: str
    is_known: bool

    @property
    def count(self) -> int:
        """How many pieces were left out."""
        return sum(len(each.pieces) for each in self.left_out)


def posts(cards: Sequence[Card]) -> list[Post]:
    """The episodes of each post together; `cards` are in the order of their posts."""
    return [_post(id, tuple(those)) for id, those in itertools.groupby(cards, lambda card: card.episode.post)]  # noqa: A001 -- the field's own name


def _post(id: str, cards: tuple[Card, ...]) -> Post:  # noqa: A002 -- the field's own name
    known = [card.remarks for card in cards if card.remarks]
    pieces = dict.fromkeys(piece for remarks in known for piece in remarks.left_out)
    doubts: dict[Doubt, str] = {}
    for doubt, sentence in itertools.chain.from_iterable(map(_doubts, cards)):
        doubts[doubt] = doubts.get(doubt) or sentence
    return Post(
        id=id,
        cards=cards,
        left_out=tuple(map(LeftOut, together(tuple(pieces)))),
        doubts=tuple(doubts.items()),
        remedy=next((remarks.remedy for remarks in known if remarks.remedy), ""),
        is_known=len(known) == len(cards),
    )


def _doubts(card: Card) -> Iterator[tuple[Doubt, str]]:
    """Each doubtful piece, whichever edition it is in, and the `id` of the sentence of this one that says it."""
    if card.remarks is None:
        return
    places = {doubt: sentence.place for sentence in card.sentences for doubt in sentence.doubts}
    for doubt in card.remarks.doubts:
        sentence = f"s-{card.anchor}-{places[doubt]}" if doubt in places else ""
        yield dataclasses.replace(doubt, block=None), sentence
