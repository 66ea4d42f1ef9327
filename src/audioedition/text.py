"""Characters that are no words: what no document may hold, what nobody sees, and white space."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

IPA_OPENS, IPA_ENDS = "⟦", "⟧"
"""What stands around sounds in IPA in an utterance's spoken text: the one notation by which they reach engines."""

IPA_BRACKETS = {IPA_OPENS: "[", IPA_ENDS: "]"}
"""What an author who wrote such a sign is taken to have written: it must not be obeyed."""

LONGEST_IPA = 80
"""Signs of IPA in one word: espeak breaks down where there are some hundred sounds, Pico falls silent."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Control characters, lone surrogates and noncharacters: XML or HTML forbids each of them."""

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\ufff9-\ufffc"
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
"""Soft hyphens, zero-width spaces, marks of direction and annotation, and the private characters by which
fonts draw icons; not the joiners U+200C and U+200D, which make other letters in Persian and Hindi."""

_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")

ALIKE = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛‹›′ʼ", "'")
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\t\n", " ")
)
"""Signs that are taken for each other, one for one: authors and their programs choose among them at will."""


def permitted(text: str) -> str:
    """`text` without forbidden characters; a forbidden kind of white space becomes a space."""
    return _FORBIDDEN.sub(lambda found: " " if found[0].isspace() else "", text)


def seen(text: str) -> str:
    """`text` without the characters that nobody sees or hears; some voices read them out, or stumble."""
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def compared(text: str) -> str:
    """A word or phrase as it is compared: composed, in one line, with a typewriter's apostrophes."""
    return one_line(unicodedata.normalize("NFC", seen(permitted(text))).translate(ALIKE))


@cache
def is_undivided(sign: str) -> bool:
    """Whether a character is of a script that has no spaces between its words: there each stands for itself."""
    return unicodedata.name(sign, "").startswith(_WITHOUT_SPACES)
