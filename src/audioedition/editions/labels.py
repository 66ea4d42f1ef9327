"""Labels before paragraphs, `EN: …`, `[DE] …`, `FR | …`, `🇮🇹 …` or `Deutsch: …`: the author's own marks.

They are put on a line of their own, and so is what stands behind a heading, `The ferry (English)`, `The ferry
(deutsche Fassung unten)` or `The ferry, translated by Eva Ott`, or before a text: `(English below) Die Fähre legt ab.`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audioedition.editions import markers, names, wording, words
from audioedition.editions.detection import letters, scores
from audioedition.editions.signs import LETTER
from audioedition.model import Block, Kind

_NAME = f"{LETTER}{{2,20}}"
_LABEL = re.compile(
    rf"(?:\[({_NAME})\]:?|\(({_NAME})\):?|({_NAME})(?:\s?[:：]|\s*[|｜]|\s+[–—-]\s)|({names.FLAG}):?)\s*(?=\S)"
)
_BEHIND = re.compile(r"(.{2,150}?\w[?!.…]?)\s*([(（\[][^()（）\[\]]{2,60}[)）\]])")
_BEFORE = re.compile(r"([(（\[][^()（）\[\]]{4,80}[)）\]])\s*(\S.{20,})", re.DOTALL)
_TAIL = re.compile(r"(.{2,150}?\w[?!.…]?)(?:\s+[–—-]{1,2}|,|\s*[|·])\s+(\D{8,80})")
_SILENT = (Kind.CODE, Kind.TABLE)
_LONGEST = 100  # letters of a line that may be a title with what it announces
_CODE = (2, 3)  # letters
_LONG = 40  # letters of a text that has to be in the language of its label
_FAR = 6  # lines below a heading
_FEWEST = 2  # languages that are labelled, if any is


def on_their_own(blocks: Sequence[Block]) -> Sequence[Block]:
    """Set every label apart from its text, which it marks, if there are labels for several languages."""
    found = {place: label for place, block in enumerate(blocks) if (label := _label(block))}
    tags = {place: tag for place, label in found.items() if (tag := _tag(label))}
    if len(set(tags.values())) < _FEWEST or not _agree(blocks, found, tags):
        return blocks
    apart: list[Block] = []
    for place, block in enumerate(blocks):
        if place in found:
            end = found[place].end()
            apart.append(Block(Kind.PARAGRAPH, block.text[:end].strip(), line=block.line))
            apart.append(replace(block.saying(block.text[end:]), language=tags[place]))
        else:
            apart.append(block)
    return apart


def in_brackets(blocks: Sequence[Block], spoken: frozenset[str]) -> Sequence[Block]:
    """Set brackets that announce a language apart from the heading or the text they stand at; `spoken` are the post's languages."""
    apart: list[Block] = []
    for place, block in enumerate(blocks):
        if block.kind in _SILENT or markers.read(block.text, spoken):
            apart.append(block)
        elif (before := _BEFORE.fullmatch(block.text)) and _announces(before[1], spoken):
            apart += (_beside(block, before[1]), block.saying(before[2]))
        elif _heads(block) and (credit := _credit(block.text, spoken)):
            apart += (block.saying(credit[0]), _beside(block, credit[1]))
        elif not (behind := _BEHIND.fullmatch(block.text)) or not _heads(block):
            apart.append(block)
        elif _announces(behind[2], spoken) or _leads(behind[2], spoken):
            apart += (block.saying(behind[1]), _beside(block, behind[2]))
        elif _names(behind[2], spoken, _below(blocks, place)):
            apart += (_beside(block, behind[2]), block.saying(behind[1]))
        else:
            apart.append(block)
    return apart


def _heads(block: Block) -> bool:
    return block.kind is Kind.HEADING or (block.kind is Kind.PARAGRAPH and letters(block.text) <= _LONGEST)


def _beside(block: Block, text: str) -> Block:
    return Block(Kind.PARAGRAPH, text, block.language, line=block.line)


def _announces(text: str, spoken: frozenset[str]) -> bool:
    """Whether `text` announces a language by more than its name: `(in German)` may be about a word."""
    marker = markers.read(text, spoken)
    tokens = wording.tokens(text, spoken) if marker and marker.languages else ()
    return any(
        wording.has(words.fold(token), role)
        for token in tokens
        for role in ("translation", "version", "place")
    )


def _credit(text: str, spoken: frozenset[str]) -> tuple[str, str] | None:
    """A title, and who translated the text: `The flood (translated by Eva Ott)`; None if it does not say that."""
    if text.endswith("."):
        return None  # a sentence
    for found in filter(None, (_BEHIND.fullmatch(text), _TAIL.fullmatch(text))):
        marker = markers.read(found[2], spoken)
        if marker and marker.translator:
            return found[1], found[2]
    return None


def _leads(text: str, spoken: frozenset[str]) -> bool:
    """Whether `text` offers the languages of the post: `(English/Deutsch)`."""
    marker = markers.read(text, spoken)
    return marker is not None and marker.is_navigation and spoken.issuperset(marker.languages)


def _names(text: str, spoken: frozenset[str], below: str) -> bool:
    """Whether `text` names the language of the text `below` its heading, in a post that has another, too."""
    marker = markers.read(text, spoken) if len(spoken) > 1 else None
    if marker is None or marker.translator or len(marker.languages) != 1:
        return False
    return scores(below).get(marker.languages[0]) == 0


def _below(blocks: Sequence[Block], place: int) -> str:
    """The first longer text near below a heading."""
    near = (block.text for block in blocks[place + 1 : place + 1 + _FAR])
    return next((text for text in near if letters(text) >= _LONG), "")


def _label(block: Block) -> re.Match[str] | None:
    if block.kind in _SILENT or block.language:
        return None
    label = _LABEL.match(block.text)
    return label if label and _tag(label) else None


def _tag(label: re.Match[str]) -> str | None:
    """The language of a label: a code in capitals or brackets, or a name."""
    word = next(filter(None, label.groups()))
    if label[4]:
        return names.of_flag(word)
    if len(word) in _CODE and (word.isupper() or (len(word) == min(_CODE) and not label[3])):
        return names.of_code(word)
    return names.exact(frozenset()).get(words.fold(word))


def _agree(blocks: Sequence[Block], found: dict[int, re.Match[str]], tags: dict[int, str]) -> bool:
    """Whether the longer texts are in the languages of their labels: `IT:` may be a department."""
    texts = {place: blocks[place].text[label.end() :] for place, label in found.items()}
    for place, text in texts.items():
        if _heads(blocks[place]) and letters(text) < _LONG:
            texts[place] = _below(blocks, place)
    long = [place for place in texts if letters(texts[place]) >= _LONG]
    return bool(long) and all(scores(texts[place]).get(tags[place]) == 0 for place in long)
