"""What every answer of a preview says of itself, and parts of what is computed."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import AsyncIterator
from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opml": "text/x-opml; charset=utf-8",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
_CHAPTERS = "application/json+chapters"
_OPEN = {"audio", "chapters", "transcripts"}
"""The folders for players on other web sites.  Who would find a file there must know the podcast: its name holds
a digest.  A feed is not open so: any web site could read it, with what is not published yet, in its owner's browser."""
POLICY = "; ".join(
    (
        *(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
        ),
        *("connect-src 'self'", "base-uri 'none'", "form-action 'none'"),
    )
)
"""What a page may load: what it says itself when it is published, and nothing from elsewhere.  It may be framed: that is tried, too.

It is said with every answer: whoever puts a page, a picture of vectors or XML with a style sheet into the web root shows a page, too.
"""
_PIECE = 64 * 1024  # bytes
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

METHODS = ("GET", "HEAD", "OPTIONS")


def media_type(path: str) -> str:
    """The media type of the file at `path` in the web root."""
    file = PurePosixPath(path)
    if file.suffix == ".json" and file.parent.name == "chapters":
        return _CHAPTERS
    return _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def headers(path: str) -> dict[str, str]:
    """What is said with every answer about the file at `path` in the web root."""
    said = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    if PurePosixPath(path).parent.name in _OPEN:
        said |= {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
        }
    return said


def options(path: str) -> Response:
    """What may be asked of the file at `path`; for players on other web sites, which ask for this first."""
    said = {"Allow": ", ".join(METHODS), **headers(path)}
    if "Access-Control-Allow-Origin" in said:
        said |= {
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match, If-Range, Range",
            "Access-Control-Max-Age": "600",
        }
    return Response(status_code=204, headers=said)


def whole_or_part(data: bytes, said: dict[str, str], asked: Headers, *, body: bool) -> Response:
    """`data` or the one range of it that is `asked` for; `said` are the headers, `ETag` and `Last-Modified` among them.

    Without a `body` (HEAD), only the headers are sent.
    """
    size = len(data)
    start, end, status = 0, size, 200
    if found := part(size, Headers(said), asked):
        start, end = found
        if start >= size:
            return beyond(size, said)
        said = {**said, "Content-Range": f"bytes {start}-{end - 1}/{size}"}
        status = 206
    said = {**said, "Accept-Ranges": "bytes", "Content-Length": str(end - start)}
    if not body:
        return Response(b"", status, said)
    return StreamingResponse(_pieces(memoryview(data)[start:end]), status, said)


async def _pieces(data: memoryview) -> AsyncIterator[memoryview]:
    """`data` in pieces, of which the next is sent when one is taken: who takes nothing has no copy of a long feed made."""
    for at in range(0, len(data), _PIECE):
        yield data[at : at + _PIECE]


def part(size: int, said: Headers, asked: Headers) -> tuple[int, int] | None:
    """The bytes, from the first up to the last excluded, that are `asked` for of `size`; None for all of them.

    The first can be beyond the end: then there are no such bytes.  What is no range of bytes is ignored, and several
    at once are answered with the whole, as the standard allows.
    """
    found = _RANGE.fullmatch(asked.get("range", "").strip().lower())
    still = asked.get("if-range") in (None, said["ETag"], said["Last-Modified"])
    if found is None or not still or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def beyond(size: int, said: dict[str, str]) -> Response:
    """That nothing is where a range begins, beyond `size` bytes."""
    return Response(status_code=416, headers={**said, "Content-Range": f"bytes */{size}"})
