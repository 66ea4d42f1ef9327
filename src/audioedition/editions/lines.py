"""The blocks of a post as lines of evidence: what is text, and what its surroundings say about it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audioedition.editions import words
from audioedition.editions.detection import is_known, letters, scores
from audioedition.editions.evidence import Line, surely
from audioedition.editions.furniture import Reasons
from audioedition.editions.markers import Marker
from audioedition.editions.titles import is_double, is_title_like
from audioedition.languages import base
from audioedition.model import UNDETERMINED, Block, Kind

_QUOTED = (
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ('"', '"'),
    ("«", "»"),
    ("»", "«"),
    ("‹", "›"),
    ("「", "」"),
    ("『", "』"),
)
_INNER = re.compile("|".join(f"{left}[^{left}{right}]{{15,}}{right}" for left, right in _QUOTED))
_DASHES = ("—", "–", "-", "(", "[")
_SOURCE = 60  # characters of the source of a quotation
_SHORT = 80  # letters up to which a line can be a title
_NAMES = 40  # and up to which it can be but names
_PROSE = 60  # letters from which on a paragraph is prose
_MOSTLY = 0.9  # of the letters of a post that is nothing but quotations
_ASIDE = 30  # letters outside of quotation marks, which tell the language of a paragraph that quotes
_FRAME = 12  # and letters around phrases that are marked as in another language
_CONTRADICTS = 3.0  # nats by which words contradict a mark
_NEAR = 3  # lines: a title may stand twice within so many
_FEWEST_PAIRS = 3  # of paragraphs with quotations that translate them
_UNEVEN = 1.6  # times as long as the other such a text may be
_LISTED = 20  # letters from which on a paragraph can be mostly names
_FEWEST = 2  # other words that it has then
_WORD = re.compile(r"[^\W\d_]\S*")


def of(
    blocks: Sequence[Block], markers: Mapping[int, Marker], reasons: Reasons, held: Mapping[int, str]
) -> tuple[list[int], list[Line]]:
    """The blocks that are text, with their places; `held` says which of them are surely in a language."""
    places: list[int] = []
    lines: list[Line] = []
    first_seen: dict[str, int] = {}
    last_seen = {block.text.casefold(): place for place, block in enumerate(blocks)}
    announced: set[str] = set()
    rule = False
    for place, block in enumerate(blocks):
        if place in reasons:
            continue
        if place in markers:
            announced.update(() if markers[place].is_navigation else markers[place].languages)
        elif block.kind is Kind.BREAK:
            rule = True
        else:
            places.append(place)
            cites = bool(lines and lines[-1].quote and block.text.startswith(_DASHES))
            line = _line(block, frozenset(announced), rule=rule, cites=cites, held=held.get(place))
            folded = block.text.casefold()
            apart = last_seen[folded] - first_seen.setdefault(folded, place)
            lines.append(replace(line, repeated=apart > _NEAR))
            announced.clear()
            rule = False
    return places, _told(lines)


def _told(lines: list[Line]) -> list[Line]:
    """`lines`; where there is hardly anything but quotations, or each translates the paragraph above, these are the text."""
    quoted = sum(line.letters for line in lines if line.quote)
    if quoted <= _MOSTLY * sum(line.letters for line in lines) and not _translate(lines):
        return lines
    return [replace(line, quote=False, prose=line.letters >= _PROSE) for line in lines]


def _translate(lines: list[Line]) -> bool:
    """Whether all paragraphs have a quotation below that is as long as they are, and in another language."""
    long = [line for line in lines if line.letters >= _PROSE]
    pairs = list(zip(long[::2], long[1::2], strict=False))
    return (
        len(pairs) >= _FEWEST_PAIRS
        and [line.quote for line in long] == [False, True] * len(pairs)
        and all(
            max(one.letters, two.letters) <= _UNEVEN * min(one.letters, two.letters) for one, two in pairs
        )
        and len({(surely(one.scores), surely(two.scores)) for one, two in pairs}) == 1
        and bool(surely(long[0].scores))
        and not surely(long[0].scores) & surely(long[1].scores)
    )


def _line(block: Block, announced: frozenset[str], *, rule: bool, cites: bool, held: str | None) -> Line:
    """A block as evidence; `cites` says that it names the source of a quotation above it."""
    if block.kind in (Kind.CODE, Kind.TABLE):
        return Line(block.text, {}, 0, block.language, announced, rule, held=held)
    size = letters(block.text)
    quote = cites or block.kind is Kind.QUOTE or is_quoted(block.text)
    said = _without_marked(block)
    if block.kind is not Kind.HEADING and size >= _LISTED:
        said = without_names(said if quote else without_quotations(said))
    title = block.kind is Kind.HEADING or (
        block.kind is Kind.PARAGRAPH and size < _SHORT and is_title_like(block.text)
    )
    double = (title or is_title_like(block.text)) and is_double(block.text)
    return Line(
        block.text,
        scores(said),
        size,
        block.language,
        announced,
        rule,
        title or double,
        double,
        quote=quote,
        names=block.kind is not Kind.HEADING and not double and size < _NAMES and is_names(block.text),
        prose=block.kind is Kind.PARAGRAPH and size >= _PROSE and not cites,
        held=held,
    )


def _without_marked(block: Block) -> str:
    """The words of a block that tell its language: not those that the author marks as of another, unless there is little else.

    A mark that its own words contradict, as word processors leave behind, is none.
    """
    text = block.text
    for span in reversed(block.spans):
        if _agrees(block.text[span.start : span.end], span.language):
            text = f"{text[: span.start]} {text[span.end :]}"
    return text if letters(text) >= _FRAME else block.text


def _agrees(phrase: str, mark: str) -> bool:
    """Whether a phrase can be in the language that it is marked with."""
    if mark == UNDETERMINED:
        return False
    return not is_known(mark) or scores(phrase).get(base(mark), -math.inf) > -_CONTRADICTS


def is_quoted(text: str) -> bool:
    """Whether a paragraph is one quotation, perhaps with its source behind it."""
    text = text.strip()
    for left, right in _QUOTED:
        inside, closed, source = text.removeprefix(left).rpartition(right)
        if text.startswith(left) and closed and left not in inside and right not in inside:
            return not source.strip() or _is_source(source.strip())
    return False


def _is_source(text: str) -> bool:
    """Whether what is behind a quotation says whose it is, and does not go on to tell: `— mondta az apám`."""
    name = text.lstrip("".join((*_DASHES, " ")))
    return len(text) <= _SOURCE and text.startswith(_DASHES) and bool(name) and not name[0].islower()


def is_names(text: str) -> bool:
    """Whether a line holds nothing but names and numbers: several words, all with a capital but for `von` and the like."""
    found = _WORD.findall(text)
    several = len(found) > 1 or any(char.isdigit() for char in text)
    particles = words.table("marker", "particles")
    named = [word for word in found if word not in particles]
    return several and bool(named) and not text.isupper() and all(word[0].isupper() for word in named)


def without_quotations(text: str) -> str:
    """`text`, or what of it stands outside of quotation marks, if that is enough to tell its language."""
    rest = _INNER.sub(" ", text)
    return rest if letters(rest) >= _ASIDE else text


def without_names(text: str) -> str:
    """`text`, or the rest of it if it is for the most part names, which say nothing about its language.

    Names are capitalised words in the midst of a sentence, also the nouns of German.
    """
    if text.isupper():
        return text
    named: list[str] = []
    rest: list[str] = []
    begins = True
    for word in _WORD.findall(text):
        (named if word[0].isupper() and not begins else rest).append(word)
        begins = word.endswith((".", "!", "?", ":"))
    few = sum(map(len, named)) <= sum(map(len, rest)) or len(rest) < _FEWEST
    return text if few else " ".join(rest)
