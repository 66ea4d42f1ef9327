"""What a single line around a post looks like: a button, a link, an advert, a licence, a byline.

Lines are known by their wording (`wordings/furniture.toml`): some wherever they stand, and others, whose wording
could be text ("Related", "Home"), only among such lines (see `furniture`).
"""

from __future__ import annotations

import re
from functools import cache

from audioedition.editions import traces, words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

CODES = ("sharing", "related", "navigation", "advert", "furniture")
"""What the blog system and its themes print."""

_LONG = 60  # letters from which on a block is prose
_SENTENCE = 5  # words from which on a sentence is
_LONGEST = 400  # characters of a line of furniture
_LONGEST_RIGHTS = 250
_LONGEST_OWNED = 120  # letters, without a sign of copyright
_MOST_ADVERT = 30  # words
_MOST_WORDS = 14  # of a byline, or of a line that files the post
_MOST_PRINTED = 40
_MOST_POWERED = 10
_MOST_NAMES = 6
_COUNT = re.compile(r"^\d[\d.,]*\s?[km]?\W+|\W*\d+\W*$")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?[km]?")  # of likes or comments, and no year
_COPYRIGHT = re.compile(
    r"^\W*(?:©|ⓒ|\(c\)\s|copyright\b.{0,40}(?:\b\d{4}\b|©|\(c\)))|©\s*\d{4}", re.IGNORECASE
)
_DATED = re.compile(r"\W*(?:[^\W\d]+\W+){0,6}?\d{1,4}\D.*\d{2}")  # a day and a year, in any order
_DATE = re.compile(
    r"\s*(?:[,|·•–—-]|\bon\b|\bam\b|\ble\b|\bel\b|\bil\b|\bem\b|\bop\b|\bden\b)?\s*\d"
)  # behind a name
_LICENCE = re.compile(
    r"\bcc[ -](?:by|0)\b.*\d\.\d|\bcreative commons\b.*\d\.\d|^(?:licen[sc]e|lizenz|licen[cz](?:ia|a)|licença|licentie|licencja|лицензия|ライセンス) ?[::](?: ?\S+){1,6}$"
)
_ADDRESS = re.compile(r"[\W\d]*(?:https?://|www\.)\S+(?:\s\W*)?")
_ARROW_LEFT, _ARROW_RIGHT = re.compile(r"[←⟵⇐«‹<]{1,2}\s"), re.compile(r"\s[→⟶⇒»›>]{1,2}$")
_SURETIES = ("sure", "maybe")
_MOST_LINKS, _FULL_ROW = 12, 3  # links in a row; from so many on it is one also above the title


def sure(block: Block, above: Block | None) -> str | None:
    """The code of a line that is furniture by its wording alone; `above` is the text before it."""
    text, folded = block.text, words.fold(block.text)
    if _ADDRESS.fullmatch(text):
        return "address"
    if not folded or len(text) > _LONGEST or block.kind in (Kind.CODE, Kind.TABLE):
        return None
    bare = _COUNT.sub("", folded)
    code = next((code for code in CODES if bare in words.table("furniture", code, "sure")), None)
    code = code or _pointer(folded)
    judges = (
        ("rights", _is_rights(text, folded)),
        ("comments", traces.is_form(folded) or traces.is_like(folded)),
        ("furniture", _is_printed(folded)),
        ("advert", _is_advert(folded)),
        ("furniture", _is_filed(text, folded)),
        ("navigation", above is None and _is_row(text, _FULL_ROW)),
        ("byline", block.kind is Kind.PARAGRAPH and _is_byline(text, folded, above)),
    )
    return code or next((code for code, judged in judges if judged), None)


def doubtful(block: Block) -> str | None:
    """The code of a line that is furniture if it stands beside furniture."""
    whole = words.fold(block.text)
    if len(block.text) > _LONGEST or not whole or block.kind in (Kind.CODE, Kind.TABLE):
        return None
    folded = _COUNT.sub("", whole)
    comment = any(folded in words.table("comments", kind) for kind in ("reply", "like", "headings"))
    judges = (
        *((code, folded in words.table("furniture", code, "maybe")) for code in CODES),
        ("comments", comment),
        ("advert", _is_advert(folded, begins=False)),
        ("navigation", _is_pointer(block.text, whole) or _is_row(block.text)),
        ("rights", whole in words.table("lines", "reserved")),
    )
    return next((code for code, judged in judges if judged), None)


def is_prose(text: str) -> bool:
    """Whether a block is text that somebody wrote: a long one, or a whole sentence."""
    return letters(text) >= _LONG or (text.endswith((".", "!", "?")) and len(text.split()) >= _SENTENCE)


def is_number(text: str) -> bool:
    """Whether a line is but a number of likes or comments, and no year."""
    return bool(_NUMBER.fullmatch(words.fold(text)))


def _is_rights(text: str, folded: str) -> bool:
    """Whether a line says whose the text is, or under which licence."""
    if len(text) > _LONGEST_RIGHTS:
        return False
    reserved = len(text) < _LONGEST_RIGHTS / 2 and any(
        phrase in folded and phrase != folded for phrase in words.table("lines", "reserved")
    )
    few = len(folded.split()) <= _MOST_WORDS and letters(text) <= _LONGEST_OWNED
    owned = ("©" in text or few) and (
        _COPYRIGHT.search(text) or (few and ("©" in text or _LICENCE.search(folded)))
    )
    return bool(owned) or reserved or folded.startswith(words.starts("lines", "licensed"))


def _is_printed(folded: str) -> bool:
    """Whether a line begins like one that a blog system prints."""
    count = len(folded.split())
    printed = count <= _MOST_PRINTED and words.begins(folded, "lines", "printed")
    powered = count <= _MOST_POWERED and folded.startswith(words.starts("lines", "powered"))
    return printed or (powered and any(name in folded for name in words.table("lines", "platforms")))


def _is_advert(folded: str, *, begins: bool = True) -> bool:
    """Whether a short text asks, from its beginning or at all, and is about a subscription."""
    verbs = words.starts("lines", "advert_verbs")
    objects = words.table("lines", "newsletters")
    if len(folded.split()) > (_MOST_ADVERT if begins else _MOST_WORDS):
        return False
    if begins:
        asks = folded.startswith(verbs)
        verb = max((verb for verb in verbs if folded.startswith(verb)), key=len) if asks else None
        objects |= words.table("lines", "advert_objects") if asks else frozenset()
    else:
        verb = next((verb for verb in verbs if f" {verb}" in folded), None)
    if verb is None:
        return False
    rest = folded.replace(verb, "", 1)
    return any(word in rest for word in objects)


def _is_filed(text: str, folded: str) -> bool:
    """Whether a line files the post: `Posted in News`, `Tags: one, two`."""
    if len(folded.split()) > _MOST_WORDS or text.endswith(("?", "!")):
        return False
    filed = words.starts("lines", "filed")
    for phrase in filed if folded.startswith(filed) else ():
        rest = folded.removeprefix(phrase)
        if rest != folded and (rest.startswith(":") or (rest.startswith(" ") and " " in phrase)):
            return True
    return folded.split(" ", maxsplit=1)[0] in words.table("lines", "tagged") and not text.endswith(".")


def _is_byline(text: str, folded: str, above: Block | None) -> bool:
    """Whether a line below a title names the author or the date."""
    if len(text.split()) > _MOST_WORDS or text.endswith((".", "?", "!", ":")):
        return False
    posted, by = words.starts("lines", "posted"), words.starts("lines", "by")
    if folded.startswith(posted) and any(
        _DATED.match(folded.removeprefix(phrase)) for phrase in posted if folded.startswith(phrase)
    ):
        return True
    if above is None or letters(above.text) > 2 * _LONG:
        return False
    for phrase in by if folded.startswith(by) else ():
        if folded.startswith((f"{phrase} ", f"{phrase}:")):
            before = _DATE.split(text[len(phrase) :], maxsplit=1)[0]
            name = re.findall(r"[^\W\d_][\w.'’-]*", before)
            if 1 < len(name) <= _MOST_NAMES and all(
                not word[0].islower() or word in words.table("marker", "particles") for word in name
            ):
                return True
    return False


def _pointer(folded: str) -> str | None:
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


def _is_pointer(text: str, folded: str) -> bool:
    """Whether a line points to another page: `← The last post`, `Next: The next one`."""
    if len(folded.split()) > _MOST_WORDS:
        return False
    left, right = _ARROW_LEFT.match(text), _ARROW_RIGHT.search(text)
    before, colon, _ = folded.partition(":")
    pointed = colon and any(
        before.strip() in words.table("furniture", "navigation", how) for how in _SURETIES
    )
    return bool(left) != bool(right) or bool(pointed)


def _is_row(text: str, least: int = 2) -> bool:
    """Whether a line is nothing but several links or buttons in a row: `Home About Archive`."""
    rest = " ".join(filter(None, (words.fold(part) for part in re.split(r"[|·•/,]|\s{2,}", text))))
    count = 0
    while rest and count <= _MOST_LINKS:
        known = _links().get(rest.split(" ", 1)[0], ())
        link = next((link for link in known if rest == link or rest.startswith(f"{link} ")), None)
        if link is None:
            return False
        rest = rest.removeprefix(link).lstrip()
        count += 1
    return not rest and count >= least


@cache
def _links() -> dict[str, list[str]]:
    """What the links and buttons around a post say, by the first word, the longest first."""
    all_of = frozenset[str]().union(
        *(words.table("furniture", code, how) for code in CODES for how in _SURETIES),
        *(words.table("comments", kind) for kind in ("reply", "like")),
    )
    found: dict[str, list[str]] = {}
    for link in sorted(all_of, key=lambda link: (-len(link), link)):
        found.setdefault(link.split(" ", 1)[0], []).append(link)
    return found
