"""Written text → what is said of it: the lexicon first, then the language's rules, then only signs that speak."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from audioedition.model import Script
from audioedition.utterances import verbal
from audioedition.utterances.plain import latin, plain, tidy
from audioedition.utterances.verbal import beneath
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.rules import Change
from audioedition.utterances.wording import Lexicon

_SPEAKS = re.compile(r"[^\W_]")
_DIGITS = re.compile(r"\d+")
_WITHOUT_BLANKS = "\u2e80"  # from here on come Chinese, Japanese and Korean letters
_BRACKETS = frozenset(")]}")
_KEPT = 1000  # readings: whoever asks again does so for a text of the same edition
_CAPITAL = re.compile(r"\s+(?=[\"'“”„‘’‚«»‹›(]?[^\W\d_a-zß-öø-ÿ])")
_ENDS = tuple(".!?…。！？؟।")


@dataclass(frozen=True, slots=True)
class Reading:
    """A written text, and what of it is said otherwise."""

    text: str
    language: str
    changes: tuple[Change, ...]
    _said: dict[tuple[int, int], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def spoken(self, start: int = 0, end: int | None = None) -> str:
        """What an engine is given for the characters from `start` to `end`: words, and signs for pauses."""
        place = start, len(self.text) if end is None else end
        if place not in self._said:
            self._said[place] = self._spoken(*place)
        return self._said[place]

    def _spoken(self, start: int, end: int) -> str:
        pieces: list[str] = []
        place, within = start, ""
        for change in self._between(start, end):
            before = latin(self.text[place : change.start], self.language)
            if change.inside:
                within += before + self._voiced(change)
            else:
                pieces += [within + before, self._voiced(change)]
                within = ""
            place = max(place, change.end)
        pieces.append(within + latin(self.text[place:end], self.language))
        said = _joined(pieces)
        if place == end and self.text[end - 1 : end] == "." and not said.endswith(_ENDS):
            said += "."  # of an abbreviation, and of the sentence as well
        said = tidy(said)
        if self.text[end - 1 : end] in _BRACKETS:
            said = said.rstrip(" ,")  # their pause is that of whatever comes behind
        return tidy(self._in_words(said)) if _DIGITS.search(said) else said

    def _voiced(self, change: Change) -> str:
        """What is said for `change`, in letters that the voice has; what the lexicon wants stays as it is."""
        return change.spoken if change.rule == "lexicon" else latin(change.spoken, self.language)

    def speaks(self, start: int, end: int) -> bool:
        """Whether there is a letter or digit in what is said there: something that every engine can say."""
        place = start
        for change in self._between(start, end):
            if _SPEAKS.search(self.text, place, change.start) or _SPEAKS.search(change.spoken):
                return True
            place = max(place, change.end)
        return _SPEAKS.search(self.text, place, end) is not None

    def goes_on(self, place: int) -> bool:
        """Whether no sentence can end before the character at `place`: it would end in what belongs together."""
        index = bisect_left(self.changes, place, key=lambda change: change.start)
        if index == 0:
            return False
        change = self.changes[index - 1]
        return place < change.end or (change.open and not self.text[change.end : place].strip())

    def begins(self) -> tuple[int, ...]:
        """Where a sentence surely begins: behind the full stop of something that is said otherwise."""
        ends = (
            change.end
            for change in self.changes
            if not change.open and change.spoken.endswith(".") and self.text.startswith(".", change.end - 1)
        )
        return tuple(match.end() for end in ends if (match := _CAPITAL.match(self.text, end)))

    def border(self, place: int, least: int) -> int:
        """`place`, or if something that belongs together stands there, the place before it or, below `least`, behind it."""
        index = bisect_left(self.changes, place, key=lambda change: change.start)
        change = self.changes[index - 1] if index else None
        if change is None or place >= change.end:
            return place
        return change.start if change.start >= least else change.end

    def _between(self, start: int, end: int) -> Sequence[Change]:
        first = bisect_left(self.changes, start + 1, key=lambda change: change.end)
        return self.changes[first : bisect_left(self.changes, end, first, key=lambda change: change.start)]

    def _in_words(self, said: str) -> str:
        """`said` without the digits that no rule wanted; where there are few rules, the engine knows better."""
        known = numerals(self.language) if verbal.is_full(self.language) else None
        return _DIGITS.sub(lambda found: f" {known.digits(found[0])} ", said) if known else said


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads texts aloud, in whatever language: by the words of a lexicon, and as the `settings` want it."""

    lexicon: Lexicon
    settings: Script = Script()  # noqa: RUF009 -- it is frozen

    _read: dict[tuple[str, str], Reading] = field(default_factory=dict, init=False, repr=False, compare=False)

    def read(self, text: str, language: str) -> Reading:
        """How `text`, one line in `language` (a BCP 47 tag), is said."""
        if (text, language) not in self._read:
            if len(self._read) >= _KEPT:
                self._read.clear()
            rules = verbal.rules(language, self.settings.emoji)
            shown = plain(text)
            self._read[text, language] = Reading(
                shown, language, beneath.read(rules, shown, partial(self.lexicon.changes, language=language))
            )
        return self._read[text, language]


def _joined(pieces: Sequence[str]) -> str:
    """`pieces` in a row, with a blank where two words would become one."""
    joined: list[str] = []
    last = ""
    for piece in pieces:
        if piece:
            parts = last.isalnum() and piece[0].isalnum() and last < _WITHOUT_BLANKS
            joined.append(f" {piece}" if parts else piece)
            last = piece[-1]
    return "".join(joined)
