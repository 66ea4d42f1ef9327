"""eSpeak NG (GPL-3.0-or-later), in this process: a robotic voice for about a hundred languages.

Only this engine and `piper` load libraries under the GPL; `kokoro` borrows this one's library for
phonemes, and so does `coqui` where a model wants them.  The library remembers something of what it said before: the same
sentence is spoken a few samples longer or shorter from call to call.
"""

from __future__ import annotations

from dataclasses import dataclass

from audioedition.engines import Engine, Parallel
from audioedition.engines._espeak import Library, Listed, library
from audioedition.engines._espeak_sounds import said, unknown
from audioedition.engines._letters import dotted
from audioedition.engines._setup import between, fingerprint, options, place, suggestion
from audioedition.engines._sound import clip, from_pcm
from audioedition.engines._text import woven
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Attribution, Clip, Voice
from audioedition.text import IPA_OPENS

ENGINE = "espeak"
REVISION = 2

_USUAL_PACE = 175  # words a minute
_APART = str.maketrans("[]", "()")  # an author's brackets beside those of sounds


@dataclass(frozen=True, slots=True)
class Options:
    """`speed` is in words a minute, `pitch` goes from 0 to 99."""

    speed: int = between(80, 500, _USUAL_PACE)
    pitch: int = between(0, 99, 50)


def load(voice: Voice) -> Engine:
    """The voice that `voice.model` names: a language (`pl`, `pt-BR`) or a voice's name (`Polish`).

    Without a model, the voice's language decides.  Raises ConfigError or EngineUnavailable.
    """
    wanted = options(voice, Options)
    speech = library()
    model = voice.model or voice.language
    code = (
        speech.code(model) if model == voice.language else None
    )  # "de-CH" is a wish, as a model it is a slip
    listed = speech.by_code[code] if code else speech.find(model)
    if listed is None:
        known = [code for each in speech.listed for _, code in each.codes]
        hint = suggestion(model.lower(), known)
        message = f"{place(voice, 'model')}: espeak has no voice {model!r}{hint}."
        if not (voice.file or voice.model):
            message = (
                f"There is no voice for {model!r}: espeak, which speaks what has no voice file, does not know it{hint}. "
                f"Write voices/{model}.toml with a voice that does."
            )
        raise ConfigError(message)
    return _ESpeak(speech, listed, wanted)


def voices() -> tuple[Voice, ...]:
    """A voice for every language and region, or none where the library is not installed."""
    try:
        speech = library()
    except EngineUnavailable:
        return ()
    return tuple(_voice(listed, listed.codes[0][1]) for listed in speech.listed)


def voice_for(language: str) -> Voice | None:
    """The voice for a BCP 47 `language`, or for the language it is a variety of; None if there is none.

    `pt-BR` has its own, `de-CH` is read by `de`.  Raises EngineUnavailable.
    """
    speech = library()
    code = speech.code(language)
    return _voice(speech.by_code[code], code) if code else None


class _ESpeak:
    def __init__(self, speech: Library, listed: Listed, wanted: Options) -> None:
        self.fingerprint = fingerprint(ENGINE, REVISION, wanted, *speech.digests(listed))
        self._speech = speech
        self._listed = listed
        self._wanted = wanted

    phonemes = True
    parallel: Parallel = "processes"  # the library has one state for all threads

    def unknown_sound(self, ipa: str) -> str:
        return unknown(ipa, self._listed)

    def synthesize(self, text: str) -> Clip:
        given = dotted(text, self._listed.codes[0][1])
        given = given.translate(_APART) if IPA_OPENS in text else given
        line = woven(ENGINE, given, self._mnemonics)
        pcm, rate = self._speech.speak(line, self._listed, self._wanted.speed, self._wanted.pitch)
        return clip(ENGINE, line, from_pcm(pcm), rate, self._wanted.speed / _USUAL_PACE)

    def _mnemonics(self, ipa: str) -> str:
        """`ipa` as espeak takes it: between spaces, since it drops what touches a bracket or quotation mark."""
        return f" {said(ENGINE, ipa, self._listed).mnemonics} "


def _voice(listed: Listed, code: str) -> Voice:
    credit = Attribution(
        f"eSpeak NG, {listed.name}",
        "GPL-3.0-or-later",
        "https://github.com/espeak-ng/espeak-ng",
        "The licence is the program's; what it says is yours",
    )
    return Voice(language=_bcp47(code), engine=ENGINE, model=code, attribution=credit)


def _bcp47(code: str) -> str:
    """`pt-br` as `pt-BR`, `cmn-latn-pinyin` as `cmn-Latn-pinyin`."""
    public, mark, private = code.partition("-x-")
    first, *rest = public.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(tag), str)(tag) for tag in rest)]) + mark + private
