"""Scripts as one page: what is written beside what is said, with the differences marked.  Pure.

The page holds its own style and no script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from audioedition import phrases, templating
from audioedition.model import Edition, Kind, Utterance
from audioedition.text import permitted

_WORD = re.compile(r"\S+")
_MUTE = re.compile(r"[^\w-]+")
_LONG = 4000  # words of one sentence, from which on they are not compared


@dataclass(frozen=True, slots=True)
class Spoken:
    """A post, and what is said of each of its editions; or why nothing is."""

    source: str
    scripts: tuple[tuple[Edition, Sequence[Utterance]], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """One sentence: both its forms in pieces, each with whether it differs from the other form.

    `voice` tells the voice that says it, if that is not the edition's: its language, or its name.
    """

    written: tuple[tuple[str, bool], ...]
    spoken: tuple[tuple[str, bool], ...]
    voice: str
    language: str
    is_heading: bool

    @property
    def differs(self) -> bool:
        return any(marked for _, marked in (*self.written, *self.spoken))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is said of one edition: the rows of each block together."""

    anchor: str
    name: str
    edition: Edition
    paragraphs: tuple[tuple[_Row, ...], ...]

    @property
    def rows(self) -> list[_Row]:
        return [row for paragraph in self.paragraphs for row in paragraph]

    @property
    def changed(self) -> int:
        """How many sentences are said otherwise than they are written."""
        return sum(row.differs for row in self.rows)


def render(posts: Sequence[Spoken]) -> str:
    """The page of what is said of `posts`."""
    parts = [(post, tuple(_parts(post, number))) for number, post in enumerate(posts, 1)]
    return permitted(templating.render("script.html", posts=parts, p=phrases.of("en")))


def _parts(post: Spoken, number: int) -> Iterator[_Part]:
    for edition, said in post.scripts:
        paragraphs = tuple(
            tuple(_row(utterance, edition) for utterance in run)
            for _, run in groupby(said, key=lambda utterance: utterance.block)
        )
        yield _Part(
            f"post-{number}-{edition.language}", phrases.of(edition.language).name, edition, paragraphs
        )


def _row(utterance: Utterance, edition: Edition) -> _Row:
    written, spoken = differences(utterance.text, utterance.spoken)
    voice = "" if utterance.language == edition.language else phrases.in_english(utterance.language)
    voice = voice or utterance.voice
    kind = edition.blocks[utterance.block].kind if utterance.block >= 0 else Kind.PARAGRAPH
    return _Row(written, spoken, voice, utterance.language, kind is Kind.HEADING)


def differences(
    written: str, spoken: str
) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts in pieces, each with whether the other text has other words there.

    Case, quotation marks and stops are no difference: nobody hears them; a hyphen within a word is one.
    """
    left, right = _WORD.findall(written), _WORD.findall(spoken)
    if len(left) + len(right) > _LONG:
        return ((written, written != spoken),), ((spoken, written != spoken),)
    matcher = difflib.SequenceMatcher(None, list(map(_heard, left)), list(map(_heard, right)), autojunk=False)
    pieces: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for tag, start, end, first, last in matcher.get_opcodes():
        for found, words in zip(pieces, (left[start:end], right[first:last]), strict=True):
            if words:
                found.append((" ".join(words), tag != "equal" and bool("".join(map(_heard, words)))))
    return tuple(pieces[0]), tuple(pieces[1])


def _heard(word: str) -> str:
    return _MUTE.sub("", word).strip("-").casefold()
