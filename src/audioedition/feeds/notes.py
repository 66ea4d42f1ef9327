"""What an app shows below an episode: the notes as HTML, and the same in fewer words as plain text.

Both are made of the same pieces.  Apps cut off what is too long, wherever that may be; so whatever does not fit is
left out here, as a whole and the least important first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from html import escape

from audioedition import addresses, phrases
from audioedition.feeds import licences, places
from audioedition.feeds.places import Listing
from audioedition.markup import paragraphs, plain, shown, web_address
from audioedition.model import Attribution, Sister
from audioedition.text import one_line

DESCRIPTION_LIMIT = 4000
"""Bytes of UTF-8 that Apple and the Podcast Standards Project allow in a description."""
NOTES_LIMIT = 10_000
"""Characters of HTML that apps take for all the notes of an episode."""
SHOWN_LIMIT = 8000
"""Characters of HTML, at most, for what is only shown."""

_RESERVED = 1000  # bytes of a description that no summary may take from what must be said besides
_CUT = "\n<p>…</p>"  # what stands below, where something had to be cut off
_CHAPTERS = 2  # as few make a list
_MOST_REFERENCES = 30  # in HTML: what is longer is a list of links rather than notes
_BETWEEN = 2  # characters between two pieces

_TIME = re.compile(r"\W*\d{1,3}(?=:\d\d)")
_JOINER = "\u2060"  # nobody sees it


class _Rank(IntEnum):
    """What is told first where there is no room for all."""

    SUMMARY = 0
    DISCLOSURE = 1
    CREDITS = 2
    CHAPTERS = 3
    RIGHTS = 4
    PAGES = 5
    SISTERS = 6
    REFERENCES = 7


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph of the notes, in both forms; an empty one is left out."""

    rank: _Rank
    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes as `html`, and as `plain` text within the limit of directories."""

    html: str
    plain: str


def of(listing: Listing) -> Notes:
    """Summary, pages, chapters, credits, disclosure, rights, other languages; in HTML also what is only shown."""
    pieces = list(_pieces(listing))
    told = [piece.html for piece in _fitting(pieces, NOTES_LIMIT, lambda piece: len(piece.html))]
    room = min(SHOWN_LIMIT, NOTES_LIMIT - sum(len(html) + _BETWEEN for html in told) - len(_CUT))
    label = f"<p>{escape(listing.words.words.notes_shown)}</p>"
    pictures = shown(listing.episode.shown, listing.words.words.picture, room - len(label) - 1)
    pictures = f"{label}\n{pictures}" if pictures else ""
    text = _fitting(pieces, DESCRIPTION_LIMIT, lambda piece: len(piece.plain.encode()))
    return Notes("\n".join((*told, *filter(None, [pictures]))), "\n\n".join(piece.plain for piece in text))


def beginning(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """The first paragraphs of `text` that have room in `limit` bytes; if the very first has not, so much of it."""
    kept: list[str] = []
    room = limit - len("\n\n…".encode())
    whole = list(paragraphs(text))
    for paragraph in whole:
        room -= len(paragraph.encode()) + _BETWEEN
        if room < 0:
            break
        kept.append(paragraph)
    if not kept and whole:
        cut = whole[0].encode()[: limit - len("…".encode())].decode(errors="ignore")
        return f"{cut.rsplit(maxsplit=1)[0]}…"
    return "\n\n".join(kept if len(kept) == len(whole) else (*kept, "…"))


def link(url: str | None, html: str) -> str:
    """`html` as a link to `url`, or just as it is if there is none."""
    return f'<a href="{escape(url)}">{html}</a>' if url and html else html


def _fitting(pieces: Iterable[_Piece], limit: int, size: Callable[[_Piece], int]) -> list[_Piece]:
    """Those of `pieces` that have room in `limit`, in their order: the more important ones are taken first."""
    there = [piece for piece in pieces if size(piece)]
    kept: set[int] = set()
    for place in sorted(range(len(there)), key=lambda place: there[place].rank):
        needed = size(there[place]) + _BETWEEN
        if needed <= limit or there[place].rank == _Rank.SUMMARY:
            kept.add(place)
            limit -= needed
    return [piece for place, piece in enumerate(there) if place in kept]


def _pieces(listing: Listing) -> Iterator[_Piece]:
    yield from _summary(listing)
    yield _along(listing)
    yield _chapters(listing)
    yield _credits(listing)
    yield _disclosure(listing)
    yield _rights(listing)
    yield _post(listing)
    yield _sisters(listing)
    yield _references(listing)


def _summary(listing: Listing) -> Iterator[_Piece]:
    told = (
        paragraphs(listing.episode.summary)
        if listing.episode.summary.strip()
        else [one_line(listing.episode.title)]
    )
    said = "\n\n".join(map(_untimed, told))
    text = beginning(said, DESCRIPTION_LIMIT - _RESERVED)
    html = "\n".join(f"<p>{escape(line)}</p>" for line in paragraphs(text))
    yield _Piece(_Rank.SUMMARY, html, beginning(plain(said), DESCRIPTION_LIMIT - _RESERVED))


def _untimed(line: str) -> str:
    """`line` so that no app takes it for a chapter because it begins with a time of day."""
    return _TIME.sub(rf"\g<0>{_JOINER}", line, count=1) if _TIME.match(line) else line


def _along(listing: Listing) -> _Piece:
    """Where it can be read along, also beside its translations."""
    words = listing.words.words
    beside = [
        link(
            listing.url(addresses.beside(listing.episode.post, sister.language)),
            escape(phrases.of(sister.language).name),
        )
        for sister in listing.sisters
        if listing.episode.post in sister.titles
    ]
    lines = [link(listing.page, escape(words.read_along))]
    if beside:
        lines.append(f"{escape(words.beside_with)} {', '.join(beside)}")
    return _Piece(_Rank.PAGES, _paragraph(lines), "")  # a plain text has all addresses together: see _post


def _chapters(listing: Listing) -> _Piece:
    """Times and titles, as apps look for them: they make of each a place to jump to."""
    chapters = listing.episode.chapters
    if len(chapters) < _CHAPTERS:
        return _Piece(_Rank.CHAPTERS, "", "")
    lines = [f"{_time(chapter.start)} {one_line(chapter.title)}" for chapter in chapters]
    return _Piece(_Rank.CHAPTERS, _paragraph(map(escape, lines)), plain("\n".join(lines)))


def _credits(listing: Listing) -> _Piece:
    episode = listing.episode
    lines = [one_line(line) for line in listing.words.credits(episode.author, episode.translator)]
    return _Piece(_Rank.CREDITS, _paragraph(map(escape, lines)), plain("\n".join(lines)))


def _disclosure(listing: Listing) -> _Piece:
    """That the voice is synthetic, unless that is said elsewhere only; and whose it is, as its licence may demand."""
    words = listing.words.words
    said = words.disclosure if listing.podcast.disclosure.show_notes else ""
    html, text = [escape(said)], [said]
    named = [voice for voice in listing.episode.credited if one_line(voice.name)]
    if named:
        linked = (_voice(v, link(web_address(v.url), escape(one_line(v.name))), escape) for v in named)
        spoken = (_voice(v, plain(one_line(v.name)), plain) for v in named)
        html.append(f"{escape(words.voice)} {'; '.join(linked)}.")
        text.append(f"{words.voice} {'; '.join(spoken)}.")
    return _Piece(_Rank.DISCLOSURE, _paragraph([" ".join(filter(None, html))]), " ".join(filter(None, text)))


def _voice(voice: Attribution, name: str, said: Callable[[str], str]) -> str:
    """A voice by its `name`, with its licence, and what else is to be said of it."""
    licence, note = one_line(voice.licence), one_line(voice.note)
    return f"{name}{f', {said(licence)}' if licence else ''}{f' ({said(note)})' if note else ''}"


def _rights(listing: Listing) -> _Piece:
    """What may be done with it: the post's own words, and the podcast's licence if they name none."""
    rights = one_line(listing.episode.rights or "")
    html, text = [escape(rights)], [plain(rights)]
    licence = licences.named(listing.podcast.licence, listing.podcast.licence_url)
    if licence and not licences.of_rights(rights):
        label = listing.words.words.licence
        html.append(f"{escape(label)} {link(licence.url, escape(licence.name))}")
        text.append(f"{label} {plain(licence.name)} {licence.url}".strip())
    return _Piece(_Rank.RIGHTS, _paragraph(html), "\n".join(filter(None, text)))


def _post(listing: Listing) -> _Piece:
    """The post, where it is on the web; in plain text also where it can be read along."""
    words = listing.words.words
    along = listing.words.labelled(words.read_along, listing.page)
    address = web_address(listing.episode.address)
    if not address:
        return _Piece(_Rank.PAGES, "", along)
    html = _paragraph([link(address, escape(words.read))])
    return _Piece(_Rank.PAGES, html, f"{along}\n{listing.words.labelled(words.read, address)}")


def _sisters(listing: Listing) -> _Piece:
    """The same post in other languages, or their podcasts where it is not to be had."""
    html, text = [], []
    for sister in listing.sisters:
        title, address = _counterpart(sister, listing.episode.post)
        own = phrases.of(sister.language)
        html.append(own.labelled(escape(own.also), link(address, escape(title))))
        text.append(own.labelled(own.also, f"{plain(title)} {address}"))
    return _Piece(_Rank.SISTERS, _paragraph(html), "\n".join(text))


def _references(listing: Listing) -> _Piece:
    """The pages to which the text links, under the words that it has for them."""
    label = listing.words.words.notes_links
    found = [
        (one_line(each.text), url)
        for each in listing.episode.references
        if (url := web_address(each.address))
    ]
    if not found:
        return _Piece(_Rank.REFERENCES, "", "")
    html = [escape(label), *(link(url, escape(text)) for text, url in found[:_MOST_REFERENCES])]
    text = [listing.words.labelled(plain(text), url) if text != url else url for text, url in found]
    return _Piece(_Rank.REFERENCES, _paragraph(html), "\n".join((label, *text)))


def _counterpart(sister: Sister, post: str) -> tuple[str, str]:
    """The title and the address of a post in the sister's language, or those of the sister."""
    if post in sister.titles:
        title = one_line(sister.titles[post]) or one_line(sister.title)
        return title, places.url(sister.address, addresses.page(post))
    return one_line(sister.title), places.page(sister.address)


def _paragraph(lines: Iterable[str]) -> str:
    html = "<br>".join(filter(None, lines))
    return f"<p>{html}</p>" if html else ""


def _time(seconds: float) -> str:
    """`01:02:03`: a whole second, never past the moment itself."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
