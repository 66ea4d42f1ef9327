"""What a page says about itself: title, author, date, addresses, picture, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.errors import PostError
from audioedition.languages import TAG, canonical
from audioedition.posts.decoding import clean
from audioedition.posts.frontmatter import Meta, moment
from audioedition.posts.html import linked, links, multilingual, pictures
from audioedition.posts.html.linked import Linked
from audioedition.posts.html.stated import Stated, stated
from audioedition.posts.html.tree import names
from audioedition.text import one_line

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "byl",
)
_DATES = (
    *(
        "article:published_time",
        "datepublished",
        "og:article:published_time",
        "article.published",
        "parsely-pub-date",
    ),
    *("dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date"),
    *(
        "citation_publication_date",
        "citation_date",
        "publication_date",
        "publish-date",
        "publishdate",
        "pubdate",
        "date",
    ),
)
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_LONGEST_NAME = 100  # characters: what is longer is a sentence, not a person
_MOST_TAGS = 50
_DATED = ("time", "abbr")
_BYLINE = re.compile(
    r"\s*(?:(?:written|posted|published|text|story)\s+)?(?:by|von|par|por|di|door|af|av|od|przez|автор)\b[\s:]+",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"admin(istrator)?|author|unknown|editor|anonymous|user\d*|.*(://|@).*", re.IGNORECASE)
_AUTHOR_NAMES = re.compile(
    r"p-author|author(-name|__name|-link|-title)?|byline-author|entry-author(-name)?|(.+-)?post-author([-_]+name([-_]+link)?)?",
    re.IGNORECASE,
)
_NAME = "a[rel~=author], a[href*='/author/'], .fn, [itemprop=name]"  # what is only a name, within a byline
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!]")
_NO_TAG = {"uncategorized", "uncategorised"}
_CUT = re.compile(r"\s+[-–—|·•]\s+|\s*\d")
_BYLINES = re.compile(r"(.+[-_])?by-?line", re.IGNORECASE)
_DATE_NAMES = re.compile(
    r"entry-date|published|dt-published|post-?date|datepublished|date-published|timestamp", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says in its head, for machines: by name, as linked data, and where it says to stand."""

    said: Mapping[str, str]
    data: Linked
    start: str
    addresses: tuple[str, ...]

    @property
    def address(self) -> str:
        """The address that the page gives itself, or else the one that it was found at."""
        return next(filter(None, self.addresses), self.start)


def head(tree: LexborHTMLParser, found_at: str | None = None) -> Head:
    """What the head of a page says; `found_at` is where it was found: without it, relative addresses are as good as its `<base>`."""
    said = _said(tree)
    data = linked.read(tree)
    start = links.base(tree, found_at)
    link = next((node for node in tree.css("link[rel][href]") if "canonical" in _rel(node)), None)
    own = ((link.attributes.get("href") or "") if link else "", said.get("og:url", ""), data.address)
    addresses = (links.absolute(address, start) for address in own if address)
    return Head(said, data, start, tuple(addresses))


def title(tree: LexborHTMLParser, head: Head) -> Stated:
    """What the page calls its post."""
    node = tree.css_first("head > title")
    said = (
        *(head.said.get(name, "") for name in _TITLES[:1]),
        head.data.title,
        *(head.said.get(name, "") for name in _TITLES[1:]),
        _text(node) if node else "",
    )
    sites = (*(head.said.get(name, "") for name in _SITES), head.data.site)
    return stated([*map(multilingual.all_languages, said)], sites, head.address)


def read(
    tree: LexborHTMLParser, head: Head, body: Iterable[tuple[LexborNode, bool]], found_at: str | None = None
) -> Meta:
    """What a page says in its `head`, and where that is silent, what its elements in the `body` do; its title is found elsewhere.

    The latter come in their order, without those of other posts, each with whether it is part of the post's text.
    """
    said, data = head.said, head.data
    marked = _Marked()
    for node, is_text in body:
        marked.see(node, is_text=is_text)
    return Meta(
        language=_language(tree),
        author=_authors(said, data, marked),
        address=links.own(head.addresses, found_at or ""),
        addresses=links.translations(tree, head.start),
        published=_moment(said, data, marked),
        picture=pictures.of(_pictures(said, data), marked.images, head.start),
        tags=_tags(tree, data, marked),
    )


@dataclass(slots=True)
class _Marked:
    """What elements of the page are marked as, in their order."""

    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)  # whose elements are named so
    times: list[str] = field(default_factory=list)  # of any other element
    tags: list[str] = field(default_factory=list)
    images: list[LexborNode] = field(default_factory=list)

    def see(self, node: LexborNode, *, is_text: bool) -> None:
        """Take in one element."""
        attributes = node.attributes
        if node.tag == "img" and is_text:
            self.images.append(node)
        elif node.tag == "a" and "tag" in _rel(node):
            self.tags.append(_text(node))
        elif node.tag in _DATED and (stated := attributes.get("datetime") or attributes.get("title")):
            is_named = "pubdate" in attributes or any(map(_DATE_NAMES.fullmatch, names(node)))
            if is_named:
                self.dates.append(stated)
            elif node.tag == "time":
                self.times.append(stated)
        if "author" in _rel(node) or any(map(_AUTHOR_NAMES.fullmatch, names(node))):
            self.authors.append(_text(node.css_first(_NAME) or node))
        elif any(map(_BYLINES.fullmatch, names(node))) and _BYLINE.match(line := _text(node)):
            self.authors.append(line)


def _said(tree: LexborHTMLParser) -> dict[str, str]:
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        said.setdefault(name.strip().lower(), _content(node))
    return {name: content for name, content in said.items() if content}


def _language(tree: LexborHTMLParser) -> str | None:
    """That of the whole page: a hint, for themes often say so of every page."""
    nodes = (tree.body, tree.css_first("html"))
    said = (
        (node.attributes.get("lang") or node.attributes.get("xml:lang") or "").strip()
        for node in nodes
        if node
    )
    return next((canonical(tag) for tag in said if re.fullmatch(TAG, tag)), None)


def _authors(said: Mapping[str, str], data: Linked, marked: _Marked) -> str | None:
    in_head = (said.get(name, "") for name in _AUTHORS)
    for name in (data.author, *in_head, *marked.authors):
        person = _CUT.split(_BYLINE.sub("", name, count=1))[0].strip(" ,@—")
        is_name = len(person) <= _LONGEST_NAME and not _SENTENCE.fullmatch(person)
        if person and is_name and not _NOBODY.fullmatch(person):
            return person
    return None


def _moment(said: Mapping[str, str], data: Linked, marked: _Marked) -> datetime | None:
    in_head = [said.get(name, "") for name in _DATES]
    dates = (in_head[0], data.published, *in_head[1:], *marked.dates, *marked.times)
    return next(filter(None, map(_date, filter(None, dates))), None)


def _date(value: str) -> datetime | None:
    """A date that a program wrote: not worth refusing a post for."""
    value = re.sub(r"\A(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", value.strip())
    try:
        return moment(value, "the page")
    except PostError:
        pass
    try:
        return moment(parsedate_to_datetime(value), "the page")
    except (PostError, ValueError, TypeError, IndexError, OverflowError):
        return None


def _pictures(said: Mapping[str, str], data: Linked) -> list[tuple[str, str]]:
    return [
        (_first(said, ("og:image:secure_url", "og:image", "og:image:url")), said.get("og:image:alt", "")),
        (_first(said, ("twitter:image", "twitter:image:src")), said.get("twitter:image:alt", "")),
        (data.picture, data.caption),
    ]


def _tags(tree: LexborHTMLParser, data: Linked, marked: _Marked) -> tuple[str, ...]:
    in_head = [_content(node) for node in tree.css('meta[property="article:tag"][content]')]
    found = in_head or data.tags or marked.tags
    tags = [tag for tag in found if tag and len(tag) <= _LONGEST_NAME and tag.lower() not in _NO_TAG]
    return tuple(dict.fromkeys(tags))[:_MOST_TAGS]


def _first(said: Mapping[str, str], keys: Iterable[str]) -> str:
    return next((said[key] for key in keys if key in said), "")


def _content(node: LexborNode) -> str:
    return one_line(clean(node.attributes.get("content") or ""))


def _text(node: LexborNode) -> str:
    return one_line(clean(node.text() or ""))


def _rel(node: LexborNode) -> list[str]:
    return (node.attributes.get("rel") or "").lower().split()
