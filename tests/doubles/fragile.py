"""An engine for processes, each of which it may end: told by the text what to do."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from audioedition.engines import Parallel
from audioedition.model import Clip

HERE = os.getpid()


class Fragile:
    """Gives the number of the process in which it speaks as a clip.

    `die` ends the process; `die once FILE` does so until there is that file; `spin SECONDS` keeps the processor busy.
    """

    fingerprint = "fragile"
    parallel: Parallel = "processes"

    def synthesize(self, text: str) -> Clip:
        match text.split(maxsplit=2):
            case ["die", "once", path] if not Path(path).exists():
                Path(path).touch()
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(60)
            case ["die"]:
                os._exit(3)
            case ["spin", seconds]:
                end = time.thread_time() + float(seconds)
                while time.thread_time() < end:
                    pass
            case ["fail", *_]:
                message = f"I will not say {text!r}."
                raise ValueError(message)
        return Clip(f"{os.getpid()}".encode(), 8_000)
