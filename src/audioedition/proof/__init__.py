"""A split post as its author wants to see it: what is where and why, what is doubtful, what differs.

`cli` shows it on a terminal, `page` as a page.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audioedition.model import Block, Decision, Difference, Dropped, Edition, Split


@dataclass(frozen=True, slots=True)
class Proof:
    """A post with all that was decided about it, or with the `error` for which it cannot be split.

    `silent` are blocks that an edition has but a voice passes over, each with the reason.
    """

    source: str
    split: Split = field(default_factory=lambda: Split(()))
    silent: Mapping[Block, Dropped] = field(default_factory=dict)
    differences: Sequence[Difference] = ()
    error: str = ""

    def spoken(self, edition: Edition) -> tuple[Block, ...]:
        """The blocks of `edition` that are read aloud, scene breaks among them."""
        return tuple(block for block in edition.blocks if block not in self.silent)

    @property
    def unspoken(self) -> tuple[Dropped, ...]:
        """Everything that is not read aloud: what no edition has, then what is silent in one."""
        inside = (self.silent.get(block) for edition in self.split.editions for block in edition.blocks)
        return (*self.split.dropped, *filter(None, inside))

    @property
    def unsure(self) -> tuple[Decision, ...]:
        """What its author should look at."""
        return tuple(decision for decision in self.split.decisions if decision.is_unsure)

    @property
    def titles(self) -> frozenset[Block]:
        """The blocks that editions have their titles from: what they begin with, if it says the same."""
        first: dict[str, Block] = {}
        for decision in self.split.decisions:
            for language in decision.languages:
                first.setdefault(language, decision.block)
        return frozenset(
            first[edition.language]
            for edition in self.split.editions
            if edition.language in first
            and not edition.untitled
            and edition.title in first[edition.language].text
        )

    @property
    def remedy(self) -> str:
        """How a doubt is settled with one of its `marks`: sentences with code in backticks."""
        unsure = self.unsure
        marked = [decision for decision in unsure if _is_marked(decision)]
        rest = [decision for decision in unsure if not _is_marked(decision) and not self._is_apart(decision)]
        ways = ["Which is right?"] if len(marked) < len(unsure) else []
        if any(decision.block.line for decision in rest):
            ways.append("Write it on a line of its own above, and `:::` on a line below.")
        elif rest:
            ways.append("Write it into the tag of its HTML element.")
        if len(rest) + len(marked) < len(unsure):
            ways.append(
                "Take the title out of the front matter, and write it below such a line, as a heading."
            )
        if any(decision.block.line for decision in marked):
            ways.append(
                "A mark of yours holds, whatever the words are."
                " Was it to end before them? Write the other one above, and yours again where it goes on."
            )
        elif marked:
            ways.append("A mark of yours holds, whatever the words are. Is it wrong? Write the other one.")
        return " ".join(ways)

    def marks(self, decision: Decision) -> tuple[str, ...]:
        """What its author can mark a block with: as it was decided, and as the next best reading has it.

        A block that is marked already needs no other line to stay as it is.
        """
        decided = () if _is_marked(decision) else decision.languages
        tags = dict.fromkeys((*decided, *filter(None, [decision.rival])))
        by_line = decision.block.line or self._is_apart(decision)
        return tuple(f"::: {tag}" if by_line else f'lang="{tag}"' for tag in tags)

    def _is_apart(self, decision: Decision) -> bool:
        """Whether a block is the title that the front matter gives: it comes first, and is on no line of the text."""
        first, *rest = self.split.decisions
        return decision is first and not first.block.line and any(other.block.line for other in rest)


def _is_marked(decision: Decision) -> bool:
    """Whether its author has marked a block: in doubt is then only whether the mark was to go so far."""
    return decision.code == "mark"
