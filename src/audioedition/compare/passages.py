"""A block as it is compared: what of it survives a translation."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition.model import Block, Edition, Kind
from audioedition.text import seen

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_DENSE = ((_HAN, 1.7), (_KANA, 0.7), (_HANGUL, 1.0))
"""How many letters a sign is worth beyond itself, so that all languages are about equally long."""

_ADDRESS = re.compile(r"(?<![!-~])[!-~]*(?://|www\.|@)[!-~\u00a1-\u06ff]*")
"""A web or mail address: it ends at a space, and where no spaces are written, at the next letter of that script."""

_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_ACCENT = re.compile("[\u0300-\u036f]+")
_STEM = 5  # letters that tell a word, in whatever form: `information`, `información`


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that is spoken, or a scene break; the one at `place` in its edition, or its title.

    `number` counts, from 1, those of its kind: headings, scene breaks, and everything else as
    paragraphs.  `size` is its length in letters of an alphabet, without addresses; `stems` are what its words and
    numbers begin with.
    """

    block: Block
    place: int | None
    number: int
    size: float
    stems: frozenset[str]

    @property
    def kind(self) -> Kind:
        """The kind of its block."""
        return self.block.kind

    @property
    def text(self) -> str:
        """The text of its block."""
        return self.block.text

    @property
    def is_title(self) -> bool:
        """Whether it is the title of its edition."""
        return self.place is None


def passages(edition: Edition) -> tuple[Passage, ...]:
    """What is spoken of an edition, its title first if it has one of its own."""
    own = bool(edition.title) and not edition.untitled
    title = Block(Kind.HEADING, edition.title)
    return (*((_passage(title, None, 0),) if own else ()), *_numbered(edition))


def _numbered(edition: Edition) -> Iterator[Passage]:
    counts: Counter[Kind] = Counter()
    for place, block in enumerate(edition.blocks):
        if block.kind.is_shown:
            continue
        counted = block.kind if block.kind in (Kind.HEADING, Kind.BREAK) else Kind.PARAGRAPH
        counts[counted] += 1
        yield _passage(block, place, counts[counted])


def _passage(block: Block, place: int | None, number: int) -> Passage:
    text = seen(block.text)
    return Passage(block, place, number, size(without_addresses(text)), _stems(text))


def without_addresses(text: str) -> str:
    """`text` without web and mail addresses: one text may show what the other has as a link."""
    return _ADDRESS.sub("", text)


def size(text: str) -> float:
    """The length of `text` in letters, as long as it would be in a language with an alphabet."""
    if text.isascii():
        return len(text)
    return len(text) + sum(len(sign.findall(text)) * more for sign, more in _DENSE)


def weights(one: Sequence[Passage], two: Sequence[Passage]) -> Mapping[str, float]:
    """What it tells, in nats, that two passages share a stem: much if it is rare in both editions."""
    if not one or not two:
        return {}
    left = Counter(stem for passage in one for stem in passage.stems)
    right = Counter(stem for passage in two for stem in passage.stems)
    return {
        stem: -math.log(max(left[stem] / len(one), right[stem] / len(two)))
        for stem in left.keys() & right.keys()
    }


def plain(text: str) -> str:
    """`text` without case, and without the accents of its letters."""
    folded = text.casefold()
    return folded if folded.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", folded))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(plain(text)))
