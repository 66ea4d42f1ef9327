"""A web server on this machine for the edition as it is: with byte ranges, so that players can seek.

Feeds and pages are rendered for the server's own address, whatever `base_url` says, and even while
it says nothing: a podcast app on this machine can subscribe before anything is published.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import mimetypes
import socket
from hashlib import sha256
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from audioedition.addresses import FEED, PAGE
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ArchiveError, AudioeditionError
from audioedition.sheets import sheets

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""What the server may be called: a web site whose name is turned to this machine gets nothing."""
TYPES = {".xml": "application/rss+xml", ".html": "text/html; charset=utf-8"}
_PATIENCE = 1  # seconds for connections to end by themselves
mimetypes.add_type("audio/mpeg", ".mp3")


def application(config: Config, archive: Archive, address: str) -> Starlette:
    """The server's application; `address` is where it will be reached, without a slash at its end.

    Raises ArchiveError if there is no web root and none can be made.
    """
    config = _completed(config)

    # Not `async`: rendering takes its time, and so happens in threads, beside other answers.
    def computed(request: Request) -> Response:
        wanted = request.url.path.lstrip("/")
        wanted = f"{wanted}{PAGE}" if wanted == "" or wanted.endswith("/") else wanted
        for sheet in sheets(config, archive, address, marking=True):
            if str(sheet.path) == wanted:
                return _answer(request, sheet.render(), TYPES[sheet.path.suffix])
        return PlainTextResponse("Nothing is recorded here yet: run `audioedition publish POST`.", 404)

    def folder(request: Request) -> Response:
        return RedirectResponse(f"{request.url.path}/")

    routes = [Route("/", computed), Route(f"/{PAGE}", computed)]
    for tag in config.languages:
        routes += [Route(f"/{tag}", folder), Route(f"/{tag}/", computed)]
        routes += [Route(f"/{tag}/{name}", computed) for name in (PAGE, FEED)]
    try:
        config.feeds.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        message = f"The folder {config.feeds} cannot be made ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
    return Starlette(
        routes=[*routes, Mount("/", StaticFiles(directory=config.feeds))],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=NAMES)],
        exception_handlers={AudioeditionError: _failed},
    )


def listen(port: int) -> socket.socket:
    """A socket that listens at `port` (0 for any that is free), on the loopback interface only.

    Raises AudioeditionError if the port cannot be had.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError as exc:
        reason = str(exc.strerror or exc).partition(" (while")[0]  # Python repeats where
        message = (
            f"The port {port} cannot be used ({reason}): choose another with --port, or any with --port 0."
        )
        raise AudioeditionError(message) from exc


def address(listening: socket.socket) -> str:
    """Where the server at the socket is reached, without a slash at its end."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


def serve(app: Starlette, listening: socket.socket) -> None:
    """Serve at the socket until interrupted (Ctrl-C), which is the ordinary end."""
    settings = uvicorn.Config(
        app, lifespan="off", log_level="warning", timeout_graceful_shutdown=_PATIENCE, server_header=False
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(settings).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that ends without a word, though a player that was paused may still be connected."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)


def _completed(config: Config) -> Config:
    """The settings with stand-ins for what only directories want to know."""
    stations = {}
    for tag, station in config.stations.items():
        podcast = station.podcast
        podcast = dataclasses.replace(
            podcast, author=podcast.author or podcast.title, email=podcast.email or "nobody@example.invalid"
        )
        stations[tag] = dataclasses.replace(station, podcast=podcast)
    return dataclasses.replace(config, stations=stations)


def _answer(request: Request, data: bytes, media_type: str) -> Response:
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


def _failed(_: Request, exc: Exception) -> Response:
    return PlainTextResponse(str(exc), 500)
