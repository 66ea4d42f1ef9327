"""What is done to sentences elsewhere: in another thread, another process, or on another machine.

Whoever runs this needs nothing but the engine, which travels as its voice, and the texts; clips come back by value.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Any

from audioedition.engines import Engine
from audioedition.errors import EngineError
from audioedition.model import Clip

Said = Clip | EngineError
"""What became of a text: how it sounds, or why it could not be spoken."""


def say(engine: Engine, texts: Sequence[str]) -> list[Said]:
    """What `engine` makes of each of the `texts`, in order; several are spoken together, if it can do that."""
    together = getattr(engine, "synthesize_all", None)
    if together and len(texts) > 1:
        with contextlib.suppress(
            EngineError
        ):  # one spoils it for all: each is tried alone, so that one sees which failed
            return list(together(texts))
    return [_said(engine, text) for text in texts]


def _said(engine: Engine, text: str) -> Said:
    try:
        return engine.synthesize(text)
    except EngineError as exc:
        return exc


class Here(Executor):
    """Nobody else: what is submitted is done at once."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 -- as its base class
        """Do it; what goes wrong is raised here and now."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
