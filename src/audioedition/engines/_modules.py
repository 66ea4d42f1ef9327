"""The doors through which engines come in: built-in ones, installed ones by an entry point, anybody's by a dotted name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from audioedition.engines._setup import cause
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.strict import nearest

GROUP = "audioedition.engines"
"""The group of entry points (of a package's `pyproject.toml`) by which installed engines are found."""


@cache
def built_in() -> tuple[str, ...]:
    """The names of the engines that come with the program."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return tuple(sorted(info.name for info in found if not info.name.startswith("_")))


@cache
def installed() -> Mapping[str, EntryPoint]:
    """The engines of other packages, by the names of their entry points; none of them can take a built-in engine's name."""
    own = set(built_in())
    return {
        each.name: each for each in entry_points(group=GROUP) if each.name not in own and "." not in each.name
    }


def find(name: str, file: str = "") -> ModuleType:
    """The engine module called `name`, as it stands in `file`.

    Raises ConfigError for one that does not exist or is no engine, EngineUnavailable for somebody's
    that cannot be imported.
    """
    place = f" ({file})" if file else ""
    if name in built_in():
        return importlib.import_module(f"{__package__}.{name}")
    full = name if "." in name else _entry(name, place)
    try:
        found = importlib.import_module(full)
    except KeyboardInterrupt:
        raise
    except BaseException as exc:  # importing runs anybody's code
        problem = f"its module cannot be imported ({cause(exc)})"
        raise EngineUnavailable(
            name, problem, "Correct its name, or install it beside audioedition."
        ) from exc
    if not (hasattr(found, "load") and hasattr(found, "voices")):
        message = (
            f"The module {full!r}{place} is no engine: it has no load() and voices() (docs/own-engine.md)."
        )
        raise ConfigError(message)
    return found


def _entry(name: str, place: str) -> str:
    """The module that an installed engine's entry point names."""
    if name not in installed():
        known = [*built_in(), *installed()]
        raise ConfigError(
            f"There is no engine {name!r}{place}: {nearest(name, known)}. A module of one's own needs a dot in its name, "
            "such as birds.crow, or an entry point (docs/own-engine.md)."
        )
    return installed()[name].value.partition(":")[0]
