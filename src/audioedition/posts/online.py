"""A post at a web address: its page, and the pages that hold its other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audioedition.errors import PostError
from audioedition.languages import TAG, base
from audioedition.model import Dropped, Post
from audioedition.posts import parsing
from audioedition.posts.identity import host_of, id_of, page_of
from audioedition.posts.joined import Part, in_order, joined, original
from audioedition.posts.suffixes import MARKDOWN
from audioedition.posts.web.addresses import shown
from audioedition.posts.web.fetching import NotNow

if TYPE_CHECKING:
    from audioedition.posts.web.fetching import Page, Web

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_DEFAULT = "x-default"
_MOST = 12  # languages of one post: a site in more of them has them from a machine


def read(
    address: str,
    web: Web,
    *,
    id: str | None = None,  # noqa: A002 -- the field's own name
    languages: Sequence[str] = (),
    wait: bool = False,
) -> Post:
    """Read the post at `address`, with its translations at other addresses, if they lead to each other.

    Its `id` and `origin` are those of the original's address, whichever language was asked for.
    Its `addresses` are those of the pages that were read: the one at `address`, and the others in
    `languages`, if any are named, with the original.  Raises PostError if the page cannot be had or read; a translation
    that cannot is listed among the furniture, unless the post is to `wait` for one that may come later:
    then NotNow is raised.
    """
    first = _page(address, web)
    own = _own_language(first)
    parts = [Part(own, first)] if own else []
    others, missing = _chosen(first, own, languages) if own else ((), [])
    for language, other in others:
        try:
            page = _page(other, web)
        except PostError as exc:
            if wait and isinstance(exc, NotNow):
                raise
            missing.append(Dropped(other, "translation", f"The {language} text cannot be had: {exc}"))
            continue
        if page_of(first.address) not in map(page_of, page.addresses.values()):
            why = f"The page in {language} does not lead back to this one (`hreflang`), so it is taken for another post."
            missing.append(Dropped(other, "translation", why))
        elif page_of(page.address) not in [page_of(part.post.address) for part in parts]:
            parts.append(Part(language, page))
    if len(parts) > 1:
        post = joined(in_order(parts, first.addresses.get(_DEFAULT)))
    else:
        post = replace(first, addresses={own: first.address} if own and first.address else {})
    return replace(
        post,
        id=id or post.id,
        source=shown(address),
        origin=id_of(post.address),
        furniture=(*post.furniture, *missing),
    )


def _page(address: str, web: Web) -> Post:
    page = web.get(address, _SUFFIXES)
    post = parsing.parse(
        page.data,
        source=shown(address),
        origin=id_of(page.address),
        suffix=_suffix(page),
        charset=page.charset,
    )
    # A page that calls the blog's front page its own address would be one post with all others that do.
    astray = not post.address or (id_of(post.address) == _host(post.address) != id_of(page.address))
    post = replace(post, host=host_of(page.address))
    return replace(post, id=id_of(page.address), address=page.address) if astray else post


def _suffix(page: Page) -> str:
    """That of the format: servers call Markdown plain text, but its address may tell."""
    named = PurePosixPath(urlsplit(page.address).path).suffix.lower()
    return named if page.kind == "text/plain" and named in MARKDOWN else _SUFFIXES.get(page.kind, "")


def _host(address: str) -> str:
    return id_of(address).split("/", 1)[0]


def _is_front(language: str, address: str) -> bool:
    """Whether `address` is that of the blog in this `language`: what many themes name for want of a translation."""
    place = id_of(address)
    _, _, path = place.partition("/")
    is_of_language = base(path) == base(language) if re.fullmatch(TAG, path) else not path
    return "?" not in place and is_of_language


def _own_language(post: Post) -> str | None:
    own = (tag for tag, address in post.addresses.items() if page_of(address) == page_of(post.address))
    return next((tag for tag in own if tag != _DEFAULT), None) or post.language


def _chosen(post: Post, own: str, languages: Sequence[str]) -> tuple[list[tuple[str, str]], list[Dropped]]:
    """Which of the translations of a `post` are read, and why the rest is not.

    The original is read in any language: by its address the post is known.
    """
    wanted = set(map(base, languages))
    most = max(_MOST, len(languages))
    beyond = f"It is one of more than {most} languages, of which no more are read."
    if not wanted:
        beyond += " Name those that you want: `--languages en,de`."
    others = list(_others(post, own))
    fronts = [] if _is_front(own, post.address or "") else [pair for pair in others if _is_front(*pair)]
    why = "It is a front page, and not that of the post."
    missing = [Dropped(address, "translation", why) for _, address in fronts]
    others = [pair for pair in others if pair not in fronts]
    pages = [page_of(post.address), *(page_of(address) for _, address in others)]
    first = original(pages, post.addresses.get(_DEFAULT))
    chosen: list[tuple[str, str]] = []
    for language, address in others:
        if wanted and base(language) not in wanted and page_of(address) != first:
            missing.append(Dropped(address, "translation", "There is no feed for its language."))
        elif len(chosen) >= most - 1:
            missing.append(Dropped(address, "translation", beyond))
        else:
            chosen.append((language, address))
    return chosen, missing


def _others(post: Post, own: str) -> Iterator[tuple[str, str]]:
    """The other pages that the post says to be its translations, with their languages."""
    seen = {page_of(post.address)}
    for language, address in post.addresses.items():
        if language not in (_DEFAULT, own) and page_of(address) not in seen:
            seen.add(page_of(address))
            yield language, address
