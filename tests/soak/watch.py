"""What watches over each input in its own process: for how long it runs, how much memory it takes, and which it was when all ends."""

from __future__ import annotations

import contextlib
import faulthandler
import mmap
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

SECONDS = 10
"""Of the processor, for one input."""

SLEEP = 120
"""Seconds of the clock, for one input: who waits for ever takes nothing of the processor."""

GROWTH = 500
"""MB by which a process may grow beyond what it took after its examples."""

_MOST = 16_000_000_000  # bytes of addresses: beyond it there is an error, and not an end of the whole machine
_ROOM = 1 << 20  # bytes of the file that holds the present input


class Grown(BaseException):
    """More memory was taken than any input may take; not to be caught by what takes it."""


class Watch:
    """Watches over inputs; the present one stands in the file `now`, for whoever finds the process ended."""

    def __init__(self, now: Path) -> None:
        """Begin; `now` and, beside it, what was running when time was up, are written anew."""
        now.write_bytes(bytes(_ROOM))
        self._file = now.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), _ROOM)
        self._told = now.with_suffix(".stack").open("w", encoding="utf-8")
        for late in (signal.SIGPROF, signal.SIGALRM):  # both end the process, also where it is not in Python
            faulthandler.register(late, self._told, chain=True)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (_MOST, hard))
        self._least = _taken()

    def begun(self) -> None:
        """From now on, what is taken counts."""
        self._least = _taken()

    @property
    def growth(self) -> float:
        """MB that were taken since."""
        return _taken() - self._least

    @contextlib.contextmanager
    def over(self, data: bytes) -> Iterator[None]:
        """Watch while `data` are run.  Raises Grown."""
        self._map[:4] = min(len(data), _ROOM - 4).to_bytes(4, "big")
        self._map[4 : 4 + len(data)] = data[: _ROOM - 4]
        before = self.growth
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.setitimer(signal.ITIMER_REAL, SLEEP)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self.growth > GROWTH >= before:
            raise Grown(f"{self.growth:.0f} MB more than at first")

    def close(self) -> None:
        """Nothing is running any more."""
        self._map[:4] = bytes(4)


def last(now: Path) -> bytes:
    """The input that was running when a process ended, of which `now` is the file; b"" if none was."""
    data = now.read_bytes()
    return data[4 : 4 + int.from_bytes(data[:4], "big")]


def _taken() -> float:
    """The most memory that this process has had so far, in MB."""
    # Linux counts into `ru_maxrss` what the process had that started this one, which may be more than this will ever take.
    with contextlib.suppress(OSError), Path("/proc/self/status").open("rb") as status:
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
