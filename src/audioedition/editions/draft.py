"""All that was found out about a post, before editions are made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioedition.editions.assignment import Assignment
from audioedition.editions.evidence import Line
from audioedition.editions.furniture import Reasons
from audioedition.editions.markers import Marker
from audioedition.model import Block, Post


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was found out about a post: `places[i]` is where `lines[i]` stands among `blocks`."""

    post: Post
    blocks: Sequence[Block]
    places: Sequence[int]
    lines: Sequence[Line]
    assignment: Assignment
    markers: Mapping[int, Marker]
    reasons: Reasons

    @property
    def languages(self) -> list[str]:
        """The languages of the post, in the order in which they begin."""
        return list(dict.fromkeys(self.assignment.languages))

    def span(self, language: str) -> tuple[int, int]:
        """The first and the last place of `language`, among the blocks."""
        own = [
            place
            for place, its in zip(self.places, self.assignment.languages, strict=True)
            if its == language
        ]
        return own[0], own[-1]
