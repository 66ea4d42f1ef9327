"""Who wrote a comment, as it is written by hand: `Ann: …`, `Ann Lee (3 May 2024)` above it, or `— Ann` below it."""

from __future__ import annotations

import re
from enum import Enum

from audioedition.editions import bylines, traces, words
from audioedition.editions.traces import Trace
from audioedition.patterns import later

_LONGEST = 60  # characters of a name, with a date or a place
_MOST_WORDS = 4  # of a name
_LONGEST_EAST = 12  # characters of a name, where words are not divided
_ANSWERS = " \t@*↳↪→└⤷»>"  # before a name: it answers the comment above
_NAMED = re.compile(r"(?P<name>[^:：]+)(?::\s+(?=\S)|：\s*(?=\S))")
_ENDED = later(r"[.!?…)。！？”»\"']\s*(?:[–—]|-{1,2})\s?(?P<name>[^–—]+)$")  # "Lovely! — Ann"
_BELOW = re.compile(r"(?:[–—]|-{1,2})\s?(?P<name>[^–—]+)$")
_ASIDE = later(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_PARTS = re.compile(r"\s*[,|·•，、]\s*|\s+[–—-]\s+")
_SENTENCE = re.compile(r"\w{3}[.!?…。！？]+$")
_NICK = re.compile(r"[\w.-]+")


class Signature(Enum):
    """Where the comment stands whose writer a line names."""

    NONE = 0
    WITHIN = 1  # in the line itself
    BELOW = 2
    ABOVE = 3


def read(text: str, spoken: frozenset[str]) -> Signature:
    """Read a line that may be of a comment; `spoken` are the languages whose small words are no names."""
    text = text.strip().lstrip(_ANSWERS)
    ways = (
        (Signature.ABOVE, _BELOW.match(text)),
        (Signature.WITHIN, _NAMED.match(text)),
        (Signature.WITHIN, _ENDED.search(text)),
    )
    for signature, found in ways:
        if found and _is_person(found["name"], spoken):
            return signature
    alone = not _SENTENCE.search(text) and _is_person(text.rstrip(":："), spoken)
    return Signature.BELOW if alone else Signature.NONE


def is_dated(text: str) -> bool:
    """Whether a line has a day, as those have that say when a comment was written."""
    told = traces.trace(text) in (Trace.WEAK, Trace.MOMENT) and any(map(str.isdigit, text))
    return told or traces.is_stamp(text) or bylines.is_date(text)


def _is_person(text: str, spoken: frozenset[str]) -> bool:
    """Whether `text` is a name, or what somebody goes by, perhaps with a day, a place or `wrote` behind it."""
    if not 0 < len(text) <= _LONGEST:
        return False
    name, *rest = _PARTS.split(_ASIDE.sub("", text).strip())
    if not all(any(map(str.isdigit, part)) or _is_name(part.split(), spoken) for part in rest):
        return False
    said = name.split()
    if len(said) > 1 and words.fold(said[-1]) in words.table("comments", "says"):
        said.pop()
    return _is_name(said, spoken) or (is_dated(text) and _is_name(said[:1], spoken))


def _is_name(said: list[str], spoken: frozenset[str]) -> bool:
    """Whether words are a name: a single one, or all with a capital but for `von` and the like; no label such as "Note"."""
    whole = words.fold(" ".join(said))
    if not whole or whole in words.table("comments", "labels") or len(said) > _MOST_WORDS:
        return False
    if words.small().get(words.fold(said[0]), frozenset()) & spoken:
        return False  # "Zur Glocke: …"
    if len(said) == 1:
        divided = said[0].upper() != said[0].lower()
        return bool(_NICK.fullmatch(said[0])) and (divided or len(said[0]) <= _LONGEST_EAST)
    particles = words.table("marker", "particles")
    return not said[0].islower() and all(not word[0].islower() or word in particles for word in said)
