"""What the licence of a voice allows: whether an edition that may earn money can be spoken by it."""

from __future__ import annotations

import re

_ASKS_AGREEMENT = re.compile(r"CPML|Coqui.Public.Model.Licen[cs]e", re.IGNORECASE)
_FORBIDS_COMMERCE = re.compile(
    r"(?<![a-z])(?:BY)?NC(?![a-z])|non.?commercial|\bno\s+commercial|\bnot\b(?!\s+only)[^.;,]{0,30}\bcommercial"
    r"|\b(?:research|academic|educational|personal)\b(?:\s\w+){0,2}[\s-]only\b"
    r"|(?<!not )\bonly\s+for\s+(?:research|academic|educational|personal)\b"
    f"|{_ASKS_AGREEMENT.pattern}",
    re.IGNORECASE,
)
"""Creative Commons' NC, Coqui's Public Model License, and what others write in words."""

_FREE = re.compile(r"CC0-1\.0|public domain", re.IGNORECASE)
_NAMED = re.compile(r"CC-BY-[\d.]+")
_ALIKE = re.compile(r"CC-BY-SA-[\d.]+")
_PROGRAMS = re.compile(r"Apache-2\.0|MIT|BSD-3-Clause|MPL-2\.0|GPL-3\.0-or-later")
"""What a program, or a model, says is not under its licence."""


def forbids_commerce(licence: str) -> bool:
    """Whether `licence`, an SPDX identifier or its name, is for non-commercial use only."""
    return _FORBIDS_COMMERCE.search(licence) is not None


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
