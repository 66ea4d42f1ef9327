"""Text as Kokoro's symbols: espeak finds the sounds, and each is written as the model has learnt it.

The makers' own phonemizer (misaki) asks espeak, too, for all languages but English, Japanese and Chinese; for English
it has a dictionary, and espeak for what is not in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from audioedition.engines._espeak import Listed, library
from audioedition.engines._kokoro_voices import ENGINE, table
from audioedition.errors import EngineUnavailable

VOICES = {
    "a": "en-us",
    "b": "en-gb",
    "e": "es",
    "f": "fr-fr",
    "h": "hi",
    "i": "it",
    "p": "pt-br",
    "d": "de",
}
"""For each language of `_kokoro_voices.LANGUAGES`, and for German, the voice of espeak that finds its sounds."""

_WAYS = {"a": ("english", "american"), "b": ("english", "british"), "d": ("german",)}
_ALIKE = str.maketrans(
    {
        "«": "“",
        "„": "“",
        "»": "”",
        "‟": "“",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "–": "—",
        "―": "—",
        "¡": "",
        "¿": "",
    }
    | dict(zip("，、。！？：；（）।॥", ",,.!?:;()..", strict=True))
)
_MARKS = re.compile(r"""(\s*(?:[;:,.!?…]+(?=["“”()—]*(?:\s|$))|["“”()—]|(?<=\s)-+(?=\s))+\s*)""")
_DASH = re.compile(r"-+")
_INSIDE = re.compile(r"(?<=[“(]) | (?=[”)])")  # French quotation marks have spaces
_FLAG = re.compile(r"\([a-z-]+\)")  # espeak's note that a word is of another language


def listed(letter: str) -> Listed:
    """The voice of espeak for a language of `VOICES`.  Raises EngineUnavailable."""
    found = library().find(VOICES[letter])
    if found is None:
        problem = f"espeak has no voice {VOICES[letter]!r} to find the sounds"
        raise EngineUnavailable(ENGINE, problem, "Type: pip install --force-reinstall espeakng-loader")
    return found


def symbols(text: str, letter: str) -> str:
    """`text` in symbols, with the marks between its clauses, from which the model takes its melody.

    Raises EngineUnavailable.
    """
    parts = _MARKS.split(text.translate(_ALIKE))
    spoken = [part if re.search(r"\w", part) else "" for part in parts[::2]]
    done = [_words(clauses, letter) for clauses in library().transcripts(spoken, listed(letter))]
    marks = [_DASH.sub("—", mark) for mark in (*parts[1::2], "")]
    line = "".join(word + mark for word, mark in zip(done, marks, strict=True))
    return _INSIDE.sub("", " ".join(line.split()))


def written(ipa: str, letter: str) -> str:
    """`ipa`, as espeak writes it, in symbols; what the model has not learnt is left out."""
    return "".join(sign for _, signs in _read(ipa, letter) for sign in signs)


def unlearnt(ipa: str, letter: str) -> str:
    """The first sound of `ipa`, as espeak writes it, for which the model has no symbol; "" if there is none."""
    ways = _ways(letter)
    lost = (sound for sound, signs in _read(ipa, letter) if not signs and sound not in ways)
    return next((sound for sound in lost if unicodedata.category(sound) != "Mn"), "")


def numbers(line: str) -> list[int]:
    """The model's number of each symbol in `line`; other signs have none."""
    known = _numbers()
    return [known[sign] for sign in line if sign in known]


def _words(clauses: list[str], letter: str) -> str:
    line = _FLAG.sub("", " ".join(clauses)).replace("-", "")
    words = ("".join(written(sound, letter) for sound in word.split("_")) for word in line.split())
    return " ".join(words).replace("ɹɹ", "ɹ")  # an r-coloured vowel before an r: one is enough


def _read(ipa: str, letter: str) -> Iterator[tuple[str, str]]:
    """The sounds of `ipa`, the longest that have a way of writing first, each with its symbols."""
    ways, known = _ways(letter), _numbers()
    longest = max(map(len, ways))
    start = 0
    while start < len(ipa):
        sizes = range(min(longest, len(ipa) - start), 0, -1)
        size = next((size for size in sizes if ipa[start : start + size] in ways), 1)
        sound = ipa[start : start + size]
        signs = ways.get(sound, sound if sound in known else unicodedata.normalize("NFD", sound))
        yield sound, "".join(sign for sign in signs if sign in known)
        start += size


@cache
def _ways(letter: str) -> Mapping[str, str]:
    """How espeak's sounds are written in a language."""
    ways: dict[str, str] = {}
    for name in ("sounds", *_WAYS.get(letter, ())):
        ways |= table()[name]
    return ways


@cache
def _numbers() -> Mapping[str, int]:
    return {sign: first + place for first, signs in table()["symbols"] for place, sign in enumerate(signs)}
