"""Rules: what in a written text is said otherwise.  Each looks for its own kind of thing, in its turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DIGIT = re.compile(r"\d")
"""For `Rule.needs`: there is a digit."""


def both(one: str, other: str) -> re.Pattern[str]:
    """For `Rule.needs`: what both patterns look for is there, in whatever order."""
    return re.compile(rf"\A(?=.*?(?:{one})).*?(?:{other})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """The characters from `start` to `end` of a written text are said as `spoken`.

    `rule` names who says so.  `open` means that no sentence ends behind it, whatever stands there.
    """

    start: int
    end: int
    spoken: str
    rule: str
    open: bool = False

    @property
    def inside(self) -> bool:
        """Whether what stands around it can be one word: s<b>o</b>."""
        return self.rule in {"markup", "entity"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing (a *semiotic class*): how it looks, and what is said.

    `say` is given the match in the whole text, so that it can look around; it gives None for what only
    looks like it.  An empty string is not spoken.  `needs` is a quick look at the whole text: without it the
    pattern is not tried.  `open` as in `Change`.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]
    needs: re.Pattern[str] | None = None
    open: bool = False
