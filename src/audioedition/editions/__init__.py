"""A post to its editions: what is spoken in each language, and everything that is not, with reasons.

The author's own marks come first, then structure (markers, rules, titles), then the evidence of the
words, weighed over the whole post.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audioedition.editions import assembly, furniture, labels, markers, marks, names, words
from audioedition.editions.assignment import assign
from audioedition.editions.detection import is_known, letters, scores
from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line
from audioedition.editions.furniture import Reasons
from audioedition.editions.markers import Marker
from audioedition.editions.titles import is_double, is_title_like
from audioedition.errors import PostError
from audioedition.model import Block, Kind, Post, Split

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
_LONG = 60  # letters from which on a block tells its language by itself
_SHARE = 0.1  # of a short post's letters, which do the same
_DASHES = ("—", "–", "-", "(", "[")
_SOURCE = 60  # characters of the source of a quotation
_SHORT = 80  # letters up to which a line can be a title


def split(post: Post, languages: Sequence[str] = ()) -> Split:
    """Split `post` into one edition for each of its languages, in the order in which they begin.

    `languages`, those of the configured feeds, break ties and never make an edition.  Raises
    PostError if nothing is left to speak or no language can be told.
    """
    blocks = labels.on_their_own(_with_title(post))
    found = _markers(blocks)
    reasons = furniture.reasons(blocks, frozenset(found))
    found = {place: marker for place, marker in found.items() if place not in reasons}
    places, lines = _lines(blocks, found, reasons)
    if not any(line.letters for line in lines):
        raise PostError(f"{post.source} holds nothing to speak: all of it is furniture, marks or numbers.")
    announced = _announced(found)
    hints = names.bases((*languages, *filter(None, (post.language,))))
    if post.language and not announced and not is_known(post.language):
        lines = [replace(line, mark=line.mark or post.language) for line in lines]
    lines = marks.settled(lines)
    assignment = assign(lines, announced, hints)
    if assignment and (idle := _idle(blocks, dict(zip(places, assignment.languages, strict=True)), found)):
        found = {place: marker for place, marker in found.items() if place not in idle}
        places, lines = _lines(blocks, found, reasons)
        lines = marks.settled(lines)
        assignment = assign(lines, _announced(found), hints)
    if assignment is None:
        raise PostError(
            f"The language of {post.source} cannot be told: mark it, with a line `::: en` above the text."
        )
    draft = Draft(post, blocks, places, lines, assignment, found, reasons)
    return assembly.assemble(draft, languages)


def _with_title(post: Post) -> tuple[Block, ...]:
    """The blocks, with the title of the front matter above them unless it stands there already."""
    title = words.fold(post.title or "")
    if not title or any(words.fold(block.text) == title for block in post.blocks[:8]):
        return post.blocks
    return (Block(Kind.HEADING, post.title or "", level=1), *post.blocks)


def _markers(blocks: Sequence[Block]) -> dict[int, Marker]:
    """The lines that announce a translation.

    The bare name of a language is one only if the post has text in that language, and not as an
    item of a list, unless the list holds nothing else.
    """
    spoken = _spoken(blocks)
    seen = {
        place: marker
        for place, block in enumerate(blocks)
        if block.kind not in (Kind.BREAK, Kind.CODE, Kind.TABLE)
        and (marker := markers.read(block.text, spoken))
    }
    known = spoken | names.bases(filter(None, (block.language for block in blocks)))

    def stands(place: int, marker: Marker) -> bool:
        if not marker.bare:
            return True
        beside = [seen.get(near) for near in (place - 1, place + 1) if blocks[place].kind is Kind.ITEM]
        lonely = blocks[place].kind is Kind.ITEM and not any(
            near and known.issuperset(near.languages) for near in beside
        )
        return known.issuperset(marker.languages) and not lonely

    return {place: marker for place, marker in seen.items() if stands(place, marker)}


def _announced(found: Mapping[int, Marker]) -> frozenset[str]:
    """The languages whose text markers announce."""
    return frozenset(tag for marker in found.values() if not marker.is_navigation for tag in marker.languages)


def _idle(
    blocks: Sequence[Block], languages: Mapping[int, str], found: Mapping[int, Marker]
) -> frozenset[int]:
    """Markers amid one language's text: headings such as "The German version", which announce nothing there."""
    idle: set[int] = set()
    for place, marker in found.items():
        text = blocks[place].text.strip()
        above = [language for at, language in languages.items() if at < place][-2:]
        below = [language for at, language in languages.items() if at > place][:1]
        inside = len(above) > 1 and bool(below) and {*above} == {*below}
        if (
            inside
            and not (marker.translator or marker.is_navigation)
            and text[0].isalpha()
            and text[-1].isalpha()
        ):
            idle.add(place)
    return frozenset(idle)


def _spoken(blocks: Sequence[Block]) -> frozenset[str]:
    """The languages that more than a line or two of the post seem to be in."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        if found := scores(block.text):
            sizes[max(sorted(found), key=found.__getitem__)] += letters(block.text)
    least = min(_LONG, sizes.total() * _SHARE)
    return frozenset(language for language, size in sizes.items() if size >= least)


def _lines(
    blocks: Sequence[Block], found: dict[int, Marker], reasons: Reasons
) -> tuple[list[int], list[Line]]:
    """The blocks that are text, as evidence, with their places."""
    places: list[int] = []
    lines: list[Line] = []
    announced: set[str] = set()
    rule = False
    for place, block in enumerate(blocks):
        if place in reasons:
            continue
        if place in found:
            announced.update(() if found[place].is_navigation else found[place].languages)
        elif block.kind is Kind.BREAK:
            rule = True
        else:
            places.append(place)
            cites = bool(lines and lines[-1].quote and block.text.startswith(_DASHES))
            lines.append(_line(block, frozenset(announced), rule=rule, cites=cites))
            announced.clear()
            rule = False
    return places, lines


def _line(block: Block, announced: frozenset[str], *, rule: bool, cites: bool) -> Line:
    """A block as evidence; `cites` says that it names the source of a quotation above it."""
    if block.kind in (Kind.CODE, Kind.TABLE):
        return Line(block.text, {}, 0, block.language, announced, rule)
    size = letters(block.text)
    title = block.kind is Kind.HEADING or (
        block.kind is Kind.PARAGRAPH and size < _SHORT and is_title_like(block.text)
    )
    double = (title or is_title_like(block.text)) and is_double(block.text)
    quote = cites or block.kind is Kind.QUOTE or is_quoted(block.text)
    return Line(
        block.text, scores(block.text), size, block.language, announced, rule, title or double, double, quote
    )


def is_quoted(text: str) -> bool:
    """Whether a paragraph is one quotation, perhaps with its source behind it."""
    text = text.strip()
    for left, right in _QUOTED:
        inside, closed, source = text.removeprefix(left).rpartition(right)
        if text.startswith(left) and closed and left not in inside and right not in inside:
            return not source.strip() or (len(source) <= _SOURCE and source.strip().startswith(_DASHES))
    return False
