"""A server of models, over https on this machine, that knows ranges and validators as real ones do."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from local_web import Act, LocalWeb, answer

HOST = "blog.example"
_CERTIFICATE = Path(__file__).parent.parent / "data" / "fetching" / "blog.example.pem"


@contextlib.contextmanager
def hub(
    monkeypatch: pytest.MonkeyPatch, files: Mapping[str, bytes | Act | list[bytes | Act]]
) -> Iterator[LocalWeb]:
    """Serve `files`; addresses are `web.at(path, HOST)`.  No pauses are made between tries."""
    monkeypatch.setenv("SSL_CERT_FILE", str(_CERTIFICATE))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    really = socket.getaddrinfo

    def found(host: object, *args: object, **kwargs: object) -> object:
        return really("127.0.0.1" if host in {HOST, HOST.encode()} else host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr("audioedition.downloads.transfer.PAUSES", (0.0, 0.0, 0.0))
    with LocalWeb(files, _CERTIFICATE) as web:
        yield web


def model(web: Callable[[], LocalWeb], data: bytes, etag: str | None = '"1"', cut: int | None = None) -> Act:
    """Answers with `data`, or the range of it that is asked for; breaks off after `cut` bytes of an answer."""

    def act(sock: socket.socket) -> None:
        headers = web().asked[-1].headers
        first = int((re.match(r"bytes=(\d+)-", headers.get("range", "")) or ["", "0"])[1])
        fits = headers.get("if-range") in {None, etag}
        if first >= len(data) > 0 and fits:
            sock.sendall(answer(b"", "416 Range Not Satisfiable", content_range=f"bytes */{len(data)}"))
            return
        said = {"ETag": etag} if etag else {}
        if first and fits:
            piece, status = data[first:], "206 Partial Content"
            said["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
        else:
            piece, status = data, "200 OK"
        whole = answer(
            piece, status, "application/octet-stream", **{k.replace("-", "_"): v for k, v in said.items()}
        )
        sock.sendall(whole if cut is None else whole[: len(whole) - len(piece) + cut])

    return act
