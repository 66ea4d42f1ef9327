"""The server itself: who gets in, how long one may take to ask, and who must go when others wait.

A server of one loop is held up by nobody, but each connection takes a descriptor, and with it a place from others.
So there is a bound.  Where it is reached, whoever has asked for nothing for a while makes room, then whoever does not
take what was sent; a browser, or a player that was paused, asks again when it wants more.  Until there is room, new
connections wait in the system's queue: nobody is turned away.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 512
"""Connections at a time."""
WHOLE = 20
"""Seconds until a request must be whole: from the connection on, or from the answer before it."""

_PATIENCE = 1  # seconds for connections to end by themselves
_GRACE = 1  # seconds in which one may be slow, though others wait
_BREATH = 0.05  # seconds between looks for room
_OTHERS = 64  # descriptors for what is not a connection
_EACH = 2  # descriptors: the connection, and the file that it is sent
_WANTED = MOST * _EACH + _OTHERS


def serve(app: Starlette, listening: socket.socket, ending: Callable[[], None] = lambda: None) -> None:
    """Serve at the socket until interrupted (Ctrl-C), which is the ordinary end; `ending` is called then, at once."""
    with contextlib.suppress(KeyboardInterrupt):
        Server(app, ending).run(sockets=[listening])


class Connection(H11Protocol):
    """A connection that knows what it waits for, and since when."""

    since = 0.0  # of the loop's clock: when it last got on

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base
        """A client is there."""
        super().connection_made(transport)
        self.since = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """It sends what is no request; in the middle of an answer there is no room for another, and it has an end."""
        if self.cycle is None or self.cycle.response_complete:
            super().send_400_response(msg)
            return
        self.cycle.disconnected = True  # nothing more of that answer is sent
        self.cycle.message_event.set()
        self.transport.close()

    def on_response_complete(self) -> None:
        """It has its answer."""
        self.since = self.loop.time()  # before the next request, which may be there already
        super().on_response_complete()

    def resume_writing(self) -> None:
        """It has taken what it was sent."""
        super().resume_writing()
        self.since = self.loop.time()

    @property
    def is_asking(self) -> bool:
        """Whether it has been sent everything, and its next request is not whole."""
        answering = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        return not answering and not self.is_taking

    @property
    def is_taking(self) -> bool:
        """Whether something was sent that it has not taken."""
        return self.transport.get_write_buffer_size() > 0


class Server(uvicorn.Server):
    """A server with a bound that ends without a word, though a player that was paused may still be connected."""

    def __init__(self, app: Starlette, ending: Callable[[], None] = lambda: None) -> None:
        """Serve `app`, and call `ending` at the end."""
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http=Connection,
                ws="none",
                lifespan="off",
                log_level="critical",  # what clients do wrong is nothing for the terminal; what we do is told on the page
                timeout_graceful_shutdown=_PATIENCE,
                server_header=False,
                proxy_headers=False,  # there is no proxy: what a client says of itself is not believed
            )
        )
        self._ending = ending
        self._most = bound()
        self._admitting: list[asyncio.Task[None]] = []

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The end is near."""
        self._ending()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Let clients in ourselves: asyncio's servers take whoever comes."""
        await self.lifespan.startup()
        self.servers = []
        self._admitting = [asyncio.create_task(self._admit(each)) for each in sockets or ()]
        self.started = True

    async def on_tick(self, counter: int) -> bool:
        """Part with who has been asking for too long."""
        late = asyncio.get_running_loop().time() - WHOLE
        for each in self._connections():
            if each.is_asking and each.since < late:
                each.transport.abort()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, and part with all."""
        for each in self._admitting:
            each.cancel()
        await super().shutdown(sockets)

    async def _admit(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        listening.settimeout(0)
        while True:
            while len(self.server_state.connections) >= self._most:
                await self._make_room()
            try:
                client, _ = await loop.sock_accept(listening)
            except OSError:  # no descriptor is left, or the client is gone
                await self._make_room()
                continue
            try:
                await loop.connect_accepted_socket(self._connection, client)
            except OSError:
                client.close()

    def _connection(self) -> Connection:
        return Connection(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    async def _make_room(self) -> None:
        """Part with who has been asking longest, or else has taken nothing for longest; or wait a little."""
        late = asyncio.get_running_loop().time() - _GRACE
        waiting = [each for each in self._connections() if each.since < late]
        asking = [each for each in waiting if each.is_asking]
        taking = [each for each in waiting if each.is_taking]
        if slow := asking or taking:
            min(slow, key=lambda each: each.since).transport.abort()
            await asyncio.sleep(0)  # it is gone in the next round
        else:
            await asyncio.sleep(_BREATH)

    def _connections(self) -> list[Any]:
        return list(self.server_state.connections)


def bound() -> int:
    """How many connections there may be, with the descriptors that the system allows, or can be asked for."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST
    if soft < _WANTED:
        wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS may refuse what it says to allow
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return max(1, min(MOST, (soft - _OTHERS) // _EACH))
