"""What comes over the network: requests to `preview` and `review`, addresses, and what servers answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import h11
import httpx2
import uvicorn
from feed_samples import EN
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from audioedition import config, preview, review
from audioedition.archive import Archive, records
from audioedition.downloads import transfer
from audioedition.downloads.begun import Begun
from audioedition.downloads.part import Part
from audioedition.errors import AudioeditionError, ConfigError
from audioedition.markup import web_address
from audioedition.posts.identity import clean_id, id_of, identity, language_of, page_of
from audioedition.posts.web import answers, network
from audioedition.posts.web.addresses import Refused, is_address, shown
from audioedition.posts.web.fetching import _Way
from audioedition.preview.serving import Connection
from audioedition.scaffold import scaffold
from audioedition.text import permitted
from soak.examples import scratch, words, written
from soak.target import Target

_REQUEST = words('GET␣ HEAD␣ POST␣ OPTIONS␣ PUT␣ / /en/ /en/feed.xml /en/audio/letter-1-0a1b2c3d.mp3 /_changes?page= /_reload.js ␣HTTP/1.1 ␣HTTP/1.0 ␣HTTP/2.0 Host:␣127.0.0.1:8000 Host: Range:␣bytes=0-9 Range:␣bytes= - , If-Range: If-None-Match: If-Modified-Since:␣Sat,␣01␣Jan␣2000␣00:00:00␣GMT Content-Length:␣ Content-Type:␣application/json Transfer-Encoding:␣chunked Origin:␣http://127.0.0.1:8124 Sec-Fetch-Site:␣same-origin Connection:␣close Upgrade:␣websocket Expect:␣100-continue Accept-Encoding: ␤ ␤␤ .. %2e%2e %2f %00 %ff ? # ; // /mark /hear /correct /release /discard /progress /audio/ {"episode": "sentence":␣1 "marked":␣true} "word":␣"a" "how":␣"say" "episodes":␣[] [ ] null 1e999 5␤hello␤ 0␤␤')  # fmt: skip
_CRLF = tuple(word.replace(b"\n", b"\r\n") for word in _REQUEST)
_ADDRESSES = words(
    "http:// https:// file:// javascript: data: // / : @ ? # [ ] [::1] 127.0.0.1 0x7f.1 2130706433 localhost example.org münchen.example xn--mnchen-3ya.example :80 :0 :99999 user:pass@ %20 %00 %zz .. ?lang=de &amp; \\ ␣ ␤ 。 ．"
)
_HEADERS = words('Retry-After:␣ Content-Type:␣ Content-Length:␣ Content-Encoding:␣ Content-Range:␣bytes␣ Location:␣ ETag:␣ Last-Modified:␣ text/html ;␣charset= utf-8 gzip br identity , 120 Wed,␣21␣Oct␣2026␣07:28:00␣GMT -1 " W/ ␤ ␤␤ status:␣ 200 301 416 429 503 ٣ ²')  # fmt: skip

_SECRET = "s" * 43


class _Transport(asyncio.Transport):
    """A connection whose other end only listens."""

    def __init__(self) -> None:
        super().__init__({"sockname": ("127.0.0.1", 8000), "peername": ("127.0.0.1", 50000)})
        self.said = bytearray()
        self.closed = False

    def write(self, data: Any) -> None:
        self.said += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None: ...


class _Told(logging.Handler):
    """What a server tells its log of exceptions."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.faults.append(record.exc_info[1])


class _Server:
    """A server of `app` without a socket: bytes in, bytes out.  Raises what the application let through."""

    def __init__(self, app: ASGIApp) -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._config = uvicorn.Config(
            app, lifespan="off", http=Connection, ws="none", log_config=None, server_header=False
        )
        self._told = _Told()
        logger = logging.getLogger("uvicorn.error")
        logger.handlers, logger.propagate = [self._told], False
        logger.setLevel(logging.ERROR)
        logging.getLogger("uvicorn.access").disabled = True

    def __call__(self, data: bytes) -> None:
        self._told.faults.clear()
        said = self._loop.run_until_complete(self._answered(data))
        if self._told.faults:
            raise self._told.faults[0]
        assert not said.startswith(b"HTTP/1.1 500"), bytes(said[:300])

    async def _answered(self, data: bytes) -> bytes:
        state = ServerState()
        protocol, transport = Connection(self._config, state, {}), _Transport()
        protocol.connection_made(transport)
        for part in (data[: len(data) // 2], data[len(data) // 2 :]):
            if part and not transport.closed:  # as of a real one: nothing is read any more then
                protocol.data_received(part)
            await asyncio.sleep(0)
        waiting = [task for task in state.tasks if protocol.conn.their_state is not h11.SEND_BODY]
        await asyncio.gather(*waiting, return_exceptions=True)
        protocol.connection_lost(None)
        await asyncio.gather(*state.tasks, return_exceptions=True)
        return bytes(transport.said)


@cache
def _preview() -> _Server:
    root = scratch() / "preview"
    scaffold(
        root, ["en"], title="Notes", author="Ann", email="a@example.org", base_url="https://example.org/p"
    )
    loaded = config.load(root)
    archive = Archive(loaded.feeds, loaded.private, loaded.authority, loaded.since, loaded.hidden)
    archive.prepare()
    written("preview/feeds/en/episodes/letter-1.json", records.dump(EN.episodes[1]))
    written("preview/feeds/en/audio/letter-1-0a1b2c3d.mp3", b"\xff\xfb\x90\0" * 300)
    return _Server(preview.application(loaded, archive, "http://127.0.0.1:8000"))


def _previewed(data: bytes) -> None:
    _preview()(data)


class _Desk:
    """A desk that knows no episode, but takes every kind of question."""

    again = "audioedition review"

    class turn:  # noqa: N801 -- an attribute of the real one
        """Nothing is being done."""

        progress = None

    def cards(self) -> list[Any]:
        return []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*given: Any, **_: Any) -> Any:
            for each in given:
                str(each)
            raise ConfigError("There is no such episode.")

        return asked


@cache
def _review() -> _Server:
    return _Server(review.application(_Desk(), _SECRET))  # type: ignore[arg-type]


def _reviewed(data: bytes) -> None:
    _review()(data.replace(b"SECRET", _SECRET.encode()))


def _address(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = web_address(text)
    assert found is None or found.isascii()
    id_of(text), page_of(text), language_of(text), identity(text, text), clean_id(text), is_address(text)
    assert permitted(shown(text)) == shown(text)
    way = _Way(text.partition(" ")[0], 5)
    url = way.begin()
    url = way.go_on(url, text.rpartition(" ")[2])
    assert url.host


def _ip(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        public = network.is_public(text)
    except ValueError:
        return
    network.check(text, 80, [text]) if public else None


def _answer(data: bytes) -> None:
    """The head of an answer, and what comes behind it."""
    head, _, body = data.partition(b"\n\n")
    pairs = [line.split(b": ", 1) for line in head.split(b"\n") if b": " in line]
    said = httpx2.Headers([(name.strip(), value) for name, value in pairs])
    answers.delay(said.get("retry-after"))
    status = said.get("status", "200")
    code = int(status) if status.isascii() and status.isdecimal() and len(status) == 3 else 200
    answers.in_words(answers.delay(said.get("retry-after")) or 1)
    str(answers.refusal(code))
    answer = httpx2.Response(code, headers=said, stream=httpx2.ByteStream(body))
    begun = Begun(Path(written("answer/x", b"abc")), "https://example.org/x")
    begun.write_down(transfer._validator(answer), transfer._size(answer, 3))
    transfer._goes_on(answer, begun, 3)
    for check in (
        lambda: answers.kind(said.get("content-type"), ("text/html",), "https://example.org/"),
        lambda: answers.contents([body[:9], body[9:]], said.get("content-encoding"), 1_000_000),
        lambda: transfer._check_status(_part(), answer),
        lambda: transfer._check_contents(_part(), answer, 3),
    ):
        try:
            check()
        except (Refused, AudioeditionError, transfer._Passing):
            continue


@cache
def _part() -> Any:
    return Part("https://example.org/x", scratch() / "answer" / "x", 3)


_GET = b"GET /en/feed.xml HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n\r\n"
_GETS = (
    _GET,
    _GET.replace(b"/en/feed.xml", b"/en/audio/letter-1-0a1b2c3d.mp3").replace(b"\r\n\r\n", b'\r\nRange: bytes=3-99\r\nIf-Range: "a"\r\n\r\n'),
    _GET.replace(b"/en/feed.xml", b"/_changes?page=/en/"),
    _GET.replace(b"/en/feed.xml", b"/en/").replace(b"GET", b"HEAD"),
    _GET.replace(b"/en/feed.xml", b"/en").replace(b"\r\n\r\n", b"\r\nIf-None-Match: *\r\nIf-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT\r\n\r\n"),
    _GET.replace(b"GET /en/feed.xml", b"OPTIONS /en/chapters/x.json"),
)  # fmt: skip
_BODY = b'{"episode": "a", "sentence": 1, "word": "a", "how": "say", "said": "b", "endings": true}'
_POST = (
    b"POST /SECRET/hear HTTP/1.1\r\nHost: 127.0.0.1:8124\r\nOrigin: http://127.0.0.1:8124\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)
_POSTS = (
    _POST,
    _POST.replace(b"hear", b"mark").replace(_BODY, b'{"episode": "a", "sentence": 1, "marked": true}').replace(b"88", b"47"),
    _POST.replace(b"hear", b"release").replace(_BODY, b'{"episodes": ["a", "b"]}').replace(b"88", b"24"),
    b"GET /SECRET/ HTTP/1.1\r\nHost: 127.0.0.1:8124\r\n\r\n",
    b"GET /SECRET/audio/a/b.mp3 HTTP/1.1\r\nHost: 127.0.0.1:8124\r\nRange: bytes=0-1\r\n\r\n",
)  # fmt: skip
_URLS = words("http://example.org/a/b?c=d#e https://user:pw@[2001:db8::1]:8080/ http://127.0.0.1.nip.io/␣/x https://xn--mnchen-3ya.example/de/nebel/?lang=de http://münchen.example/ä␣../../x")  # fmt: skip
_IPS = words(
    "127.0.0.1 ::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2001:db8::1 8.8.8.8 2606:4700::1111 fe80::1%eth0 0x7f.1"
)
_ANSWERS = (
    b"status: 503\nRetry-After: 120\nContent-Type: text/html; charset=utf-8\n\nbody",
    b"Content-Encoding: gzip\nContent-Length: 12\n\n\x1f\x8b\x08\0\0\0\0\0\0\x03K\xcaO\xa9\x04\0\x15\xe6\x9d\xa2\x04\0\0\0",
    b'status: 206\nContent-Range: bytes 3-9/10\nETag: "a"\nLast-Modified: Wed, 21 Oct 2026 07:28:00 GMT\n\n',
    b"status: 429\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT\nContent-Type: application/rss+xml\n\n",
)

TARGETS = (
    Target("preview-request", _previewed, _GETS, _CRLF, 2),
    Target("review-request", _reviewed, _POSTS, (*_CRLF, b"SECRET"), 2),
    Target("address", _address, _URLS, _ADDRESSES, 40, (Refused,)),
    Target("ip-address", _ip, _IPS, words(": :: . % 0 255 ffff 64:ff9b:: 0x 127"), 60, (Refused,)),
    Target("answer", _answer, _ANSWERS, _HEADERS, 20),
)
