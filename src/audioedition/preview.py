"""A web server on this machine for the edition as it is: with byte ranges, so that players can seek.

Feeds and pages are rendered for the server's own address, whatever `base_url` says, and even while
it says nothing: a podcast app on this machine can subscribe before anything is published.
"""

from __future__ import annotations

import dataclasses
import mimetypes
from hashlib import sha256

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from audioedition import publish
from audioedition.archive import Archive
from audioedition.config import Config

HOST = "127.0.0.1"
TYPES = {".xml": "application/rss+xml", ".html": "text/html; charset=utf-8"}
mimetypes.add_type("audio/mpeg", ".mp3")


def application(config: Config, archive: Archive, address: str) -> Starlette:
    """The server's application; `address` is where it will be reached, without a slash at its end."""
    config = _completed(config)

    async def computed(request: Request) -> Response:
        wanted = request.url.path.lstrip("/")
        wanted = f"{wanted}{publish.PAGE}" if wanted == "" or wanted.endswith("/") else wanted
        for path, data in publish.rendered(config, archive, address):
            if str(path) == wanted:
                return _answer(request, data, TYPES[path.suffix])
        return Response("Nothing is recorded here yet: run `audioedition publish POST`.", 404)

    async def folder(request: Request) -> Response:
        return RedirectResponse(f"{request.url.path}/")

    routes = [Route("/", computed), Route(f"/{publish.PAGE}", computed)]
    for tag in config.languages:
        routes += [Route(f"/{tag}", folder), Route(f"/{tag}/", computed)]
        routes += [Route(f"/{tag}/{name}", computed) for name in (publish.PAGE, publish.FEED)]
    config.feeds.mkdir(parents=True, exist_ok=True)
    return Starlette(routes=[*routes, Mount("/", StaticFiles(directory=config.feeds))])


def serve(config: Config, archive: Archive, port: int) -> None:
    """Serve until interrupted, on the loopback interface only."""
    address = f"http://{HOST}:{port}"
    uvicorn.run(application(config, archive, address), host=HOST, port=port, log_level="warning")


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
