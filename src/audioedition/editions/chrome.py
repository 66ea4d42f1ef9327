"""What a single line around a post looks like: a button, a link, an advert, a licence, a byline.

Lines are known by their wording (`wordings/furniture.txt`): some wherever they stand, and others, whose wording
could be text ("Related", "Home"), only among such lines (see `furniture`).
"""

from __future__ import annotations

import re

from audioedition.editions import bylines, links, traces, words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

_LONG = 60  # letters from which on a block is prose
_SENTENCE = 5  # words from which on a sentence is
_LONGEST = 400  # characters of a line of furniture
_LONGEST_RIGHTS = 250
_LONGEST_OWNED = 120  # letters, without a sign of copyright
_MOST_ADVERT = 30  # words
_MOST_WORDS = 14  # of a byline, or of a line that files the post
_MOST_PRINTED = 40
_MOST_POWERED, _MOST_THEMED = 10, 6
_COUNT = re.compile(r"^\d[\d.,]*\s?[km]?\W+|\W*\d+\W*$")
_SENTENCES = re.compile(r"[.!?。！？]\W*")
_HASHTAGS = re.compile(r"#[^\W\d]\w*(?:\s+#[^\W\d]\w*)+")
_LATIN = re.compile(r"[a-z][a-z0-9.]*[a-z0-9]")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?[km]?")  # of likes or comments, and no year
_COPYRIGHT = re.compile(
    r"^\W*(?:©|ⓒ|\(c\)\s|copyright\b.{0,40}(?:\b\d{4}\b|©|\(c\)))|©\s*\d{4}", re.IGNORECASE
)
_LICENCE = re.compile(
    r"\bcc[ -](?:by|0)\b.*\d\.\d|\bcreative commons\b.*\d\.\d|^(?:licen[sc]e|lizenz|licen[cz](?:ia|a)|licença|licentie|licencja|лицензия|ライセンス) ?[::](?: ?\S+){1,6}$"
)
_CONDITIONS = re.compile(r"\bby-(?:nc-)?(?:sa|nd|nc)\b|\bcc[ -](?:by|0)\b")
_ADDRESS = re.compile(r"[\W\d]*(?:https?://|www\.)\S+(?:\s\W*)?")


def sure(block: Block, above: Block | None) -> str | None:
    """The code of a line that is furniture by its wording alone; `above` is the text before it."""
    text, folded = block.text, words.fold(block.text)
    if _ADDRESS.fullmatch(text):
        return "address"
    if not folded or len(text) > _LONGEST or block.kind in (Kind.CODE, Kind.TABLE):
        return None
    bare = _COUNT.sub("", folded)
    code = next((code for code in links.CODES if bare in words.table("furniture", code, "sure")), None)
    code = code or links.pointer(folded) or ("navigation" if links.is_trail(text) else None)
    judges = (
        ("rights", _is_rights(text, folded)),
        ("comments", traces.is_form(folded) or traces.is_like(folded)),
        ("furniture", _is_printed(folded) or links.is_reading_time(folded)),
        ("advert", _is_advert(folded)),
        ("furniture", _is_filed(text, folded) or bool(_HASHTAGS.fullmatch(text.strip()))),
        ("navigation", above is None and links.is_row(text, links.FULL_ROW)),
        (
            "byline",
            block.kind is Kind.PARAGRAPH and bylines.is_byline(text, folded, above.text if above else None),
        ),
    )
    return code or next((code for code, judged in judges if judged), None)


def doubtful(block: Block) -> str | None:
    """The code of a line that is furniture if it stands beside furniture."""
    whole = words.fold(block.text)
    if len(block.text) > _LONGEST or not whole or block.kind in (Kind.CODE, Kind.TABLE):
        return None
    folded = _COUNT.sub("", whole)
    comment = any(folded in words.table("comments", kind) for kind in ("reply", "like", "headings"))
    few = len(whole.split()) <= _MOST_WORDS
    judges = (
        *((code, folded in words.table("furniture", code, "maybe")) for code in links.CODES),
        ("comments", comment or traces.is_hint(block.text, folded)),
        ("furniture", is_measure(block.text) or (few and _is_powered(whole))),
        ("furniture", _is_notice(whole)),
        ("byline", few and bylines.is_posted(block.text, whole)),
        ("advert", _is_advert(folded, begins=False) or (few and _invites(block.text, whole))),
        ("navigation", links.is_pointer(block.text, whole) or links.is_row(block.text)),
        ("rights", whole in words.table("lines", "reserved")),
    )
    return next((code for code, judged in judges if judged), None) or links.link(folded)


def is_prose(text: str) -> bool:
    """Whether a block is text that somebody wrote: a long one, or a whole sentence."""
    return letters(text) >= _LONG or (text.endswith((".", "!", "?")) and len(text.split()) >= _SENTENCE)


def says(text: str) -> bool:
    """Whether a line ends like a sentence, which buttons seldom do."""
    return text.rstrip().endswith((".", "!", "?", "…", "。", "！", "？", "।"))


def is_measure(text: str) -> bool:
    """Whether a line is but the minutes or words of a post, or counts its readers, as themes do below the title."""
    folded = words.fold(text)
    few = len(folded.split()) <= _MOST_WORDS
    return few and (links.is_minutes(folded) or bylines.is_count(folded))


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
    before, _, after = folded.partition(":")
    noticed = before.strip() in words.table("furniture", "furniture", "maybe") and bool(
        _CONDITIONS.search(after)
    )
    return bool(owned) or reserved or noticed or words.begins(folded, "lines", "licensed")


def _is_printed(folded: str) -> bool:
    """Whether a line begins like one that a blog system prints."""
    count = len(folded.split())
    printed = count <= _MOST_PRINTED and words.begins(folded, "lines", "printed")
    powered = count <= _MOST_POWERED and words.begins(folded, "lines", "powered")
    return printed or (powered and any(name in folded for name in words.table("lines", "platforms")))


def _is_powered(folded: str) -> bool:
    """Whether a short line has the name of a platform, and says that it or its theme is behind the page, or who made the theme."""
    names = words.table("lines", "platforms").intersection(_LATIN.findall(folded))
    themed = len(folded.split()) <= _MOST_THEMED and not words.table("lines", "themes").isdisjoint(
        folded.split()
    )
    powering, its_theme = words.table("lines", "powering"), words.table("lines", "themes")
    behind = powering | its_theme if names else powering - its_theme
    return bool(names or themed) and any(
        f" {phrase} " in f" {folded} " or (phrase in folded and not phrase.isascii()) for phrase in behind
    )


def _is_notice(folded: str) -> bool:
    """Whether a line is a notice about cookies."""
    count = len(folded.split())
    return (
        count <= _MOST_PRINTED
        and any(word in folded for word in words.table("lines", "cookies"))
        and words.begins(folded, "lines", "consent")
    )


def _is_advert(folded: str, *, begins: bool = True) -> bool:
    """Whether a short text asks, at the beginning of a sentence or at all, and is about a subscription or support."""
    if len(folded.split()) > (_MOST_ADVERT if begins else _MOST_WORDS):
        return False
    if not begins:
        about = words.table("lines", "newsletters") | words.table("lines", "advert_objects")
        asking = (verb for verb in words.starts("lines", "advert_verbs") if f" {verb}" in folded)
        return any(word in folded.replace(verb, "", 1) for verb in asking for word in about)
    sentences = _SENTENCES.split(folded) if len(folded.split()) <= _MOST_WORDS else [folded]
    return any(map(_asks, sentences))


def _invites(text: str, folded: str) -> bool:
    """Whether a short line may stand in the box for an address: it is about an inbox, or about more of this, or asks whether one liked it."""
    return (
        any(word in folded for word in words.table("lines", "inboxes"))
        or (
            words.begins(folded, "lines", "discover")
            and not says(text)
            and not text.rsplit(maxsplit=1)[-1].islower()
        )
        or (text.rstrip().endswith("?") and words.begins(folded, "lines", "advert_verbs"))
    )


def _asks(folded: str) -> bool:
    """Whether a sentence begins as one that asks for a subscription or support, and says so."""
    verb = next(words.beginnings(folded, "lines", "advert_verbs"), None)
    about = words.table("lines", "newsletters") | words.table("lines", "advert_objects")
    return verb is not None and any(word in folded.removeprefix(verb) for word in about)


def _is_filed(text: str, folded: str) -> bool:
    """Whether a line files the post: `Posted in News`, `Tags: one, two`."""
    if len(folded.split()) > _MOST_WORDS or text.endswith(("?", "!")):
        return False
    for phrase in words.beginnings(folded, "lines", "filed"):
        rest = folded.removeprefix(phrase)
        if rest != folded and (
            rest.lstrip().startswith((":", "：")) or (rest.startswith(" ") and " " in phrase)
        ):
            return True
    return folded.split(" ", maxsplit=1)[0] in words.table("lines", "tagged") and not text.endswith(".")
