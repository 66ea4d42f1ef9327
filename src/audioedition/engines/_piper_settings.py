"""What the `.onnx.json` beside a Piper voice has to say, for Coqui to have the voice.  Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from audioedition.errors import EngineError

PAD, BOS, EOS = "_", "^", "$"
"""Piper's signs for padding, the beginning and the end of a sentence."""

_CHANCE_AND_PACE = ("noise_scale", "noise_w", "length_scale")


def check(settings: Mapping[str, Any]) -> None:
    """Whether Coqui could be given phonemes as a voice with these `settings` is.

    Raises EngineError if not, KeyError or TypeError for settings that are not whole.
    """
    kind = _table(settings, "the file").get("phoneme_type", "espeak")
    if kind != "espeak":
        raise refused(
            f"it is given {kind!r}, not espeak's phonemes, and Coqui has nothing that gives them so"
        )
    if settings.get("vowel_clusters"):
        raise refused("it takes some vowels together (vowel_clusters), and Coqui takes signs one by one")
    _check_form(settings)
    ids = settings["phoneme_id_map"]
    if not {PAD, BOS, EOS} <= ids.keys() or any(len(each) != 1 for each in ids.values()):
        raise refused("its table of phonemes is not one number for each sign")


def refused(why: str) -> EngineError:
    """What is said of a voice that Coqui cannot have."""
    return EngineError(f"This Piper voice cannot become a Coqui voice: {why}. Let Piper speak it.")


def _check_form(settings: Mapping[str, Any]) -> None:
    """Raises KeyError or TypeError."""
    numbers = _table(settings["phoneme_id_map"], "phoneme_id_map").values()
    if not all(isinstance(each, list) and all(map(_is_count, each)) for each in numbers):
        raise TypeError("phoneme_id_map should hold lists of numbers")
    voice = _table(settings["espeak"], "espeak")["voice"]
    if not isinstance(voice, str) or not voice.strip():
        raise TypeError("espeak.voice should be a name")
    rate = _table(settings["audio"], "audio")["sample_rate"]
    if not _is_count(rate) or not rate:
        raise TypeError("audio.sample_rate should be a number of samples")
    speakers = _table(settings.get("speaker_id_map") or {}, "speaker_id_map").values()
    if not all(map(_is_count, speakers)):
        raise TypeError("speaker_id_map should hold numbers")
    inference = _table(settings.get("inference", {}), "inference")
    for name in _CHANCE_AND_PACE:
        if not _is_number(inference.get(name, 0)):
            raise TypeError(f"inference.{name} should be a number")


def _table(value: object, name: str) -> Mapping[str, Any]:
    """Raises TypeError for what is none."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} should hold a table")
    return value


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
