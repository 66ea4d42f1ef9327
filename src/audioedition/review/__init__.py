"""A page on which everything that waits to be released can be heard, marked, corrected, spoken again and released.

It acts, so a web server on this machine serves it: to this machine only, and to who knows the secret of its address.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from audioedition.preview import HOST, address, listen, names, serve
from audioedition.review.desk import Desk
from audioedition.review.guard import Guard, secret
from audioedition.review.web import routes

__all__ = ["HOST", "Desk", "address", "application", "listen", "secret", "serve"]


def application(desk: Desk, secret: str, ticket: str = "") -> Starlette:
    """The server's application; every path of it begins with `/<secret>/`, to which `/<ticket>` leads once."""
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=names()),
        Middleware(Guard, secret=secret, ticket=ticket),
    ]
    return Starlette(routes=routes(desk), middleware=middleware)
