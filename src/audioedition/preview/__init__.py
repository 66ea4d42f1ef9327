"""A web server on this machine for the edition as it is: with byte ranges, so that players can seek.

Feeds and pages are rendered for the server's own address, whatever `base_url` says, and even while
it says nothing: a podcast app on this machine can subscribe before anything is published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ArchiveError
from audioedition.preview.answers import headers, media_type
from audioedition.preview.live import Live
from audioedition.preview.network import HOST, address, is_local, listen, names
from audioedition.preview.serving import serve
from audioedition.preview.web import CHANGES, SCRIPT, Web, script

__all__ = ["HOST", "address", "application", "is_local", "listen", "names", "serve"]


def application(
    config: Config,
    archive: Archive,
    address: str,
    called: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
) -> Starlette:
    """The server's application; `address` is where it will be reached, without a slash at its end.

    `called` is what it may be called in that address; by default, only this machine.  Settings and archive are read
    again whenever they change.  What is wrong with them names folders of this machine: it is a page, unless it is to be told
    by `tell` (from any thread), and nobody but this machine's user is to know it.  Raises ArchiveError if there is no web root and none can be made.
    """
    try:
        config.feeds.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        message = f"The folder {config.feeds} cannot be made ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
    web = Web(Live(config, archive, address), tell)
    return Starlette(
        routes=[Route(SCRIPT, _script), Route(CHANGES, web.changes), Mount("/", web)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(called) or names())],
    )


def _script(_: Request) -> Response:
    return Response(script(), headers=headers("") | {"Content-Type": media_type(SCRIPT)})
