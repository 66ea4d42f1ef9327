"""Patterns that are compiled when they are first asked for something: a language has hundreds, and a text needs few.  Pure."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """A pattern that is not compiled yet; whatever is asked of it is kept, so that it is as quick as any other from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever a pattern has
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "_compiled":
            found: object = re.compile(*self._source)
        else:
            found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`; but what it gives goes into no function of `re`, and a pattern that is wrong is found when it is used."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
