"""Suggestions for the lexicon as one page, to hear each word as it is and as proposed.  Pure.

The page holds its own style and sounds and no script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audioedition import phrases, templating
from audioedition.model import Clip
from audioedition.proof import sounds
from audioedition.text import permitted


@dataclass(frozen=True, slots=True)
class Card:
    """One word: where it stands, how it is said now and would be said, and the command that makes it so.

    `now` and `then` are what the voice is given; each has its sound, or a sentence that says why there is none.
    """

    word: str
    language: str
    why: str
    count: int
    sentence: str
    sister: tuple[tuple[str, str], ...]
    now: str
    then: str
    command: str
    sounds: tuple[Clip, ...]
    silence: str = ""

    @property
    def addresses(self) -> list[str]:
        """Its sounds as addresses that hold them."""
        return list(map(sounds.address, self.sounds))

    @property
    def name(self) -> str:
        """The English name of its language."""
        return phrases.in_english(self.language)

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence: what is before the word, the word, and what is behind it."""
        before, word, behind = self.sentence.partition(self.word)
        return before, word, behind


def render(source: str, cards: Sequence[Card]) -> str:
    """The page of what is suggested for the post `source`."""
    return permitted(templating.render("suggestions.html", source=source, cards=cards, p=phrases.of("en")))
