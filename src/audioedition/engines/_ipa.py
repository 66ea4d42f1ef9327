"""Sounds in IPA, brought to those that a voice has: the same, or the nearest that it knows.

Dictionaries and voices write IPA in many ways (`ɡ` or `g`, `t͡ʃ` or `ʧ`, `/…/` with dots between syllables), and
no voice has every sound.  `_ipa.toml` says what is the same, and what stands in for what.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

STRESS = "ˈˌ"
LONG = "ː"
_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɪɨʉʊʌʏɯɤɵɶᵻ")
_LONGEST = 4  # letters of a sound


class UnknownSoundError(ValueError):
    """A sound that a voice does not have, nor anything near it: its one argument."""


def is_vowel(sound: str) -> bool:
    """Whether `sound` begins as a vowel."""
    return unicodedata.normalize("NFD", sound)[:1] in _VOWELS


def heard(
    ipa: str, known: Collection[str], language: str, ways: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """The sounds of `ipa` out of those that are `known`, with spaces and marks of stress (ˈ, ˌ) between.

    A mark of stress stands before its vowel; a single vowel that has none gets one.  `language` is
    the voice's base language, `ways` are sounds that the voice writes otherwise.  Raises UnknownSoundError.
    """
    near = _table()["near"]
    sounds: list[str] = []
    for sound in _sounds(_written(ipa), {*known, *near, *ways}):
        if sound in STRESS or sound == " ":
            sounds.append(sound)
        else:
            sounds += _chosen(ways.get(sound, sound), known, near, sound)
    return _stressed(sounds, last=language in _table()["stress"]["last"])


def _written(ipa: str) -> str:
    """`ipa` in one way of writing."""
    decomposed = unicodedata.normalize("NFD", ipa)
    plain = "".join(_table()["spellings"].get(sign, sign) for sign in decomposed)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _sounds(ipa: str, known: Collection[str]) -> Iterator[str]:
    """`ipa` cut into the longest sounds that are known, each with the marks behind it."""
    start = 0
    while start < len(ipa):
        sizes = range(min(_LONGEST, len(ipa) - start), 1, -1)
        end = start + next((size for size in sizes if ipa[start : start + size] in known), 1)
        while end < len(ipa) and _is_mark(ipa[end]):
            end += 1
        yield ipa[start:end]
        start = end


def _is_mark(sign: str) -> bool:
    """Whether `sign` belongs to the sound before it: length, a nasal vowel, a puff of breath; not a tone."""
    return sign == "˞" or (sign not in STRESS and unicodedata.category(sign) in {"Mn", "Lm"})


def _chosen(sound: str, known: Collection[str], near: Mapping[str, Sequence[str]], asked: str) -> list[str]:
    """`sound` itself if it is `known`, else what comes nearest.  Raises UnknownSoundError."""
    if sound in known:
        return [sound]
    stem = sound.removesuffix(LONG)
    if stem != sound and stem in known and (LONG in known or not is_vowel(stem)):
        return [stem, LONG if LONG in known else stem]
    ends = ("", LONG) if stem == sound else (LONG, "")
    wishes = [stem + end for end in ends] + [each + end for each in near.get(stem, ()) for end in ends]
    for wish in (*(near.get(sound, ()) if sound != stem else ()), *wishes):
        if wish in known:
            return [wish]
    for wish in wishes:
        parts = _parts(wish, known)
        if parts is not None:
            return parts
    marked = unicodedata.normalize("NFD", sound)
    if len(marked) > 1 and _is_mark(marked[-1]):
        return _chosen(unicodedata.normalize("NFC", marked[:-1]), known, near, asked)
    raise UnknownSoundError(asked)


def _parts(sounds: str, known: Collection[str]) -> list[str] | None:
    """`sounds` as one that is known, or as two or three; None if that cannot be."""
    if sounds in known:
        return [sounds]
    if not sounds:
        return []
    for cut in range(len(sounds) - 1, 0, -1):
        if sounds[:cut] in known and not _is_mark(sounds[cut]):
            rest = _parts(sounds[cut:], known)
            if rest is not None:
                return [sounds[:cut], *rest]
    return None


def _stressed(sounds: Sequence[str], *, last: bool) -> list[str]:
    """The same with each mark of stress before its vowel, and with one in words that have a single place for it."""
    words: list[list[str]] = [[]]
    waiting = ""
    for sound in sounds:
        if sound == " ":
            words.append([])
            waiting = ""
        elif sound in STRESS:
            waiting = sound
        else:
            if waiting and is_vowel(sound):
                words[-1].append(waiting)
                waiting = ""
            words[-1].append(sound)
    for word in words:
        vowels = [place for place, sound in enumerate(word) if is_vowel(sound)]
        full = [place for place in vowels if word[place] != "ə"]
        if not any(mark in word for mark in STRESS) and full and (last or len(vowels) == 1):
            word.insert(full[-1], STRESS[0])
    joined: list[str] = []
    for word in words:
        joined += [" ", *word] if joined else word
    return joined


def espeaks_ways(language: str) -> Mapping[str, str]:
    """The sounds of a base language that espeak writes otherwise than its dictionaries."""
    ways: Mapping[str, str] = _table()["espeak"].get(language, {})
    return ways


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("_ipa.toml").read_text("utf-8"))
