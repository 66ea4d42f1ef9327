"""What a page says about itself: title, author, date, address, tags."""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from audioedition.errors import PostError
from audioedition.posts.decoding import clean
from audioedition.posts.frontmatter import Meta, moment
from audioedition.text import one_line


def read(tree: LexborHTMLParser, language: str | None) -> Meta:
    """What the head of a page says; `language` is that of its `<html>`."""
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        said.setdefault(name, one_line(clean(node.attributes.get("content") or "")))
    link = tree.css_first("link[rel=canonical][href]")
    heading = tree.css_first("head > title")
    tags = [clean(node.attributes.get("content") or "") for node in tree.css('meta[property="article:tag"]')]
    title = said.get("og:title") or (one_line(clean(heading.text())) if heading else "")
    if site := said.get("og:site_name"):
        title = title.removesuffix(site).rstrip(" |·–—-:»") or title
    return Meta(
        title=title or None,
        language=language,
        author=said.get("author") or None,
        address=(link.attributes.get("href") if link else None) or said.get("og:url") or None,
        published=_moment(said.get("article:published_time") or said.get("date")),
        tags=tuple(dict.fromkeys(filter(None, map(one_line, tags)))),
    )


def _moment(value: str | None) -> datetime | None:
    """A date that a program wrote: not worth refusing a post for."""
    try:
        return moment(value, "the page")
    except PostError:
        return None
