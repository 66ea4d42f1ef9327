"""What a page says of itself to programs: to search engines, to feed readers, to whoever shows a preview of a link.

    of_podcast, of_landing, of_episode, of_beside ─► Head ─► templates/head.html

OpenGraph (ogp.me), links to the same in other languages (`hreflang`), feeds, and schema.org's types as JSON-LD.
The page of a private podcast says none of this: it asks not to be found, nor to be named to the sites that it links.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition import addresses
from audioedition.markup import clean, web_address
from audioedition.model import Episode, Feed, Podcast, Reading, Sister
from audioedition.pages import linked
from audioedition.pages.shared import relative
from audioedition.phrases import of
from audioedition.text import one_line

X_DEFAULT = "x-default"
"""The `hreflang` of what is for those who speak none of the languages."""

_DESCRIPTION = 300
"""Characters of a description: whoever shows it cuts it at fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """All that `head.html` needs; `address`, `image` and `audio` are absolute URLs.

    `kind` is OpenGraph's type, `locale` and `locales` are languages with their territory, as OpenGraph wants them:
    the page's own, and those of the `alternates`, which are the same in other languages: (`hreflang`, URL).
    `feeds` are (URL, title, language).  `newer` and `older` are neighbouring parts; `data` is JSON-LD, fit for a
    script; empty is what there is none of.
    """

    title: str
    description: str
    kind: str
    address: str
    site: str = ""
    image: str = ""
    audio: str = ""
    audio_type: str = ""
    published: str = ""
    locale: str = ""
    locales: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str, str], ...] = ()
    newer: str = ""
    older: str = ""
    data: str = ""
    is_private: bool = False


def of_podcast(feed: Feed) -> Head:
    """What the page of a podcast says of itself, or a part of that page."""
    own = feed.podcast
    page = addresses.url(linked.base(own), feed.file or addresses.PAGE)
    pages = [(own.language, page)]
    pages += [
        (sister.language, addresses.url(web_address(sister.address) or sister.address, addresses.PAGE))
        for sister in feed.sisters
    ]
    is_newest = feed.file in {"", addresses.PAGE}
    return _head(
        own,
        pages=[*pages, (X_DEFAULT, _root(own))] if is_newest else pages[:1],
        title=own.title,
        description=own.description,
        kind="website",
        feeds=_feeds(own, feed.sisters, "."),
        newer=feed.newer,
        older=feed.older,
        data={"@context": "https://schema.org", **linked.series(own)} if is_newest else {},
    )


def of_landing(podcasts: Sequence[Podcast], title: str) -> Head | None:
    """What the page says of itself that leads to all `podcasts`; None if there is none yet."""
    if not podcasts:
        return None
    first = podcasts[0]
    pages = [(podcast.language, addresses.url(linked.base(podcast), addresses.PAGE)) for podcast in podcasts]
    data = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": _root(first),
        "url": _root(first),
        "name": title,
        "inLanguage": tuple(podcast.language for podcast in podcasts),
        "hasPart": tuple(linked.series(podcast) for podcast in podcasts),
    }
    return _head(
        first,
        pages=[(X_DEFAULT, _root(first)), *pages],
        title=title,
        description=" · ".join(podcast.title for podcast in podcasts),
        kind="website",
        site="",
        feeds=tuple(
            (f"{podcast.folder}/{addresses.FEED}", podcast.title, podcast.language) for podcast in podcasts
        ),
        data=data,
    )


def of_episode(reading: Reading) -> Head:
    """What the page of an episode says of itself."""
    own, episode = reading.podcast, reading.episode
    public = [each for each in reading.translations if not each.podcast.is_private]
    pages = [(own.language, linked.page(own, episode.post))]
    pages += [(each.podcast.language, linked.page(each.podcast, each.episode.post)) for each in public]
    original = _original([(own, episode), *((each.podcast, each.episode) for each in public)])
    if original and public:
        pages.append((X_DEFAULT, linked.page(original[0], episode.post)))
    return _head(
        own,
        pages=pages,
        title=episode.title,
        description=episode.summary or own.description,
        kind="article",
        audio=addresses.url(linked.base(own), addresses.audio(episode.enclosure.file)),
        audio_type=episode.enclosure.type,
        published=episode.published.isoformat(),
        feeds=_feeds(
            own, [each.podcast for each in reading.translations if not each.podcast.is_private], ".."
        ),
        data=linked.episode(reading, original),
    )


def of_beside(reading: Reading, language: str) -> Head:
    """What the page of an episode beside its translation into `language` says: that it is one view of the episode."""
    own, episode = reading.podcast, reading.episode
    other = next(each.episode for each in reading.translations if each.podcast.language == language)
    return _head(
        own,
        pages=[(own.language, linked.page(own, episode.post))],
        title=f"{episode.title} / {other.title}",
        description=episode.summary or own.description,
        kind="article",
        audio=addresses.url(linked.base(own), addresses.audio(episode.enclosure.file)),
        audio_type=episode.enclosure.type,
        published=episode.published.isoformat(),
        feeds=_feeds(
            own, [each.podcast for each in reading.translations if not each.podcast.is_private], ".."
        ),
        data={},
    )


def _feeds(own: Podcast, others: Sequence[Podcast | Sister], folder: str) -> tuple[tuple[str, str, str], ...]:
    """The podcast's own feed, then those of its sisters, as seen from a page; `folder` leads to that of the podcast."""
    around = ((each, relative(each.address, own.address)) for each in others)
    there = [
        (each, place if "://" in place else posixpath.normpath(f"{folder}/{place}")) for each, place in around
    ]
    mine = (posixpath.normpath(f"{folder}/{addresses.FEED}"), own.title, own.language)
    return (mine, *((f"{place}/{addresses.FEED}", each.title, each.language) for each, place in there))


def _head(  # noqa: PLR0913 -- each is one line of the document
    own: Podcast,
    *,
    pages: Sequence[tuple[str, str]],
    title: str,
    description: str,
    kind: str,
    feeds: tuple[tuple[str, str, str], ...],
    data: linked.Data,
    site: str | None = None,
    audio: str = "",
    audio_type: str = "",
    published: str = "",
    newer: str = "",
    older: str = "",
) -> Head:
    """The `pages` are the page itself, and then the same in other languages, each with its `hreflang`."""
    tags = [tag for tag, _ in pages[1:] if tag not in {X_DEFAULT, own.language}]
    head = Head(
        title=one_line(title),
        description=_cut(one_line(description)),
        kind=kind,
        address=pages[0][1],
        site=one_line(own.title) if site is None and title != own.title else "",
        image=addresses.url(linked.base(own), own.cover) if own.cover else "",
        audio=audio,
        audio_type=audio_type,
        published=published,
        locale=of(own.language).locale,
        locales=tuple(dict.fromkeys(of(tag).locale for tag in tags if of(tag).locale)),
        alternates=tuple(pages) if tags else (),
        feeds=tuple((address, one_line(name), language) for address, name, language in feeds),
        newer=newer,
        older=older,
        data=linked.script(data) if data and not own.is_private else "",
        is_private=own.is_private,
    )
    return clean(head)


def _original(editions: Sequence[tuple[Podcast, Episode]]) -> tuple[Podcast, Episode] | None:
    """The edition that the others translate: the only one without a translator, if those of all others are named."""
    originals = [each for each in editions if not each[1].translator]
    return originals[0] if len(originals) == 1 else None


def _root(podcast: Podcast) -> str:
    """The URL of the page that leads to all podcasts."""
    return addresses.url(linked.base(podcast).rpartition("/")[0], addresses.PAGE)


def _cut(text: str) -> str:
    return (
        text
        if len(text) <= _DESCRIPTION
        else f"{text[: _DESCRIPTION - 1].rpartition(' ')[0] or text[: _DESCRIPTION - 1]}…"
    )
