"""The web root as a preview serves it: what is computed as it is now, and everything else from the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from email.utils import formatdate
from functools import cache, partial
from html import escape
from importlib.resources import files
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Receive, Scope, Send

from audioedition.addresses import PAGE
from audioedition.errors import AudioeditionError, unforeseen
from audioedition.files import digest
from audioedition.markup import told_by_hash
from audioedition.passwords import without_passwords
from audioedition.preview.answers import (
    METHODS,
    POLICY,
    beyond,
    headers,
    media_type,
    options,
    part,
    whole_or_part,
)
from audioedition.preview.live import Live, Snapshot

SCRIPT = "/_reload.js"
CHANGES = "/_changes"
_WRAPPED = "pre { white-space: pre-wrap }"
_ELSEWHERE = (
    "Something is wrong with this edition: the terminal in which `audioedition preview` runs says what."
)
_NEVER_COMPUTED = ("audio/",)
"""Media types of files that are only on the disk: who listens is not held up by anything."""
_MADE_ONCE = ("image/",)
"""Those of files that are computed only if they are not on the disk: covers, which nobody draws twice."""


class Web(StaticFiles):
    """The application that answers for every path of the web root."""

    def __init__(self, live: Live, tell: Callable[[str], None] | None = None) -> None:
        """Serve `live`, whose web root must be there; what is wrong with it is told by `tell` alone, if that is given."""
        super().__init__(directory=live.root, follow_symlink=True)
        self._live = live
        self._tell = tell
        self._last = ""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer to a request; `path` is how the system writes that of the file, tidied up."""
        wanted = _wanted(scope["path"])
        file = str(PurePath(path, PAGE)) if scope["path"].endswith("/") else path
        # What had to be tidied up is no address of a file; and Windows takes `\\` for `/`, and `:` for another file in one.
        if (
            "\\" in wanted
            or ":" in wanted
            or any(not name or name.startswith(".") for name in wanted.split("/"))
        ):  # `..`, and what is not finished
            return _told(wanted, "There is nothing here.", 404, "")
        if scope["method"] == "OPTIONS":
            return options(wanted)
        if scope["method"] not in METHODS:
            return PlainTextResponse("", 405, {"Allow": ", ".join(METHODS)})
        kind = media_type(wanted)
        is_picture = kind.startswith(_MADE_ONCE)
        # Rendering takes its time, and so happens in threads, beside other answers.
        render = partial(run_in_threadpool, self._computed, wanted, scope)
        if not (is_picture or kind.startswith(_NEVER_COMPUTED)) and (answer := await render()):
            return answer
        try:
            return await super().get_response(file, scope)
        except HTTPException:
            drawn = await render() if is_picture else None
            is_podcast = wanted.partition("/")[0] in self._live.folders
            said = "Nothing is recorded here yet: run `audioedition publish POST`."
            return drawn or _told(wanted, said if is_podcast else "There is nothing here.", 404, "")

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file at `path`, also in a folder that is kept elsewhere, as `publish` finds it.

        A file that is itself a link out of its folder and of the web root is not found: it may have come by mistake.
        """
        full, found = super().lookup_path(path)
        file = Path(full)
        if found and not any(
            map(file.resolve().is_relative_to, (file.parent.resolve(), self._live.root.resolve()))
        ):
            return "", None
        return full, found

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file, a part of it, or that it has not changed."""
        wanted = _wanted(scope["path"])
        said = headers(wanted)
        response = _File(
            full_path, status_code, said, media_type(PurePath(full_path).as_posix()), stat_result=stat_result
        )
        asked = Headers(scope=scope)
        if self.is_not_modified(response.headers, asked):
            return _unchanged(response.headers, said)
        size = stat_result.st_size
        found = part(size, response.headers, asked)
        return beyond(size, said) if found and found[0] >= size else response

    def changes(self, request: Request) -> Response:
        """The state of the page that is asked about; its script compares it with its own."""
        wanted = _wanted(request.query_params.get("page", "/"))
        try:
            state = _state(self._live.now().key(wanted))
        except AudioeditionError as exc:
            state = _state(str(exc))
        return PlainTextResponse(state, headers=headers("") | {"Cache-Control": "no-store"})

    def _computed(self, wanted: str, scope: Scope) -> Response | None:
        key = ""
        try:
            now = self._live.now()
            key = now.key(wanted)
            if wanted in now.sheets:
                return self._sheet(now, wanted, scope)
            if f"{wanted}/{PAGE}" in now.sheets:
                return RedirectResponse(f"/{quote(wanted)}/")
        except AudioeditionError as exc:
            return self._fault(wanted, str(exc), key or str(exc))
        except Exception as exc:  # noqa: BLE001 -- a server has nobody who reads a traceback
            return self._fault(wanted, unforeseen("This edition", exc), key)
        return None

    def _fault(self, wanted: str, said: str, key: str) -> Response:
        """What is wrong, to who may know: it names this machine's folders.  Where it runs it is told once, and not to each who asks."""
        if self._tell:
            if said != self._last:
                self._tell(said)
                self._last = said
            said = _ELSEWHERE
        return _told(wanted, said, 500, key)

    def _sheet(self, now: Snapshot, wanted: str, scope: Scope) -> Response:
        asked = Headers(scope=scope)
        said = headers(wanted) | {
            "Content-Type": media_type(wanted),
            "ETag": f'"{_state(now.key(wanted))}"',
            "Last-Modified": formatdate(now.since(wanted), usegmt=True),
        }
        if self.is_not_modified(Headers(said), asked):
            return _unchanged(Headers(said), said)
        data = now.data(wanted)
        if _is_page(wanted):
            data = _watching(data, now.key(wanted))
        return whole_or_part(data, said, asked, body=scope["method"] == "GET")


class _File(FileResponse):
    """A file, or the one range of it that is asked for, if there is one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; FileResponse itself would refuse what is no range of bytes."""
        size = int(self.headers["Content-Length"])
        if part(size, self.headers, Headers(scope=scope)) is None:
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}
        await super().__call__(scope, receive, send)


@cache
def script() -> bytes:
    """The script by which a page reloads when it has changed."""
    return files("audioedition.preview").joinpath("reload.js").read_bytes()


def _wanted(path: str) -> str:
    """The file in the web root that a path of the web means."""
    path = path.lstrip("/")
    return f"{path}{PAGE}" if path == "" or path.endswith("/") else path


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _state(key: str) -> str:
    return digest(key)[:32] if key else ""


def _watching(page: bytes, key: str) -> bytes:
    """`page` with the script that reloads it when its `key` is another one."""
    script = f'<script src="{SCRIPT}" data-state="{_state(key)}" defer></script>'.encode()
    before, end, after = page.rpartition(b"</body>")
    return before + script + end + after if end else page + script


def _unchanged(response: Headers, said: dict[str, str]) -> Response:
    answer = NotModifiedResponse(response)
    answer.headers.update({name: value for name, value in said.items() if name.startswith(("Access-", "X-"))})
    return answer


def _told(wanted: str, said: str, status: int, key: str) -> Response:
    """A sentence instead of a file; as a page it goes away by itself, as soon as there is something to show."""
    said = without_passwords(said)
    if not _is_page(wanted):
        return PlainTextResponse(said, status, headers(""))
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>audioedition preview</title><link rel="icon" href="data:,">'
        f"<style>{_WRAPPED}</style></head><body><pre>{escape(said)}</pre></body></html>"
    )
    policy = POLICY.replace("style-src 'self'", f"style-src {told_by_hash(_WRAPPED)}")
    about = {"Content-Type": media_type(PAGE), "Content-Security-Policy": policy}
    return Response(_watching(page.encode(), key), status, headers("") | about)
