"""Connections to web servers: only to what may be connected to, and never for longer than allowed."""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2

from audioedition.posts.web import network
from audioedition.posts.web.addresses import Refused

_KEPT = 5.0  # seconds that a connection may idle: servers close theirs after about as many
_MOST_TRIES = 6  # of a host's IP addresses, so that each has some time to answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers; `chunks` come while they are read."""

    status: int
    headers: list[tuple[bytes, bytes]]
    chunks: Iterator[bytes]


class Connections:
    """All connections of a run, kept for as long as servers keep them.

    A host's name is looked up once, and the connection goes to the very IP address that was checked,
    unless it is one of the `private` places, where nothing is checked; the certificate is still the name's.  `connect` is how long,
    in seconds, connecting may take.
    """

    def __init__(self, *, private: Collection[network.Place], connect: float) -> None:
        self._deadline = _Deadline()
        backend = _Backend(self._deadline, connect, private=private)
        self._pool = httpcore2.ConnectionPool(network_backend=backend, keepalive_expiry=_KEPT)

    def close(self) -> None:
        """Close them all."""
        self._pool.close()

    def start(self, seconds: float) -> None:
        """Allow `seconds` for all that is asked and answered from now on."""
        self._deadline.start(seconds)

    @contextmanager
    def get(
        self, scheme: bytes, host: bytes, port: int | None, target: bytes, headers: dict[str, str]
    ) -> Iterator[Answer]:
        """Ask for `target`, and give the answer; raises Refused for whatever goes wrong with it."""
        url = httpcore2.URL(scheme=scheme, host=host, port=port, target=target)
        with _translated(), self._pool.stream("GET", url, headers=list(headers.items())) as response:
            yield Answer(response.status, response.headers, _body(response))


class _Deadline:
    """When an answer must be there: all reading and writing asks how much time is left."""

    def __init__(self) -> None:
        self._end = 0.0

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, more than none; raises TimeoutException if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left


class _Backend(httpcore2.NetworkBackend):
    """Looks a name up, checks what it found, and connects to just that."""

    def __init__(self, deadline: _Deadline, seconds: float, *, private: Collection[network.Place]) -> None:
        self._sockets = httpcore2.SyncBackend()
        self._deadline = deadline
        self._seconds = seconds
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 -- the interface has it; our time is that of the answer
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        end = time.monotonic() + min(self._seconds, self._deadline.left())
        try:
            found = network.resolve(host, port, end - time.monotonic())
        except TimeoutError as exc:
            self._deadline.left()  # if all our time is over, that is what is told
            raise httpcore2.ConnectTimeout from exc
        if (host, port) not in self._private:
            network.check(host, port, found, others=bool(self._private))
        failure: Exception = httpcore2.ConnectTimeout()
        for tried, ip in enumerate(found := found[:_MOST_TRIES]):
            # Each gets its share of the time: often IPv6 is found first, and leads nowhere.
            share = (end - time.monotonic()) / (len(found) - tried)
            if share <= 0:
                break
            try:
                stream = self._sockets.connect_tcp(ip, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                failure = exc
            else:
                return _Stream(stream, self._deadline, self._seconds)
        if isinstance(failure, httpcore2.ConnectTimeout):
            self._deadline.left()  # as above
        raise failure


class _Stream(httpcore2.NetworkStream):
    """A connection on which a server that sends a byte a second cannot hold us for ever."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline, seconds: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._seconds = seconds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 -- see connect_tcp
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 -- see connect_tcp
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 -- see connect_tcp
    ) -> httpcore2.NetworkStream:
        seconds = min(self._seconds, self._deadline.left())
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _Stream(stream, self._deadline, self._seconds)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- the interface has it so
        return self._stream.get_extra_info(info)


def _body(response: httpcore2.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_stream()
    except (httpcore2.ProtocolError, httpcore2.NetworkError) as exc:
        raise Refused("was cut off on its way: try again.", for_now=True) from exc


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the library raises into what a person can act upon."""
    try:
        yield
    except httpcore2.ConnectTimeout as exc:
        raise Refused(
            f"cannot be reached: its server does not answer. Try again later{network.unused_proxy()}.",
            of_host=True,
            for_now=True,
        ) from exc
    except httpcore2.TimeoutException as exc:
        raise Refused("takes too long to come: try again later.", of_host=True, for_now=True) from exc
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as exc:
        heals = isinstance(exc, httpcore2.NetworkError) and not isinstance(_reason(exc), ssl.SSLError)
        raise Refused(_broken(exc), of_host=True, for_now=heals) from exc
    except OSError as exc:  # the certificates that this machine trusts, or SSL_CERT_FILE
        raise Refused(f"cannot be verified: this machine's certificates cannot be read ({exc}).") from exc


def _reason(exc: Exception) -> object:
    return exc.args[0] if exc.args else None  # the library keeps there what it caught


def _broken(exc: Exception) -> str:
    reason = _reason(exc)
    if isinstance(reason, ssl.SSLCertVerificationError):
        why = getattr(reason, "verify_message", "") or "not verified"  # not set on every system
        return (
            f"is not to be trusted: its certificate is not valid ({why.rstrip('.')}). "
            "Check the address; whoever runs the site must renew the certificate."
        )
    if isinstance(reason, ssl.SSLError):
        return "does not speak https as it should: check the address, or try it with http://."
    if isinstance(exc, httpcore2.ConnectError):
        return f"cannot be reached: no server answers there. Check the address{network.unused_proxy()}."
    if isinstance(exc, httpcore2.ProtocolError) and isinstance(reason, Exception):
        return "is not answered as a web server answers: check the address."
    return "was broken off by its server: try again later."
