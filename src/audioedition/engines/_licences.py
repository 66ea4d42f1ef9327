"""What the licence of a voice allows: whether an edition that may earn money can be spoken by it."""

from __future__ import annotations

import re

_ASKS_AGREEMENT = re.compile(r"CPML|Coqui.Public.Model.Licen[cs]e", re.IGNORECASE)
_BOTH = re.compile(
    r"\bnon.?commercial\s+(?:and|or)\s+commercial\b|\bcommercial\s+(?:and|or)\s+(?:for\s+)?non.?commercial\b",
    re.IGNORECASE,
)
"""Words for any use, of which one alone would mean something else."""

_NARROW = "(?:research|academic|educational|personal|private|evaluation|testing|scientific|scholarly|study)"
_REFUSED = r"(?:prohibited|forbidden|disallowed|excluded|not\s+(?:allowed|permitted|granted))"
_ASKED = r"(?:(?:needs|requires)\s+(?:an?\s+)?(?:\w+\s+)?(?:licen[cs]e|permission)|only\s+(?:with|by|after|upon)\s)"
_ENGLISH = (
    r"non.?commercial",  # and so say French and Italian
    r"\bno\s+commercial|\bnot\b(?!\s+only)[^.;,]{0,30}\bcommercial",
    rf"\bcommercial(?:ly)?(?:\s+(?!and\b|but\b|allowed\b|permitted\b)[\w-]+){{0,4}}?\s+(?:{_REFUSED}|{_ASKED})",
    rf"\b{_NARROW}\b(?:\s\w+){{0,2}}[\s-]only\b",
    rf"(?<!not )\bonly\s+for\s+{_NARROW}\b",
    rf"(?<!only )\bfor\s+(?:\w+\s+)?{_NARROW}\s+(?:use|usage|purposes?)\b(?!\s+(?:and|or)\s+(?:for\s+)?commercial)",
)
_GERMAN = (
    r"nicht.?kommerziell|\b(?:nicht|kein\w*)\b(?!\s+nur)[^.;,]{0,30}kommerziell",
    r"kommerziell\w*(?:\s+\w+){0,3}?\s+(?:verboten|untersagt|ausgeschlossen|nicht\s+(?:erlaubt|gestattet|zulässig))",
    r"\bnur\s+(?:für|zu[mr]?)\s+(?:den\s+)?(?:privat|persönlich|wissenschaftlich|forschung)",
)
_FRENCH = (
    r"\b(?:pas|aucune?|sans)\b(?!\s+seulement)[^.;,]{0,30}\bcommercia",
    r"\bcommercia\w*(?:\s+\w+)?\s+interdit",
)
_SPANISH_AND_PORTUGUESE = (
    r"\b(?:no|não|sin|sem)\b(?!\s+(?:solo|sólo|só|apenas)\b)(?:\s+\w+){0,5}\s+comercia",
    r"\bcomercia\w*(?:\s+\w+)?\s+(?:prohibid|proibid)|\b(?:prohibid|proibid)\w+(?:\s+\w+){0,2}\s+comercia",
)
_ITALIAN = (
    r"\b(?:vietat|proibit)\w+\s+(?:\w+['’\s])?(?:uso\s+)?commercia",
    r"\bcommercia\w*\s+(?:vietat|proibit)|\bsenza\b[^.;,]{0,20}\bcommercia",
)
_FORBIDS_COMMERCE = re.compile(
    "|".join(
        (
            r"(?<![a-z])(?:BY)?NC(?![a-z])",
            _ASKS_AGREEMENT.pattern,
            *_ENGLISH,
            *_GERMAN,
            *_FRENCH,
            *_SPANISH_AND_PORTUGUESE,
            *_ITALIAN,
        )
    ),
    re.IGNORECASE,
)
"""Creative Commons' NC, Coqui's Public Model License, and what others write in words.

In doubt it forbids: whoever has a better licence writes that.
"""

_FREE = re.compile(r"CC0-1\.0|public domain", re.IGNORECASE)
_NAMED = re.compile(r"CC-BY-[\d.]+")
_ALIKE = re.compile(r"CC-BY-SA-[\d.]+")
_PROGRAMS = re.compile(r"Apache-2\.0|MIT|BSD-3-Clause|MPL-2\.0|GPL-3\.0-or-later")
"""What a program, or a model, says is not under its licence."""


def forbids_commerce(licence: str) -> bool:
    """Whether `licence`, an SPDX identifier, its name or a sentence, is for non-commercial use only."""
    return _FORBIDS_COMMERCE.search(_BOTH.sub("commercial", licence)) is not None


def asks_agreement(licence: str) -> bool:
    """Whether `licence` is the Coqui Public Model License, by its name or its letters, which asks for agreement."""
    return _ASKS_AGREEMENT.search(licence) is not None


def allows(licence: str) -> str:
    """What `licence` allows whoever publishes speech of such a voice, in a few words; no counsel's opinion.

    A feed and its pages always name the voice and its licence.
    """
    if not licence:
        return "licence not known"
    if forbids_commerce(licence):
        return "non-commercial only"
    if _FREE.fullmatch(licence):
        return "any use"
    if _NAMED.fullmatch(licence):
        return "any use, named"
    if _ALIKE.fullmatch(licence):
        return "named, share alike"
    return "any use, named" if _PROGRAMS.fullmatch(licence) else "read its terms"
