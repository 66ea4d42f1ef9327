"""What of a post is not text: comments, buttons, navigation, adverts, rights, bylines.

Lines are known by their wording (`words.toml`).  Wordings that could be text ("Related", "Home")
count only beside others, or after the last prose of the post.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from audioedition.editions import comments, words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

Reasons = Mapping[int, tuple[str, str]]
"""For each place that is no text: the code and the sentence of a `Dropped`."""

_LONG = 60  # letters
_DETAILS = {
    "sharing": "A button or link for sharing the post.",
    "related": "It leads to other posts.",
    "navigation": "It leads elsewhere on the site.",
    "advert": "It advertises a subscription or a newsletter.",
    "furniture": "The blog system prints it around every post.",
    "comments": "It belongs to the readers' comments.",
    "rights": "It says whose the text is, which the feed says.",
    "byline": "It says who wrote the post and when, which the opening says.",
    "address": "It is nothing but an address.",
}
_COPYRIGHT = re.compile(
    r"^\W*(?:©|ⓒ|\(c\)\s|copyright\b.{0,40}(?:\b\d{4}\b|©|\(c\)))|©\s*\d{4}", re.IGNORECASE
)
_ADDRESS = re.compile(r"\W*\d*\W*(?:https?://|www\.)\S+\W*")
_RUN = 3  # so many doubtful lines in a row are furniture wherever they stand


def reasons(blocks: Sequence[Block], markers: frozenset[int]) -> Reasons:
    """Find what is no text; `markers` are the places of lines that announce a translation."""
    found: dict[int, str] = {}
    for section in comments.sections(blocks, markers):
        found.update(dict.fromkeys(range(section.start, section.end), "comments"))
    for place, block in enumerate(blocks):
        if place not in found and place not in markers and (code := _sure(block, blocks[:place])):
            found[place] = code
    _spread(blocks, found, markers)
    return {
        place: (code, _DETAILS[code])
        for place, code in sorted(found.items())
        if blocks[place].kind is not Kind.BREAK
    }


def _sure(block: Block, before: Sequence[Block]) -> str | None:
    """The code of a line that is furniture by its wording alone."""
    text, folded = block.text, words.fold(block.text)
    if not folded or len(text) > 400 or block.kind is Kind.CODE:
        return "address" if _ADDRESS.fullmatch(text) else None
    if is_rights(text):
        return "rights"
    if _ADDRESS.fullmatch(text):
        return "address"
    if comments.is_form(folded) or comments.is_like(folded):
        return "comments"
    for code in ("sharing", "related", "navigation", "advert", "furniture"):
        if re.sub(r"\W*\d+$", "", folded) in words.table("furniture", code, "sure"):
            return code
    if _is_advert(folded):
        return "advert"
    if _is_filed(text, folded):
        return "furniture"
    return "byline" if _is_byline(block, folded, before) else None


def is_rights(text: str) -> bool:
    """Whether a line says whose the text is, or under which licence."""
    folded = words.fold(text)
    if len(text) > 250:
        return False
    reserved = any(
        phrase in folded
        for phrase in words.table("lines", "rights")
        if "reserv" in phrase or len(phrase.split()) == 3
    )
    return (
        bool(_COPYRIGHT.search(text))
        or folded.startswith(words.starts("lines", "rights")[0:])
        and folded not in ("copyright",)
        and _says_licence(folded)
        or (reserved and len(text) < 120)
    )


def _says_licence(folded: str) -> bool:
    return not folded.startswith("copyright")


def _is_advert(folded: str) -> bool:
    few = len(folded.split()) <= 30
    return (
        few
        and folded.startswith(words.starts("lines", "advert_verbs"))
        and any(word in folded for word in words.table("lines", "advert_objects"))
    )


def _is_filed(text: str, folded: str) -> bool:
    """Whether a line files the post: `Posted in News`, `Tags: one, two`."""
    if len(folded.split()) > 12 or len(text) > 150:
        return False
    for phrase in words.table("lines", "filed"):
        if folded.startswith(phrase):
            rest = text[len(text) - len(text.lstrip()) :][len(phrase) :]
            several = " " in phrase
            if rest.lstrip().startswith((":", "：")) or (
                several and rest.startswith(" ") and not text.endswith(".")
            ):
                return True
            if phrase in (
                "tagged",
                "taggato",
                "otagowano",
                "étiqueté",
                "getagd",
                "märkt",
                "etiquetado",
            ) and rest.startswith(" "):
                return not text.endswith(".")
    return False


def _is_byline(block: Block, folded: str, before: Sequence[Block]) -> bool:
    """Whether a line below a title names the author or the date."""
    text = block.text
    if (
        len(text.split()) > _MOST_BYLINE
        or text.endswith((".", "?", "!", ":"))
        or block.kind is not Kind.PARAGRAPH
    ):
        return False
    above = next((other for other in reversed(before) if other.kind is not Kind.BREAK), None)
    if folded.startswith(words.starts("lines", "posted")):
        return any(char.isdigit() for char in text)
    if above is None or letters(above.text) > 2 * _LONG:
        return False
    for phrase in words.table("lines", "by"):
        if folded.startswith((phrase + " ", phrase + ":")):
            rest = re.findall(r"[^\W\d_][\w.'’-]*", text[len(phrase) :])
            return 1 < len(rest) <= 6 and all(
                word[0].isupper() or not word[0].islower() or word in _BETWEEN for word in rest
            )
    return False


_MOST_BYLINE = 14
_BETWEEN = {
    "and",
    "und",
    "et",
    "y",
    "e",
    "i",
    "og",
    "och",
    "en",
    "de",
    "van",
    "von",
    "der",
    "da",
    "di",
    "del",
    "la",
    "le",
    "den",
    "du",
    "dos",
}


def _doubtful(block: Block) -> str | None:
    """The code of a line that is furniture if it stands beside furniture."""
    folded = re.sub(r"\W*\d+\W*$", "", words.fold(block.text))
    if not folded or block.kind in (Kind.CODE, Kind.TABLE):
        return None
    for code in ("sharing", "related", "navigation", "advert", "furniture"):
        if folded in words.table("furniture", code, "maybe"):
            return code
    if folded in words.table("comments", "reply") | words.table("comments", "like") | words.table(
        "comments", "headings"
    ):
        return "comments"
    parts = [words.fold(part) for part in re.split(r"[|·•/,]|\s{2,}", block.text)]
    if len(parts) > 1 and all(
        part in words.table("furniture", "navigation", "maybe") for part in parts if part
    ):
        return "navigation"
    return None


def _spread(blocks: Sequence[Block], found: dict[int, str], markers: frozenset[int]) -> None:
    """Add the doubtful lines that stand beside furniture, in a row, or after all prose."""
    places = [place for place, block in enumerate(blocks) if block.kind is not Kind.BREAK]
    doubts = {place: code for place in places if place not in found and (code := _doubtful(blocks[place]))}
    prose = [p for p in places if p not in found and p not in markers and letters(blocks[p].text) >= _LONG]
    tail = prose[-1] if prose else len(blocks)
    run: list[int] = []
    for place in [*places, len(blocks)]:
        if place in doubts:
            run.append(place)
            continue
        if run and _is_furniture(run, place, found, places, tail):
            found.update((p, doubts[p]) for p in run)
        run = []
    for place in reversed(places):
        if place in doubts and place not in found and _next(places, place) in found:
            found[place] = doubts[place]
    _spread_related(blocks, found, places, markers, tail)


def _is_furniture(run: list[int], after: int, found: Mapping[int, str], places: list[int], tail: int) -> bool:
    beside = {_next(places, run[0], -1), after}
    return (
        len(run) >= _RUN
        or run[0] > tail
        or any(
            found.get(place) in _DETAILS and found.get(place) not in ("rights", "byline", "address")
            for place in beside
            if place is not None
        )
    )


def _next(places: list[int], place: int, step: int = 1) -> int | None:
    at = places.index(place) + step
    return places[at] if 0 <= at < len(places) else None


def _spread_related(
    blocks: Sequence[Block], found: dict[int, str], places: list[int], markers: frozenset[int], tail: int
) -> None:
    """After the prose, the short lines below "Related posts" are titles of other posts."""
    inside = False
    for place in places:
        if place in found:
            inside = found[place] == "related" if place > tail else False
        elif place in markers or letters(blocks[place].text) > 3 * _LONG:
            inside = False
        elif inside:
            found[place] = "related"
