"""What may be connected to: the public Internet, and not the network that this machine stands in.

An address in a feed or a redirect is a stranger's word.  If it led to `127.0.0.1`, to a router or to a
cloud's metadata service, the stranger would have this machine fetch what only this machine can see.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from concurrent.futures import Future
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.request import getproxies

from audioedition.posts.web.addresses import Refused

# IANA's registries of special-purpose addresses, written out: what `ipaddress.is_global` answers
# differs between the versions of Python that we run on; and an address that one cloud treats so.
_NOT_PUBLIC_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # private, behind a carrier's NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # given out as public, but in Azure each machine's own host, which has secrets, too
        "169.254.0.0/16",  # link-local, where clouds keep their secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays from 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_PUBLIC_6 = IPv6Network(
    "2000::/3"
)  # all that was ever given out: loopback, fc00::, fe80::, ff00:: lie outside
_NOT_PUBLIC_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols; among them Teredo, which wraps an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which wraps an IPv4 address
        "3fff::/20",  # documentation
    )
]
_NAT64 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches the IPv4 address at its end
Place = tuple[str, int]
"""A host, as it stands in an address, and a port."""

_WEB_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024


def is_public(ip: str) -> bool:
    """Whether the IP address `ip` is one of the public Internet, whatever it is wrapped in."""
    address = ip_address(ip)
    if isinstance(address, IPv6Address) and address in _NAT64:
        address = IPv4Address(address.packed[-4:])
    elif isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def check(host: str, port: int, found: Sequence[str], *, others: bool = False) -> None:
    """Raise Refused unless `found`, the IP addresses of `host`, are all public and `port` may be the web's.

    The web lives on 80, 443 and the ports that anybody may open; the others below 1024 are mail,
    shells and printers.  `others` tells that other places may be private.
    """
    if local := next((ip for ip in found if not is_public(ip)), None):
        where = host if host == local else f"{host} is {local}"
        remedy = (
            f"--allow-private is for the hosts that you have typed, and {host} with port {port} is none of them. "
            "Give its address yourself, if it is meant."
            if others
            else "add --allow-private if that is meant."
        )
        raise Refused(f"leads into the local network ({where}): {remedy}", of_host=True)
    if port < _FIRST_FREE_PORT and port not in _WEB_PORTS:
        raise Refused(f"leads to port {port}, where no web pages are: check the address.")


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Find the IP addresses of `host`, a name or itself an IP address in any spelling; never none.

    Raises Refused if there are none, and TimeoutError after `seconds`.
    """
    # The system's resolver knows no time limit, so it is asked in a thread that may be left behind.
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.set_result(list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found)))
        except BaseException as exc:  # noqa: BLE001 -- raised again by whoever waits for the answer
            answer.set_exception(exc)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        raise
    except (OSError, ValueError) as exc:  # ValueError: no name at all, such as one with a label of 70 letters
        raise Refused(
            f"cannot be found: nobody knows the host {host}. "
            f"Check the address, and whether you are online{unused_proxy()}.",
            of_host=True,
        ) from exc


def unused_proxy() -> str:
    """What to add to a sentence where a proxy is set, which might have got through."""
    named = getproxies().keys() & {"http", "https", "all"}
    return "; the proxy that is set on this machine is not used" if named else ""
