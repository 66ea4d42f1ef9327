"""Files of settings: as text, and as tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from audioedition.errors import ConfigError


def text(path: Path) -> str:
    """The text of `path`, which may begin with a byte-order mark.  Raises ConfigError."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as exc:
        message = f"{path.name} is not UTF-8 text: save it as UTF-8."
        raise ConfigError(message) from exc
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ConfigError(message) from exc


def toml(text: str, where: str) -> dict[str, Any]:
    """The tables in `text`; `where` names its file.  Raises ConfigError."""
    try:
        return tomllib.loads(text)
    except ValueError as exc:  # not only TOMLDecodeError: a number of thousands of digits is none
        message = f"{where} is not valid TOML: {exc}."
        raise ConfigError(message) from exc
    except RecursionError as exc:
        message = f"{where} is nested too deeply: write its tables flat."
        raise ConfigError(message) from exc
