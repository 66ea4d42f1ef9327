"""Links and buttons around a post: known ones in a row, pointers to other pages, and what is put together from known words.

`Edit this page`, `Older posts`, `7 min read`: systems and themes vary them without end.  So their words have roles
(`wordings/links.txt`), every word of a line must have one, all in one language, and the roles must go together.
"""

from __future__ import annotations

import re
from functools import cache

from audioedition.editions import words
from audioedition.editions.signs import LETTER

CODES = ("sharing", "related", "navigation", "advert", "furniture")
"""What the blog system and its themes print."""

_EAST = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_FIRST_SIGNS = "\u0590"  # from Hebrew on, letters bear signs, or words are not divided
_UNIT = re.compile(rf"{_EAST}[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|(?:(?!{_EAST}){LETTER})+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SAYS = re.compile(r"[?!;%]|\d")  # no link does
_MOST_UNITS, _MOST_LETTERS = 9, 60
_MOST_WORDS = 14  # of a pointer
_ANY = "*"  # words of every language
_SMALL = "small"
_LINKS = {
    frozenset(roles.split()): code
    for code, shapes in {
        "navigation": "order things|more things|order more things|do things|do order|do order things|do more|do more things"
        "|do places|do things places|go places|go do places|go places things|go things|go order things|go do things",
        "related": "kin things|more kin things|do kin things|order kin things",
        "sharing": "do sites|do things sites",
    }.items()
    for roles in shapes.split("|")
}
"""The roles that make up a link, and its code."""

_NEIGHBOUR = frozenset(("order", "things"))
_TIME = frozenset(("minutes", "read"))
_ARROW_LEFT, _ARROW_RIGHT = re.compile(r"[←⟵⇐«‹<]{1,2}\s"), re.compile(r"\s[→⟶⇒»›>]{1,2}$")
_BETWEEN = re.compile(r"[|·•/,»›>]|\s{2,}")
_ONWARD = re.compile(r"\s+[»›>→/]\s+")
_PARTS = re.compile(r"([^\W\d]+) \d+(?:\s*[|·•/]\s*\1 \d+)+")
_PAGES = re.compile(r"[^\W\d]+\s?[:：]\s?1 2(?: \d{1,2})*")
_MOST_TRAIL = 150  # characters
_SURETIES = ("sure", "maybe")
_MOST_LINKS, FULL_ROW = 12, 3  # links in a row; from so many on it is one also above the title


def link(folded: str) -> str | None:
    """The code of a folded line that is a link in known words; empty if it is not."""
    if _SAYS.search(folded):
        return None
    return next((_LINKS[roles] for roles in _roles(folded) if roles in _LINKS), None)


def is_reading_time(folded: str) -> bool:
    """Whether a folded line says how long the text takes to read."""
    return _is_time(folded) and _TIME in _roles(_NUMBER.sub(" ", folded))


def is_minutes(folded: str) -> bool:
    """Whether a folded line is nothing but some minutes."""
    return _is_time(folded) and any(
        role == "minutes" for _, role in _words()[0].get(" ".join(_UNIT.findall(folded)), ())
    )


def is_site(folded: str) -> bool:
    """Whether a folded line is the name of a network where one shares posts."""
    return (_ANY, "sites") in _words()[0].get(" ".join(_UNIT.findall(folded)), ())


def is_neighbour(folded: str) -> bool:
    """Whether a folded line begins like one that leads to the post before or behind this one, and goes on: `Next The last tram`."""
    first, _, rest = folded.partition(" ")
    return bool(rest) and folded[-1] not in ".?!:" and first.strip(":") in _before_titles()


def is_pages(text: str) -> bool:
    """Whether a line has the numbers of the pages of a post: `Pages: 1 2 3`."""
    return bool(_PAGES.fullmatch(text.strip()))


def is_row(text: str, least: int = 2) -> bool:
    """Whether a line is nothing but several links or buttons in a row: `Home About Archive`."""
    rest = " ".join(filter(None, map(words.fold, _BETWEEN.split(text))))
    count = 0
    while rest and count <= _MOST_LINKS:
        known = _known().get(rest.split(" ", 1)[0], ())
        link = next((link for link in known if rest == link or rest.startswith(f"{link} ")), None)
        if link is None:
            return False
        rest = rest.removeprefix(link).lstrip()
        count += 1
    return not rest and count >= least


def is_trail(text: str) -> bool:
    """Whether a line leads from the home page to this one, or through the parts of a text: `Home » Stories`, `Part 1 | Part 2`."""
    parts = _ONWARD.split(text.strip())
    if is_pages(text):
        return True
    if len(parts) > 1:
        least = len(parts) > len("/") + 1 or "/" not in text
        return least and words.fold(parts[0]) in words.table("lines", "homes") and len(text) <= _MOST_TRAIL
    return bool(_PARTS.fullmatch(words.fold(text)))


def pointer(folded: str) -> str | None:
    """The code of a line that says it leads elsewhere, and where: `Read more: The last post`."""
    before, colon, _ = folded.partition(":")
    if not colon or " " not in before or len(folded.split()) > _MOST_WORDS:
        return None
    return next(
        (
            code
            for code in ("navigation", "related")
            if before.strip() in words.table("furniture", code, "sure")
        ),
        None,
    )


def is_pointer(text: str, folded: str) -> bool:
    """Whether a line points to another page: `← The last post`, `Next: The next one`, `Next page The next one`."""
    if len(folded.split()) > _MOST_WORDS:
        return False
    left, right = _ARROW_LEFT.match(text), _ARROW_RIGHT.search(text)
    before, colon, _ = folded.partition(":")
    before = before.strip()
    pointed = colon and (
        link(before) == "navigation"
        or any(before in words.table("furniture", "navigation", how) for how in _SURETIES)
    )
    first = folded.split(" ")
    before_title = not text.endswith((".", "!", "?")) and any(
        _NEIGHBOUR in _roles(" ".join(first[:count])) for count in range(2, min(len(first), 4))
    )
    return bool(left) != bool(right) or bool(pointed) or before_title


def _is_time(folded: str) -> bool:
    return 0 < len(_NUMBER.findall(folded)) <= len(("from", "to"))


def _roles(folded: str) -> set[frozenset[str]]:
    """The roles that the words of a line may have, but for small words, in each language that has all of them."""
    units = _UNIT.findall(folded) if len(folded) <= _MOST_LETTERS else []
    if not 1 < len(units) <= (2 if re.search(_EAST, folded) else 1) * _MOST_UNITS:
        return set()
    known, longest = _words()
    found: list[set[tuple[str, frozenset[str]]]] = [{(_ANY, frozenset())}, *(set() for _ in units)]
    for start in range(len(units)):
        for end in range(start + 1, min(start + longest, len(units)) + 1) if found[start] else ():
            for language, role in known.get(" ".join(units[start:end]), ()):
                found[end] |= {
                    (language if before == _ANY else before, roles | {role} - {_SMALL})
                    for before, roles in found[start]
                    if _ANY in (language, before) or language == before
                }
    return {roles for _, roles in found[-1]}


@cache
def _before_titles() -> frozenset[str]:
    """Single words for previous and next that are known as links of their own."""
    known = _words()[0]
    return frozenset(
        word
        for word in words.table("furniture", "navigation", "maybe")
        if any(role == "order" for _, role in known.get(" ".join(_UNIT.findall(word)), ()))
    )


@cache
def _words() -> tuple[dict[str, set[tuple[str, str]]], int]:
    """The languages and roles of each word, or of words that go together, and how many units the longest have."""
    found: dict[str, set[tuple[str, str]]] = {}
    for (_, language), rows in words.rows("links").items():
        for row in rows:
            role, _, known = row.partition(": ")
            for word in known.split(", "):
                plain = word < _FIRST_SIGNS and word.replace(" ", "").isalpha()
                key = word if plain else " ".join(_UNIT.findall(word))
                found.setdefault(key, set()).add((language, role))
    return found, max(key.count(" ") for key in found) + 1


@cache
def _known() -> dict[str, list[str]]:
    """What the links and buttons around a post say, by the first word, the longest first."""
    all_of = frozenset[str]().union(
        *(words.table("furniture", code, how) for code in CODES for how in _SURETIES),
        *(words.table("comments", kind) for kind in ("reply", "like")),
    )
    found: dict[str, list[str]] = {}
    for link in sorted(all_of, key=len, reverse=True):  # equally long ones never fit in the same place
        found.setdefault(link.split(" ", 1)[0], []).append(link)
    return found
