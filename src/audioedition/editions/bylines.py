"""Lines that say of which kind a post is, who wrote it, when, and how long it takes to read: `Press release`, `By Ann Lee`, `5 March · 7 min read`."""

from __future__ import annotations

import re

from audioedition.editions import links, words
from audioedition.editions.detection import letters, scores
from audioedition.editions.signs import LETTER
from audioedition.patterns import later

_LONG = 60  # letters from which on a block is prose
_MOST_WORDS = 14
_MOST_NAMES = 6
_MOST_NUMBERS, _MOST_DATE = 6, 6  # words of a date, with its time
_LAST_DAY = 31
_MOST_DIGITS = 20  # of a year, zeros before it and all
_DATED = re.compile(r"\W*(?:[^\W\d]+\W+){0,6}?\d{1,4}\D.*\d{2}")  # a day and a year, in any order
_DATE = re.compile(
    r"\s*(?:[,|·•–—-]|\bon\b|\bam\b|\ble\b|\bel\b|\bil\b|\bem\b|\bop\b|\bden\b)?\s*\d"
)  # behind a name
_WHICH = re.compile(r"(?:[^\w\d]*[^\W\d]{0,4}\W{0,3}\d.*)?", re.DOTALL)  # a number or a date, or nothing
_YEAR = re.compile(r"(?:1[3-9]|2[0-5])\d\d")  # of any calendar
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(f"{LETTER}+")
_NAME = re.compile(r"[^\W\d_][\w.'’ -]*")
_NAME_END = later(r"\s*[,;(|–—]|\s+(?:(?:on|am|le|el|il|em|op|den)\b.*)?\d")
_PARTS = re.compile(r"\s*[|·•]\s*|\s/\s")


def is_byline(text: str, folded: str, above: str | None) -> bool:
    """Whether a line names the author or the date; `above` is the text above it."""
    if len(text.split()) > _MOST_WORDS:
        return False
    if _is_updated(folded):
        return True
    if text.endswith((".", "?", "!", ":")):
        return False
    if any(
        _DATED.match(folded.removeprefix(phrase)) for phrase in words.beginnings(folded, "lines", "posted")
    ):
        return True
    below_title = above is not None and letters(above) <= 2 * _LONG
    return below_title and (_is_row(text) or any(map(_is_name, _behind(text, folded, "by"))))


def is_posted(text: str, folded: str) -> bool:
    """Whether a line names the author in words that a blog system would use, wherever it stands."""
    return any(map(_is_name, _behind(text, folded, "posted")))


def author(text: str) -> str | None:
    """The name that a byline gives: of `By Ann Lee, 5 March` it is `Ann Lee`; None if there is none."""
    for part in _PARTS.split(text.strip()):
        folded = words.fold(part)
        for rest in (*_behind(part, folded, "by"), *_behind(part, folded, "posted")):
            name = _NAME_END.split(rest.lstrip(" :"), maxsplit=1)[0].strip()
            if _is_name(name) and _NAME.fullmatch(name):
                return name
    return None


def is_kind(folded: str) -> bool:
    """Whether a folded line says what kind of text stands below, and which: `Press release no. 14/2024`."""
    return len(folded.split()) <= _MOST_WORDS // 2 and any(
        _WHICH.fullmatch(folded.removeprefix(phrase)) for phrase in words.beginnings(folded, "lines", "kinds")
    )


def is_date(text: str) -> bool:
    """Whether a text is a date with its year, and perhaps a time, and nothing else."""
    numbers = _NUMBER.findall(text)
    days = [number for number in numbers if len(number) <= len("31") and 0 < int(number) <= _LAST_DAY]
    years = [
        number for number in numbers if len(number) <= _MOST_DIGITS and _YEAR.fullmatch(str(int(number)))
    ]
    named = _WORDS.findall(words.fold(text))
    return (
        bool(days and years)
        and len(numbers) <= _MOST_NUMBERS
        and len(named) <= _MOST_DATE
        and (not named or not words.table("lines", "months").isdisjoint(named))
    )


def _is_updated(folded: str) -> bool:
    """Whether a folded line says when the post was changed or published, and nothing else."""
    if not _NUMBER.search(folded):
        return False
    before = (phrase for kind in ("updated", "posted") for phrase in words.beginnings(folded, "lines", kind))
    if any(is_date(folded.removeprefix(phrase)) for phrase in before):
        return True
    return folded[0].isdigit() and any(
        is_date(folded.removesuffix(phrase))
        for phrase in words.table("lines", "dated")
        if folded.endswith(phrase)
    )


def is_count(folded: str) -> bool:
    """Whether a folded line counts the words or readers of the post: `980 words`, `Views: 12`."""
    bare = words.fold(_NUMBER.sub(" ", folded))
    return bool(_NUMBER.search(folded)) and bare in words.table("lines", "counts")


def _is_row(text: str) -> bool:
    """Whether a line is a row of what themes print below a title: the date, the time to read, and perhaps a name."""
    parts = [words.fold(part) for part in _PARTS.split(text.strip()) if words.fold(part)]
    judges = (is_date, links.is_reading_time, links.is_minutes, is_count)
    told = [any(judge(part) for judge in judges) for part in parts]
    return len(parts) > 1 and sum(told) >= len(parts) - 1


def _behind(text: str, folded: str, table: str) -> list[str]:
    """What stands behind the phrases of a table that a line begins with."""
    return [
        text[len(phrase) :]
        for phrase in words.beginnings(folded, "lines", table)
        if folded.startswith((f"{phrase} ", f"{phrase}:")) and not _is_article(phrase, text)
    ]


def _is_article(phrase: str, text: str) -> bool:
    """Whether `phrase` is no preposition there: `De Ion Popescu` is by him, but `De Kleine Prins` is a title."""
    articles = words.articles().get(phrase, ())
    found = scores(text) if articles else {}
    return bool(found) and max(found, key=lambda language: (found[language], language)) in articles


def _is_name(text: str) -> bool:
    """Whether a text is the name of a person, and perhaps a date behind it."""
    name = re.findall(r"[^\W\d_][\w.'’-]*", _DATE.split(text, maxsplit=1)[0])
    return 1 < len(name) <= _MOST_NAMES and all(
        not word[0].islower() or word in words.table("marker", "particles") for word in name
    )
