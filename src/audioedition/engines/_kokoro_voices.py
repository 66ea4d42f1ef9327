"""Kokoro's voices: for which languages there are some, how good they are, whose they are, and how two are blended.

The first letter of a voice's name is its language, or kind of English, the second is f for a woman's voice or m for a man's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from audioedition.languages import base, canonical
from audioedition.model import Attribution

ENGINE = "kokoro"

LANGUAGES = {
    "a": "en-US",
    "b": "en-GB",
    "e": "es",
    "f": "fr",
    "h": "hi",
    "i": "it",
    "j": "ja",
    "p": "pt-BR",
    "z": "zh",
}
"""The languages (BCP 47) that the makers trained, by the first letter of a voice's name."""

EXPERIMENTAL = {"de": "ff_siwis(7)+bm_george(3)"}
"""Languages that the makers did not train, with the blend of voices that was understood best (docs/engines.md)."""

_AS_BRITISH = {"GB", "AU", "IE", "IN", "NZ", "ZA"}
_GRADES = ("A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "D-", "F+", "F", "")
_PART = re.compile(r"\s*([\w-]+)\s*(?:\(\s*(\d+(?:\.\d+)?)\s*\)\s*)?")
_KONIWA = "trained with readings of the corpus Koniwa (CC BY 3.0, https://github.com/koniwa/koniwa)"
_RECORDINGS = {
    "ff_siwis": "trained with the SIWIS recordings (CC BY 4.0, https://datashare.ed.ac.uk/handle/10283/2353)",
    "jf_gongitsune": _KONIWA,
    "jf_nezumi": _KONIWA,
    "jf_tebukuro": _KONIWA,
    "jm_kumo": _KONIWA,
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice; `grade` is its makers', A best, "" where they give none; `sha256` that of its vectors, in hex."""

    name: str
    grade: str
    sha256: str

    @property
    def language(self) -> str:
        """Its own language, a BCP 47 tag."""
        return LANGUAGES[self.name[0]]

    @property
    def gender(self) -> str:
        """`female` or `male`, as its makers say."""
        return {"f": "female", "m": "male"}[self.name[1]]


@cache
def table() -> dict[str, Any]:
    """What `_kokoro.toml` says."""
    return tomllib.loads(files(__package__).joinpath("_kokoro.toml").read_text("utf-8"))


SPEAKERS = {name: Speaker(name, **row) for name, row in table()["voices"].items()}
"""The 54 voices of Kokoro-82M v1.0 by their names."""


def letter(language: str) -> str:
    """The key in `LANGUAGES` for a BCP 47 tag, "" if there is none: `en-AU` is read as British English."""
    if base(language) == "en":
        return "b" if _AS_BRITISH & set(canonical(language).split("-")[1:]) else "a"
    return next((key for key, own in LANGUAGES.items() if base(own) == base(language)), "")


def standard(language: str) -> str:
    """The voice with the best grade for a BCP 47 tag, the makers' first of several; "" if there is none."""
    key = letter(language)
    own = [each for each in SPEAKERS.values() if each.name[0] == key]
    return min(own, key=lambda each: _GRADES.index(each.grade)).name if own else ""


def blend(model: str) -> Mapping[str, float]:
    """The voices in `model` with their shares, which add up to 1: of `af_heart`, `af_heart+af_bella` or `af_heart(2)+af_bella(1)`.

    Raises ValueError for anything else; whether there are such voices is not asked.
    """
    shares: dict[str, float] = {}
    for part in model.split("+"):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(part)
        shares[match[1]] = shares.get(match[1], 0) + float(match[2] or 1)
    total = sum(shares.values())
    if not total:
        raise ValueError(model)
    return {name: share / total for name, share in shares.items()}


def credit(names: Mapping[str, float]) -> Attribution:
    """Whose the voices called `names` are.  The weights' licence is told; recordings that want to be named are, too."""
    noted = dict.fromkeys(_RECORDINGS[name] for name in names if name in _RECORDINGS)
    note = "; ".join(noted)
    return Attribution(
        f"Kokoro-82M, {' and '.join(names)}",
        "Apache-2.0",
        "https://huggingface.co/hexgrad/Kokoro-82M",
        f"{note[:1].upper()}{note[1:]}",
    )
