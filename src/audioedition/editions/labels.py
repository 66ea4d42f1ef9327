"""Labels before paragraphs, `EN: …`, `[DE] …`, `FR | …`, `🇮🇹 …` or `Deutsch: …`: the author's own marks.

They are put on a line of their own, and so is what a heading says of another language behind its words:
`The ferry (deutsche Fassung unten)`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audioedition.editions import markers, names, wording, words
from audioedition.editions.detection import letters, scores
from audioedition.editions.signs import LETTER
from audioedition.languages import base
from audioedition.model import Block, Kind

_NAME = f"{LETTER}{{2,20}}"
_LABEL = re.compile(
    rf"(?:\[({_NAME})\]:?|\(({_NAME})\):?|({_NAME})(?:\s?[:：]|\s*[|｜]|\s+[–—-]\s)|({names.FLAG}):?)\s*(?=\S)"
)
_BEHIND = re.compile(r"(.{2,150}?\w[?!.…]?)\s*([(（\[][^()（）\[\]]{4,60}[)）\]])")
_TOP = 2  # lines that may be titles
_CODE = 2  # letters
_LONG = 40  # letters of a text that has to be in the language of its label
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
            apart.append(replace(block, text=block.text[end:], language=tags[place]))
        else:
            apart.append(block)
    return apart


def behind_headings(blocks: Sequence[Block], spoken: frozenset[str]) -> Sequence[Block]:
    """Set what announces another language apart from the heading that it stands behind; `spoken` are the post's languages."""
    apart: list[Block] = []
    for place, block in enumerate(blocks):
        heads = block.kind is Kind.HEADING or (block.kind is Kind.PARAGRAPH and place < _TOP)
        found = _BEHIND.fullmatch(block.text) if heads else None
        if found and _announces(found[2], spoken) and not markers.read(block.text, spoken):
            apart += (
                replace(block, text=found[1]),
                Block(Kind.PARAGRAPH, found[2], block.language, line=block.line),
            )
        else:
            apart.append(block)
    return apart


def _announces(text: str, spoken: frozenset[str]) -> bool:
    """Whether `text` announces a language by more than its name: `(in German)` may be about a word."""
    marker = markers.read(text, spoken)
    tokens = wording.tokens(text, spoken) if marker and marker.languages else ()
    return any(
        wording.has(words.fold(token), role)
        for token in tokens
        for role in ("translation", "version", "place")
    )


def _label(block: Block) -> re.Match[str] | None:
    if block.kind in (Kind.CODE, Kind.TABLE) or block.language:
        return None
    label = _LABEL.match(block.text)
    return label if label and _tag(label) else None


def _tag(label: re.Match[str]) -> str | None:
    """The language of a label: a code in capitals or brackets, or a name."""
    word = next(filter(None, label.groups()))
    if label[4]:
        return names.of_flag(word)
    if len(word) == _CODE and (word.isupper() or not label[3]):
        return base(word) if names.is_tag(word) else None
    return names.exact(frozenset()).get(words.fold(word))


def _agree(blocks: Sequence[Block], found: dict[int, re.Match[str]], tags: dict[int, str]) -> bool:
    """Whether the longer texts are in the languages of their labels: `IT:` may be a department."""
    texts = {place: blocks[place].text[label.end() :] for place, label in found.items()}
    long = [place for place in texts if letters(texts[place]) >= _LONG]
    return bool(long) and all(scores(texts[place]).get(tags[place]) == 0 for place in long)
