"""A page on which everything that waits to be released can be heard, marked, corrected, spoken again and released.

It acts, so a web server on this machine serves it: to this machine only, and to who knows the secret of its address.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from audioedition.preview import HOST, address, listen, names, serve
from audioedition.review.desk import Desk
from audioedition.review.guard import Guard, secret
from audioedition.review.leading import leading
from audioedition.review.web import routes

__all__ = ["HOST", "Desk", "address", "application", "leading", "listen", "secret", "serve"]


def application(desk: Desk, secret: str, entered: Callable[[], None] = lambda: None) -> Starlette:
    """The server's application; every path of it begins with `/<secret>/`, and `entered` is called when the first does."""
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=names()),
        Middleware(Guard, secret=secret, entered=entered),
    ]
    return Starlette(routes=routes(desk), middleware=middleware)
