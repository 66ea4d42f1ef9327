"""A preview that many want something of at once, some of whom only want to hold it up."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from audioedition.preview import listen, serving

LARGE = bytes(range(256)) * (64 << 10)  # 16 MB: more than the system keeps for who takes nothing
TIMEOUT = 30.0


class Served:
    """A server of one file in a thread of its own, with whatever bound the test has set."""

    def __init__(self, folder: Path, listening: socket.socket) -> None:
        self.port = listening.getsockname()[1]
        self._file = folder / "large.mp3"
        self._file.write_bytes(LARGE)
        self._server: serving.Server | None = None
        self._thread = threading.Thread(target=self._run, args=(listening,))
        self._thread.start()

    def _run(self, listening: socket.socket) -> None:
        async def large(_: Request) -> Response:
            return FileResponse(self._file)

        async def here(request: Request) -> Response:
            await request.body()
            return Response("here")

        routes = [Route("/large.mp3", large), Route("/", here, methods=["GET", "POST"])]
        self._server = serving.Server(Starlette(routes=routes))
        asyncio.run(self._server._serve([listening]))  # not `serve`: signals are the main thread's

    def client(self) -> contextlib.closing[HTTPConnection]:
        """Who keeps a connection."""
        return contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT))

    def get(self, path: str = "/", **said: str) -> tuple[int, bytes]:
        """An answer on a connection of its own."""
        with self.client() as client:
            client.request("GET", path, headers=said)
            answer = client.getresponse()
            return answer.status, answer.read()

    def opened(self, said: bytes = b"") -> socket.socket:
        """A connection on which something was said."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        client.sendall(said)
        return client

    def end(self) -> None:
        while self._server is None:
            pass
        self._server.should_exit = True
        self._thread.join(TIMEOUT)
        assert not self._thread.is_alive()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    with listen(0) as listening:
        server = Served(folder, listening)
        try:
            yield server
        finally:
            server.end()


def is_cut(client: socket.socket) -> bool:
    """Whether the server has parted with a client, or does within a while."""
    try:
        while client.recv(1 << 16):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound of eight, and nobody is waited for."""
    monkeypatch.setattr(serving, "bound", lambda: 8)
    monkeypatch.setattr(serving, "_GRACE", 0.1)
    monkeypatch.setattr(serving, "WHOLE", 1000.0)


REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HELD = (
    b"",
    b"GET",
    REQUEST,
    REQUEST + b"X: ",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n12",
    b"GET /large.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
)


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("said", HELD)
def test_who_holds_connections_keeps_nobody_out(tmp_path: Path, said: bytes) -> None:
    with served(tmp_path) as server, contextlib.ExitStack() as stack:
        held = [stack.enter_context(server.opened(said)) for _ in range(24)]
        for _ in range(3):
            assert server.get() == (200, b"here")
        assert is_cut(held[0])


@pytest.mark.usefixtures("narrow")
def test_a_crowd_gets_what_it_asks_for_beside_another_that_only_stands_there(tmp_path: Path) -> None:
    with served(tmp_path) as server, ThreadPoolExecutor(50) as pool, contextlib.ExitStack() as stack:
        for number in range(100):
            stack.enter_context(server.opened(HELD[number % len(HELD)]))
        asked = [pool.submit(server.get, "/large.mp3", Range=f"bytes={n}-{n + 99_999}") for n in range(100)]
        for number, each in enumerate(asked):
            assert each.result() == (206, LARGE[number : number + 100_000])


def test_a_request_must_be_whole_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "WHOLE", 0.3)
    with served(tmp_path) as server:
        for said in HELD[:5]:
            with server.opened(said) as client:
                assert is_cut(client), said
        with server.opened(REQUEST + b"\r\n" + REQUEST) as client:  # also after one that was
            assert client.recv(12) == b"HTTP/1.1 200"
            assert is_cut(client)


def test_who_takes_an_answer_slowly_gets_it_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A player that was paused: it has asked, and so is not late."""
    monkeypatch.setattr(serving, "WHOLE", 0.1)
    with served(tmp_path) as server, server.client() as client:
        client.request("GET", "/large.mp3")
        answer = client.getresponse()
        threading.Event().wait(1)
        assert answer.read() == LARGE


@pytest.mark.parametrize(
    ("complete", "more", "unsent", "asking"),
    [
        (True, False, 0, True),  # it has its answer
        (True, False, 9, False),  # but has not taken it
        (False, False, 0, False),  # the answer is being made
        (False, True, 0, True),  # of a request that is not whole
    ],
)
def test_who_has_not_taken_the_end_of_an_answer_asks_for_nothing(
    complete: bool,  # noqa: FBT001 -- a table
    more: bool,  # noqa: FBT001 -- a table
    unsent: int,
    asking: bool,  # noqa: FBT001 -- a table
) -> None:
    client = serving.Connection.__new__(serving.Connection)
    client.cycle = cast("Any", SimpleNamespace(response_complete=complete, more_body=more))
    client.transport = cast("Any", SimpleNamespace(get_write_buffer_size=lambda: unsent))
    assert (client.is_asking, client.is_taking) == (asking, unsent > 0)


def test_one_connection_serves_many_requests(tmp_path: Path) -> None:
    with served(tmp_path) as server, server.client() as client:
        client.connect()
        own = client.sock
        for _ in range(20):
            client.request("GET", "/")
            assert client.getresponse().read() == b"here"
            assert client.sock is own


def test_where_no_descriptor_is_left_others_wait_and_the_server_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        kind = type(loop)
    real, refused = kind.sock_accept, list[None]()

    async def accept(loop: asyncio.AbstractEventLoop, listening: socket.socket) -> object:
        if len(refused) < 5:
            refused.append(None)
            raise OSError(errno.EMFILE, "Too many open files")
        return await real(loop, listening)

    monkeypatch.setattr(kind, "sock_accept", accept)
    with served(tmp_path) as server:
        assert server.get() == (200, b"here")
    assert len(refused) == 5


def test_the_bound_leaves_descriptors_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such bounds")
    for soft, hard, bound in (
        (100, 100, 18),
        (256, 10**6, serving.MOST),
        (65_536, 65_536, serving.MOST),
        (8, 8, 1),
    ):
        asked: list[object] = []
        monkeypatch.setattr(resource, "getrlimit", lambda _, found=(soft, hard): found)
        monkeypatch.setattr(resource, "setrlimit", lambda _, wanted, asked=asked: asked.append(wanted))
        assert serving.bound() == bound


@pytest.mark.parametrize("said", [b"\x00\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"x" * 100_000, b"\r\n" * 9])
def test_what_is_no_request_says_nothing_on_the_terminal(
    tmp_path: Path, said: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(tmp_path) as server:
        with server.opened(said) as client, contextlib.suppress(OSError, HTTPException):
            client.shutdown(socket.SHUT_WR)
            is_cut(client)
        assert server.get() == (200, b"here")
    assert capfd.readouterr() == ("", "")
