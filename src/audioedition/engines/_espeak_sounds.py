"""The sounds of espeak's voices: IPA as the mnemonics that `[[…]]` takes, which mean other sounds in each language.

Nothing is listed here.  The library is asked what each mnemonic in its data sounds like in a language, before a
vowel, stressed and alone, and what it does not give back unchanged is not used.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from audioedition.engines import _ipa
from audioedition.engines._espeak import Library, Listed, library
from audioedition.engines._text import unknown_sound
from audioedition.languages import base

_FRAMES = "[[{}|@]]", "[['{}]]", "[[{}]]"  # some sounds change at the end of a word, some without stress
_MARKS = {"ˈ": "'", "ˌ": ","}
_STRESS = "".join((*_MARKS, *_MARKS.values()))


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A word or words in espeak's two ways of writing: as it takes them, and as it writes them in IPA."""

    mnemonics: str
    ipa: str


@cache
def pronounced(ipa: str, listed: Listed) -> Pronounced:
    """`ipa` as the voice says it.  Raises `_ipa.UnknownSoundError`."""
    known = sounds(listed)
    language = base(listed.codes[0][1])
    heard = _ipa.heard(ipa, known, language, _ipa.espeaks_ways(language))
    words = "".join(
        _MARKS.get(sound, known.get(sound, sound)) + ("" if sound in _MARKS else "|") for sound in heard
    )
    mnemonics = " ".join(f"[[{word.strip('|')}]]" for word in words.split(" ") if word.strip("|"))
    written = " ".join(library().phonemes(mnemonics, listed)).replace("_", "")
    return Pronounced(mnemonics, written)


def said(engine: str, ipa: str, listed: Listed) -> Pronounced:
    """As `pronounced`.  Raises EngineError that names the sound."""
    try:
        return pronounced(ipa, listed)
    except _ipa.UnknownSoundError as exc:
        raise unknown_sound(engine, ipa, str(exc)) from exc


def unknown(ipa: str, listed: Listed) -> str:
    """The first sound of `ipa` that the voice has not, nor anything near it; "" if there is none."""
    try:
        pronounced(ipa, listed)
    except _ipa.UnknownSoundError as exc:
        return str(exc)
    return ""


@cache
def sounds(listed: Listed) -> dict[str, str]:
    """Each sound that the voice has, in IPA, with its mnemonic: the shortest of several."""
    speech = library()
    mnemonics = sorted(speech.mnemonics(listed), key=len)
    found: dict[str, str] = {_ipa.LONG: ":"}
    for frame in _FRAMES:
        answers = _answers(speech, listed, [frame.format(each) for each in mnemonics])
        for mnemonic, (again, ipa) in zip(mnemonics, answers, strict=True):
            if again == mnemonic and any(map(str.isalpha, ipa)):
                found.setdefault(unicodedata.normalize("NFC", ipa), mnemonic)
    return found


def _answers(speech: Library, listed: Listed, texts: list[str]) -> list[tuple[str, str]]:
    """For each text the mnemonic and the IPA of its first sound."""
    written = (speech.transcripts(texts, listed, ipa=ipa) for ipa in (False, True))
    return [(_first(mnemonics), _first(ipa)) for mnemonics, ipa in zip(*written, strict=True)]


def _first(clauses: list[str]) -> str:
    return clauses[0].split("_")[0].strip().lstrip(_STRESS) if clauses else ""
