"""Two aligned editions, as the checks look at them, and what a check finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audioedition.compare import places
from audioedition.compare.alignment import Bead, Pair
from audioedition.compare.passages import Passage
from audioedition.model import Difference, Edition


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference, and the beads that it is about."""

    difference: Difference
    beads: tuple[Bead, ...]

    @property
    def position(self) -> int:
        """How far in the text it is; differences of the titles come before all."""
        return min((bead.one.start + bead.two.start for bead in self.beads), default=-1)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two editions, their passages, and which of these say the same."""

    one: Edition
    two: Edition
    pair: Pair
    beads: Sequence[Bead]

    @property
    def languages(self) -> tuple[str, str]:
        """Their languages."""
        return self.one.language, self.two.language

    def without(self, findings: Iterable[Finding]) -> Sides:
        """The same, without the beads of which everything is said."""
        told = {bead for finding in findings for bead in finding.beads}
        return replace(self, beads=[bead for bead in self.beads if bead not in told])

    def passages(self, bead: Bead) -> tuple[Sequence[Passage], Sequence[Passage]]:
        """The passages of a bead on both sides."""
        return self.pair.one[bead.one.start : bead.one.stop], self.pair.two[bead.two.start : bead.two.stop]

    def has_title(self, bead: Bead) -> bool:
        """Whether a title is in a bead: not every text has one, and what is one here may be a paragraph there."""
        return any(side[0].is_title for side in self.passages(bead) if side)

    def places(self, bead: Bead) -> tuple[str, str]:
        """How both sides of a bead are called; where one is empty, the whole text."""
        one, two = self.passages(bead)
        after = (*self.pair.one[bead.one.stop :][:1], None)[0], (*self.pair.two[bead.two.stop :][:1], None)[0]
        return (
            places.place(one, self.one.language, after[0]) if one else places.text(self.one.language),
            places.place(two, self.two.language, after[1]) if two else places.text(self.two.language),
        )

    def texts(self, bead: Bead) -> tuple[str, str]:
        """What both sides of a bead say."""
        one, two = self.passages(bead)
        return "\n".join(passage.text for passage in one), "\n".join(passage.text for passage in two)

    def sizes(self, bead: Bead) -> tuple[float, float]:
        """How long both sides of a bead are, in letters."""
        one, two = self.passages(bead)
        return sum(passage.size for passage in one), sum(passage.size for passage in two)

    def finding(self, code: str, words: str, bead: Bead | None, about: Sequence[Bead] = ()) -> Finding:
        """A difference at `bead` (none: in the titles); `words` become a sentence.

        `about` are the beads that need no other word, where it is not this one.
        """
        one, two = ((*passages, None)[0] for passages in (self.passages(bead) if bead else ((), ())))
        difference = Difference(
            code,
            f"{words[:1].upper()}{words[1:]}.",
            self.languages,
            (one.block.line if one else 0, two.block.line if two else 0),
            (one.place if one else None, two.place if two else None),
        )
        return Finding(difference, tuple(about) or ((bead,) if bead else ()))
