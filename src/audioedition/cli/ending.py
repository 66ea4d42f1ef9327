"""A signal that asks the program to end, by `kill` or since its terminal is closed, ends it as Ctrl-C does.

By itself Python would be gone at once, and leave in the system's folder for temporary files what it was recording.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
_TERMINAL = (1, 2)  # where output goes


class Ended(KeyboardInterrupt):
    """Somebody asked the program to end."""


@contextlib.contextmanager
def as_by_ctrl_c() -> Iterator[list[int]]:
    """While this lasts, such a signal raises Ended in the main thread: once, what follows changes nothing any more.

    Gives a list that holds the signal's number from then on.  One that the program was started to ignore, as by `nohup`, is
    still ignored; Windows has none.
    """
    told: list[int] = []
    if os.name == "nt" or threading.current_thread() is not threading.main_thread():
        yield told
        return
    every = [signal.Signals[name] for name in _NAMES]
    ours = [each for each in every if signal.getsignal(each) is signal.Handlers.SIG_DFL]
    hear = _hearing(told, ours, [each for each in _TERMINAL if os.isatty(each)])
    for each in ours:
        signal.signal(each, hear)
    try:
        yield told
    finally:
        for each in ours:
            signal.signal(each, signal.Handlers.SIG_DFL)


def status(told: list[int]) -> int:
    """The status with which the program exits that was interrupted: as shells have it by a signal that was `told`, or by Ctrl-C."""
    return 128 + told[0] if told else 1


def _hearing(
    told: list[int], ours: list[signal.Signals], terminals: list[int]
) -> Callable[[int, FrameType | None], None]:
    def hear(number: int, _: FrameType | None) -> None:
        for each in ours:
            signal.signal(each, signal.Handlers.SIG_IGN)
        for output in terminals:
            if not os.isatty(output):  # it is closed: whatever is still said would fail
                _silence(output)
        told.append(number)
        raise Ended

    return hear


def _silence(output: int) -> None:
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
