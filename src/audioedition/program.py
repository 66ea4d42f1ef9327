"""Which program this is, told by its files without reading them: for what must be worked out anew by another one."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from audioedition.files import digest

_CACHE = "__pycache__"
_INSTALLED = (".dist-info", ".egg-info")


@cache
def stamp() -> str:
    """A digest of this program's files, by size and time of change, of the libraries beside it, and of Python.

    Any change of any of them is another program: so it says too much, and never too little.
    """
    libraries = sorted({name for place in sys.path for name in _libraries(place)})
    return digest(sys.version, *_files(Path(__file__).parent), *libraries)


def _files(top: Path) -> list[str]:
    found = [str(top)]
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if name != _CACHE]
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 -- hundreds of files, at every start
            said = os.stat(path)  # noqa: PTH116 -- the same
            found.append(f"{path} {said.st_size} {said.st_mtime_ns}")
    return sorted(found)


def _libraries(place: str) -> list[str]:
    """The installed libraries in a folder of `sys.path`: a name that says the version of each."""
    try:
        return [name for name in os.listdir(place or ".") if name.endswith(_INSTALLED)]  # noqa: PTH208 -- the same
    except OSError:  # not there, or no folder
        return []
