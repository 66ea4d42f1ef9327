"""Feed → RSS 2.0, as bytes: pure, without a clock.  The only importer of feedgen.

What feedgen writes rightly, it writes (`_channel`, `_item`); what it cannot say, or says in a way that
directories refuse, stands in two tables of tags (`_channel_tags`, `_item_tags`) that an extension of
ours adds to the document.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from html import escape
from typing import Any
from urllib.parse import quote

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.ext.base import BaseEntryExtension, BaseExtension  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from feedgen.util import xml_elem  # type: ignore[import-untyped]

from audioedition.markup import paragraphs, printable, shown, web_address
from audioedition.model import Attribution, Episode, Feed, Podcast, Sister
from audioedition.phrases import Phrases, of
from audioedition.text import one_line

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
RSS = "application/rss+xml"
DESCRIPTION_LIMIT = 4000
"""Bytes of UTF-8 that Apple and the Podcast Standards Project allow in a description."""
SHOWN_LIMIT = 8000
"""Characters of HTML for what is only shown: apps take 10,000 for all the notes of an episode, and no more."""
NAME_LIMIT = 128
"""Characters that the podcast namespace allows in the name of a person."""

_ITEM = 3_000  # bytes of an item in a feed besides its texts

_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True)
class _Tag:
    """An element: `name` with the prefix of its namespace, its text and its attributes."""

    name: str
    text: str | None = None
    attributes: Mapping[str, str | None] = field(default_factory=dict)

    def append_to(self, parent: Any) -> None:  # noqa: ANN401 -- an lxml element: lxml has no types
        prefix, name = self.name.split(":")
        element = xml_elem(f"{{{NAMESPACES[prefix]}}}{name}", parent)
        element.text = self.text
        for key, value in self.attributes.items():
            if value is not None:
                element.set(key, value)


def render(feed: Feed) -> bytes:
    """The document of `feed`; equal feeds give equal bytes, and no episodes give a valid, empty feed."""
    feed = printable(feed)
    words = of(feed.podcast.language)
    document = _channel(feed.podcast)
    document.tags.rows = tuple(_channel_tags(feed))
    for episode in feed.episodes:
        entry = document.add_entry(order="append")
        _item(entry, episode, feed, words)
        entry.tags.rows = tuple(_item_tags(episode, words))
    return bytes(document.rss_str(pretty=True))


def size(episode: Episode) -> int:
    """About how many bytes an episode takes in a feed: enough to cut a long one, without rendering it."""
    shown = min(SHOWN_LIMIT, sum(len(each.text) for each in episode.shown))
    return _ITEM + 2 * len(episode.summary.encode()) + 2 * shown + 150 * len(episode.chapters)


def podcast_guid(address: str) -> str:
    """The podcast:guid of a feed that is born at the URL `address`."""
    return str(uuid.uuid5(_PODCAST_GUIDS, address.split("://", 1)[-1].rstrip("/")))


def _channel(podcast: Podcast) -> Any:  # noqa: ANN401 -- feedgen has no types
    generator = FeedGenerator()
    generator.load_extension("podcast")  # feedgen's name for itunes:
    generator.register_extension("tags", _ChannelTags, _ItemTags, atom=False)
    generator.title(one_line(podcast.title))
    generator.description(_description(podcast.description, podcast.title))
    generator.language(podcast.language)
    generator.copyright(one_line(podcast.copyright) or None)
    generator.generator("audioedition")
    generator.link(href=_feed_url(podcast.address), rel="self", type=RSS)
    generator.link(href=web_address(podcast.link) or _page(podcast.address))  # the last link is RSS's own
    generator.podcast.itunes_author(_name(podcast.author))
    generator.podcast.itunes_owner(_name(podcast.author), podcast.email)
    generator.podcast.itunes_category([dict(zip(("cat", "sub"), podcast.category, strict=False))])
    return generator


def _channel_tags(feed: Feed) -> Iterator[_Tag]:
    podcast = feed.podcast
    yield _Tag("itunes:explicit", "true" if podcast.explicit else "false")
    yield _Tag("itunes:type", "episodic")
    if podcast.cover:
        yield _Tag("itunes:image", None, {"href": _url(podcast.address, podcast.cover)})
    yield _Tag("podcast:guid", podcast.guid or podcast_guid(_feed_url(podcast.address)))
    yield _Tag("podcast:locked", "yes", {"owner": podcast.email})
    if feed.episodes:
        yield _Tag("podcast:txt", "true", {"purpose": "ai-content"})
    for sister in feed.sisters:
        link = {"rel": "alternate", "type": RSS, "hreflang": sister.language}
        yield _Tag("atom:link", None, link | {"href": _feed_url(sister.address), "title": sister.title})


def _item(entry: FeedEntry, episode: Episode, feed: Feed, words: Phrases) -> None:
    address = feed.podcast.address
    page = f"{_page(address)}#{quote(episode.enclosure.file)}"
    entry.title(one_line(episode.title))
    entry.guid(episode.guid, permalink=False)
    entry.link(href=web_address(episode.address) or page)
    entry.description(_description(episode.summary, episode.title))
    entry.content(_show_notes(episode, feed.sisters, words), type="CDATA")
    audio = episode.enclosure
    entry.enclosure(_url(address, "audio", audio.file), str(audio.length), audio.type)
    entry.pubDate(episode.published.astimezone(UTC))
    entry.podcast.itunes_duration(str(max(1, round(episode.seconds))))
    if episode.author:
        entry.podcast.itunes_author(_name(episode.author))


def _item_tags(episode: Episode, words: Phrases) -> Iterator[_Tag]:
    if episode.author:
        yield _Tag("podcast:person", _name(episode.author), {"group": "writing", "role": "author"})
    if episode.translator:
        yield _Tag("podcast:person", _name(episode.translator), {"group": "writing", "role": "translator"})
    for voice in episode.voices:
        synthetic = words.words.synthetic_voice
        yield _Tag(
            "podcast:person",
            _name(f"{voice.name} ({synthetic})" if voice.name else synthetic),
            {"group": "cast", "role": "narrator", "href": web_address(voice.url)},
        )
    yield _Tag("podcast:txt", "true", {"purpose": "ai-content"})


def _show_notes(episode: Episode, sisters: tuple[Sister, ...], words: Phrases) -> str:
    """The notes as HTML: summary, credits, disclosure, rights, the post, the other languages, what is only shown."""
    lines = [escape(line) for line in paragraphs(episode.summary)]
    lines.append(
        "<br>".join(escape(one_line(line)) for line in words.credits(episode.author, episode.translator))
    )
    voices = (_voice(voice, words) for voice in episode.voices)
    lines.append(" ".join(filter(None, (escape(words.words.disclosure), *voices))))
    lines.append(escape(one_line(episode.rights or "")))
    lines.append(_link(episode.address, escape(words.words.read)) if web_address(episode.address) else "")
    lines.append("<br>".join(_also(sister) for sister in sisters))
    told = [f"<p>{line}</p>" for line in lines if line]
    return "\n".join((*told, *filter(None, [shown(episode.shown, words.words.picture, SHOWN_LIMIT)])))


def _voice(voice: Attribution, words: Phrases) -> str:
    if not voice.name:
        return ""
    parts = (_link(voice.url, escape(voice.name)), escape(voice.licence), escape(voice.note))
    return f"{escape(words.words.voice)} {', '.join(part for part in parts if part)}."


def _also(sister: Sister) -> str:
    also = of(sister.language).also
    return f"{escape(also)}: {_link(_page(sister.address), escape(one_line(sister.title)))}"


def _link(address: str | None, html: str) -> str:
    url = web_address(address)
    return f'<a href="{escape(url)}">{html}</a>' if url and html else html


def _name(text: str) -> str:
    name = one_line(text)
    return name if len(name) <= NAME_LIMIT else f"{name[: NAME_LIMIT - 1]}…"


def _description(text: str, title: str) -> str:
    """`text`, or `title` if there is none, as plain paragraphs within the limit."""
    plain = "\n\n".join(paragraphs(text)) or one_line(title)
    if len(plain.encode()) <= DESCRIPTION_LIMIT:
        return plain
    cut = plain.encode()[: DESCRIPTION_LIMIT - len("…".encode())].decode(errors="ignore")
    return f"{cut.rsplit(maxsplit=1)[0]}…"


def _feed_url(address: str) -> str:
    return _url(address, "feed.xml")


def _page(address: str) -> str:
    return _url(address, "index.html")


def _url(address: str, *names: str) -> str:
    base = web_address(address) or address
    return "/".join((base, *(quote(name) for name in names)))


class _Rows:
    """The tags that an extension adds to the channel or to an item."""

    rows: tuple[_Tag, ...] = ()

    def add(self, parent: Any) -> None:  # noqa: ANN401 -- an lxml element
        for tag in self.rows:
            tag.append_to(parent)


class _ChannelTags(_Rows, BaseExtension):  # type: ignore[misc] # feedgen has no types
    def extend_ns(self) -> dict[str, str]:
        return NAMESPACES

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401 -- the document's lxml element
        channel = feed[0]
        channel.remove(channel.find("lastBuildDate"))  # feedgen writes the time of day there
        self.add(channel)
        return feed


class _ItemTags(_Rows, BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    def extend_rss(self, entry: Any) -> Any:  # noqa: ANN401 -- the item's lxml element
        self.add(entry)
        return entry
