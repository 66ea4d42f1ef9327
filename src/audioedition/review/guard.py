"""Who may ask what: a door that stands before all that a review answers.

Every request needs the secret of the address, so that no other user of this machine, and no web site, reads what is not
published.  What changes something must come from the page itself besides: from its own origin and as JSON, which no form
and no link of another site can send.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 64 * 1024
"""Bytes that a request may have: some hundred times those of a correction."""

_DIGITS = 9  # of a length, before it is counted

_POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"),
        *("media-src 'self' data:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"),
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer says.  Nobody else may show the page, read what it gets, or learn its address."""


def secret() -> str:
    """A new secret, of 256 bits, as it stands in an address."""
    return secrets.token_urlsafe(32)


class Guard:
    """`app`, for whoever knows the `secret`, with which each path must begin; `entered` is called when the first one does."""

    def __init__(self, app: ASGIApp, secret: str, entered: Callable[[], None] = lambda: None) -> None:
        """Stand before `app`."""
        self._app = app
        self._secret = secret
        self._entered = entered
        self._is_entered = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                taken = {name for name, _ in own}
                message["headers"] = [*(pair for pair in message["headers"] if pair[0] not in taken), *own]
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            status, why = refusal
            await PlainTextResponse(why, status)(scope, receive, said)
            return
        if not self._is_entered:
            self._is_entered = True
            self._entered()
        await self._app(scope, receive, said)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request gets nothing: a status and a sentence."""
        if not _is_same(_key(scope), self._secret):
            return 403, "This is not the address of the review: take the one that the command has printed."
        if scope["method"] in {"GET", "HEAD"}:
            return None
        if scope["method"] != "POST":
            return 405, "Nothing is answered here but GET, HEAD and POST."
        return _foreign(Headers(scope=scope), scope)


def _key(scope: Scope) -> str:
    """What a path begins with."""
    return str(scope["path"]).lstrip("/").partition("/")[0]


def _is_same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _foreign(headers: Headers, scope: Scope) -> tuple[int, str] | None:
    """Why a request to change something is not from the page itself."""
    own = f"{scope['scheme']}://{headers.get('host', '')}"
    if headers.get("origin") != own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "Only the page itself may change something."
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return 415, "What changes something is sent as JSON."
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers:  # by which whatever length is told does not count
        return 411, "The length of what is sent must be known before."
    if not length.isascii() or not length.isdigit():
        return 411, "The length of what is sent must be known before."
    if len(length) > _DIGITS or int(length) > LARGEST:
        return 413, "That is too much at once."
    return None
