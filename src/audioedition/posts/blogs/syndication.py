"""A blog's feed (RSS, Atom) to its entries, however broken it is; only importer of feedparser."""

from __future__ import annotations

import html as entities
import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from audioedition.errors import PostError
from audioedition.languages import TAG, canonical
from audioedition.model import Picture
from audioedition.posts.blogs import excerpts, safety
from audioedition.posts.blogs.entries import Entry, Skipped, has_words, in_html, oldest_first, titled
from audioedition.posts.frontmatter import Meta, moment
from audioedition.posts.identity import identity, language_of

_SUMMARIES = re.compile(rb"(</?[\w-]+:)((?:summary|description|abstract)\b)")
_WHOLE_TEXTS = re.compile(rb"<(?!media:)(?:\w+:)?(?:encoded|body|fullitem|content)[\s>]")
_END = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAIL = 2_000  # bytes, in which a feed ends
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_ESCAPED_TWICE = re.compile(
    r"&lt;(?:p|div|h[1-6]|br|a|em|strong|span|ul|ol|blockquote|img|figure)\b", re.IGNORECASE
)
_LOCKED = "action=postpass"  # by which WordPress asks for it
_TAG_START = re.compile(r"<[A-Za-z]")
_BLOGGERS_KINDS = "schemas.google.com/g/2005#kind"
_COMMENT = re.compile(r"comment-\d+|c\d{6,}")
_SOUND = re.compile(r"\.(?:mp3|m4a|ogg|opus|aac|wav|mp4|m4v)$", re.IGNORECASE)
_NO_TAG = {"uncategorized", "uncategorised"}
_Said = Mapping[str, Any]  # feedparser's dictionaries, of whatever a feed says


def read(data: bytes, source: str) -> Iterator[Entry | Skipped]:
    """The entries of the feed `data`, oldest first; `source` is its path or address.

    Raises PostError that names `source` if it is no feed, or one that nobody should read.
    """
    data = safety.bare(safety.narrow(data, source), source)
    safety.refuse_bombs(data, source)
    feed = _parsed(data, source)
    reader = _Reader(source, feed, has_texts=bool(_WHOLE_TEXTS.search(data)))
    if feed["entries"] and not _END.search(data[-_TAIL:]):
        detail = "The feed breaks off in it, so that nobody knows its whole text: get the feed again."
        yield Skipped(name=reader.name(feed["entries"].pop()), code="cut", detail=detail)
    for item in oldest_first(feed["entries"][::-1], _moment):  # feeds begin with the newest
        yield reader.entry(item)


def _parsed(data: bytes, source: str) -> Any:  # noqa: ANN401 -- feedparser has no types
    """What feedparser makes of `data`; nothing is fetched, and HTML stays as it is: `html` reads it.

    It takes every second description of an entry (iTunes', the caption of a picture) for the text of
    the entry, so these are hidden from it.
    """
    headers = {"content-location": source} if "://" in source else {}
    try:
        feed = feedparser.parse(
            io.BytesIO(_SUMMARIES.sub(rb"\1other-\2", data)),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as exc:  # it stumbles over broken feeds in many ways
        raise PostError(f"{source} is a feed too broken to be read ({exc}): have its blog mend it.") from exc
    if not feed["entries"] and not feed["version"]:
        raise PostError(
            f"{source} is not a feed: give the address of the blog's RSS or Atom feed, or its export."
        )
    return feed


class _Reader:
    """Knows a feed, and makes entries of its items."""

    def __init__(self, source: str, feed: _Said, *, has_texts: bool) -> None:
        """Name the `feed` in messages by `source`; without texts in it, all else are descriptions."""
        self._source = source
        self._about: _Said = feed["feed"]
        self._has_texts = has_texts
        self._hint = _tag(self._about.get("language"))

    def name(self, item: _Said) -> str:
        """How messages name an item."""
        title = titled(_text(item.get("title")))
        return f"{self._source}, " + (f"“{title}”" if title else _address(item) or "an entry without a title")

    def entry(self, item: _Said) -> Entry | Skipped:
        """Make an entry of an item, or tell why not."""
        address, name = _address(item), self.name(item)
        found = identity(address, _text(item.get("id")))
        if reason := _unfit(item, address):
            return Skipped(name=name, code=reason[0], detail=reason[1])
        if not found:
            return Skipped(
                name=name, code="nameless", detail="It has no address and no guid by which to know it again."
            )
        title = titled(_text(item.get("title")))
        html, language = self._content(item, address, title or "")
        if _is_sound(item) and (html is None or "itunes_duration" in item):
            return Skipped(name=name, code="podcast", detail="It is an episode of a podcast already.")
        if html is None and not address:
            return Skipped(
                name=name,
                code="beginning",
                detail="Its whole text is not in the feed, nor an address to read it at.",
            )
        own = (
            _tag(item.get("language"))
            or language_of(address)
            or (language if language != self._hint else None)
        )
        meta = Meta(
            title=title,
            language=own or self._hint,
            author=_people(item) or _people(self._about),
            rights=titled(_text(item.get("rights"))) or titled(_text(self._about.get("rights"))),
            address=address or None,
            addresses=_addresses(item),
            published=_moment(item),
            picture=_picture(item),
            tags=_tags(item),
        )
        return Entry(name=name, id=found, meta=meta, html=html, language=own, group=found)

    def _content(self, item: _Said, address: str, title: str) -> tuple[str | None, str | None]:
        """The whole text of an item, if it is there, and its language."""
        contents = [c for c in item.get("content", ()) if c.get("type") in {*_HTML_TYPES, "text/plain"}]
        if not contents or not self._has_texts:
            return None, None
        content = max(contents, key=lambda c: len(_text(c.get("value"))))
        html = _html(_text(content.get("value")), content["type"])
        html = excerpts.without_sign_off(html, address=address, title=title)
        summary = _text(item.get("summary")) if "summary_detail" in item else ""  # else it is a copy
        whole = has_words(html) and excerpts.is_whole(html, address=address, summary=summary)
        return html if whole else None, _tag(content.get("language"))


def _html(value: str, kind: str) -> str:
    if kind == "text/plain":
        return in_html(value)
    if not _TAG_START.search(value):
        value = (
            entities.unescape(value) if _ESCAPED_TWICE.search(value) else in_html(entities.unescape(value))
        )
    return value


def _unfit(item: _Said, address: str) -> tuple[str, str] | None:
    """Why an item is no post, whatever it holds: a code and a sentence."""
    kinds = [
        _text(tag.get("term")) for tag in item.get("tags", ()) if _BLOGGERS_KINDS in _text(tag.get("scheme"))
    ]
    kind = (_text(item.get("blogger_type")) or (kinds[0].rpartition("#")[2] if kinds else "post")).lower()
    try:
        fragment = urlsplit(address).fragment
    except ValueError:
        fragment = ""
    if kind == "comment" or "thr_in-reply-to" in item or _COMMENT.fullmatch(fragment):
        return "comment", "It is a comment."
    if kind != "post":
        return "other", f"It is no post but a {kind}."
    if _text(item.get("app_draft")).lower() == "yes" or _text(item.get("blogger_status")).upper() == "DRAFT":
        return "draft", "It is a draft."
    if any(_LOCKED in _text(content.get("value")) for content in item.get("content", ())):
        return "password", "It is protected by a password."
    return None


def _address(item: _Said) -> str:
    """Where the page of an item is: what FeedBurner covered, else the first link, which is in its own language."""
    pages = [
        _text(link.get("href"))
        for link in item.get("links", ())
        if link.get("rel") == "alternate" and link.get("type") in _HTML_TYPES
    ]
    covered = _text(item.get("feedburner_origlink"))
    found = covered or (pages[0] if pages else "") or _text(item.get("link"))
    return found if found.lower().startswith(("http://", "https://")) else ""


def _addresses(item: _Said) -> dict[str, str]:
    links = [link for link in item.get("links", ()) if link.get("rel") == "alternate" and link.get("href")]
    pairs = ((_tag(link.get("hreflang")), _text(link.get("href"))) for link in links)
    return {language: address for language, address in pairs if language}


def _moment(item: _Said) -> datetime | None:
    """When an item was published, with its zone if it names one."""
    for key in ("published", "created", "updated"):
        if key not in item:
            continue
        for read_date in (parsedate_to_datetime, lambda text: moment(text, "")):
            try:
                if found := read_date(_text(item[key])):
                    return moment(found, "")
            except (PostError, ValueError, TypeError, IndexError, OverflowError):
                pass
        try:
            return moment(datetime.fromtimestamp(timegm(item[f"{key}_parsed"]), UTC), "")
        except (PostError, KeyError, ValueError, TypeError, OverflowError, OSError):
            pass
    return None


def _people(about: _Said) -> str | None:
    names = [titled(_text(author.get("name"))) for author in about.get("authors", ())]
    return ", ".join(dict.fromkeys(name for name in names if name and "@" not in name)) or None


def _picture(item: _Said) -> Picture | None:
    links = [link for link in item.get("links", ()) if _text(link.get("type")).startswith("image/")]
    media = [found for found in item.get("media_content", ()) if found.get("medium") == "image"]
    found = [*links, *media, *item.get("media_thumbnail", ())]
    addresses = [_text(one.get("href") or one.get("url")) for one in found]
    return next((Picture(address) for address in addresses if address.startswith("http")), None)


def _tags(item: _Said) -> tuple[str, ...]:
    tags = [tag for tag in item.get("tags", ()) if _BLOGGERS_KINDS not in _text(tag.get("scheme"))]
    names = [titled(_text(tag.get("label") or tag.get("term"))) for tag in tags]
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in _NO_TAG))


def _is_sound(item: _Said) -> bool:
    enclosures = [link for link in item.get("links", ()) if link.get("rel") == "enclosure"]
    return any(
        _text(link.get("type")).startswith(("audio/", "video/")) or _SOUND.search(_text(link.get("href")))
        for link in enclosures
    )


def _tag(value: object) -> str | None:
    text = _text(value).strip()
    return canonical(text) if re.fullmatch(TAG, text) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
