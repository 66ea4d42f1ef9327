"""The lexicon as the reader asks it: one for all the languages of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audioedition.model import Row
from audioedition.text import one_line
from audioedition.utterances import lexicon
from audioedition.utterances.verbal.rules import Change

_SPEAKS = re.compile(r"[^\W_]")


class Lexicon:
    """Words and phrases, and what is said instead, in each language."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """Take the `rows`; of two that hold for the same word the first one wins."""
        self._rows = tuple(rows)

    @property
    def silences(self) -> bool:
        """Whether some word is not said at all."""
        return any(not (_SPEAKS.search(row.say) or row.ipa or row.spell or row.word) for row in self._rows)

    def changes(self, text: str, language: str) -> tuple[Change, ...]:
        """Where in the written `text` a row holds."""
        if not self._rows:
            return ()
        found = lexicon.of(self._rows, language).find(text)
        return tuple(Change(each.start, each.end, one_line(each.spoken), "lexicon") for each in found)
