"""Signs that are said as a word, those that are not said, and emoji; only importer of emoji."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from audioedition.languages import base
from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_GREEK = re.compile("[Α-Ωα-ω]")
_EMOJI = re.compile(
    "[\u200d\u20e3\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff]"
)
_CLUSTER = later(
    "(?:[0-9#*]\ufe0f?\u20e3|[\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f♀♂]*)+"
)
_FACE = re.compile(
    r"(?:(?<=\s)|^)(?:[:;][-o']?[)(DPpOo/|\\*]|=[)(D]|8-\)|<3(?!\s*\w)|\^\^|[xX]D)(?=[\s.,!?]|$)"
)


def faces(language: str, emoji: str) -> tuple[Rule, ...]:
    """The rules for emoji and their like in ASCII; `emoji` is `named`, `silent` (a short pause) or `dropped`."""
    return (
        Rule("emoji", _FACE, lambda _: "" if emoji == "dropped" else ","),
        Rule("emoji", _CLUSTER, partial(_emoji, base(language), emoji), _EMOJI),
    )


def rules(words: Words, language: str) -> tuple[Rule, ...]:
    """The rules for signs and, but in Greek, for single Greek letters."""
    greek = (Rule("letter", later(r"(?<![Α-ωά-ώ])[Α-ΡΣ-Ωα-ω](?![Α-ωά-ώ])"), _letter, _GREEK),)
    signs = f"[{''.join(map(re.escape, words.signs))}]" if words.signs else "(?!)"
    return (
        *(greek if base(language) != "el" else ()),
        Rule("sign", later(rf"\s?{signs}\s?"), lambda match: f" {words.signs[match[0].strip()]} "),
    )


def _emoji(language: str, wanted: str, match: re.Match[str]) -> str:
    if wanted == "dropped":
        return ""
    if wanted == "silent":
        return ","
    import emoji as emojis  # noqa: PLC0415 -- its table is slow to load, and most posts have none

    known = language if language in emojis.LANGUAGES else "en"
    named = emojis.demojize(match[0], language=known, delimiters=(" ", ", "))
    return f", {named.replace('_', ' ').replace('-', ' ')}" if named != match[0] else ""


def _letter(match: re.Match[str]) -> str:
    """A Greek letter by its name, which is much the same in all languages: α-Strahlen."""
    return unicodedata.name(match[0], "").rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
