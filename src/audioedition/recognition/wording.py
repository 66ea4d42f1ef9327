"""Two wordings of one sentence side by side: what was to be said, and what was heard of it.  Pure.

A word counts as heard if it is written alike or sounds alike, and so do words that are written together or apart
("Fährkommission", "Fähr Kommission"): a recogniser spells names as it likes, and that is no fault of the voice.
Of some words every sound counts: of numbers, as the caller tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby, product

from audioedition.model import Pair
from audioedition.text import is_undivided

Sounds = Callable[[str], str]
"""How a word sounds, in IPA; "" where nobody knows."""

Strict = Callable[[str], bool]
"""Whether a word must sound exactly alike, such as a number."""

_APOSTROPHES = "'’"
_PROSODY = re.compile(r"[ˈˌː\s_.-]|\([^)]*\)")  # stress and length, and the languages that espeak notes
_SPELLED = 3  # single letters in a row that make a word; two may be `I` and `a`
_TOGETHER = range(1, 4)  # words that may be one elsewhere
_ALIKE = 0.8  # share of the sounds that two words have in common if they may be the same,
_ALIKE_TOGETHER = 0.9  # or one word and several
_BAND = 48  # words by which both sides may be out of step: shorter sentences are compared in all ways


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, in small letters and without signs: of “Mr. O’Neil” `mr` and `oneil`.

    In scripts without spaces each character is one.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    return tuple(_joined("".join(_divided(plain)).split()))


def _divided(text: str) -> Iterator[str]:
    """The letters, numbers and their marks of `text`, and a space wherever a word begins or ends."""
    alone = False
    for sign in text:
        kind = unicodedata.category(sign)[0]
        if kind == "M":
            yield sign
        elif kind in "LN":
            before, alone = alone, is_undivided(sign)
            yield f" {sign}" if alone or before else sign
        elif sign not in _APOSTROPHES:
            yield " "


def _joined(words: Iterable[str]) -> Iterator[str]:
    """Letters that are said one by one as the word that they are written as: `l d a p` as `ldap`."""
    for is_letter, run in groupby(words, key=lambda word: len(word) == 1 and not is_undivided(word)):
        some = list(run)
        yield from ["".join(some)] if is_letter and len(some) >= _SPELLED else some


def errors(pairs: Sequence[Pair]) -> int:
    """How many words were left out, put in or exchanged."""
    return sum(pair.errors for pair in pairs)


def longest(pairs: Sequence[Pair]) -> int:
    """The most of them in a row."""
    return max(map(errors, _runs(pairs)), default=0)


def imbalance(pairs: Sequence[Pair]) -> int:
    """The most words in a row that were left out, or put in, with nothing in their place."""
    differences = (sum(len(pair.meant) - len(pair.heard) for pair in run) for run in _runs(pairs))
    return max(map(abs, differences), default=0)


def _runs(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Errors in a row."""
    return (list(run) for same, run in groupby(pairs, key=lambda pair: pair.same) if not same)


def aligned(
    meant: Sequence[str], heard: Sequence[str], sounds: Sounds, strict: Strict = lambda _: False
) -> tuple[Pair, ...]:
    """Both wordings in pairs, in order, with the fewest errors; what is far out of step in a long text may count as more."""
    one, two = _side(meant, sounds, strict), _side(heard, sounds, strict)
    ends = len(meant), len(heard)
    best: dict[tuple[int, int], tuple[int, tuple[int, int]]] = {(0, 0): (0, (0, 0))}
    for end in _places_in_step(*ends):
        best[end] = min(
            (best[start][0] + (0 if same else 1), start)
            for start, same in _ways(one, two, *end)
            if start in best
        )
    pairs: list[Pair] = []
    while ends != (0, 0):
        errors, (i, j) = best[ends]
        same = errors == best[i, j][0]
        pairs.append(Pair(tuple(meant[i : ends[0]]), tuple(heard[j : ends[1]]), same))
        ends = i, j
    return tuple(reversed(pairs))


def _places_in_step(size: int, other: int) -> Iterator[tuple[int, int]]:
    """Places in two wordings of so many words, row by row, but the first: all that are not too far from their diagonal."""
    out_of_step = _BAND * max(size, other)
    for i, j in product(range(size + 1), range(other + 1)):
        if (i or j) and abs(i * other - j * size) <= out_of_step:
            yield i, j


@dataclass(frozen=True, slots=True)
class _Side:
    """The letters and the sounds of all words in one row each, and where in it each word begins.

    `strict_at` is how many words before each place must sound exactly alike.
    """

    letters: str
    letters_at: Sequence[int]
    sounds: str
    sounds_at: Sequence[int]
    strict_at: Sequence[int]

    def written(self, start: int, end: int) -> str:
        return self.letters[self.letters_at[start] : self.letters_at[end]]

    def said(self, start: int, end: int) -> str:
        return self.sounds[self.sounds_at[start] : self.sounds_at[end]]

    def size(self, start: int, end: int) -> int:
        """How many sounds these words have."""
        return self.sounds_at[end] - self.sounds_at[start]

    def is_strict(self, start: int, end: int) -> bool:
        return self.strict_at[end] > self.strict_at[start]


def _side(words: Sequence[str], sounds: Sounds, strict: Strict) -> _Side:
    said = [_PROSODY.sub("", sounds(word)) for word in words]
    exact = list(accumulate(map(strict, words), initial=0))
    return _Side("".join(words), _places(words), "".join(said), _places(said), exact)


def _places(words: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, words), initial=0))


def _ways(one: _Side, two: _Side, i: int, j: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """From where one can come to the words before the places `i` and `j`, and whether what lies between is the same."""
    if i:
        yield (i - 1, j), False
    if j:
        yield (i, j - 1), False
    if i and j:
        yield (i - 1, j - 1), _are_alike(one, two, (i - 1, i), (j - 1, j))
    for more, others in product(_TOGETHER, _TOGETHER):
        several = more + others > 2  # noqa: PLR2004 -- a word on each side is above
        if several and more <= i and others <= j and _are_alike(one, two, (i - more, i), (j - others, j)):
            yield (i - more, j - others), True


def _are_alike(one: _Side, two: _Side, these: tuple[int, int], those: tuple[int, int]) -> bool:
    """Whether these words of one side may be those of the other: written alike, or one of them sounding alike."""
    if one.written(*these) == two.written(*those):
        return True
    fewer, more = sorted((one.size(*these), two.size(*those)))
    sizes = sorted((these[1] - these[0], those[1] - those[0]))
    least = _ALIKE if sizes == [1, 1] else _ALIKE_TOGETHER if sizes[0] == 1 else 1.0
    if one.is_strict(*these) or two.is_strict(*those):
        least = 1.0
    if not fewer or fewer < least * more:  # however alike, they are too different in length
        return False
    said, heard = one.said(*these), two.said(*those)
    return said == heard or (least < 1 and _likeness()(said, heard, score_cutoff=least) >= least)


@cache
def _likeness() -> Callable[..., float]:
    """The share of letters that two words have in common."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- an extra

    return Levenshtein.normalized_similarity
