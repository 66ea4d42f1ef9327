"""Whether a feed gives the whole text of an entry, or only its beginning.

A beginning must never be spoken as if it were all; a whole text taken for a beginning only costs a
visit to its page.  So every doubt is decided for the beginning.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from audioedition.posts.identity import id_of
from audioedition.text import one_line

_TAIL = 4_000  # characters of HTML in which the end of a text says that it goes on elsewhere
_LAST_WORDS = 80  # characters of text
_LAST = 200  # characters of text: a link before fewer of them is at the end
_LINK = re.compile(r"<a\b(?P<attributes>[^<>]*+)>(?P<text>(?:[^<]|<(?!/?a\b))*+)</a", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[/!?A-Za-z][^<>]*+>?", re.DOTALL)
_MORE_CLASS = re.compile(r"\b(?:more-link|read-?more|readmore|continue-reading)\b", re.IGNORECASE)
_CUT = re.compile(r"(?:…|\.\.\.+|[(\[]\s*more)[\])}»›>→\s]*+$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:continue reading|keep reading|read (?:more|on|the (?:rest|full|whole))|view (?:the )?(?:full|original)|full (?:article|post|story)"
    r"|weiterlesen|weiter lesen|mehr lesen|zum (?:ganzen |vollständigen )?(?:artikel|beitrag)"
    r"|lire (?:la suite|plus)|continuer la lecture|seguir leyendo|leer más|sigue leyendo|continua a leggere|leggi tutto"
    r"|continue (?:a ler|lendo)|leia mais|ler mais|lees (?:verder|meer)|meer lezen|verder lezen|llegir més|continua llegint"
    r"|læs (?:mere|videre)|les (?:mer|videre)|läs (?:mer|vidare)|fortsätt läsa|lue lisää|jatka lukemista"
    r"|czytaj (?:dalej|więcej)|číst (?:dále|více)|celý článek|čítať ďalej|tovább olvas|olvass tovább|citește mai (?:mult|departe)"
    r"|devamını oku|читать (?:далее|дальше|полностью)|читати далі|прочети още|διαβάστε περισσότερα|続きを読む|阅读(?:全文|更多)"
    r"|閱讀(?:全文|更多)|繼續閱讀|继续阅读|계속 읽기|더 보기|اقرأ المزيد|המשך לקרוא)",
    re.IGNORECASE,
)
_MORE_ANCHOR = re.compile(r"more(?:-\d+)?")  # the only fragment of a link that leads on, not to a note


def is_whole(html: str, *, address: str, summary: str = "") -> bool:
    """Whether `html`, the content of an entry, is all of it; `address` is its own, `summary` its other text."""
    tail = html[-_TAIL:]
    text = visible(tail)
    if _CUT.search(text) or any(_MORE_CLASS.search(link["attributes"]) for link in _LINK.finditer(tail)):
        return False
    if _GOES_ON.search(text[-_LAST_WORDS:]):
        return False
    for link, behind in _links(tail):
        if len(behind) < _LAST and _leads_to(link, address):
            return False
    said = visible(summary)
    return not said or not said.startswith(visible(html))


def without_sign_off(html: str, *, address: str, title: str) -> str:
    """`html` without the paragraph that WordPress ends it with: that this post appeared first on this blog.

    It is known by its two links, the first of which has the `title` of the entry and its `address`.
    """
    begin = max(html.rfind("<p>"), html.rfind("<p "))
    last = html[begin:] if begin >= 0 else ""
    links = list(_LINK.finditer(last))
    if len(links) != len(("post", "blog")) or len(visible(last)) > len(title) + _LAST:
        return html
    is_ours = _leads_to(links[0], address) and visible(links[0]["text"]) == title
    return html[:begin] if is_ours else html


def visible(html: str) -> str:
    """The words of `html`, on one line."""
    return one_line(entities.unescape(_MARKUP.sub(" ", html)))


def _links(html: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each link, and the words behind it."""
    for link in _LINK.finditer(html):
        yield link, visible(html[link.end() :].partition(">")[2])


def _leads_to(link: re.Match[str], address: str) -> bool:
    found = _HREF.search(link["attributes"])
    if found is None or not address:
        return False
    try:
        target = urljoin(address, entities.unescape(next(filter(None, found.groups()), "")))
        fragment = urlsplit(target).fragment
    except ValueError:
        return False
    return id_of(target) == id_of(address) and (not fragment or bool(_MORE_ANCHOR.fullmatch(fragment)))
