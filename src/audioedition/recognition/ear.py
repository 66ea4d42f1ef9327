"""The ear: what is heard in a clip, held against what was to be said.

It listens quickly first; what it does not understand so, it listens to again with more care, and counts what it
heard better.  A good clip is so accused only if it was misheard twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol

from audioedition import engines
from audioedition.errors import EngineUnavailable
from audioedition.files import digest
from audioedition.languages import base
from audioedition.model import Clip, Fault, Heard, Pair, Utterance
from audioedition.recognition import blame, numbers
from audioedition.recognition.anchors import anchored
from audioedition.recognition.wording import aligned, errors, imbalance, longest, words

VERSION = "1"
"""Raised when the same sound is heard, or blamed, otherwise."""

_IPA = re.compile("⟦[^⟧]*⟧")
_USUAL = frozenset({"en", "de", "fr", "it", "es", "pt", "nl", "pl"})
"""Languages that a voice may be for that was chosen by mistake: one of these was heard, or one of the podcasts' own.
Among all of its hundred a recogniser takes a strange accent for Latin or Breton."""

Saying = Callable[[str, str], str]
"""How a written text in a language is said: numbers and signs in words."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser wrote, how likely each language (base tags) is that it knows, and how many seconds sound behind the last word."""

    text: str
    languages: Mapping[str, float]
    tail: float = 0.0


class Recogniser(Protocol):
    """Who writes down what is said."""

    @property
    def fingerprint(self) -> str:
        """Of everything that shapes what it writes."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def knows(self, language: str) -> bool:
        """Whether it can hear `language`."""
        ...

    def transcribe(self, clip: Clip, language: str, *, careful: bool) -> Transcript:
        """What is said in `clip`, taken to be in `language`; with more time if `careful`.  Called from several threads."""
        ...


class Ear:
    """Hears clips through a recogniser."""

    def __init__(self, recogniser: Recogniser, saying: Saying, languages: Collection[str] = ()) -> None:
        """`saying` is the script's own normaliser, and `languages` are those in which voices speak here."""
        self.name = recogniser.name
        self._recogniser = recogniser
        self._saying = saying
        self._languages = _USUAL | {base(language) for language in languages}
        self._sounds = cache(lambda tag: cache(lambda word: _sound(word, tag)))

    @property
    def fingerprint(self) -> str:
        """Of everything that shapes what is heard and blamed."""
        return digest(VERSION, self._recogniser.fingerprint, *sorted(self._languages))

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:
        """What is said in `clip`; where the recogniser does not know the language, nothing was to be heard."""
        if not self._recogniser.knows(utterance.language):
            return Heard("", base(utterance.language), 0.0, 0, 0, 0)
        heard = self._heard(clip, utterance, careful=False)
        if not heard.errors and not blame.is_tail(heard):
            return heard
        again = self._heard(clip, utterance, careful=True)
        return min(heard, again, key=lambda each: (each.errors, each.tail))

    def faults(self, heard: Heard, utterance: Utterance) -> tuple[Fault, ...]:
        """What is wrong with a clip in which this was `heard`."""
        return blame.faults(heard, base(utterance.language))

    def pairs(self, text: str, utterance: Utterance) -> tuple[Pair, ...]:
        """What was to be said, word by word, beside the `text` that was heard, with the fewest errors.

        Both go the same way: numbers and signs become words as in a script.  What was to be said is the utterance as
        the voice got it, or as it was written: the voice may have been given a respelling that nobody writes.
        Numbers must be the same, whatever they sound like.
        """
        language = utterance.language
        spoken = _IPA.sub(" ", utterance.spoken)
        written = self._saying(utterance.text, language)
        meant = dict.fromkeys(map(words, (written,) if spoken != utterance.spoken else (spoken, written)))
        found = dict.fromkeys(map(words, (self._saying(text, language), text)))
        align = partial(aligned, sounds=self._sounds(language), strict=_teller(self._saying, base(language)))
        ways = (anchored(one, other, align) for one in meant for other in found)
        return min(ways, key=errors)

    def _heard(self, clip: Clip, utterance: Utterance, *, careful: bool) -> Heard:
        return self._compared(
            self._recogniser.transcribe(clip, utterance.language, careful=careful), utterance
        )

    def _compared(self, found: Transcript, utterance: Utterance) -> Heard:
        pairs = self.pairs(found.text, utterance)
        meant = base(utterance.language)
        chances = {tag: found.languages.get(tag, 0.0) for tag in self._languages | {meant}}
        language = max(chances, key=lambda tag: chances[tag])
        certainty = chances[language] / (sum(chances.values()) or 1.0)
        return Heard(
            found.text,
            language,
            round(certainty, 3),
            sum(len(pair.meant) for pair in pairs),
            errors(pairs),
            longest(pairs),
            imbalance(pairs),
            round(found.tail, 2),
        )


@cache
def _teller(saying: Saying, language: str) -> Callable[[str], bool]:
    """Who tells numbers there: to have all of them said takes a moment, once per language and not for each ear."""
    return numbers.teller(lambda text: saying(text, language))


def _sound(word: str, language: str) -> str:
    try:
        return engines.sounds(word, language)
    except EngineUnavailable:  # espeak does not know the language: then words are alike by their letters
        return ""
