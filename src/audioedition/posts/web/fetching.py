"""The web, read as a careful and polite guest reads it: one page at a time, within limits.

Careful: only http and https, only the public Internet (see `network`), certificates are verified, and
size and time are bounded, whatever a server does; all this again after each redirect.

Polite: we say who we are, ask one thing at a time and pause between two posts of one host, wait where we
are asked to wait, and leave nothing behind: no cookies, no `Referer`, no name and password.

Proxies named in the environment are not used: a proxy looks names up itself, and nobody could check what
it connects to.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx2

from audioedition import __version__
from audioedition.errors import PostError
from audioedition.posts.limits import MOST_BYTES
from audioedition.posts.web import answers
from audioedition.posts.web.addresses import Refused, shown
from audioedition.posts.web.connections import Answer, Connections
from audioedition.posts.web.network import Place

_AGENT = f"audioedition/{__version__}"
_REDIRECTS = (301, 302, 303, 307, 308)
_WITH_A_PAGE = (200, 203)
_PORTS = {"http": 80, "https": 443}
_DIGITS = 18  # of a length: more is no page's, and Python refuses to read thousands
_HIGHEST_PORT = 65_535
_MOST_FAILURES = 2  # of a host in a row: whoever has 50 pages there need not wait 50 times


class NotNow(PostError):
    """What stands at an address cannot be had just now; another time it may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: `size` in bytes, as it comes and unpacked, the others in seconds.

    `seconds` is for the whole of it, redirects included, `connect` for each connection; `wait` is the
    longest that a server may have us wait before we ask again.
    """

    size: int = MOST_BYTES
    seconds: float = 60.0
    connect: float = 10.0
    wait: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address.

    `address` is where it was found in the end, without a fragment; `kind` its media type in lower case
    (empty if the server names none), `charset` what the server says of its encoding.
    """

    address: str
    data: bytes
    kind: str
    charset: str | None


class Web:
    """The web for one run, as a context manager: it keeps connections, and remembers whom it asked when.

    `private` are addresses whose hosts may be of the local network, as somebody has typed them: just these, with their
    ports, and not what they lead to.  `pause` is how long one host is left in
    peace after a post, in seconds (its own redirects are followed at once); `tell` hears of every
    address before it is asked for.  For one thread at a time.
    """

    def __init__(
        self,
        *,
        private: Iterable[str] = (),
        pause: float = 1.0,
        limits: Limits | None = None,
        tell: Callable[[str], None] = lambda _address: None,
    ) -> None:
        self._limits = limits or Limits()
        self._pause = pause
        self._tell = tell
        self._connections = Connections(private=_places(private), connect=self._limits.connect)
        self._ready: dict[str, float] = {}  # by host: when it may be asked again, on the monotonic clock
        self._failures: dict[str, list[Refused]] = {}  # by host: those in a row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connections.close()

    def get(self, address: str, accept: Collection[str]) -> Page:
        """Fetch what stands at `address`, if its media type is in `accept`.

        Raises PostError, which names the address and the remedy, for whatever stands in the way; it is
        NotNow if that may pass.  A host that failed twice in a row is not asked any more.
        """
        way = _Way(address, self._limits.redirects)
        self._tell(str(way))
        try:
            page = self._follow(way, accept)
        except Refused as exc:
            said = str(exc) if isinstance(exc, _GivenUp) else f"{way} {exc}"
            before = self._failures.get(way.host, [])
            self._failures[way.host] = [*before, exc] if exc.of_host else []
            raise (NotNow if exc.for_now else PostError)(said) from exc
        self._failures.pop(way.host, None)
        return page

    def _follow(self, way: _Way, accept: Collection[str]) -> Page:
        url, waited = way.begin(), False
        self._leave_in_peace(url.host)
        self._connections.start(self._limits.seconds)
        while not isinstance(answer := self._ask(url, accept), Page):
            if isinstance(answer, str):
                host, url = url.host, way.go_on(url, answer)
                if url.host != host:
                    self._leave_in_peace(url.host)
                continue
            self._ready[url.host] = time.monotonic() + max(answer, self._pause)
            if waited:
                raise _later(answer)
            self._leave_in_peace(url.host)
            self._connections.start(self._limits.seconds)
            waited = True
        return answer

    def _leave_in_peace(self, host: str) -> None:
        """Wait until `host` may be asked again; refuse if that would be long, or if it does not answer."""
        if len(failures := self._failures.get(host, [])) >= _MOST_FAILURES:
            raise _GivenUp(host, for_now=failures[0].for_now)
        seconds = self._ready.get(host, 0.0) - time.monotonic()
        if seconds > max(self._limits.wait, self._pause):
            raise _later(seconds)
        if seconds > 0:
            time.sleep(seconds)

    def _ask(self, url: httpx2.URL, accept: Collection[str]) -> Page | str | float:
        """Ask once: for the page, where it is now, or how many seconds to wait."""
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": _AGENT,
            "Accept": ", ".join((*sorted(accept), "*/*;q=0.1")),
            "Accept-Encoding": "gzip",
        }
        try:
            with self._connections.get(
                url.raw_scheme, url.raw_host, url.port, url.raw_path, headers
            ) as answer:
                said = httpx2.Headers(answer.headers)
                if answer.status in _REDIRECTS and "location" in said:
                    return said["location"]
                if answer.status in answers.ASKED_TO_WAIT:
                    seconds = answers.delay(said.get("retry-after"))
                    if seconds is not None:
                        return seconds
                if answer.status not in _WITH_A_PAGE:
                    raise answers.refusal(answer.status)
                return self._page(url, answer, said, accept)
        finally:
            self._ready[url.host] = time.monotonic() + self._pause

    def _page(self, url: httpx2.URL, answer: Answer, said: httpx2.Headers, accept: Collection[str]) -> Page:
        kind, charset = answers.kind(said.get("content-type"), accept, shown(str(url)))
        length = said.get("content-length", "")
        answers.check_size(int(length[:_DIGITS]) if length.isdecimal() else 0, self._limits.size)
        data = answers.contents(answer.chunks, said.get("content-encoding"), self._limits.size)
        if not data.strip():
            raise Refused(f"answers with an empty page. {answers.BY_HAND}")
        return Page(str(url), data, kind, charset)


class _GivenUp(Refused):
    """A whole sentence, the same for all pages of a host."""

    def __init__(self, host: str, *, for_now: bool) -> None:
        why = (
            f"The server {shown(host)} failed twice in a row, so nothing more is asked of it in this run. "
            "When it answers again, run the same command: what was not read is read then."
        )
        super().__init__(why, of_host=True, for_now=for_now)


class _Way:
    """From an address to where it leads; as text, how messages name both."""

    def __init__(self, address: str, most: int) -> None:
        self._address = self._last = address
        self._most = most
        self._passed: list[httpx2.URL] = []

    def __str__(self) -> str:
        first, last = shown(self._address), shown(self._last)
        return first if last == first else f"{first} (sent on to {last})"

    @property
    def host(self) -> str:
        """The host that was asked last; empty before any was."""
        return self._passed[-1].host if self._passed else ""

    def begin(self) -> httpx2.URL:
        self._passed.append(_parsed(self._address))
        return self._passed[0]

    def go_on(self, url: httpx2.URL, location: str) -> httpx2.URL:
        """Follow the `location` that `url` names; Refused for a circle, and for too long a way."""
        try:
            self._last = urljoin(str(url), location)
        except ValueError:
            self._last = location
        onward = _parsed(self._last)
        if onward in self._passed:
            raise Refused(f"leads in a circle. {answers.BY_HAND}")
        if len(self._passed) > self._most:
            raise Refused(f"is sent on more than {self._most} times: check the address.")
        self._passed.append(onward)
        return onward


def _parsed(address: str) -> httpx2.URL:
    """Take `address` apart, without its fragment; Refused if it is none that may be asked."""
    scheme, _, rest = address.strip().partition(":")
    scheme = scheme.lower()  # the library knows `http` and its port in lower case only
    if scheme not in ("http", "https"):
        raise Refused("is not read: only http:// and https:// are. Give a file by its path.")
    try:
        url = httpx2.URL(f"{scheme}:{rest}")
        url = url.copy_with(raw_path=url.raw_path, fragment=None)
        host = url.host  # read from Punycode only now, and not always to be read
    except (httpx2.InvalidURL, ValueError) as exc:
        raise Refused("is no valid web address: check how it is written.") from exc
    if not host:
        raise Refused(f"names no host: write it as {scheme}://host/page.")
    if url.userinfo:
        raise Refused("holds a name and password: leave them out, or save the page and give its file.")
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        raise Refused("names a port that does not exist: check the address.")
    return url


def _places(addresses: Iterable[str]) -> frozenset[Place]:
    """The hosts and ports of `addresses`; both ports of the web where one of them is meant, since one sends to the other."""
    found: set[Place] = set()
    for address in addresses:
        with contextlib.suppress(Refused):  # it is told when it is asked for
            url = _parsed(address)
            port = url.port or _PORTS[url.scheme]
            ports = _PORTS.values() if port in _PORTS.values() else [port]
            found |= {(url.raw_host.decode("ascii"), each) for each in ports}
    return frozenset(found)


def _later(seconds: float) -> Refused:
    when = answers.in_words(seconds)
    why = f"belongs to a server that asks to be left in peace: try again in {when}."
    return Refused(why, of_host=True, for_now=True)
