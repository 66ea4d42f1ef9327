"""IPA as Pico's voices take it: in tags within the text, in a kind of X-SAMPA of its own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from audioedition.engines import _ipa
from audioedition.languages import base

_MARKS = {"ˈ": '"', "ˌ": "%"}


def tagged(ipa: str, model: str) -> str:
    """`ipa` as tags in the text of the voice `model`, one for each word.  Raises `_ipa.UnknownSoundError`."""
    known = _known(model)
    signs = [known.get(sound, _MARKS.get(sound, sound)) for sound in _ipa.heard(ipa, known, base(model))]
    return " ".join(f"<phoneme ph='{word}'/>" for word in "".join(signs).split(" ") if word)


@cache
def _known(model: str) -> dict[str, str]:
    """Each sound of the voice, and how it is written."""
    table = tomllib.loads(files(__package__).joinpath("_pico.toml").read_text("utf-8"))
    signs = table["signs"] | table["own"].get(model, {})
    return {sound: signs.get(sound, sound) for sound in table["voices"][model].split()}
