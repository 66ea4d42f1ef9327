"""From written words to spoken ones: the lexicon, and a light tidying for every engine alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from audioedition.text import one_line, permitted, seen

_BLANK = re.compile("[ \t\n\u2028\u2029]+")  # not those that keep words together
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'")  # engines know the typewriter's
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_EMPHASIS = re.compile(r"(?<![\w*`~])[*_`~]{1,3}(?=\w)|(?<=[\w.,;:!?…])[*_`~]{1,3}(?![\w*`~])")

_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def written(text: str) -> str:
    """`text` in one line, as listeners see it: no control characters, no runs of blanks."""
    return _BLANK.sub(" ", permitted(text)).strip()


class Lexicon:
    """Whole words and phrases, exactly as written, and what is said instead."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """Take `rows`: written text to spoken text.  Of two that begin alike the longer holds."""
        self._rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in sorted(rows, key=len, reverse=True):
            plain = _plain(key)
            if plain:
                self._rows[plain[0]].append((plain, rows[key]))

    def spoken(self, text: str) -> str:
        """What an engine is given for the written `text`."""
        plain = _plain(text)
        if not self._rows:
            return plain
        said, place = [], 0
        while place < len(plain):
            found = self._match(plain, place)
            said.append(plain[place] if found is None else found[1])
            place += 1 if found is None else len(found[0])
        return one_line("".join(said))

    def speaks(self, text: str) -> bool:
        """Whether `spoken(text)` holds a letter or digit: something that every engine can say."""
        return any(unicodedata.category(sign)[0] in "LN" for sign in self.spoken(text))

    def _match(self, text: str, place: int) -> tuple[str, str] | None:
        if text[place] not in self._rows or not _is_border(text, place):
            return None
        for key, spoken in self._rows[text[place]]:
            if text.startswith(key, place) and _is_border(text, place + len(key)):
                return key, spoken
        return None


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", seen(written(text)))
    text = _EMPHASIS.sub("", _TAG.sub("", text)).translate(_QUOTES)
    return one_line(text)


def _is_border(text: str, place: int) -> bool:
    """Whether a word can begin or end at `place`."""
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    return not (_in_word(before) and _in_word(after))


@cache
def _in_word(sign: str) -> bool:
    """Whether `sign` holds a word together; scripts without spaces have a border everywhere."""
    return unicodedata.category(sign)[0] in "LNM" and not unicodedata.name(sign, "").startswith(
        _WITHOUT_SPACES
    )
