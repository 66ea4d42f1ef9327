"""Readers' comments that only their heading and their place tell: copied by hand, without a button or a form.

"Comments" may as well be a chapter.  So what is below it has to be the last of the post, and little or signed.
If another edition follows, all of it has to be signed; and if the article goes on, it is text.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from audioedition.editions import chrome, signatures, words
from audioedition.editions.detection import letters
from audioedition.editions.prose import LONG, Prose
from audioedition.editions.signatures import Signature
from audioedition.editions.titles import is_title_like
from audioedition.model import Block, Kind

_LONGEST = 8  # blocks of a comment behind its first, or before the name below it, at the end of a post
_SHORTER = 2  # the same where it may be a chapter
_SEVERAL = 2  # names on lines of their own, one of which may be a title
_DEEPEST = 6  # level of a heading
_CHAPTER = re.compile(r"\W*\d+[.)]\s")  # "4. Discussion"
_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"\s+[/|·–—-]\s+")  # "Comments / Kommentare"


class Heading(IntEnum):
    """How surely a block heads what readers wrote."""

    NONE = 0
    TALK = 1  # "Discussion": often a chapter
    COMMENTS = 2  # "Comments", "3 replies"


def heading(block: Block, *, cites: bool = False) -> Heading:
    """How surely `block` heads what readers wrote; `cites` says that it has a word for that, and the post's title."""
    if block.kind not in (Kind.HEADING, Kind.PARAGRAPH) or _CHAPTER.match(block.text):
        return Heading.NONE
    parts = [words.fold(_DIGITS.sub(" ", part)) for part in _BETWEEN.split(block.text)]
    known = ["sections", "nouns"] if _DIGITS.search(block.text) else ["sections"]
    if cites or any(words.table("comments", name).issuperset(parts) for name in known):
        return Heading.COMMENTS
    return Heading.TALK if words.table("comments", "talks").issuperset(parts) else Heading.NONE


@dataclass(frozen=True, slots=True)
class Below:
    """What is below the block at `start`, a heading: up to where?

    `prose` is that of the whole post, and `borders` are the places, sorted, where a marker or a mark of the author
    begins another edition.
    """

    blocks: Sequence[Block]
    start: int
    prose: Prose
    borders: Sequence[int]

    def end(self, head: Heading, *, again: bool) -> int | None:
        """Where the comments end, if they are some, as surely as `head` says; None if it may be a chapter.

        `again` says that there is such a chapter above, or in another language.
        """
        border = self._border()
        stop = self._stop(border)
        ends = not self.prose.count(stop, len(self.blocks))
        ends = ends and all(map(_is_furniture, self.blocks[stop : stop + 1]))
        while ends and stop > self.start + 1 and _is_furniture(self.blocks[stop - 1]):
            stop -= 1
        below = [block for block in self.blocks[self.start + 1 : stop] if block.kind is not Kind.BREAK]
        if not below or self._is_below_title():
            return None
        if ends:
            return stop if self._are_last(below, head, again=again) else None
        names = self._is_marked() and self._names(below) >= _SEVERAL
        other = stop == border or self._begins(stop)
        told = head is Heading.COMMENTS and other and self._are_signed(below, _SHORTER, names=names)
        return stop if told else None

    def _are_last(self, below: Sequence[Block], head: Heading, *, again: bool) -> bool:
        """Whether the last blocks of a post are comments, and no chapter: behind a rule, signed, or little."""
        above = self.prose.before[self.start]
        count = sum(letters(block.text) >= LONG for block in below)
        linked = not self._is_marked() and is_title_like(self.blocks[self.start - 1].text)
        few = not count or (2 * count < above and not linked)
        few = few and not any(block.kind in (Kind.CODE, Kind.TABLE) for block in below)
        apart = self._is_apart() and count <= above
        if head is Heading.COMMENTS:
            longest = _LONGEST if self._is_marked() else _SHORTER
            return apart or (few and not again) or self._are_signed(below, longest, names=True)
        signed = few and self._is_marked() and self._are_signed(below, _SHORTER, names=False)
        return signed or (apart and not count)

    def _are_signed(self, below: Sequence[Block], longest: int, *, names: bool) -> bool:
        """Whether each block is signed, or goes on with one that is, at most so many blocks away.

        `names` says that a name alone on its line signs what is below.
        """
        signs = [self._read(block) for block in below]
        for at, block in enumerate(below):
            if signs[at] is Signature.BELOW and not names and not signatures.is_dated(block.text):
                signs[at] = Signature.NONE
        return all(
            sign is not Signature.NONE
            or {Signature.WITHIN, Signature.BELOW} & set(signs[max(0, at - longest) : at])
            or Signature.ABOVE in signs[at + 1 : at + 1 + longest]
            for at, sign in enumerate(signs)
        )

    def _border(self) -> int:
        after = bisect.bisect_right(self.borders, self.start)
        return self.borders[after] if after < len(self.borders) else len(self.blocks)

    def _stop(self, border: int) -> int:
        """Where, up to the `border`, something begins that is not below the heading: another, or a text in a new language."""
        level = self.blocks[self.start].level if self._is_marked() else _DEEPEST
        own = self.prose.mostly(self.start)
        for at in range(self.start + 1, border):
            block = self.blocks[at]
            if (block.kind is Kind.HEADING and block.level <= level) or (
                at > self.start + 1 and heading(block)
            ):
                return at
            if self.prose.is_new(at, own) and not self._is_written(at):
                above = itertools.takewhile(self._may_head, range(at - 1, self.start, -1))
                return min(above, default=at)
        return border

    def _is_written(self, at: int) -> bool:
        """Whether the block at `at`, in a new language, is a comment: it is signed, and the name is not the title of a text."""
        above, block, *below = self.blocks[at - 1 : at + 2]
        if self._read(block) is Signature.WITHIN or Signature.ABOVE in map(self._read, below):
            return True
        named = at - 1 > self.start and self._read(above) is Signature.BELOW
        title = not self._is_marked() or above.kind is Kind.HEADING
        return named and (signatures.is_dated(above.text) or not title)

    def _may_head(self, at: int) -> bool:
        """Whether the block at `at` may be the title of the text below it, or the rule above that."""
        block = self.blocks[at]
        if block.kind in (Kind.BREAK, Kind.HEADING):
            return True
        return is_title_like(block.text) and self._read(block) is not Signature.WITHIN

    def _begins(self, stop: int) -> bool:
        """Whether another edition begins at `stop`: the next prose is in a language that none above the heading is in."""
        first = bisect.bisect_right(self.prose.before, self.prose.before[stop]) - 1
        return first < len(self.blocks) and self.prose.is_new(first, self.prose.spoken[self.start])

    def _is_below_title(self) -> bool:
        """Whether a title is right above: what is below it says how many comments there are, and leads to them."""
        above = (block for block in reversed(self.blocks[: self.start]) if block.kind is not Kind.BREAK)
        return any(block.kind is Kind.HEADING for block in itertools.islice(above, 1))

    def _is_apart(self) -> bool:
        """Whether a rule parts the heading from the article, as it parts none of the chapters."""
        ruled = [block for above, block in itertools.pairwise(self.blocks) if above.kind is Kind.BREAK]
        level = self.blocks[self.start].level
        chapters = [block for block in ruled if block.kind is Kind.HEADING and block.level == level]
        return self.blocks[self.start - 1].kind is Kind.BREAK and len(chapters) <= 1

    def _is_marked(self) -> bool:
        """Whether the heading is written as one."""
        return self.blocks[self.start].kind is Kind.HEADING

    def _names(self, below: Sequence[Block]) -> int:
        """How many names stand on lines of their own that are no headings."""
        return sum(block.kind is not Kind.HEADING and self._read(block) is Signature.BELOW for block in below)

    def _read(self, block: Block) -> Signature:
        return signatures.read(block.text, self.prose.spoken[self.start])


def _is_furniture(block: Block) -> bool:
    """Whether a block is a rule, or a line of the page, but none of its comments."""
    code = chrome.sure(block, None) or chrome.doubtful(block)
    return block.kind is Kind.BREAK or code not in (None, "comments")
