"""What is seen of a fault of ours: where it was, for a report, but no password.

Whatever a person can mend is a sentence (`errors`); what is left is a traceback, and an error's text may repeat an
address, or that of a proxy, with the password in it.
"""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from audioedition.errors import MEMORY, is_out_of_memory


def told(kind: type[BaseException], exc: BaseException | None, trace: TracebackType | None) -> str:
    """The traceback, and what to do with it."""
    from audioedition.cli.shown import harmless  # noqa: PLC0415 -- only where something went wrong

    lines = "".join(traceback.format_exception(kind, exc, trace))
    return harmless(f"{lines}This is a fault in audioedition: please report it, with these lines.\n")


def without_passwords() -> None:
    """Have whatever ends this program, or a thread of it, told so."""
    sys.excepthook = _say
    threading.excepthook = lambda of: _say(of.exc_type, of.exc_value, of.exc_traceback)


def _say(kind: type[BaseException], exc: BaseException | None, trace: TracebackType | None) -> None:
    if is_out_of_memory(exc):
        sys.stderr.write(f"Error: {MEMORY}\n")
    elif issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, exc or kind(), trace)
    elif sys.stderr is not None and not issubclass(kind, SystemExit):
        sys.stderr.write(told(kind, exc, trace))
