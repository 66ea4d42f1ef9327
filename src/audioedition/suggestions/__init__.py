"""Edition → the words that a listener may stumble over: names, acronyms, foreign and rare words.  Pure; only importer of simplemma.

What is in the dictionary of the language is no such word, nor what is put together from it; what stands in
two editions in two spellings (Pyongyang, Pjöngjang) is one in any case.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

import simplemma

from audioedition.languages import base
from audioedition.model import Utterance

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDS = re.compile(r"['’]s?$")
_LEAST = 3  # letters of a word that is no acronym
_RARE = 5  # letters of a word in small letters: shorter ones are the little words that dictionaries lack
_PART = 4  # letters of a part of a compound
_ALIKE = 0.7  # of their letters, by which two spellings are those of one name
_APART = 3  # letters that one may be longer

_VOWELS = frozenset("aeiouyæœøıαεηιουωаеёиоуыэюяіїє")  # Latin, Greek and Cyrillic

# Languages that write compounds as one word, and what they put between the parts.
_COMPOUNDING = {"da": "se", "de": "s|es|n|en|er|e", "fi": "", "nl": "s|en|e", "no": "se", "sv": "s"}

# Letters that tell where a word comes from, and the languages that have them as well.
_LETTERS = {
    "pl": "ąćęłńśźż", "cs": "ěřů", "tr": "ğış", "hu": "őű", "ro": "șțăî", "es": "ñ", "fr": "œçèêëîïûù", "de": "äöüß", "sv": "å",
    "da": "øæ", "pt": "ãõ", "lv": "āēģīķļņū", "lt": "ėįųū", "is": "ðþ",
}  # fmt: skip


class Why(StrEnum):
    """What makes a word one to stumble over."""

    PAIR = "two spellings"
    ACRONYM = "acronym"
    LETTERS = "foreign letters"
    NAME = "name"
    WORD = "rare word"


_WEIGHTS = {Why.PAIR: 4.0, Why.ACRONYM: 3.0, Why.LETTERS: 3.0, Why.NAME: 2.5, Why.WORD: 1.5}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the edition in `language`, as it is written, with the first sentence that holds it.

    `origin` is the language that it is taken from, as far as its letters or a dictionary tell; `sister` is how
    another edition spells it, by language.
    """

    language: str
    text: str
    why: Why
    count: int
    sentence: str
    origin: str = ""
    sister: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rank(self) -> float:
        """The more, the sooner somebody stumbles over it."""
        return _WEIGHTS[self.why] * (1 + math.log(self.count))


def words(
    language: str, script: Sequence[Utterance], known: Iterable[str] = (), others: Sequence[str] = ()
) -> list[Word]:
    """What is to be stumbled over in the `script` of an edition in `language`, the worst first.

    `known` are words that need no suggestion: what the lexicon has, and acronyms of which it is known how they
    are said.  In the dictionaries of the `others` languages a word's origin is looked up.
    """
    skipped = {each.casefold() for each in known}
    found: dict[str, list[str]] = defaultdict(list)
    inside: set[str] = set()
    for utterance in script:
        if base(utterance.language) != base(language):
            continue
        for match in _WORD.finditer(utterance.text):
            word = _ENDS.sub("", match[0])
            found[word].append(utterance.text)
            if match.start() > 0 and utterance.text[: match.start()].rstrip()[-1:] not in '.!?:“„"»«':
                inside.add(word)
    made = [
        _word(language, word, sentences, others, is_inside=word in inside)
        for word, sentences in found.items()
        if word.casefold() not in skipped
    ]
    return sorted(filter(None, made), key=lambda word: (-word.rank, word.text))


def has_vowel(word: str) -> bool:
    """Whether `word` has a letter that can carry a syllable: without one nobody can read it as a word."""
    return any(unicodedata.normalize("NFD", sign)[0] in _VOWELS for sign in word.casefold())


def paired(
    one: Sequence[Word], two: Sequence[Word], texts: Iterable[tuple[str, str]]
) -> Iterator[tuple[Word, Word]]:
    """Words of two editions that are one name in two spellings, or in one, by paragraphs that say the same."""
    left, right = _by_text(one), _by_text(two)
    taken: set[str] = set()
    for here, there in texts:
        mine = [left.get(word) or _name(one, word, here) for word in _names(here)]
        yours = [right.get(word) or _name(two, word, there) for word in _names(there)]
        for word in filter(None, mine):
            other = _nearest(word, [each for each in yours if each and each.text not in taken])
            if (
                other is None
                or word.text in taken
                or not (word.text in left or other.text in right or word.text != other.text)
            ):
                continue
            taken |= {word.text, other.text}
            why = Why.PAIR if word.text != other.text else Why.NAME
            yield (
                replace(word, why=why, sister=((other.language, other.text),)),
                replace(other, why=why, sister=((word.language, word.text),)),
            )


def _by_text(words: Sequence[Word]) -> dict[str, Word]:
    return {word.text: word for word in words}


def _names(text: str) -> list[str]:
    found = (_ENDS.sub("", match[0]) for match in _WORD.finditer(text) if match.start() > 0)
    return list(
        dict.fromkeys(
            word for word in found if word[:1].isupper() and len(word) > _LEAST and not word.isupper()
        )
    )


def _name(words: Sequence[Word], text: str, sentence: str) -> Word | None:
    language = words[0].language if words else ""
    return Word(language, text, Why.NAME, 1, sentence) if language else None


def _nearest(word: Word, others: Sequence[Word]) -> Word | None:
    """The one of `others` that is the same name."""
    rated = [(_likeness(word.text, other.text), other) for other in others]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


@cache
def _likeness(one: str, two: str) -> float:
    """How much two spellings have in common, from 0 to 1: 0 for words that only begin alike, as `President` and `Präsidenten`."""
    left, right = _sounds(one), _sounds(two)
    if left[:1] != right[:1] or left[-1:] != right[-1:] or abs(len(left) - len(right)) > _APART:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _sounds(name: str) -> str:
    """A name as most languages would write its sounds: Wladimir and Vladimir, Pjöngjang and Pyongyang."""
    text = name.casefold()
    for written, sound in (
        ("tsch", "ch"),
        ("sch", "sh"),
        ("w", "v"),
        ("j", "y"),
        ("ö", "o"),
        ("ä", "a"),
        ("ü", "u"),
        ("ph", "f"),
        ("k", "c"),
    ):
        text = text.replace(written, sound)
    return text


def _word(
    language: str, word: str, sentences: list[str], others: Sequence[str], *, is_inside: bool
) -> Word | None:
    count, sentence = len(sentences), sentences[0]
    if word.isupper() and len(word) > 1:
        return Word(language, word, Why.ACRONYM, count, sentence)
    if len(word) < (_RARE if word.islower() else _LEAST) or _is_known(word, language):
        return None
    origin = _origin_by_letters(word, language)
    if origin:
        return Word(language, word, Why.LETTERS, count, sentence, origin)
    origin = next((tag for tag in others if base(tag) != base(language) and _in_dictionary(word, tag)), "")
    is_name = word[:1].isupper() and (is_inside or not word.islower()) and base(language) != "de"
    why = Why.NAME if is_name or (base(language) == "de" and word[:1].isupper()) else Why.WORD
    return Word(language, word, why, count, sentence, origin)


def _origin_by_letters(word: str, language: str) -> str:
    foreign = {sign for sign in word.casefold() if ord(sign) > ord("z")} - set(
        _LETTERS.get(base(language), "")
    )
    return next(
        (tag for tag, letters in _LETTERS.items() if tag != base(language) and foreign & set(letters)), ""
    )


def _is_known(word: str, language: str) -> bool:
    """Whether a word, each part of one with hyphens, or what it is put together from is in the dictionary."""
    if base(language) not in _languages():
        return True  # nobody can tell
    parts = re.split(r"['’-]", word)
    return all(
        len(part) < _LEAST or _in_dictionary(part, language) or _is_compound(part, language) for part in parts
    )


@cache
def _in_dictionary(word: str, language: str) -> bool:
    tag = base(language)
    return tag in _languages() and (simplemma.is_known(word, tag) or simplemma.is_known(word.lower(), tag))


def _is_compound(word: str, language: str) -> bool:
    between = _COMPOUNDING.get(base(language))
    if between is None:
        return False
    for cut in range(_PART, len(word) - _PART + 1):
        first, rest = word[:cut], word[cut:]
        if _in_dictionary(rest, language) or _in_dictionary(rest.capitalize(), language):
            bare = re.sub(rf"(?:{between})$", "", first) if between else first
            if _in_dictionary(first, language) or (len(bare) >= _PART - 1 and _in_dictionary(bare, language)):
                return True
    return False


@cache
def _languages() -> frozenset[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES  # noqa: PLC0415 -- where it is

    return frozenset(SUPPORTED_LANGUAGES)
