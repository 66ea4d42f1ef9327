"""The feed as a whole, and in it what feedgen writes rightly.  The only importer of feedgen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.ext.base import BaseEntryExtension, BaseExtension  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from feedgen.util import xml_elem  # type: ignore[import-untyped]

from audioedition import addresses
from audioedition.feeds import notes, places, tags
from audioedition.feeds.places import RSS, Listing
from audioedition.feeds.tags import NAMESPACES, Content
from audioedition.markup import plain, printable, web_address
from audioedition.model import Feed, Podcast
from audioedition.phrases import of
from audioedition.text import one_line


def render(feed: Feed) -> bytes:
    """The document of `feed`; equal feeds give equal bytes, and no episodes give a valid, empty feed."""
    feed = printable(feed)
    words = of(feed.podcast.language)
    document = _channel(feed.podcast, feed.file)
    document.tags.rows = tuple(tags.channel(feed))
    for episode in feed.episodes:
        listing = Listing(episode, feed.podcast, feed.sisters, words)
        entry = document.add_entry(order="append")
        _item(entry, listing)
        entry.tags.rows = tuple(tags.item(listing))
    return bytes(document.rss_str(pretty=True))


def _channel(podcast: Podcast, file: str) -> Any:  # noqa: ANN401 -- feedgen has no types
    generator = FeedGenerator()
    generator.load_extension("podcast")  # feedgen's name for itunes:
    generator.register_extension("tags", _ChannelTags, _ItemTags, atom=False)
    generator.title(one_line(podcast.title))
    text = notes.beginning(plain(podcast.description)) or plain(one_line(podcast.title))
    generator.description(text)
    generator.language(podcast.language)
    generator.copyright(one_line(podcast.copyright) or None)
    generator.generator("audioedition")
    generator.link(href=places.feed(podcast.address, file), rel="self", type=RSS)
    generator.link(
        href=web_address(podcast.link) or places.page(podcast.address)
    )  # the last link is RSS's own
    generator.podcast.itunes_author(tags.shortened(podcast.author))
    generator.podcast.itunes_owner(tags.shortened(podcast.author), podcast.email)
    generator.podcast.itunes_category([dict(zip(("cat", "sub"), podcast.category, strict=False))])
    return generator


def _item(entry: FeedEntry, listing: Listing) -> None:
    episode = listing.episode
    entry.title(one_line(episode.title))
    entry.guid(episode.guid, permalink=False)
    entry.link(href=web_address(episode.address) or listing.page)
    told = notes.of(listing)
    entry.description(told.plain)
    entry.content(told.html, type="CDATA")
    audio = episode.enclosure
    entry.enclosure(listing.url(addresses.audio(audio.file)), str(audio.length), audio.type)
    entry.pubDate(episode.published.astimezone(UTC))
    entry.podcast.itunes_duration(str(max(1, round(episode.seconds))))
    if episode.author:
        entry.podcast.itunes_author(tags.shortened(episode.author))
    for tag in episode.tags:
        if tag.strip():
            entry.category(term=one_line(tag))


class _Rows:
    """The tags that an extension adds to the channel or to an item."""

    rows: Iterable[tuple[str, Content]] = ()

    def add(self, parent: Any) -> None:  # noqa: ANN401 -- an lxml element: lxml has no types
        for name, content in self.rows:
            _append(parent, name, content)


def _append(parent: Any, name: str, content: Content) -> None:  # noqa: ANN401 -- an lxml element
    prefix, word = name.split(":")
    element = xml_elem(f"{{{NAMESPACES[prefix]}}}{word}", parent)
    element.text = content.text
    for key, value in content.attributes.items():
        if value is not None:
            element.set(key, value)
    for inner, inside in content.children:
        _append(element, inner, inside)


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
