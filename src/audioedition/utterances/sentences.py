"""Where sentences end, and where one that is too long may take a breath; only importer of sentencex.

The library knows the abbreviations of some 250 languages.  The tables below mend what it breaks
wrongly: a pause too many is heard as a mistake, a pause too few is not, so in doubt they join.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType

from sentencex import segment  # type: ignore[import-untyped]  # the wheel carries no types

from audioedition.languages import base
from audioedition.patterns import later
from audioedition.utterances.reader import Reading

Piece = tuple[int, int]
"""Where a part of a text begins, and where it ends."""

_OPENERS = " \u00a0\u202f\"'“”„‘’‚«»‹›([{¿¡–—-"
_CLOSING = r"[\"'”“’»«›‹」』）)\]]"

# After these a small letter goes on with the sentence: “Stop!” he said; « Oui. » dit-il; z. B. so.
_SOFT_END = later(rf"(?:[!?…]|\.\.\.|(?<!\w)\w{{1,3}}\.|{_CLOSING})$")

# After these a number goes on with the sentence, in every language: Fig. 3, art. 5, S. 12.
_BEFORE_NUMBER = later(
    r"(?<!\w)(?:abb|abs|art|artt|aufl|bd|ca|cap|cf|ch|chap|fig|figs|jg|kap|n|no|nos|nr|num|núm|op|p|pag|pagg"
    r"|pág|págs|par|pp|rn|s|sec|sect|tab|v|vgl|vol|vols|ziff)\.$",
    re.IGNORECASE,
)

_GERMAN_DETERMINER = (
    r"(?:am|beim|das|dem|den|der|des|die|im|ins|vom|zum|zur"
    r"|(?:dein|dies|eur|euer|ihr|jed|jen|kein|mein|sein|unser|ein)(?:e[mnrs]?)?)"
)
_GERMAN_COUNTED = (
    r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jänner|Jahr|Jh|Jhd|Jhdt|Klasse|Stock|Kapitel|Auflage"
    r"|Platz|Mal|Tag|Weltkrieg|Staffel|Quartal|Semester|Senat|Zivilsenat|Liga|Runde)"
)

# How the left piece ends, how the right one begins.
_JOINS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "de": (
            (rf"(?i:\b{_GERMAN_DETERMINER})\s+(?:\w+\s+)?(?:\d{{1,3}}|[IVX]+)\.$", r""),  # der 3. Versuch
            (r"(?<![\w.])(?:\d{1,3}|[IVX]+)\.$", _GERMAN_COUNTED),  # 3. März, 19. Jahrhundert
            (r"(?<!\w)(?:Fa|Hr|Hrn|Fr|Frl|Hl|Ing|Mag|Dipl|Rd|St|Str)\.$", r""),
        ),
        "fr": (
            (r"(?<!\w)(?:Dr|Me|Mgr|Mlle|Mlles|MM|Mme|Mmes|M|Pr|Ste|St|Vve)\.$", r""),
            (r"(?<!\w)(?:s|siècle)\.$", r"(?:av|apr)\."),
            (r"\bJ\.$", r"-\s?C"),
        ),
        "it": ((r"(?<!\w)(?:Avv|Dott|Geom|Ing|Mons|On|Prof|Sig|S|SS|Spett|on|dott\.ssa)\.$", r""),),
        "es": (
            (r"(?<!\w)(?:D|Da|Dña|Dr|Dra|Sr|Sra|Sres|Srta|Sto|Sta|Ud|Uds|Vd)\.$", r""),
            (r"(?<!\w)[ad]\.$", r"(?:de )?(?:C|J)\."),
        ),
        "ru": ((r"(?<!\w)(?:г|гг|им|обл|пл|пр|проф|св|см|ул|тов|стр)\.$", r""),),
        "ja": ((r"[」』）]$", r"(?:と|って|なんて|など)"),),  # 「はい。」と言った
    }
)

# The most that one utterance holds, in characters: engines cut or stumble beyond.
_LONGEST = 400
_LONGEST_IN: Mapping[str, int] = MappingProxyType({"ja": 130, "zh": 130, "yue": 130, "ko": 200})

_LONG = 2000  # characters that must be broken, however they are said

_WHOLE, _STRETCH = 50_000, 10_000
"""Characters of the longest paragraph that is looked at as a whole, and of the parts of a longer one: quotation marks without end take the square of their number."""

_TAIL = 80  # characters before a border that decide about it

# Where to breathe, best first; each pattern ends where the next clause begins.
_BREATHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[.!?…]{_CLOSING}?\s+|[。！？]",
        r"[;；]\s*(?!\d)|:\s+|：",
        r"\s+(?=[–—]\s)|(?<=\w)(?=—\w)",
        r"[,،]\s+|[，、]",
        r"\s+",
    )
)


_LAST_SIGNS = (". ", "! ", "? ", "… ", "。", "！", "？", "．")


def _stretches(text: str) -> Iterator[str]:
    """A text as it is, or a very long one in parts: where it must be cut it is behind a sentence, or else between words."""
    start = 0
    while len(text) > _WHOLE and len(text) - start > _STRETCH:
        end = start + _STRETCH
        behind = max(text.rfind(sign, start, end) + len(sign) for sign in _LAST_SIGNS)
        cut = behind if behind > start + 2 else text.rfind(" ", start, end) + 1
        cut = cut if cut > start else end
        yield text[start:cut]
        start = cut
    yield text[start:]


def sentences(reading: Reading) -> tuple[Piece, ...]:
    """Where the sentences of `reading` stand, which is one paragraph in one line.

    A piece in which nothing can be spoken joins its neighbour, so that nothing is lost.
    """
    tongue = base(reading.language)
    pieces = [piece for part in _stretches(reading.text) for piece in segment(tongue, part)]
    ends = list(accumulate(map(len, pieces)))
    borders = [
        end
        for (left, right), end in zip(pairwise(pieces), ends, strict=False)
        if not (reading.goes_on(end) or _goes_on(left[-_TAIL:].strip(), right.strip(), tongue))
    ]
    return _joined(reading, sorted({0, *borders, *reading.begins(), len(reading.text)}))


def clauses(reading: Reading, piece: Piece) -> tuple[Piece, ...]:
    """The sentence at `piece`, in as few pieces of about equal length as the longest utterance allows.

    It is broken at the strongest punctuation there is, else between words, else anywhere.  Pieces
    that cannot be spoken join as in `sentences`.
    """
    longest = _LONGEST_IN.get(base(reading.language), _LONGEST)
    start, end = piece
    cuts = [start]
    while (length := _length(reading, start, end)) > longest:
        aim = (end - start) // math.ceil(length / longest)
        window = max(1, min((end - start) * longest // length, end - start - 1))
        cut = _cut(reading, start, window, aim)
        while (over := _length(reading, start, cut)) > longest:  # there are longer words in it than elsewhere
            window = max(1, (cut - start) * longest // over - 1)
            if (cut := _cut(reading, start, window, window)) - start > window:
                break  # one that is too long by itself
        if cut >= end:
            break
        start = cut
        cuts.append(start)
    return _joined(reading, [*cuts, end])


def _cut(reading: Reading, start: int, window: int, aim: int) -> int:
    return reading.border(start + (_breath(reading, start, start + window + 1, aim) or window), start + 1)


def _length(reading: Reading, start: int, end: int) -> int:
    """How many characters there are, or are said; of what is far too long, only about so many."""
    if end - start > _LONG:
        return end - start
    return max(end - start, len(reading.spoken(start, end)))


def _joined(reading: Reading, cuts: Sequence[int]) -> tuple[Piece, ...]:
    """The pieces between `cuts`, each that would be mute alone together with a neighbour, without blanks around."""
    found: list[Piece] = []
    last_speaks = True
    for start, end in pairwise(cuts):
        speaks = reading.speaks(start, end)
        if found and not (speaks and last_speaks):
            found[-1] = (found[-1][0], end)
            last_speaks = last_speaks or speaks
        else:
            found.append((start, end))
            last_speaks = speaks
    return tuple(bare(reading.text, *piece) for piece in found)


def bare(text: str, start: int, end: int) -> Piece:
    """The characters from `start` to `end` without the blanks at their edges."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _breath(reading: Reading, start: int, stop: int, aim: int) -> int:
    """How far behind `start`, best `aim` characters, the best kind of clause ends before `stop`; 0 if nowhere."""
    text = reading.text[start:stop]
    for pattern in _BREATHS:
        places = [
            match.end()
            for match in pattern.finditer(text, aim // 2)
            if match.end() < len(text) and not reading.goes_on(start + match.end())
        ]
        if places:
            return min(places, key=lambda place: abs(place - aim))
    return 0


def _goes_on(left: str, right: str, tongue: str) -> bool:
    start = right.lstrip(_OPENERS)[:1]
    if start.islower() and _SOFT_END.search(left):
        return True
    if start.isdecimal() and _BEFORE_NUMBER.search(left):
        return True
    return any(re.search(ends, left) and re.match(begins, right) for ends, begins in _JOINS.get(tongue, ()))
