"""What a single line of readers' comments looks like: a heading, a button, a form, `Ann says:`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from audioedition.editions import words
from audioedition.editions.signs import LETTER

_LONGEST = 300  # characters of a heading
_LONGEST_TRACE = 200
_MOST_WORDS = 14  # of a line with a date
_MOST_WORDS_SAYS = 8
_BESIDES = 3  # words that a heading may have besides the number, the noun and a quoted title
_BESIDES_EAST = 8  # characters, where words are not divided
_SHORTEST_TITLE = 8  # characters that a heading has to share with the post's title, to cite it
_AROUND_TITLE = 40  # characters that it may have besides
_QUOTED = re.compile(r"[“”„\"«»‹›「『《‘].*(?:[“”\"«»‹›」』》’]|$)")
_EAST = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_COUNT = re.compile(r"^\W*\d+\W+|\W*\d+\W*$")
_TIME = r"(?<![\d.])\d{1,2}(?:[:h]\s?|\.(?=\d\d Uhr))\d\d(?!\d)"
_STAMP = re.compile(rf"(?=.*\d{{1,4}}).*{_TIME}")
_POINTED = r"(?:19|20)\d\d\D{1,12}(?:[01]?\d|2[0-3])\.[0-5]\d(?![.\d])"  # `5 Maret 2024, 14.07`
_MOMENT = re.compile(rf"(?=.*(?<!\d)(?:19|20)\d\d(?!\d)).*{_TIME}|.*{_POINTED}")
_DAY = re.compile(
    r"(?:\D{1,30} )?(?:19|20)\d\d-\d\d-\d\d|\D{3,12}\.? \d{1,2}(?:, \d{4})?|(?:\D{2,40}[ ,|])?\d{1,2}\.? \D{3,12} \d{4}:?"
)


_BUTTONS = re.compile(r"[\W\d]+")
_DIGITS, _YEAR = re.compile(r"[\W\d]+"), re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MOST_STAMP = 5  # words
_LONGEST_BUTTON = 4  # words


class Heading(IntEnum):
    """How surely a line heads comments."""

    NONE = 0
    WORD = 1  # "Comments", or a few words with it: it may be a chapter
    NUMBER = 2  # "3 comments"
    TITLE = 3  # "3 thoughts on “…”", with the title of the post


class Trace(IntEnum):
    """How surely a line is one that stands among comments."""

    NONE = 0
    WEAK = 1  # a date, or what may be a heading of comments
    MOMENT = 2  # a day with the time, or "3 hours ago"
    SPEAKS = 3  # "Ann says:", which may be the line of a tale
    SURE = 4  # a button, or a line of a comment form


def heading(text: str, titles: Sequence[str]) -> Heading:
    """How surely a line heads comments on a post with the folded `titles`."""
    folded = words.fold(text)
    if not folded or len(folded) > _LONGEST:
        return Heading.NONE
    if _COUNT.sub("", folded) in words.table("comments", "headings"):
        return Heading.NUMBER if _COUNT.search(folded) else Heading.WORD
    number = _number().search(folded)
    noun = _noun(folded)
    if noun is None:
        return Heading.NONE
    if (number or quotes(text)) and any(_cites(folded, title) for title in titles):
        return Heading.TITLE if number else Heading.NUMBER
    rest = _number().sub(" ", _QUOTED.sub(" ", folded).replace(noun, " ", 1))
    few = (
        len(re.sub(r"\W", "", rest)) <= _BESIDES_EAST
        if _EAST.search(noun)
        else len(re.findall(r"\w\S*", rest)) <= _BESIDES
    )
    if not few:
        return Heading.NONE
    return Heading.NUMBER if number else Heading.WORD


def quotes(text: str) -> bool:
    """Whether a line has something in quotation marks."""
    return bool(_QUOTED.search(text))


@cache
def trace(text: str) -> Trace:
    """How surely `text` is one of the lines that only stand among comments."""
    folded = words.fold(text)
    if not folded or len(folded) > _LONGEST_TRACE or len(text) > 2 * _LONGEST_TRACE:
        return Trace.NONE
    bare = _COUNT.sub("", folded)
    # A single word, such as "Comments", may as well be a chapter.
    is_heading = bare in words.table("comments", "headings") and " " in folded
    button = any(bare in words.table("comments", kind) for kind in ("reply", "like")) or _is_buttons(folded)
    if is_heading or button or is_form(folded) or _commented(folded) or _is_powered(folded):
        return Trace.SURE
    if says(text):
        return Trace.SPEAKS
    if len(text.split()) > _MOST_WORDS:
        return Trace.NONE
    if _MOMENT.match(text) or words.ago().search(text.casefold()) or words.few_ago().fullmatch(folded):
        return Trace.MOMENT
    return Trace.WEAK if heading(text, ()) or _STAMP.match(text) or _DAY.fullmatch(text) else Trace.NONE


def is_form(folded: str) -> bool:
    """Whether a folded line is one of a comment form, or says that there is none."""
    if folded in words.table("comments", "closed") or words.begins(folded, "comments", "form"):
        return True
    return folded.endswith(words.starts("comments", "cancel")) and any(
        folded.endswith(f" {cancel}")
        and folded.removesuffix(f" {cancel}") in words.table("comments", "headings")
        for cancel in words.table("comments", "cancel")
    )


def counts_or_invites(text: str) -> bool:
    """Whether a line leads from a title to the comments: `2 comments`, `Leave a comment`."""
    folded = words.fold(text)
    bare = _COUNT.sub("", folded)
    return bare in words.table("comments", "headings") and (" " in folded or bare != folded)


def is_hint(text: str, folded: str) -> bool:
    """Whether a line stands in or around a comment form, if comments are beside it: a label, a button, `Comment here…`."""
    if folded in words.table("comments", "fields"):
        return True
    kinds, rest = _row(folded)
    if len(kinds) > 1 and not rest:
        return True
    few = len(folded.split()) <= _MOST_WORDS
    asks = text.rstrip().endswith(("...", "…")) and len(folded.split()) <= _MOST_WORDS_SAYS
    return few and (words.begins(folded, "comments", "hints") or (asks and _noun(folded) is not None))


def is_like(folded: str) -> bool:
    """Whether a folded line is a like button that is still loading."""
    return any(
        words.fold(folded.removeprefix(like)) in words.table("comments", "loading")
        for like in words.beginnings(folded, "comments", "like")
    )


def says(text: str) -> bool:
    """Whether a line names somebody who is about to speak: `Ann says:`."""
    folded = words.fold(text)
    parts = folded.split()
    if not text.rstrip().endswith((":", "：", "...", "…", "より")) or len(parts) > _MOST_WORDS_SAYS:
        return False
    verbs = words.table("comments", "says")
    return any(folded.endswith(f" {verb}") for verb in verbs) or (len(parts) > 1 and parts[0] in verbs)


def _commented(folded: str) -> bool:
    """Whether a folded line says who commented when: `ann commented on Mar 5, 2024`."""
    count = len(folded.split())
    return (
        1 < count <= _MOST_WORDS
        and bool(re.search(r"\d", folded))
        and any(f" {verb} " in folded for verb in words.table("comments", "commented"))
    )


def _is_buttons(folded: str) -> bool:
    """Whether a folded line is a row of the buttons below a comment, perhaps with numbers: `like (1) reply`, `like · reply · 3 d`."""
    kinds, rest = _row(folded)
    aged = not rest or (len(rest) == 1 and len(rest[0]) <= len("min"))
    return len(kinds) > 1 and any(kinds) and aged


def _row(folded: str) -> tuple[list[bool], list[str]]:
    """For each button or field that a folded line is put together from, whether it is a button of a comment; and the words that are left."""
    units = list(filter(None, _BUTTONS.split(folded)))
    kinds: list[bool] = []
    while units and len(units) <= _MOST_WORDS_SAYS:
        sizes = range(min(_LONGEST_BUTTON, len(units)), 0, -1)
        size = next((size for size in sizes if " ".join(units[:size]) in _in_rows()), 0)
        if not size:
            break
        kinds.append(_in_rows()[" ".join(units[:size])])
        units = units[size:]
    return kinds, units


@cache
def _in_rows() -> dict[str, bool]:
    """The buttons and fields around comments, without numbers or signs, and whether they are buttons of a comment."""
    return {
        " ".join(filter(None, _BUTTONS.split(phrase))): kind != "fields"
        for kind in ("fields", "like", "reply")
        for phrase in words.table("comments", kind)
    }


def _is_powered(folded: str) -> bool:
    """Whether a folded line says which system is behind the comments: `powered by waline v3`."""
    units = folded.split()
    return (
        1 < len(units) <= _MOST_WORDS_SAYS
        and not words.table("comments", "systems").isdisjoint(units)
        and (
            words.begins(folded, "lines", "powered")
            or any(f" {phrase} " in f" {folded} " for phrase in words.table("lines", "powering"))
        )
    )


def is_continued(text: str) -> bool:
    """Whether a line leads from the last comments shown to the others, below them."""
    return words.fold(text) in words.table("comments", "continued")


def is_stamp(text: str) -> bool:
    """Whether a line is but a date, perhaps without a day, behind a name or not."""
    units = _DIGITS.sub(" ", words.fold(text)).split()
    dated = _YEAR.search(text) is not None and len(units) <= _MOST_STAMP
    return dated and not words.table("lines", "months").isdisjoint(units)


def is_named(text: str) -> bool:
    """Whether there is more in a dated line than the date: a name before it."""
    return len(_DIGITS.sub(" ", words.fold(text)).split()) > 1


def number(text: str) -> int:
    """The first number of a line, or one."""
    found = re.search(r"\d{1,3}", text)
    return int(found[0]) if found else 1


def _cites(folded: str, title: str) -> bool:
    """Whether a line is a few words around a title, or around a part of one in several languages."""
    size = max(_SHORTEST_TITLE, len(folded) - _AROUND_TITLE)
    places = range(len(folded) - size + 1) if folded != title else ()
    return any(folded[place : place + size] in title for place in places)


def _noun(folded: str) -> str | None:
    nouns = words.table("comments", "nouns")
    divided = next((word for word in re.findall(f"{LETTER}+", folded) if word in nouns), None)
    return divided or next((noun for noun in _undivided_nouns() if noun in folded), None)


@cache
def _undivided_nouns() -> list[str]:
    return sorted(filter(_EAST.search, words.table("comments", "nouns")), key=lambda noun: (-len(noun), noun))


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"\d+|\b(?:{'|'.join(words.starts('comments', 'numbers'))})\b")
