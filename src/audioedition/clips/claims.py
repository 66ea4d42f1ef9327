"""Who is speaking what for the shelf just now: a sentence of two episodes that are recorded at one time is spoken once."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Claims:
    """The keys of clips that somebody in this process is making, each with a future that is done when he has finished, or has given up."""

    _made: dict[str, Future[None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str) -> Future[None] | None:
        """Claim a clip; if somebody else has, it stays his, and what one can wait for comes back."""
        with self._lock:
            if key in self._made:
                return self._made[key]
            self._made[key] = Future()
            return None

    def release(self, key: str) -> None:
        """Say that one's own claim is over; nothing if there is none."""
        with self._lock:
            future = self._made.pop(key, None)
        if future:
            future.set_result(None)
