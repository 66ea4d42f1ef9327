"""What apps of Podcasting 2.0 offer beyond the sound: transcripts, chapters, persons, other encodings."""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.lint.document import Document, Flaw, every, file, quoted, repeated
from audioedition.lint.episodes import suffix
from audioedition.lint.form import TAG, links

TRANSCRIPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text/vtt": ("vtt",),
        "application/x-subrip": ("srt",),
        "application/srt": ("srt",),
        "application/json": ("json",),
        "text/html": ("html", "htm"),
        "text/plain": ("txt",),
    }
)
"""The types of transcripts that apps know, and how their files are named."""

NAME = 128
"""Characters that the namespace allows in a name."""

_RULE = re.compile(r"FREQ=[A-Z]+(?:;[A-Z]+=[^;=]+)*")
_DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}  # bytes
_RSS = "application/rss+xml"


def transcripts(feed: Document) -> Iterator[Flaw]:
    """P4: transcripts have an address, a type that apps know, and a language if it is another one."""
    for item in feed.items:
        for element in every(item, "podcast:transcript"):
            url, kind, language = (element.get(key, "").strip() for key in ("url", "type", "language"))
            if not url:
                yield Flaw("a transcript has no address", item=item)
            elif kind not in TRANSCRIPTS:
                yield Flaw("a transcript is of a type that apps do not know", detail=quoted(kind), item=item)
            if language and not TAG.fullmatch(language):
                yield Flaw("the language of a transcript is none", detail=quoted(language), item=item)
            if element.get("rel", "captions") != "captions":
                yield Flaw(
                    "the rel of a transcript is not captions",
                    detail=quoted(element.get("rel", "")),
                    item=item,
                )


def chapters(feed: Document) -> Iterator[Flaw]:
    """P5: one file of chapters for an episode, with its address and its type."""
    for item in feed.items:
        found = every(item, "podcast:chapters")
        if len(found) > 1:
            yield Flaw(
                "an episode has more than one file of chapters", detail=f"it has {len(found)}", item=item
            )
        for element in found:
            if not element.get("url", "").strip():
                yield Flaw("chapters have no address", item=item)
            if element.get("type") != "application/json+chapters":
                yield Flaw(
                    "the type of chapters is not application/json+chapters",
                    detail=quoted(element.get("type", "")),
                    item=item,
                )


def persons(feed: Document) -> Iterator[Flaw]:
    """P6: persons have names, and a role that the taxonomy knows."""
    for place, item in feed.places:
        for element in every(place, "podcast:person"):
            person = (element.text or "").strip()
            group, role = element.get("group", "cast"), element.get("role", "host")
            if not person:
                yield Flaw(
                    "a person has no name",
                    "write the name of the author and of the translator in the post",
                    item=item,
                )
            elif len(person) > NAME:
                yield Flaw(
                    f"the name of a person has more than {NAME} characters, and is cut",
                    "shorten it in the post, or `author` in audioedition.toml",
                    quoted(person),
                    item,
                    is_fatal=False,
                )
            if (group.lower(), role.lower()) not in _roles():
                yield Flaw(
                    "a person's role is none that apps know", detail=quoted(f"{group}, {role}"), item=item
                )


def alternatives(feed: Document) -> Iterator[Flaw]:
    """P10: other encodings of an episode have a type, an address, and a digest that is one."""
    for item in feed.items:
        for element in every(item, "podcast:alternateEnclosure"):
            if not element.get("type", "").strip():
                yield Flaw("another encoding has no type", item=item)
            sources = every(element, "podcast:source")
            if not sources or not all(each.get("uri", "").strip() for each in sources):
                yield Flaw("another encoding has no address (podcast:source)", item=item)
            digests = every(element, "podcast:integrity")
            if len(digests) > 1 or not all(map(_is_digest, digests)):
                yield Flaw("the digest of another encoding is none (podcast:integrity)", item=item)


def addressed(feed: Document) -> Iterator[Flaw]:
    """P11: further links, pictures and discussions have an address."""
    for place, item in feed.places:
        for path, key in (
            ("podcast:contentLink", "href"),
            ("podcast:funding", "url"),
            ("podcast:image", "href"),
        ):
            if not all(each.get(key, "").strip() for each in every(place, path)):
                yield Flaw(f"{path} has no {key}", item=item)
        for element in every(place, "podcast:socialInteract"):
            protocol = element.get("protocol", "")
            if not protocol or (protocol != "disabled" and not element.get("uri", "").strip()):
                yield Flaw("podcast:socialInteract has no protocol, or no uri", item=item)


def stated(feed: Document) -> Iterator[Flaw]:
    """P11: the licence has a name, the frequency is a rule, a block is yes or no."""
    for place, item in feed.places:
        for element in every(place, "podcast:license"):
            text = (element.text or "").strip()
            if not text or len(text) > NAME:
                remedy = f"correct `licence` in {feed.table}"
                yield Flaw(
                    f"a licence has no name, or one of more than {NAME} characters",
                    remedy,
                    quoted(text),
                    item,
                )
    yield from repeated(feed.channel, ("podcast:license", "podcast:updateFrequency"))
    for element in every(feed.channel, "podcast:updateFrequency"):
        rule = element.get("rrule", "")
        if ("rrule" in element.attrib and not _RULE.fullmatch(rule)) or len(element.text or "") > NAME:
            yield Flaw(
                "the frequency is no rule of iCalendar", f"correct `frequency` in {feed.table}", quoted(rule)
            )
    for element in every(feed.channel, "podcast:block"):
        if (element.text or "").strip() not in {"yes", "no"}:
            yield Flaw("podcast:block is neither yes nor no", detail=quoted(element.text or ""))


def types(feed: Document) -> Iterator[Flaw]:
    """D4: types are those of the files, as hosts send them."""
    for item in feed.items:
        for element in every(item, "podcast:transcript"):
            url, kind = element.get("url", "").strip(), element.get("type", "").strip()
            if url and kind in TRANSCRIPTS and suffix(url) not in TRANSCRIPTS[kind]:
                yield Flaw(
                    "the type of a transcript is not that of its file",
                    detail=f"{file(url)} as {quoted(kind)}",
                    item=item,
                )
        for element in every(item, "podcast:chapters"):
            url = element.get("url", "").strip()
            if url and suffix(url) != "json":
                yield Flaw("chapters are not in a file that ends in .json", detail=file(url), item=item)
    for element in links(feed, "self", "next", "prev", "first", "last"):
        if element.get("type", _RSS) not in {_RSS, "application/xml"}:
            yield Flaw(f"a link to a feed is not of type {_RSS}", detail=quoted(element.get("type", "")))


def _is_digest(element: Element) -> bool:
    value = element.get("value", "").strip()
    if element.get("type") != "sri":
        return element.get("type") == "pgp-signature" and bool(value)
    for one in value.split() or [""]:
        kind, _, code = one.partition("?")[0].partition("-")
        try:
            if len(base64.b64decode(code, validate=True)) != _DIGESTS.get(kind):
                return False
        except (binascii.Error, ValueError):
            return False
    return True


@cache
def _roles() -> frozenset[tuple[str, str]]:
    """The groups and roles of the taxonomy, in small letters."""
    told = tomllib.loads((files("audioedition.lint") / "taxonomy.toml").read_text("utf-8"))
    return frozenset((group.lower(), role.lower()) for group, roles in told.items() for role in roles)
