"""What is to be heard in a clip: its phonemes as espeak knows them, and from them its syllables and pauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from audioedition import engines
from audioedition.errors import EngineUnavailable
from audioedition.model import Utterance
from audioedition.text import IPA_ENDS, IPA_OPENS

Word = tuple[str, ...]

_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɪɨʉʊʌʏɯɤɵɶᵻ")
_STRESS = "ˈˌ"
_IPA = re.compile(f"{IPA_OPENS}([^{IPA_OPENS}{IPA_ENDS}]*){IPA_ENDS}")
_STOPS = re.compile(r"[.!?…。！？]+[\"'”’»)]*(?=\s+\S)")
_PAUSES = re.compile(r"[.,;:!?…–—()。、，；：！？]+(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Wording:
    """The `words` that are to be heard, each as its phonemes (letters where nobody knows them).

    `syllables` counts their vowels, `pauses` the places where punctuation lets a voice breathe, `stops` those of them
    inside where a sentence may end.
    """

    words: tuple[Word, ...]
    syllables: int
    pauses: int
    stops: int = 0

    @property
    def phonemes(self) -> list[str]:
        """All of them, in order."""
        return [phoneme for word in self.words for phoneme in word]


def wording(utterance: Utterance) -> Wording:
    """What is to be heard where `utterance` is spoken."""
    parts = _IPA.split(utterance.spoken)
    words: list[Word] = []
    for place, part in enumerate(parts):
        words += _letters(part) if place % 2 else _words(part, utterance.language)
    vowels = sum(_has_vowel(phoneme) for word in words for phoneme in word)
    bare = _IPA.sub("", utterance.spoken)
    pauses, stops = (len(each.findall(bare)) for each in (_PAUSES, _STOPS))
    return Wording(tuple(words), vowels or sum(map(len, words)), pauses, stops)


def _words(text: str, language: str) -> list[Word]:
    if not text.strip():
        return []
    try:
        clauses = engines.phonemes(text, language)
    except EngineUnavailable:
        return _letters(text)
    return [tuple(word) for clause in clauses for word in clause]


def _letters(text: str) -> list[Word]:
    """Each letter for a sound: far off in English, near enough where one writes as one speaks, and in IPA."""
    words = (
        tuple(sign for sign in word.lower() if sign.isalnum() and sign not in _STRESS)
        for word in text.split()
    )
    return [word for word in words if word]


def _has_vowel(phoneme: str) -> bool:
    return any(sign in _VOWELS for sign in unicodedata.normalize("NFD", phoneme))
