"""From written words to spoken ones: the lexicon, and a light tidying for every engine alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from audioedition.model import Row
from audioedition.text import IPA_ENDS, IPA_OPENS, one_line, permitted, seen
from audioedition.utterances import lexicon

_BLANK = re.compile("[ \t\n\u2028\u2029]+")  # not those that keep words together
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛‹›′", "'")  # engines know the typewriter's
    | {IPA_OPENS: "[", IPA_ENDS: "]"}  # an author's brackets are no sounds
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_EMPHASIS = re.compile(r"(?<![\w*`~])[*_`~]{1,3}(?=\w)|(?<=[\w.,;:!?…])[*_`~]{1,3}(?![\w*`~])")


def written(text: str) -> str:
    """`text` in one line, as listeners see it: no control characters, no runs of blanks."""
    return _BLANK.sub(" ", permitted(text)).strip()


class Lexicon:
    """What an engine is given for a written text in one language."""

    def __init__(self, rows: Iterable[Row], language: str) -> None:
        """Take the `rows` of a lexicon that hold in `language`."""
        self._rows = lexicon.Lexicon(rows, language)

    def spoken(self, text: str) -> str:
        """What an engine is given for the written `text`."""
        plain = _plain(text)
        said, place = [], 0
        for found in self._rows.find(plain):
            said += [plain[place : found.start], found.spoken]
            place = found.end
        return one_line("".join([*said, plain[place:]]))

    def speaks(self, text: str) -> bool:
        """Whether `spoken(text)` holds a letter or digit: something that every engine can say."""
        return any(unicodedata.category(sign)[0] in "LN" for sign in self.spoken(text))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", seen(written(text)))
    text = _EMPHASIS.sub("", _TAG.sub("", text)).translate(_QUOTES)
    return one_line(text)
