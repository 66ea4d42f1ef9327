"""Titles: which line is one, and those that stand there in two languages, `A / B`."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from audioedition.editions.detection import scores
from audioedition.editions.evidence import Line, surely, tokens
from audioedition.languages import base

_LONGEST = 200  # characters
_LONGEST_DOUBLE = (
    1_000  # characters of a line that may be two titles: brackets take the square of their number
)
_SEPARATOR = re.compile(r"\s*(?://|::|\||｜|／|·|•|~)\s*|\s*——\s*|\s+(?:/|–|—|-)\s+")
_BRACKETS = re.compile(r"(.+?)\s*([(（\[])(.+)[)）\]]$")
_BRACKET = ("(", "（", "[")  # what is in them is more often an aside
_WEAK = {"–", "—", "-", *_BRACKET}  # separators that as often stand inside of a title
_SENTENCES = re.compile(r"\w{2}[.!?…]+\s+\W?[^\W\d_a-z].{6,}[.!?…]\W?$")  # two of them
_CLOSING = ")]”“»«\"'’"
_WORDS = re.compile(r"[^\W\d_]+")
_GAIN = 4.0  # nats by which two languages have to explain a title better than one
_WEAK_GAIN = 1.0  # the same with a weak separator, where a language would otherwise have no title
_EXCLAMATION = 40  # letters of a title that is one
_TURNS_GAIN = -0.5  # the same if the languages take turns paragraph by paragraph
_AS_ABOVE = 5.0  # nats for the same order in a heading as in the title
_IN_ORDER = 2.0  # nats if the parts are in the order of the texts
_WORD = 1.2
_MOST = 8.0
_LATIN_NAME = 2.0
_UNEVEN = 0.01  # nats for each character by which one part is longer


def is_title_like(text: str) -> bool:
    """Whether a line could be a title: short, and no sentence that goes on, nor two of them."""
    text = text.strip()
    if not 0 < len(text) <= _LONGEST or _SENTENCES.search(text):
        return False
    end = text.rstrip(_CLOSING) or text
    return not end.endswith((".", ":", ";", ",", "。", "：", "؛")) or end.endswith("...")


def is_double(text: str) -> bool:
    """Whether a line is surely a title in two languages."""
    for separator, pieces in _cuts(text, 2):
        best = [surely(scores(piece)) for piece in pieces]
        if separator not in _WEAK and all(best) and not best[0] & best[1]:
            return True
    return False


def parts(
    text: str, languages: Sequence[str], known: Mapping[str, str], *, needed: bool, only: str | None = None
) -> tuple[str, dict[str, str]] | None:
    """Split a title into one part for each of `languages`: the separator, and the parts; or None.

    `known` are words of the post with their language; `needed` tells that a language has no other
    title, so that the structure speaks for it; `only` is the separator of the post's title, by which
    its headings are split, too.
    """
    best = _best(text, languages, known, only)
    if best is None or (not needed and only is None and (best[0] < _GAIN or best[1] in _BRACKET)):
        return None
    return None if best[1] in _WEAK and only is None and best[0] < _WEAK_GAIN else best[1:]


def side_by_side(
    text: str, languages: Sequence[str], known: Mapping[str, str]
) -> tuple[str, dict[str, str]] | None:
    """The same for the only title of a post whose languages take turns: it is likely in all of them."""
    best = _best(text, languages, known, None)
    return best[1:] if best and best[0] >= (_TURNS_GAIN if best[1] in _WEAK else -math.inf) else None


def _best(
    text: str, languages: Sequence[str], known: Mapping[str, str], only: str | None
) -> tuple[float, str, dict[str, str]] | None:
    """The best way to split a title, with the nats by which it explains the title better than one language."""
    best: tuple[float, tuple[float, str, dict[str, str]]] | None = None
    for separator, pieces in _cuts(text, len(languages)):
        if only is not None and separator != only:
            continue
        found = [_evidence(piece, languages, known) for piece in _told_apart(pieces)]
        one = max(sum(piece[language] for piece in found) for language in languages)
        for order in itertools.permutations(languages):
            gain = sum(piece[language] for piece, language in zip(found, order, strict=True)) - one
            gain -= _UNEVEN * (max(map(len, pieces)) - min(map(len, pieces)))
            likely = _IN_ORDER if only is None else _AS_ABOVE
            rank = gain + likely * (order == tuple(languages))
            if best is None or rank > best[0] + 1e-9:
                best = rank, (gain, separator, dict(zip(order, pieces, strict=True)))
    return best[1] if best else None


def _told_apart(pieces: Sequence[str]) -> list[str]:
    """The parts of a title without the words that are in all of them: names, which say nothing."""
    shared = set.intersection(*(set(tokens(piece)) for piece in pieces))
    bare = [
        _WORDS.sub(lambda word: "" if word[0].casefold() in shared else word[0], piece) for piece in pieces
    ]
    return bare if shared and all(tokens(piece) for piece in bare) else list(pieces)


def is_own(first: Line, lines: Sequence[Line]) -> bool:
    """Whether the first line of a language among `lines` is its title, and no heading below one for all languages."""
    heading = first in lines[1:2] and any(separator not in _WEAK for separator, _ in _cuts(first.text, 2))
    sentence = first.letters > _EXCLAMATION and first.text.rstrip().endswith(("!", "?"))
    return first.title and not (first.double or heading or sentence)


def apart(
    lines: Sequence[Line],
    languages: Sequence[str],
    known: Mapping[str, str],
    *,
    needed: bool,
    turns: bool = False,
) -> dict[int, dict[str, str]]:
    """The titles and headings that stand in all `languages` on one line, by its number, with their parts.

    `needed` tells that some language has no other title.  Where one line is taken apart, the headings
    with the same separator are, too.  Where languages take `turns`, a title is likely in all of them.
    """
    sure = {at: line for at, line in enumerate(lines) if line.double or (not at and (line.title or needed))}
    taken = {
        at: side_by_side(line.text, languages, known)
        if turns and needed and not at
        else parts(line.text, languages, known, needed=needed and not at)
        for at, line in sure.items()
    }
    found = {at: part[1] for at, part in taken.items() if part}
    orders = {part[0]: tuple(part[1]) for part in taken.values() if part}  # the author keeps to one order
    for at, line in enumerate(lines):
        tried = (
            parts(line.text, order, known, needed=False, only=separator)
            for separator, order in sorted(orders.items())
        )
        if line.title and at not in found and (first := next(filter(None, tried), None)):
            found[at] = first[1]
    return found


def _cuts(text: str, count: int) -> Iterator[tuple[str, list[str]]]:
    places = [(found.start(), found.end(), found[0].strip()) for found in _SEPARATOR.finditer(text)]
    for separator in dict.fromkeys(sign for *_, sign in places):
        same = [(start, end) for start, end, sign in places if sign == separator]
        for chosen in itertools.combinations(same[:6], count - 1):
            borders = [(0, 0), *chosen, (len(text), len(text))]
            pieces = [text[one[1] : two[0]].strip() for one, two in itertools.pairwise(borders)]
            if all(any(char.isalpha() for char in piece) for piece in pieces):
                yield separator, pieces
    is_short = len(text) <= _LONGEST_DOUBLE
    if count == 2 and is_short and (found := _BRACKETS.fullmatch(text)):  # noqa: PLR2004 -- a title, and one in brackets
        yield found[2], [found[1], found[3]]


def _evidence(piece: str, languages: Sequence[str], known: Mapping[str, str]) -> dict[str, float]:
    found = scores(piece)
    strange = -_LATIN_NAME if "en" in found else -_MOST  # a title in any script may begin with a Latin name
    raw = {language: found.get(base(language), strange) if found else 0.0 for language in languages}
    for word in set(tokens(piece)):
        if known.get(word) in raw:
            raw[known[word]] += _WORD
    best = max(raw.values())
    return {language: max(-_MOST, score - best) for language, score in raw.items()}
