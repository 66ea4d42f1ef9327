"""Phrases in another language inside of an edition: found where an author quotes, and told precisely.

A foreign voice that reads the edition's own words is far worse than a phrase that is missed, so all
kinds of evidence have to agree: the profiles of languages, the small words of both, and the length.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audioedition.editions import quoted, scripts, words
from audioedition.editions.detection import is_known, letters, scores, script, script_of
from audioedition.languages import base
from audioedition.model import UNDETERMINED, Block, Edition, Kind, Span

_Place = tuple[int, int]
_UNSPOKEN = (Kind.BREAK, Kind.CODE, Kind.TABLE, Kind.PICTURE)
_LETTERS = 16
_LEADS = 2.0  # nats by which a language leads the next one
_SMALL = 2.5  # nats for each small word
_SHARE = 0.2  # of the words of a phrase are small ones of its language, at least
_NAMED = 2  # small words that tell a phrase with names in it
_LISTED = 0.34  # commas for each word: more are a list, mostly of names
_CONTRARY = 5.0  # nats more for each small word of the text around it
_PROSE = 60  # letters of a block in a language whose small words are unknown
_UNHEARD_OF = 25.0  # nats against the language of the text around it
_CONTRADICTS = 3.0  # nats by which words contradict an author's mark, which an editor may have left there
_RARE = ("af", "ca", "gl", "sk")  # what is far more often their greater relative
_SELDOM = 4.0  # nats
_SAYINGS = "la"  # which the edition's voice says as its listeners do
_EAST_ASIAN = ("ja", "zh")
_SPACED = ("LATIN", "CYRILLIC", "GREEK")  # scripts in which a word ends where no letter follows
_CAPITALS = ("de",)  # languages that write nouns with capitals
_TITLED = (*_CAPITALS, "en")  # and those that have them in titles


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a phrase needs to be foreign: so many words, so many of them small words of its language alone.

    `against` is by how many nats the profiles must speak against the language of the text around it, and
    `contrary` how many small words of that one there may be for each that tells.
    """

    words: int
    telling: int
    against: float
    contrary: float


_SET_APART = _Demand(words=4, telling=1, against=6.0, contrary=0.5)
_SENTENCE = _Demand(words=5, telling=2, against=10.0, contrary=0.15)
_UNTABLED = 2.0  # times as much if nothing is known of the small words of the text around it

_WORD = re.compile(r"[^\W\d_]+(?:[-'.@/_&]\w+)*")


def foreign(edition: Edition) -> Edition:
    """`edition`, with every phrase in another language among the spans of its block.

    What the author marked comes first, unless its words are plainly those of the text around it.
    """
    spoken = [block for block in edition.blocks if block.kind not in _UNSPOKEN]
    runs = iter(scripts.runs([block.text for block in spoken], edition.language))
    blocks = (
        block if block.kind in _UNSPOKEN else _found(block, edition.language, next(runs))
        for block in edition.blocks
    )
    return replace(edition, blocks=tuple(blocks))


def _found(block: Block, around: str, runs: Iterable[Span]) -> Block:
    language = block.language or around
    if base(language) != base(around):
        if _is_contradicted(block.text, language, around):
            return _found(replace(block, language=None), around, runs)
        runs = ()  # they are in the script of its own language
    return replace(block, spans=_spans(block, language, runs))


def _spans(block: Block, language: str, runs: Iterable[Span]) -> tuple[Span, ...]:
    marks = [span for span in block.spans if span.language != UNDETERMINED]
    apart = [(span.start, span.end) for span in block.spans if span not in marks]
    taken = [mark for mark in marks if _holds(block.text, mark, language)]
    for span in (*_phrases(block.text, language, apart), *runs):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    others = [span for span in taken if base(span.language) != base(language)]
    return tuple(_merged(sorted(others, key=lambda span: span.start), block.text))


def is_foreign(text: str, language: str, around: str) -> bool:
    """Whether a whole block is surely in `language`, and not in that of the text `around` it."""
    own, found = base(around), scores(text)
    if own not in found and (script_of(base(language)) or base(language) in _EAST_ASIAN):
        return True  # its script says so
    if base(language) in words.with_small():
        return _told(text, around, _SENTENCE) == base(language)
    return own in words.with_small() and letters(text) >= _PROSE and found.get(own, -math.inf) < -_UNHEARD_OF


def _holds(text: str, mark: Span, around: str) -> bool:
    """Whether a mark is to be heard: not one on a part of a word (`Messengerdienst`), nor against the words."""
    borders = text[max(0, mark.start - 1) : mark.start + 1], text[mark.end - 1 : mark.end + 1]
    is_part = (
        len({script(char) for char in pair}) == 1 and script(pair[0]) in _SPACED
        for pair in borders
        if len(pair) > 1
    )
    return not any(is_part) and not _is_contradicted(text[mark.start : mark.end], mark.language, around)


def _is_contradicted(text: str, mark: str, around: str) -> bool:
    """Whether the words of a text that is marked as another language are plainly those of the text `around` it."""
    found = scores(text)
    own, said = found.get(base(around)), found.get(base(mark), -math.inf)
    return base(mark) != base(around) and is_known(mark) and own is not None and own - said > _CONTRADICTS


def _phrases(text: str, language: str, apart: Sequence[_Place]) -> Iterator[Span]:
    """What is foreign of the phrases that are set `apart` by elements, of those that are by signs, and of sentences."""
    if not is_known(language):
        return  # its words would pass for those of its relatives
    for start, end in (*apart, *quoted.marked(text)):
        if found := _told(text[start:end], language, _SET_APART):
            yield Span(start, end, found)
    if base(language) not in words.with_small() and not script_of(base(language)):
        return  # nothing but the profiles speaks against its relatives
    for start, end in quoted.sentences(text):
        if found := _told(text[start:end], language, _SENTENCE):
            yield Span(start, end, found)


def _told(phrase: str, language: str, demand: _Demand) -> str | None:
    """The language that `phrase` is surely in, if that is another one than `language`."""
    said = _WORD.findall(phrase.replace("’", "'"))
    if len(said) < demand.words or letters(phrase) < _LETTERS:
        return None
    own = base(language)
    evidence = _evidence(said, own, demand)
    if not evidence.keys() - {_SAYINGS} or phrase.count(",") > _LISTED * len(said):
        return None
    found = scores(phrase)
    weighed = {tag: found.get(tag, -math.inf) + _SMALL * told for tag, (told, _) in evidence.items()}
    if _SAYINGS in evidence:  # no profile tells it
        weighed[_SAYINGS] = _SMALL * evidence[_SAYINGS][0]
    weighed = {tag: score - (_SELDOM if tag in _RARE else 0.0) for tag, score in weighed.items()}
    best, *others = sorted(weighed, key=lambda tag: (-weighed[tag], tag))
    least = demand.against * (1.0 if own in words.with_small() else _UNTABLED) + _CONTRARY * evidence[best][1]
    is_sure = all(weighed[best] - weighed[tag] > _LEADS for tag in others[:1])
    return (
        best if is_sure and best != _SAYINGS and weighed[best] - found.get(own, -math.inf) > least else None
    )


def _evidence(said: Sequence[str], own: str, demand: _Demand) -> dict[str, tuple[int, int]]:
    """The languages that the words `said` can be in, with how many small words tell each from one's `own`, and how many the other way."""
    plain = [word.casefold() for word in said if not _is_short_for(word, said)]
    small = {word: known for word in plain if (known := _small(word))}
    telling = [small[word] for word in plain if word in small and own not in small[word]]
    if len(telling) < demand.telling:
        return {}
    ours = [small[word] for word in plain if word in small and own in small[word]]
    named = any(word[0].isupper() and word != "I" for word in said[1:])
    found = {}
    for language in set().union(*telling):
        told, shared = (sum(language in known for known in several) for several in (telling, ours))
        against = len(ours) - shared
        if (
            any(len(word) > 1 and language in known for word, known in small.items() if own not in known)
            and told >= max(demand.telling, _NAMED if named and language not in _CAPITALS else 0)
            and against <= demand.contrary * told
            and told + shared >= _SHARE * len(said)
            and not _is_name(said, small, language)
        ):
            found[language] = told, against
    return found


def _small(word: str) -> frozenset[str]:
    """The languages that have `word` among their small ones, or what it begins with: `c'est`."""
    known = words.small()
    return known.get(word) or known.get(word.partition("'")[0]) or frozenset()


def _is_short_for(word: str, said: Sequence[str]) -> bool:
    """Whether `word` is written large among smaller ones: OS is no Portuguese article, but I is I."""
    return len(word) > 1 and word.isupper() and not all(map(str.isupper, said))


def _is_name(said: Sequence[str], small: Mapping[str, frozenset[str]], language: str) -> bool:
    """Whether all but small words have capitals, as in a name; but also in a German phrase or an English title."""
    return language not in _TITLED and all(
        word[0].isupper() or language in small.get(word.casefold(), ()) for word in said
    )


def _merged(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """`spans`, those in one language with nothing but signs between them as one."""
    last: Span | None = None
    for span in spans:
        if last and last.language == span.language and not _WORD.search(text, last.end, span.start):
            last = replace(last, end=span.end)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
