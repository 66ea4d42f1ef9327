"""What a worker of a cluster is sent out for; it is imported there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def timed(fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[T, float]:
    """What `fn` gives, and how many seconds it took there."""
    begun = time.perf_counter()
    return fn(*args, **kwargs), time.perf_counter() - begun
