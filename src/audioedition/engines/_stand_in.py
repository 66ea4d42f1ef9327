"""Sounds in the middle of a text, for voices that are given phonemes: a stand-in is spoken, and then exchanged.

What a word sounds like depends on its neighbours: "to" is weak before a name and strong at the end of a
sentence, and in French "les" ends in a z before a vowel.  So the text is not cut where sounds stand: a
made-up word stands there while the text is turned into phonemes, and gives its place to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from audioedition.engines._ipa import STRESS, is_vowel

Phonemes = Sequence[str]
Phonemizer = Callable[[str], list[list[str]]]

_BEFORE_VOWEL, _BEFORE_CONSONANT = "Afofamaf", "Fofamaf"  # made up, and read alike wherever they stand
_STAND_IN = re.compile("a?fofamaf", re.IGNORECASE)  # some models are given small letters only


@dataclass(slots=True)
class StandIns:
    """The sounds of one text, each with the made-up word that stands for it."""

    sounds: list[tuple[str, Phonemes]] = field(default_factory=list)

    def take(self, sounds: Phonemes) -> str:
        """The word that stands for `sounds`, which is the next in the text."""
        first = next((sound for sound in sounds if sound not in STRESS), "")
        word = _BEFORE_VOWEL if is_vowel(first) else _BEFORE_CONSONANT
        self.sounds.append((word, sounds))
        return word

    def exchanged(self, text: str, phonemize: Phonemizer) -> list[list[str]]:
        """The phonemes of `text`, a sentence each, with the sounds of the stand-ins in it.

        What was exchanged is used up: a long text may come in pieces.  Where a stand-in is not found again,
        the text is cut there after all.
        """
        count = len(_STAND_IN.findall(text))
        here, self.sounds = self.sounds[:count], self.sounds[count:]
        found = _exchanged(phonemize(text), here, phonemize)
        return _cut(text, here, phonemize) if found is None else found


def _exchanged(
    sentences: list[list[str]], sounds: Sequence[tuple[str, Phonemes]], phonemize: Phonemizer
) -> list[list[str]] | None:
    """The sentences with each stand-in exchanged, or None if one is not found."""
    done = [list(sentence) for sentence in sentences]
    number, start = 0, 0
    for word, wanted in sounds:
        stand_in = [sign for sentence in phonemize(word) for sign in sentence if sign not in STRESS]
        place = _find(done[number], stand_in, start) if number < len(done) else None
        while place is None and number + 1 < len(done):
            number, start = number + 1, 0
            place = _find(done[number], stand_in, start)
        if place is None:
            return None
        begin, end = place
        done[number][begin:end] = wanted
        start = begin + len(wanted)
    return done


def _find(phonemes: Phonemes, wanted: Phonemes, start: int) -> tuple[int, int] | None:
    """Where `wanted` is in `phonemes`, whatever is stressed, with the mark before it."""
    places = [place for place in range(start, len(phonemes)) if phonemes[place] not in STRESS]
    signs = [phonemes[place] for place in places]
    for index in range(len(signs) - len(wanted) + 1):
        if signs[index : index + len(wanted)] == wanted:
            begin, end = places[index], places[index + len(wanted) - 1] + 1
            while begin > start and phonemes[begin - 1] in STRESS:
                begin -= 1
            return begin, end
    return None


def _cut(text: str, sounds: Sequence[tuple[str, Phonemes]], phonemize: Phonemizer) -> list[list[str]]:
    """The phonemes of each part of `text` for itself, with the sounds between them."""
    done: list[list[str]] = [[]]
    for _, wanted in sounds:
        before, text = _STAND_IN.split(text, maxsplit=1)
        for sentence in phonemize(before) if before.strip() else ():
            done[-1] += [*sentence, " "]
        done[-1] += [*wanted, " "]
    rest = phonemize(text) if text.strip() else []
    done[-1] += rest[0] if rest else []
    return [*done, *rest[1:]]
