"""The lexicon: which words of a text are said in another way than written, and how.

    lexicon = Lexicon(voice.lexicon, "de")
    for found in lexicon.find("Er war in Pjöngjang."): …

Matching knows nothing of sentences, and leaves the text as it is: what it finds are places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from audioedition import endings
from audioedition.languages import base, canonical, ever_shorter
from audioedition.model import Row
from audioedition.text import ALIKE, IPA_ENDS, IPA_OPENS, compared, is_undivided, seen

_JAMO = range(0x1160, 0x1200)  # Korean letters that join the one before, though they are no marks
_MUTE = " .-'/·"  # what is not spelled between letters
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_CLITIC = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A row that holds from `start` to `end` of a text, and what is `spoken` there.

    Sounds in IPA stand between ⟦ and ⟧ in it; engines that take no IPA are given other rows
    (see `engines.lexicon`).
    """

    start: int
    end: int
    row: Row
    spoken: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A row with one ending or none."""

    row: Row
    spoken: str


class Lexicon:
    """The rows that hold for one language, ready for any number of texts."""

    def __init__(self, rows: Iterable[Row], language: str) -> None:
        """Take those of `rows` that hold in a text of `language`; of two for the same word the first."""
        self._endings = endings.of(language)
        self._exact: dict[str, _Form] = {}
        self._any_case: dict[str, _Form] = {}
        lengths: dict[str, set[int]] = {}
        for row in rows:
            if _holds(row, language):
                for written, form in _forms(row, self._endings):
                    if row.is_exact:
                        self._exact.setdefault(written, form)
                    else:
                        self._any_case.setdefault(_lower(written), form)
                    lengths.setdefault(_lower(written[0]), set()).add(len(written))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        self._firsts = re.compile("|".join(map(re.escape, self._lengths)))

    def find(self, text: str) -> tuple[Found, ...]:
        """Where rows hold in `text`, from left to right: whole words, of two that overlap the first, and the longest."""
        if not self._lengths:
            return ()
        plain, places = _plain(text)
        lower = _lower(plain)
        found: list[Found] = []
        end = 0
        for first in self._firsts.finditer(lower):
            place = first.start()
            if place < end or not is_border(plain, place):
                continue
            match = self._match(plain, lower, place)
            if match:
                start, stop, form = self._glued(plain, lower, end, place, match)
                found.append(Found(places[start], places[stop], form.row, form.spoken))
                end = stop
        return tuple(found)

    def _match(self, plain: str, lower: str, place: int) -> tuple[int, _Form] | None:
        """The longest form that begins at `place`, and where it ends."""
        for length in self._lengths[lower[place]]:
            end = place + length
            form = self._exact.get(plain[place:end]) or self._any_case.get(lower[place:end])
            if form and end <= len(plain) and is_border(plain, end):
                return end, form
        return None

    def _glued(
        self, plain: str, lower: str, free: int, start: int, match: tuple[int, _Form]
    ) -> tuple[int, int, _Form]:
        """The match with what is glued to it and cannot be said apart from sounds: l'…, …'s."""
        end, form = match
        if not form.spoken.startswith(IPA_OPENS):
            return start, end, form
        ipa = form.spoken[1:-1]
        for ending in self._endings.always:
            stop = end + len(ending)
            sound = self._endings.sound(ending, ipa)
            if sound is not None and lower[end:stop] == ending and is_border(plain, stop):
                ipa, end = ipa + sound, stop
                break
        tail = lower[max(free, start - _LONGEST_CLITIC) : start]
        for clitic, sound in self._endings.before.items():
            begin = start - len(clitic)
            if tail.endswith(clitic) and is_border(plain, begin):
                ipa, start = sound + ipa, begin
                break
        return start, end, _Form(form.row, f"{IPA_OPENS}{ipa}{IPA_ENDS}")


@lru_cache(maxsize=64)
def of(rows: tuple[Row, ...], language: str) -> Lexicon:
    """The lexicon of `rows` for `language`; made once for all texts."""
    return Lexicon(rows, language)


def _holds(row: Row, language: str) -> bool:
    """Whether `row` is for `language`: for it, or for the one that it is a variety of."""
    if not row.language:
        return True
    wanted = canonical(row.language)
    return wanted in ever_shorter(language) or ("-" not in wanted and base(wanted) == base(language))


def _forms(row: Row, known: endings.Endings) -> Iterator[tuple[str, _Form]]:
    """Each way to write `row`, and what is said: alone, and with each of its endings."""
    written = compared(row.written)
    if not written:
        return
    yield written, _Form(row, _said(row, "", known))
    chosen = known.usual if row.endings is True else row.endings or ()
    for ending in map(compared, chosen):
        if not row.ipa or row.say or known.sound(ending, row.ipa) is not None:
            yield written + ending, _Form(row, _said(row, ending, known))


def _said(row: Row, ending: str, known: endings.Endings) -> str:
    if row.ipa:
        sound = known.sound(ending, row.ipa) if ending else ""
        if sound is not None:
            return f"{IPA_OPENS}{row.ipa}{sound}{IPA_ENDS}"
    if row.spell:
        return _letters(compared(row.written)) + known.spelled.get(ending, ending)
    if row.word:
        return _WORD.sub(lambda word: _as_word(word[0]), compared(row.written)) + ending
    return row.say + ending if row.say else ""


def _letters(word: str) -> str:
    """`word` as its letters, each a word of its own; capitals, for a small "a" may be a word."""
    letters: list[str] = []
    for sign in word:
        if letters and unicodedata.category(sign)[0] == "M":
            letters[-1] += sign
        elif sign not in _MUTE:
            upper = sign.upper()
            letters.append(upper if len(upper) == 1 else sign)
    return " ".join(letters)


def _as_word(letters: str) -> str:
    """`letters` so that a voice reads them as a word: GAU as Gau."""
    return letters if letters.islower() else letters.capitalize()


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """`text` as it is compared, and for each place in it, and its end, the place in `text`."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and seen(text) == text):
        return text.translate(ALIKE), range(len(text) + 1)
    signs: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", seen(cluster))
        signs.append(composed)
        places += [start] * len(composed)
    return "".join(signs).translate(ALIKE), [*places, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """`text` in pieces that are composed each for itself: a sign with the marks on it; each with its place."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _joins(text[place]):
            yield start, text[start:place]
            start = place


@cache
def _joins(sign: str) -> bool:
    """Whether `sign` may be composed with the one before it."""
    return unicodedata.category(sign)[0] == "M" or ord(sign) in _JAMO


def _lower(text: str) -> str:
    """`text` in small letters, each in its place: the few that would become two stay."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def is_border(text: str, place: int) -> bool:
    """Whether a word can begin or end at `place`."""
    if place in {0, len(text)}:
        return True
    return not (_in_word(text[place - 1]) and _in_word(text[place]))


@cache
def _in_word(sign: str) -> bool:
    """Whether `sign` holds a word together; scripts without spaces have a border everywhere."""
    return unicodedata.category(sign)[0] in "LNM" and not is_undivided(sign)
