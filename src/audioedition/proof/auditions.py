"""One sentence by many voices as one page, to hear them one after the other.  Pure.

The page holds its own style and sounds and no script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audioedition import phrases, templating
from audioedition.model import Attribution, Clip
from audioedition.proof import sounds
from audioedition.text import permitted

_FEW = 3  # times: below, one figure behind the point is worth telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A voice that was heard: its name (`piper:en_US-joe-medium`), whose it is, and how quick it was.

    `allows` is what its licence allows; `load`, `factor` and `effort` are as an `Audition` has them; `silence` is a sentence that
    says why there is no `clip`; `command` chooses the voice, and `feed` uses it already.
    """

    name: str
    attribution: Attribution
    allows: str
    quality: str
    feed: str
    clip: Clip | None
    load: float
    factor: float
    effort: float
    silence: str
    command: str

    @property
    def address(self) -> str:
        """Its sound as an address that holds it; "" if there is none."""
        return sounds.address(self.clip) if self.clip else ""

    @property
    def times(self) -> str:
        """How much faster than speech it is, in words."""
        if self.factor > 1:
            return f"{self.factor:.1f} times as long as the speech lasts"
        ratio = 1 / self.factor if self.factor else 0.0
        return f"{ratio:,.{int(ratio < _FEW)}f} times as fast as speech"


def render(text: str, language: str, stands: Sequence[Stand]) -> str:
    """The page of all voices that said `text`."""
    values = {"text": text, "language": language, "name": phrases.in_english(language), "stands": stands}
    return permitted(templating.render("auditions.html", p=phrases.of("en"), **values))
