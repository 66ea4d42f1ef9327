"""A web server on this machine that answers what a test tells it to, however wrong that is."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

Act = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers in lower case, when it came, and on which connection."""

    path: str
    headers: Mapping[str, str]
    time: float
    connection: int


@dataclass
class LocalWeb:
    """Answers each path with bytes or an act; a list of them is used up, one for each request."""

    answers: Mapping[str, bytes | Act | list[bytes | Act]]
    certificate: Path | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self
        self.port: int = self._server.server_address[1]
        self.context: ssl.SSLContext | None = None
        self.names: list[str | None] = []
        if self.certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(self.certificate)
            self.context.sni_callback = lambda _, name, __: self.names.append(name)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of `path` here."""
        return f"http{'s' * bool(self.certificate)}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]


def answer(
    body: bytes = b"<p>A post.</p>", status: str = "200 OK", kind: str | None = "text/html", **headers: object
) -> bytes:
    """A well-formed answer; `headers` are written with `_` for `-`, and replace the usual ones."""
    said: dict[str, object] = {"Content-Length": len(body), "Content-Type": kind}
    said |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in said.items() if value is not None]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False  # a handler may be dripping on
    web: LocalWeb

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what these tests are about."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        web = self.server.web
        sock: socket.socket = self.request
        sock.settimeout(10)
        if web.context:
            sock = web.context.wrap_socket(sock, server_side=True)
        with contextlib.closing(sock):
            while head := _head(sock):
                first, *lines = head.decode("latin-1").split("\r\n")
                headers = dict(line.split(": ", 1) for line in lines if line)
                path = first.split(" ")[1]
                headers = {name.lower(): value for name, value in headers.items()}
                web.asked.append(Asked(path, headers, time.monotonic(), id(self)))
                told = web.answers.get(path, answer(b"Nothing here.", "404 Not Found"))
                act = told.pop(0) if isinstance(told, list) else told
                if callable(act):
                    act(sock)
                    return
                sock.sendall(act)


def _head(sock: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        if not (byte := sock.recv(1)):
            return b""
        head += byte
        if not head[:1].isalpha():  # no HTTP, but perhaps the beginning of a handshake
            sock.sendall(answer(b"Plain HTTP here.", "400 Bad Request"))
            return b""
    return head
