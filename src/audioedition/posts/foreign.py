"""Documents of XML that are no post: a blog's feed or export, and whatever else is neither text nor page."""

from __future__ import annotations

import re
import shlex

from audioedition.errors import PostError
from audioedition.posts.sources import STDIN, called

_ROOT = re.compile(  # possessive, so that a long prologue takes one pass
    r"\s*+(?P<declared><\?xml\b[^>]*+>)?+(?:\s++|<!--.*?-->|<\?[^>]*+>|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+>)*+"
    r"<(?P<root>[A-Za-z_][\w.:-]*+)",
    re.DOTALL | re.IGNORECASE,
)
_FEEDS = {"rss": "an RSS feed", "feed": "an Atom feed", "rdf:rdf": "an RSS feed", "rdf": "an RSS feed"}
_DOCTYPE = re.compile(r"\s*<!doctype html", re.IGNORECASE)
_EXPORT = re.compile(r"xmlns:wp\s*=")
_JSON_FEED = re.compile(r"\s*\{[^{}\[\]]*\"version\"\s*:\s*\"https?:(?:\\?/){2}jsonfeed\.org\\?/version")
_PAGES = {"html", "head", "body", "article", "div", "section", "main"}
_LONGEST_NAME = 40  # characters
_REACH = 20_000  # characters in which a document says what it is


def refuse(text: str, source: str) -> None:
    """Raise PostError that says what to do for a feed, an export or other XML; `text` is what `source` holds."""
    if _JSON_FEED.match(text[:_REACH]):
        raise PostError(
            f"{called(source)} is a JSON feed, which is not read: give the blog's RSS or Atom feed to `audioedition publish --from`."
        )
    found = _ROOT.match(text[:_REACH])
    if not found:
        return
    root = found["root"].lower()
    if root in _FEEDS and (found["declared"] or "xmlns" in text[:_REACH] or "<channel" in text[:_REACH]):
        kind = "a WordPress export" if _EXPORT.search(text[:_REACH]) else _FEEDS[root]
        remedy = "save it to a file, and run" if source == STDIN else "run"
        feed = "FILE" if source == STDIN else shlex.quote(source)
        raise PostError(
            f"{called(source)} is {kind}, with many posts: {remedy} `audioedition publish --from {feed}`, or `split --from` to see them."
        )
    if found["declared"] and root not in _PAGES:
        kind = found["root"][:_LONGEST_NAME]
        raise PostError(
            f"{called(source)} is an XML document ({kind}), which is not read: save it as text, Markdown or HTML."
        )


def is_page(text: str) -> bool:
    """Whether `text` begins like a page, perhaps one that is XML, too."""
    found = _ROOT.match(text[:_REACH])
    is_root = found is not None and found["root"].lower() in ("html", "head", "body", "article")
    return is_root or _DOCTYPE.match(text) is not None
