"""espeak's phoneme tables (the file `phontab` in its data): which mnemonics there are, and where they come from.

Each table goes on from another: German from the sounds that many languages share.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from audioedition.errors import EngineUnavailable


@cache
def tables(path: Path) -> dict[str, tuple[str, list[str]]]:
    """The phoneme tables in espeak's data: each with the name of the one that it goes on from, and its mnemonics.

    Raises EngineUnavailable for data of another make.
    """
    try:
        return _read(path.read_bytes())
    except (IndexError, UnicodeDecodeError, OSError) as exc:
        raise EngineUnavailable(
            "espeak", f"the sounds in {path} cannot be read", "Type: pip install espeakng-loader==0.2.4"
        ) from exc


def _read(data: bytes) -> dict[str, tuple[str, list[str]]]:
    place, found = 4, []
    for _ in range(data[0]):
        count, includes, name = data[place], data[place + 1], data[place + 4 : place + 36]
        place += 36
        codes = [data[place + 16 * each : place + 16 * each + 4] for each in range(count)]
        place += 16 * count
        mnemonics = [code.rstrip(b"\0").decode("ascii", "ignore") for code in codes]
        found.append((name.split(b"\0")[0].decode(), includes, [m for m in mnemonics if _is_sound(m)]))
    names = ["", *(name for name, _, _ in found)]
    return {name: (names[includes], mnemonics) for name, includes, mnemonics in found}


def _is_sound(mnemonic: str) -> bool:
    """Whether it could stand for a sound: not a pause, a mark of stress, or nothing."""
    return any(sign.isalnum() or sign in "@?*&" for sign in mnemonic) and not set(mnemonic) & set("_|%=/'")
