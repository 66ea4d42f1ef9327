"""One file over the web, as far as it comes; what came is kept, and the next time the rest is asked for.

Only importer of httpx2 here.  Unlike posts, whose addresses are strangers' words, these addresses are our catalogue's:
so proxies of the environment are used, and where a redirect leads does not matter, as long as it is https.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import ssl
import time
from collections.abc import Iterator

import httpx2

from audioedition import __version__
from audioedition.downloads import proxies
from audioedition.downloads.begun import Begun
from audioedition.downloads.part import Part, Telling
from audioedition.errors import FetchError

TIMES = httpx2.Timeout(30.0, connect=10.0)
"""Seconds without a byte until a server is given up."""

PAUSES = (1.0, 2.0, 4.0)
"""Seconds before each new try."""

_UNREACHED_TRIES = 2  # whoever is offline need not wait for more
_PROGRESS = 1 << 20  # bytes: a try that brought as many does not count
_DIGITS = 18  # of a length: more is no file's, and Python refuses to read thousands
_LONGEST_WAIT = 30.0  # seconds that a server may ask us to wait
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PARTIAL, _BEYOND = 206, 416


class _Passing(Exception):
    """What may be gone at the next try; `tries` in all, `wait` seconds before the next if the server said so."""

    def __init__(self, problem: str, tries: int = len(PAUSES) + 1, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.tries = tries
        self.wait = wait


def transfer(part: Part, begun: Begun, tell: Telling) -> bool:
    """Bring all of `part` to `begun.path`; what is there of the same version is not asked for again.

    Tells whether it was pieced together of several answers.  Raises FetchError, and OSError if the disk refuses; what has come is kept then, and also after Ctrl-C.
    """
    pieced = begun.have > 0
    with _client(part) as client:
        failed = 0
        while not begun.is_whole:
            before = begun.have
            pieced = before > 0
            try:
                with _translated(part):
                    _ask(client, part, begun, tell)
            except _Passing as exc:
                failed = 1 if begun.have - before >= _PROGRESS else failed + 1
                if failed >= exc.tries:
                    raise FetchError(str(exc), _connect(part)) from exc
                time.sleep(exc.wait or PAUSES[failed - 1])
    return pieced


def _ask(client: httpx2.Client, part: Part, begun: Begun, tell: Telling) -> None:
    """Ask for what is missing, and append it; or for all, if what is here does not fit."""
    have = begun.have if begun.validator or part.sha256 or part.md5 else 0
    headers = {}
    if have:
        headers["Range"] = f"bytes={have}-"
        if begun.validator:
            headers["If-Range"] = begun.validator
    with client.stream("GET", part.address, headers=headers) as answer:
        _check_status(part, answer)
        if answer.status_code == _BEYOND or (
            answer.status_code == _PARTIAL and not _goes_on(answer, begun, have)
        ):
            begun.drop()
            raise _Passing(f"{_host(part)} sends another part of {part.path.name} than was asked for")
        start = have if answer.status_code == _PARTIAL else 0
        size = _size(answer, start)
        _check_contents(part, answer, size)
        if start and size == start:  # before the note: what is here must not pass for all of it
            raise _empty(part, answer)
        free = shutil.disk_usage(begun.path.parent).free + (begun.have - start)
        if size - start > free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if not start:
            begun.drop()  # before the note: what is here must never pass for a piece of the new version
        begun.write_down(_validator(answer), size)
        done = _append(part, answer, begun, start, size, tell)
        if size and done != size:
            raise _Passing(f"{part.path.name} was cut off on its way from {_host(part)}")
        if done == start:
            raise _empty(part, answer)
        begun.write_down(_validator(answer), done)


def _empty(part: Part, answer: httpx2.Response) -> _Passing:
    """Of an answer with nothing in it: it says nothing about how much is missing."""
    return _Passing(f"{_host(part)} sends nothing of {part.path.name} ({answer.status_code})")


def _append(  # noqa: PLR0913, PLR0917 -- one loop; its parts would need as many
    part: Part, answer: httpx2.Response, begun: Begun, start: int, size: int, tell: Telling
) -> int:
    """Write what comes behind the first `start` bytes, and give how many there are in the end."""
    done = start
    tell(part.path.name, done, size)
    with begun.path.open("r+b" if start else "wb") as file:
        file.seek(start)
        for piece in answer.iter_bytes():  # as they come: whatever is gathered first would be lost
            file.write(piece)
            done += len(piece)
            if part.size and done > part.size:
                raise _another(part, done)
            tell(part.path.name, done, size)
    return done


def _goes_on(answer: httpx2.Response, begun: Begun, have: int) -> bool:
    """Whether what comes follows what is here, in the same version."""
    where = answer.headers.get("content-range", "")
    validator = _validator(answer)
    return where.startswith(f"bytes {have}-") and (
        not validator or not begun.validator or validator == begun.validator
    )


def _size(answer: httpx2.Response, start: int) -> int:
    """How many bytes the whole file has; 0 if that is not known."""
    length = answer.headers.get("content-length", "")
    packed = "content-encoding" in answer.headers  # though we asked for it as it is
    return start + int(length[:_DIGITS]) if length.isdecimal() and not packed else 0


def _validator(answer: httpx2.Response) -> str:
    """What may stand in an If-Range: no weak ETag, and nothing if the server packs it on its way."""
    if "content-encoding" in answer.headers:
        return ""
    etag = str(answer.headers.get("etag", ""))
    return etag if etag.startswith('"') else str(answer.headers.get("last-modified", ""))


def _check_status(part: Part, answer: httpx2.Response) -> None:
    status = answer.status_code
    if status in _PASSING:
        asked = answer.headers.get("retry-after", "")
        wait = min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else 0.0
        raise _Passing(f"{_host(part)} cannot give {part.path.name} just now ({status})", wait=wait)
    if answer.is_success or status == _BEYOND:
        return
    if status in {404, 410}:
        problem = f"{part.path.name} is no longer at {part.address} ({status})"
        raise FetchError(
            problem, f"Update audioedition, whose catalogue may know more, or put it at {part.path} yourself."
        )
    raise FetchError(f"{_host(part)} does not give {part.path.name} ({status})", _connect(part))


def _check_contents(part: Part, answer: httpx2.Response, size: int) -> None:
    kind = answer.headers.get("content-type", "")
    if "html" in kind and part.path.suffix not in {".html", ".htm"}:
        problem = (
            f"instead of {part.path.name} comes a web page, perhaps of a network that wants you to sign in"
        )
        raise FetchError(problem, f"Look with a browser, then run the same command again, or {part.by_hand}.")
    if part.size and size and size != part.size:
        raise _another(part, size)


def _another(part: Part, size: int) -> FetchError:
    problem = (
        f"{part.path.name} at {_host(part)} has {size} bytes or more, not {part.size}: it is another file"
    )
    return FetchError(problem, f"Update audioedition, whose catalogue may know more, or {part.by_hand}.")


@contextlib.contextmanager
def _client(part: Part) -> Iterator[httpx2.Client]:
    headers = {"User-Agent": f"audioedition/{__version__}", "Accept-Encoding": "identity", "Accept": "*/*"}
    hooks = {"request": [lambda request: _check_address(part, request.url)]}
    try:
        client = httpx2.Client(follow_redirects=True, timeout=TIMES, headers=headers, event_hooks=hooks)
    except ImportError as exc:
        problem = "the environment names a SOCKS proxy, for which the package socksio is needed"
        remedy = f"Install it (pip install socksio), or name another proxy (HTTPS_PROXY, ALL_PROXY), or {part.by_hand}."
        raise FetchError(problem, remedy) from exc
    except httpx2.InvalidURL as exc:  # which may repeat a password
        problem = "the environment names a proxy whose address is not valid"
        raise FetchError(problem, "Correct it (HTTPS_PROXY, ALL_PROXY), or name none.") from exc
    except (OSError, ValueError) as exc:  # certificates, or a proxy of an unknown kind
        raise FetchError(f"no connection can be made ({exc})", "Correct the environment's settings.") from exc
    with client:
        yield client


def _check_address(part: Part, url: httpx2.URL) -> None:
    """Models are code's neighbours: they come over https, from the first step to the last."""
    if url.scheme != "https":
        problem = f"{part.path.name} would come unprotected, from {url.scheme}://{url.host}"
        raise FetchError(problem, f"To have it nevertheless, {part.by_hand}.")


@contextlib.contextmanager
def _translated(part: Part) -> Iterator[None]:
    """Turn what the library raises into what may pass, and what a person must act upon."""
    host = _host(part)
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as exc:
        if _is_certificate(exc):
            problem = f"{host} is not to be trusted: its certificate is not valid"
            raise FetchError(
                problem, f"Look at this machine's clock and network, or {part.by_hand}."
            ) from exc
        raise _Passing(f"{host} cannot be reached{proxies.through(part.address)}", _UNREACHED_TRIES) from exc
    except httpx2.ProxyError as exc:
        said = " ".join(str(exc).split())
        raise _Passing(
            f"{host} cannot be reached{proxies.through(part.address)} ({said})", _UNREACHED_TRIES
        ) from exc
    except (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError) as exc:
        raise _Passing(f"{part.path.name} was cut off on its way from {host}") from exc
    except (
        httpx2.RequestError,
        httpx2.InvalidURL,
        ValueError,
    ) as exc:  # ValueError: a host in broken Punycode
        said = " ".join(str(exc).split())
        raise FetchError(f"{part.path.name} cannot be had from {host} ({said})", _connect(part)) from exc


def _is_certificate(exc: BaseException | None) -> bool:
    while exc is not None and not isinstance(exc, ssl.SSLCertVerificationError):
        exc = exc.__cause__ or exc.__context__
    return exc is not None


def _connect(part: Part) -> str:
    proxy = proxies.remedy(part.address)
    return f"{proxy or 'Connect to the internet'} and run the same command again, or {part.by_hand}."


def _host(part: Part) -> str:
    return part.address.partition("://")[2].partition("/")[0]
