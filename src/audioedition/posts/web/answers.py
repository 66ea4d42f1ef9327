"""What a web server answers, apart from the page: refusals, delays, kinds, packed contents."""

from __future__ import annotations

import re
import shlex
import zlib
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from audioedition.posts.web.addresses import Refused

ASKED_TO_WAIT = (429, 503)
"""The statuses by which a server says that it has no time."""

BY_HAND = "Open it in a browser; if it is there, save the page and give its file."
_REFUSALS = {
    401: f"wants a login (401). {BY_HAND}",
    403: f"may not be read by programs, or not by everybody (403 Forbidden). {BY_HAND}",
    404: "does not exist (404 Not Found): check the address.",
    410: "is gone for good (410 Gone): check the address.",
    429: "was asked for too often (429 Too Many Requests): try again later.",
    503: "cannot be had just now (503 Service Unavailable): try again later.",
}
_SERVER_ERROR = 500
_MEDIA = re.compile(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.ASCII | re.IGNORECASE)
_KINDS = {
    "text/html": "a page",
    "application/feed+json": "a JSON feed",
    "image": "a picture",
    "audio": "a sound",
    "video": "a film",
    "font": "a typeface",
    "application/pdf": "a PDF file",
    "application/zip": "an archive",
    "application/gzip": "an archive",
    "application/json": "data for programs",
}
_FEEDS = {
    "application/rss+xml": "is a feed",
    "application/atom+xml": "is a feed",
    "application/rdf+xml": "is a feed",
    "application/xml": "is XML, most likely a feed",
    "text/xml": "is XML, most likely a feed",
}
_ASKED_FOR = {"gzip", "x-gzip"}
_NOT_ASKED_FOR = {"br", "zstd", "deflate", "compress", "x-compress", "dcb", "dcz"}
_GZIP = 31  # zlib's word for it
_GZIP_START = b"\x1f"
_MINUTE, _HOUR = 60, 3600


def refusal(status: int) -> Refused:
    """Why there is no page, for a status other than success, and what to do."""
    if known := _REFUSALS.get(status):
        is_asked_to_wait = status in ASKED_TO_WAIT
        return Refused(known, of_host=is_asked_to_wait, for_now=is_asked_to_wait)
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    if status >= _SERVER_ERROR:
        return Refused(f"cannot be had: its server is in trouble ({name}). Try again later.", for_now=True)
    return Refused(f"answers with no page ({name}). {BY_HAND}")


def delay(said: str | None) -> float | None:
    """Seconds that a `Retry-After` header asks for, a number or a date; None if it says nothing."""
    said = (said or "").strip()
    if re.fullmatch("[0-9]{1,9}", said):
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def in_words(seconds: float) -> str:
    """`seconds` as a person says it, rounded up: `40 seconds`, `5 minutes`, `3 hours`."""
    unit, size = next(
        (pair for pair in (("hour", _HOUR), ("minute", _MINUTE)) if seconds >= 2 * pair[1]), ("second", 1)
    )
    count = max(1, -int(-seconds // size))
    return f"{count} {unit}{'s' * (count != 1)}"


def kind(said: str | None, accept: Collection[str], address: str) -> tuple[str, str | None]:
    """Media type and charset of a `Content-Type` header, in lower case; `""` if it names no type.

    Raises Refused if there is a type and it is not in `accept`, for a feed with the command that reads
    what stands at this `address`.
    """
    named = _MEDIA.match(said or "")
    media = named[1].lower() if named else ""
    if media in _FEEDS and media not in accept:
        raise Refused(
            f"{_FEEDS[media]} ({media}), which is no post: run `audioedition publish --from {shlex.quote(address)}`, "
            "or `split --from` to see what it offers."
        )
    if media and media not in accept:
        what = _KINDS.get(media) or _KINDS.get(media.partition("/")[0]) or "something else"
        raise Refused(f"is {what} ({media[:60]}), which is not read here: check the address.")
    charset = _CHARSET.search(said or "")
    return media, charset[1].lower() if charset else None


def contents(chunks: Iterable[bytes], packed: str | None, most: int) -> bytes:
    """All of `chunks`, unpacked if `packed` (a `Content-Encoding` header) says so.

    Stops at `most` bytes, as they come or unpacked: a few of them can unpack to gigabytes.  Raises
    Refused for that, for a packing that was not asked for, and for one that is broken or cut off.
    """
    packings = {name.strip().lower() for name in (packed or "").split(",")}
    if unknown := packings & _NOT_ASKED_FOR:
        raise Refused(f"is packed in a way that was not asked for ({min(unknown)}). {BY_HAND}")
    if not packings & _ASKED_FOR:  # none, `identity`, or what is no packing: some servers say `UTF-8`
        return b"".join(_bounded(chunks, most))
    try:
        return _unpacked(_bounded(chunks, most), most)
    except zlib.error as exc:
        raise Refused(f"is packed, but its packing is broken: try again later. {BY_HAND}") from exc


def _bounded(chunks: Iterable[bytes], most: int) -> Iterable[bytes]:
    received = 0
    for chunk in chunks:
        received += len(chunk)
        check_size(received, most)
        yield chunk


def _unpacked(chunks: Iterable[bytes], most: int) -> bytes:
    data = bytearray()
    member, begun = zlib.decompressobj(_GZIP), False
    for chunk in chunks:
        rest = chunk
        while rest:
            if member.eof:
                if not rest.startswith(_GZIP_START):
                    break  # what some servers add behind the end; browsers pass over it, too
                member = zlib.decompressobj(_GZIP)
            begun = True
            data += member.decompress(rest, most + 1 - len(data))
            check_size(len(data), most)
            rest = member.unconsumed_tail or member.unused_data
    if begun and not member.eof:
        raise Refused("was cut off on its way: try again.", for_now=True)
    return bytes(data)


def check_size(size: int, most: int) -> None:
    """Raise Refused if `size` is more than `most` bytes."""
    if size > most:
        raise Refused(f"is larger than {most / 1_000_000:g} MB: save its text alone, and give its file.")
