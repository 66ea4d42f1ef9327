"""Many machines in place of one: sentences are spoken by the workers of a Dask cluster.

The only door to Dask distributed.  What comes out of it is an Executor as of Python's own `concurrent.futures`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import platform
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from audioedition import __version__
from audioedition.errors import ClusterError

if TYPE_CHECKING:
    from audioedition.cluster.workers import Workers

__all__ = ["connected"]

_PATIENCE = 10  # seconds until a scheduler must have answered
_NAMED = 3  # machines that are named, of those that may be many


@contextlib.contextmanager
def connected(address: str, say: Callable[[str], None]) -> Iterator[Workers]:
    """The workers of the scheduler at `address` (`tcp://host:8786`, or `tls://`), while it lasts; `say` hears who they are.

    There may be none yet: a cluster that grows with its work has none until it has some.  TLS is Dask's affair: its
    configuration says which certificates are used.

    Raises ClusterError if Dask is not installed, the address holds a password, nobody answers, or a machine has another version of the program.
    """
    try:
        import distributed  # noqa: PLC0415 -- of an extra, and it takes two seconds
    except ImportError as exc:
        raise ClusterError(
            f"Dask, which speaks on other machines, is not installed ({exc}). Type in a checkout of audioedition: pip install '.[cluster]'"
        ) from exc
    from audioedition.cluster.workers import Workers  # noqa: PLC0415 -- as above

    if "@" in address:  # which Dask would repeat
        raise ClusterError(
            f"The address of the scheduler at {address.rpartition('@')[2]} holds a name and password, of which Dask knows nothing: "
            "leave them out. Who may use a cluster is told by TLS (docs/cluster.md)."
        )
    for name in (
        "distributed",
        "distributed.client",
    ):  # it would tell on standard error what we tell ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions: see below
        client = _client(distributed, address)
    workers = Workers(client, address, say)
    try:
        _compare(client, address, say)
        for line in _greeting(client, address, workers):
            say(line)
        yield workers
    finally:
        workers.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(Exception):  # whatever Dask has to say at its end, the work is done
            client.close(timeout=2)


def _client(distributed: Any, address: str) -> Any:  # noqa: ANN401 -- Dask, which mypy need not find
    try:
        asyncio.run(
            _knock(distributed, address)
        )  # a client that finds nobody would try to say goodbye for 20 s
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (
        Exception
    ) as exc:  # a wrong address, an answer of somebody else, certificates: each of another class
        said = " ".join(str(exc).split()) or type(exc).__name__
        message = (
            f"No Dask scheduler can be reached at {address} ({said}): start one there (dask scheduler), or correct the "
            "address, which is that of the scheduler and looks like tcp://host:8786."
        )
        raise ClusterError(message) from exc


async def _knock(distributed: Any, address: str) -> None:  # noqa: ANN401 -- a module
    """Raise whatever goes wrong where one connects to `address`."""
    secured = distributed.Security().get_connection_args("client")
    comm = await distributed.connect(address, timeout=_PATIENCE, **secured)
    await comm.close()


def _compare(client: Any, address: str, say: Callable[[str], None]) -> None:  # noqa: ANN401 -- as above
    """Raise ClusterError where a machine has another version of the program; tell where it has another Python or Dask."""
    try:
        found: Mapping[str, Any] = client.get_versions(packages=["audioedition"])
    except Exception as exc:
        said = " ".join(str(exc).split()) or type(exc).__name__
        message = (
            f"The scheduler at {address} does not say what it and its workers run ({said}): see their logs, start all of them "
            "anew with the Python and the audioedition[cluster] that are installed here, and run this again."
        )
        raise ClusterError(message) from exc
    machines = {address: found["scheduler"], **found["workers"]}
    ours = found["client"]["packages"]
    own = {**ours, "audioedition": __version__, "python": platform.python_version()}
    strange = _others(machines, "audioedition", own)
    if strange:
        message = (
            f"{strange}, but {__version__} here: install audioedition=={__version__} on all machines of the cluster, the "
            "scheduler's too, and start them anew."
        )
        raise ClusterError(message)
    for name in ("python", "distributed"):
        if strange := _others(machines, name, own):
            say(
                f"{strange}, but {own[name]} here: Dask promises nothing there; if it fails, install the same everywhere."
            )


def _others(machines: Mapping[str, Any], package: str, own: Mapping[str, str]) -> str:
    """Which machines have another version of a package than our `own`; "" if all have the same.

    Of Python, its third number does not matter.
    """

    def version(of: Any) -> str:  # noqa: ANN401 -- what Dask tells of a machine
        said = str(((of or {}).get("packages") or {}).get(package) or "none")
        return ".".join(said.split(".")[:2]) if package == "python" else said

    wanted = version({"packages": own})
    others: dict[str, list[str]] = defaultdict(list)
    for place, told in machines.items():
        if version(told) != wanted:
            others[version(told)].append(place)
    return "; ".join(
        f"{package} {have} is on {', '.join(places[:_NAMED])}{' and others' * (len(places) > _NAMED)}"
        for have, places in others.items()
    )


def _greeting(client: Any, address: str, workers: Workers) -> Iterator[str]:  # noqa: ANN401 -- as above
    count, threads = workers.count, workers.threads
    if count:
        yield f"speaking on {count} worker{'s' * (count != 1)} ({threads} thread{'s' * (threads != 1)}) of {address}"
    else:
        yield f"{address} has no workers yet: sentences wait for the first of them (dask worker {address})"
    with contextlib.suppress(Exception):  # a scheduler may have none
        if link := client.dashboard_link:
            yield f"what they do is seen at {link}"
