"""What may be glued to a word: inflected endings, and in front the short words that lose their vowel."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from audioedition.languages import base
from audioedition.model import Row
from audioedition.text import compared

_BY_SOUND = Mapping[str, str | Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Endings:
    """Those of one language, as `endings.toml` explains; a language that is not there has none."""

    usual: Sequence[str] = ()
    always: Sequence[str] = ()
    sounds: _BY_SOUND = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def sound(self, ending: str, ipa: str) -> str | None:
        """The IPA of `ending` behind a word that sounds like `ipa`; None if nobody knows."""
        found = self.sounds.get(ending)
        if found is None or isinstance(found, str):
            return found
        last = next((sign for sign in reversed(ipa) if unicodedata.category(sign) in {"Ll", "Lo"}), "")
        return next(sound for after, sound in found if not after or last in after)


def of(language: str) -> Endings:
    """The endings of a BCP 47 `language`."""
    return Endings(**_tables().get(base(language), {}))


def unsaid(row: Row, language: str) -> str | None:
    """An ending of `row` of which nobody knows how it sounds in `language`, where that is asked for."""
    if not row.ipa or row.say or isinstance(row.endings, bool):
        return None
    known = of(language)
    return next((each for each in row.endings if known.sound(compared(each), row.ipa) is None), None)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("endings.toml").read_text("utf-8"))
