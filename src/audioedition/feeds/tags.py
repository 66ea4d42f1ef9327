"""The table from our words to the tags that feedgen cannot write, or writes in a way that directories refuse.

CHANNEL and ITEM, at the end, are in the order of the document.  Everything above them says what the longer rows hold.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from audioedition import addresses
from audioedition.feeds import licences, places, schedule
from audioedition.feeds.licences import Licence
from audioedition.feeds.places import RSS, Listing
from audioedition.markup import web_address
from audioedition.model import Feed
from audioedition.phrases import of
from audioedition.text import one_line

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
NAME_LIMIT = 128
"""Characters that the podcast namespace allows in the name of a person, a licence or a frequency."""
TITLE_LIMIT = 32
"""Characters that it recommends for the title of an alternative enclosure."""

_AI_CONTENT = "ai-content"
# SubRip is for people who edit: apps know it by two media types, and those who take it take one of these, too.
_TRANSCRIPTS = {"vtt": "text/vtt", "json": "application/json"}
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Content:
    """What an element holds: its text, its attributes, those without a value left out, and the elements in it."""

    text: str | None = None
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: tuple[tuple[str, Content], ...] = ()


def channel(feed: Feed) -> Iterator[tuple[str, Content]]:
    """The tags of a feed, each with its name: a prefix of NAMESPACES and a word."""
    return ((name, content) for name, said in CHANNEL for content in said(feed))


def item(listing: Listing) -> Iterator[tuple[str, Content]]:
    """The tags of an episode, each with its name."""
    return ((name, content) for name, said in ITEM for content in said(listing))


def shortened(text: str, limit: int = NAME_LIMIT) -> str:
    """`text` in one line of at most `limit` characters."""
    line = one_line(text)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _parts(feed: Feed) -> Iterator[Content]:
    """The other parts of a long feed (RFC 5005), from the one that is subscribed to."""
    if not feed.oldest:
        return
    found = {
        "first": addresses.FEED,
        "previous": feed.newer,
        "next": feed.older,
        "last": feed.oldest,
    }
    for rel, file in found.items():
        if file:
            yield Content(None, {"rel": rel, "type": RSS, "href": places.feed(feed.podcast.address, file)})


def _alternates(feed: Feed) -> Iterator[Content]:
    """The sister podcasts.  Without type and title, some apps take such a link for the web page."""
    for sister in feed.sisters:
        link = {"rel": "alternate", "type": RSS, "hreflang": sister.language}
        yield Content(None, link | {"href": places.feed(sister.address), "title": one_line(sister.title)})


def _podroll(feed: Feed) -> Iterator[Content]:
    """The sister podcasts as recommendations.  A private podcast recommends nothing to anybody."""
    if feed.podcast.is_private or not feed.sisters:
        return
    recommended: list[tuple[str, Content]] = []
    for sister in feed.sisters:
        address = places.feed(sister.address)
        guid = sister.guid or places.podcast_guid(address)
        attributes = {"feedGuid": guid, "feedUrl": address, "title": one_line(sister.title)}
        recommended.append(("podcast:remoteItem", Content(None, attributes)))
    yield Content(None, {}, tuple(recommended))


def _author(feed: Feed) -> Iterator[Content]:
    if feed.podcast.author.strip():
        yield _person(feed.podcast.author, "writing", "author")


def _frequency(feed: Feed) -> Iterator[Content]:
    frequency = feed.podcast.frequency
    if frequency:
        words = schedule.in_words(frequency, of(feed.podcast.language))
        yield Content(shortened(words), {"rrule": schedule.rule(frequency)})


def _texts(feed: Feed) -> Iterator[Content]:
    """That some episode is read by a machine, and what directories asked the owner to write."""
    says_it = bool(feed.podcast.disclosure.metadata and feed.episodes)
    if says_it:
        yield Content("true", {"purpose": _AI_CONTENT})
    for purpose, text in feed.podcast.txt.items():
        if not (says_it and purpose.strip().lower() == _AI_CONTENT):
            yield Content(text, {"purpose": purpose.strip()})


def _image(podcast_address: str, cover: str) -> Iterator[Content]:
    if cover:
        yield Content(None, {"href": places.url(podcast_address, cover)})


def _licence(licence: Licence | None) -> Iterator[Content]:
    if licence:
        yield Content(shortened(licence.slug), {"url": licence.url or None})


def _persons(listing: Listing) -> Iterator[Content]:
    """Who wrote it, who translated it, and what reads it: never to be taken for a person, unless it may not say so."""
    episode = listing.episode
    for role, name in (("author", episode.author), ("translator", episode.translator)):
        if name and name.strip():
            yield _person(name, "writing", role)
    synthetic = listing.words.words.synthetic_voice if listing.podcast.disclosure.metadata else ""
    for voice in episode.credited:
        name = one_line(voice.name)
        if name and synthetic:
            room = NAME_LIMIT - len(f" ({synthetic})")
            name = f"{shortened(name, room)} ({synthetic})"
        if name or synthetic:
            yield _person(name or synthetic, "cast", "narrator", voice.url)


def _person(name: str, group: str, role: str, address: str = "") -> Content:
    return Content(shortened(name), {"group": group, "role": role, "href": web_address(address)})


def _transcripts(listing: Listing) -> Iterator[Content]:
    """Each has the times of every sentence, so each can serve as captions."""
    for suffix, media in _TRANSCRIPTS.items():
        address = listing.url(addresses.transcript(listing.episode.enclosure.file, suffix))
        yield Content(
            None,
            {"url": address, "type": media, "language": listing.episode.language, "rel": "captions"},
        )


def _chapters(listing: Listing) -> Iterator[Content]:
    if listing.episode.chapters:
        address = listing.url(addresses.chapters(listing.episode.enclosure.file))
        yield Content(None, {"url": address, "type": "application/json+chapters"})


def _content_links(listing: Listing) -> Iterator[Content]:
    """The post, where it is on the web, and the page on which it can be read along."""
    words = listing.words.words
    post = web_address(listing.episode.address)
    if post:
        yield Content(words.read, {"href": post})
    yield Content(words.read_along, {"href": listing.page})


def _enclosures(listing: Listing) -> Iterator[Content]:
    """The same sound in other encodings, with a digest by which an app can tell that it is whole."""
    for file in listing.episode.alternates:
        codec = PurePosixPath(file.file).suffix.lstrip(".")
        rate = f"{round(file.bitrate / 1000)} kbit/s" if file.bitrate else ""
        inside = [("podcast:source", Content(None, {"uri": listing.url(addresses.audio(file.file))}))]
        if _SHA256.fullmatch(file.digest):
            digest = base64.b64encode(bytes.fromhex(file.digest)).decode()
            inside.append(("podcast:integrity", Content(None, {"type": "sri", "value": f"sha256-{digest}"})))
        attributes = {
            "type": file.type,
            "length": str(file.length),
            "bitrate": str(file.bitrate) if file.bitrate else None,
            "lang": listing.episode.language,
            "title": shortened(" ".join(filter(None, (codec.capitalize(), rate))), TITLE_LIMIT),
            "default": "false",
        }
        yield Content(None, attributes, tuple(inside))


def _ai_content(listing: Listing) -> Iterator[Content]:
    if listing.podcast.disclosure.metadata:
        yield Content("true", {"purpose": _AI_CONTENT})


def _licence_of(listing: Listing) -> Licence | None:
    """What the post itself says, else what holds for the podcast."""
    podcast = listing.podcast
    own = licences.of_rights(listing.episode.rights)
    return own or licences.named(podcast.licence, podcast.licence_url)


def _one(text: str) -> tuple[Content]:
    return (Content(text),)


def _if(condition: bool, text: str) -> Iterable[Content]:  # noqa: FBT001 -- it reads as a sentence
    return (Content(text),) if condition else ()


def _boolean(value: bool) -> str:  # noqa: FBT001 -- its only argument
    return "true" if value else "false"


CHANNEL: tuple[tuple[str, Callable[[Feed], Iterable[Content]]], ...] = (
    ("itunes:explicit", lambda feed: _one(_boolean(feed.podcast.explicit))),
    ("itunes:type", lambda _: _one("episodic")),
    ("itunes:image", lambda feed: _image(feed.podcast.address, feed.podcast.cover)),
    ("itunes:block", lambda feed: _if(feed.podcast.is_private, "Yes")),
    ("itunes:new-feed-url", lambda feed: _if(feed.podcast.has_moved, places.feed(feed.podcast.address))),
    (
        "podcast:guid",
        lambda feed: _one(feed.podcast.guid or places.podcast_guid(places.feed(feed.podcast.address))),
    ),
    ("podcast:locked", lambda feed: (Content("yes", {"owner": feed.podcast.email or None}),)),
    ("podcast:block", lambda feed: _if(feed.podcast.is_private, "yes")),
    ("podcast:medium", lambda _: _one("podcast")),
    ("podcast:person", _author),
    (
        "podcast:license",
        lambda feed: _licence(licences.named(feed.podcast.licence, feed.podcast.licence_url)),
    ),
    ("podcast:updateFrequency", _frequency),
    ("podcast:txt", _texts),
    ("podcast:podroll", _podroll),
    ("atom:link", _parts),
    ("atom:link", _alternates),
)
"""What a feed says of the podcast, and from which of its words."""

ITEM: tuple[tuple[str, Callable[[Listing], Iterable[Content]]], ...] = (
    ("itunes:explicit", lambda each: _one(_boolean(each.podcast.explicit))),
    ("itunes:episodeType", lambda _: _one("full")),
    ("itunes:image", lambda each: _image(each.podcast.address, each.podcast.cover)),
    ("podcast:transcript", _transcripts),
    ("podcast:chapters", _chapters),
    ("podcast:person", _persons),
    ("podcast:txt", _ai_content),
    ("podcast:license", lambda each: _licence(_licence_of(each))),
    ("podcast:contentLink", _content_links),
    ("podcast:alternateEnclosure", _enclosures),
)
"""What it says of an episode."""
