"""Sizes of files and folders: as people write them, and as they read them.  Pure."""

from __future__ import annotations

import re

_DECIMAL = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_BINARY = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_UNITS = {unit.lower(): size for unit, size in (_DECIMAL | _BINARY).items()}

_SIZE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([a-z]{2,3})", re.IGNORECASE | re.ASCII)
_FEW = 10  # of a unit, from which on a figure behind the point says nothing


def parsed(text: str) -> int:
    """The bytes that are written as "2 GB", "1.5 TB" or "500 MiB"; units as in IEC 80000-13, in any case.

    kB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB of 1024.  Raises ValueError for anything else.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found or found[2].lower() not in _UNITS:
        message = f"{text!r} is no size"
        raise ValueError(message)
    return round(float(found[1]) * _UNITS[found[2].lower()])


def shown(size: int) -> str:
    """`size` bytes as one reads them: "0 kB", "1.2 GB", "830 MB"."""
    unit, factor = next((each for each in reversed(_DECIMAL.items()) if size >= each[1]), ("kB", 1000))
    value = size / factor
    return f"{value:,.0f} {unit}" if value >= _FEW else f"{f'{value:.1f}'.removesuffix('.0')} {unit}"
