"""Where a preview listens, how it is reached there, and by which names it may be called."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator

from audioedition.errors import AudioeditionError

HOST = "127.0.0.1"
"""This machine and no other."""
_QUEUE = 1024  # connections that wait until they are let in; systems may allow less
_OUTSIDE = ("192.0.2.1", 9)  # of the documentation: nothing is sent there


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket that listens at `port` (0 for any that is free) of `host`, an address or a name of this machine.

    Raises AudioeditionError if they cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_QUEUE)
    except (socket.gaierror, UnicodeError) as exc:
        message = f"{host!r} is no address of this machine: leave out --host, or give 0.0.0.0 for all it has."
        raise AudioeditionError(message) from exc
    except OSError as exc:
        reason = str(exc.strerror or exc).partition(" (while")[0]  # Python repeats where
        message = (
            f"The port {port} cannot be used ({reason}): choose another with --port, or any with --port 0."
            if is_local(host)
            else f"The port {port} of {host} cannot be used ({reason}): choose another --port or --host."
        )
        raise AudioeditionError(message) from exc


def address(listening: socket.socket, host: str = HOST) -> str:
    """Where the server at the socket is reached, without a slash at its end; of several places, one that others reach."""
    ip, port = listening.getsockname()[:2]
    if ipaddress.ip_address(ip).is_unspecified:
        host = _outward() or socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_local(host: str) -> bool:
    """Whether only this machine can reach a server at `host`."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def names(host: str = HOST) -> list[str]:
    """What a server at `host` may be called: a web site whose name is turned to this machine gets nothing."""
    found = {HOST, "localhost", "::1"}
    if not is_local(host):
        found |= {host, *_names_of_machine()}
    return sorted(f"[{name}]" if ":" in name else name for name in found)


def _names_of_machine() -> Iterator[str]:
    name = socket.gethostname().lower()
    yield from (name, f"{name}.local", socket.getfqdn().lower())
    with contextlib.suppress(OSError):
        for found in socket.getaddrinfo(name, None):
            yield str(found[4][0])
    if outward := _outward():
        yield outward


def _outward() -> str:
    """The address by which this machine reaches others, and they it; empty if it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_OUTSIDE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])
