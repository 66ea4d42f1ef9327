"""Sounds in IPA for those of Coqui's models that are given phonemes, by espeak, in place of letters."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from audioedition.engines._coqui_import import ENGINE
from audioedition.engines._coqui_models import config, folder_of
from audioedition.engines._espeak import Listed, library
from audioedition.engines._espeak_sounds import pronounced, said, unknown
from audioedition.engines._stand_in import StandIns
from audioedition.engines._text import no_sound, unknown_sound
from audioedition.errors import EngineUnavailable

_OTHERS = ("ja", "ko", "zh", "bn", "be")  # languages for which Coqui has phonemizers of its own


def speaks_phonemes(model: Path) -> bool:
    """Whether the model at `model` is given phonemes by espeak, as its configuration says."""
    try:
        settings = config(folder_of(model))
        language = str(settings.get("phoneme_language") or "")
        by_espeak = (settings.get("phonemizer") or "espeak") == "espeak" and not language.startswith(_OTHERS)
        return bool(settings.get("use_phonemes")) and by_espeak and library().find(language) is not None
    except (OSError, ValueError, TypeError, EngineUnavailable):
        return False


class Phonemes:
    """The sounds of one text, on their way through a loaded model."""

    def __init__(self, network: Any) -> None:  # noqa: ANN401 -- TTS has no types
        """Take Coqui's model."""
        self._tokenizer = getattr(network, "tokenizer", None)
        self._stand_ins = StandIns()

    def stand_in(self, ipa: str) -> str:
        """The word that stands for `ipa` until it is exchanged.  Raises EngineError."""
        listed = self._listed
        if listed is None:
            raise no_sound(ENGINE, ipa, "this model takes no sounds in IPA")
        written = self._apart(said(ENGINE, ipa, listed).ipa)
        if sign := self._untrained(written):
            raise unknown_sound(ENGINE, ipa, sign)
        return self._stand_ins.take(list(written))

    def unknown_sound(self, ipa: str) -> str:
        """The first sound of `ipa` that the model does not know; "" if there is none."""
        if self._listed is None:
            return ipa
        return unknown(ipa, self._listed) or self._untrained(self._apart(pronounced(ipa, self._listed).ipa))

    @contextlib.contextmanager
    def exchanged(self, text: str) -> Iterator[None]:
        """While it lasts, the model exchanges the stand-ins in what it is given, and loses no sign that it has in parts.

        Of what it has no sign of at all it would make a noise: then EngineError is raised, that names `text`.
        """
        tokenizer = self._tokenizer
        if tokenizer is None or not hasattr(
            tokenizer, "text_to_ids"
        ):  # XTTS and Bark have tokenizers of their own
            yield
            return
        phonemizer = tokenizer.phonemizer
        encode = tokenizer.encode

        def encoded(piece: str) -> Any:  # noqa: ANN401 -- as above
            if not any(sign.strip() and _has(tokenizer.characters, sign) for sign in piece):
                raise no_sound(ENGINE, text, "the model knows none of its signs")
            return encode(piece)

        tokenizer.encode = encoded
        if phonemizer is not None:
            tokenizer.phonemizer = _Exchanging(phonemizer, self._stand_ins, self._apart)
        try:
            yield
        finally:
            tokenizer.phonemizer = phonemizer
            del tokenizer.encode  # the class has it

    @property
    def language(self) -> str:
        """The language whose phonemes the model is given; "" for a model that is given letters."""
        return str(getattr(getattr(self._tokenizer, "phonemizer", None), "language", None) or "")

    @property
    def _listed(self) -> Listed | None:
        """The voice of espeak that finds the model's phonemes."""
        return library().find(self.language) if self.language else None

    def _apart(self, phonemes: str) -> str:
        """The same, with each sign taken apart that the model does not know, but its parts: letter and mark.

        So have Piper's voices learned German's `ç`, and so Coqui has it of one that was converted.
        """
        known = self._tokenizer.characters  # type: ignore[union-attr]  # as below
        return "".join(sign if _has(known, sign) else _parts(known, sign) for sign in phonemes)

    def _untrained(self, ipa: str) -> str:
        """The first sign of `ipa` that the model does not know: it would drop it."""
        known = self._tokenizer.characters  # type: ignore[union-attr]  # there is a listed voice only if there is one
        return next((sign for sign in ipa if not _has(known, sign)), "")


class _Exchanging:
    """Coqui's phonemizer, that puts sounds where their stand-ins are."""

    def __init__(
        self,
        phonemizer: Any,  # noqa: ANN401 -- as above
        stand_ins: StandIns,
        apart: Callable[[str], str],
    ) -> None:
        self._phonemizer = phonemizer
        self._stand_ins = stand_ins
        self._apart = apart

    def phonemize(self, text: str, separator: str = "|", language: str | None = None) -> str:
        def phonemized(part: str) -> list[list[str]]:
            return [list(self._phonemizer.phonemize(part, separator=separator, language=language))]

        (phonemes,) = self._stand_ins.exchanged(text, phonemized)
        return self._apart("".join(phonemes))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- all the rest is the phonemizer's
        return getattr(self._phonemizer, name)


def _parts(characters: Any, sign: str) -> str:  # noqa: ANN401 -- as above
    """The parts of `sign`, if the model knows them all; else the sign."""
    parts = unicodedata.normalize("NFD", sign)
    return parts if all(_has(characters, part) for part in parts) else sign


def _has(characters: Any, sign: str) -> bool:  # noqa: ANN401 -- as above
    try:
        characters.char_to_id(sign)
    except KeyError:
        return False
    return True
