"""What the engines share before they speak: their options, their identity, their loaded models."""

from __future__ import annotations

import dataclasses
import difflib
import threading
import zipfile
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from audioedition import files, strict
from audioedition.derived import derived
from audioedition.engines import _text
from audioedition.errors import ConfigError
from audioedition.model import Voice
from audioedition.strict import nearest

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_LONGEST_REASON = 160  # characters
_LONGEST_NAME = 60  # characters of a path, in a message
_FEW = 12
_WHOLE = 256 << 20  # bytes
_PIECE = 1 << 20  # bytes
_LARGE = 1 << 20  # bytes, from which on a digest is kept: it takes longer to make than to look up


def between(low: float, high: float, default: float | None) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """A dataclass field for a number that `options` accepts from `low` to `high`."""
    return dataclasses.field(default=default, metadata={"between": (low, high)})


def options(voice: Voice, kind: type[T]) -> T:
    """The `[options]` of `voice` as a `kind`, a dataclass.

    Raises ConfigError for an unknown key (naming the nearest), a wrong type, or a number outside of
    what `between` allows.
    """
    table = strict.decode(voice.options, kind, place(voice, "options"))
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]  # a dataclass; Python has no type for that
        value = getattr(table, field.name)
        if value is not None and "between" in field.metadata:
            low, high = field.metadata["between"]
            if not low <= value <= high:
                message = f"{place(voice, 'options')}: the key {field.name!r} must be from {low} to {high}, not {value}."
                raise ConfigError(message)
    return table


def place(voice: Voice, key: str) -> str:
    """Where `key` of `voice` is written, for messages."""
    return f"{voice.file or f'voices/{voice.language}.toml'}, {key}"


def path_of(voice: Voice, name: str) -> Path:
    """The path that `name`, in `voice`'s file, means.  Raises ConfigError for one that no disk can have, or lets nobody see."""
    try:
        path = voice.folder / Path(name).expanduser()
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return path
    except (OSError, ValueError, RuntimeError) as exc:
        why = (exc.strerror if isinstance(exc, OSError) else "") or reason(exc)
        shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        message = f"{voice.file or f'voices/{voice.language}.toml'}: {shown!r} cannot be the path of a file ({why})."
        raise ConfigError(message) from exc
    return path


def suggestion(word: str, known: Sequence[str]) -> str:
    """The nearest of the `known` words, in brackets: all of them if they are few and none is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f" ({nearest(word, list(known))})" if near or len(known) <= _FEW else ""


def reason(exc: BaseException) -> str:
    """What a library's error says, in one short line."""
    lines = str(exc).strip().splitlines() or [type(exc).__name__]
    return lines[0] if len(lines[0]) <= _LONGEST_REASON else f"{lines[0][:_LONGEST_REASON]}…"


def cause(exc: BaseException) -> str:
    """What somebody's error is called, and what it says, in one short line."""
    return f"{type(exc).__name__}: {reason(exc)}" if str(exc).strip() else type(exc).__name__


def fingerprint(engine: str, revision: int, options: object, *contents: str) -> str:
    """The identity of a voice: everything besides the text that shapes its sound.

    `revision` is the engine module's own number, raised when its code makes other sounds.  The
    version of the library is left out on purpose: an update would have every episode spoken again.
    """
    given = dataclasses.asdict(options).items()  # type: ignore[call-overload]  # always a dataclass
    plain = {key: float(value) if type(value) is int else value for key, value in given}
    return files.digest(engine, str(revision), str(_text.REVISION), repr(sorted(plain.items())), *contents)


def contents(path: Path) -> str:
    """A digest of the model file at `path`.  Raises OSError.

    Archives (zip) over 256 MiB are told by their size, their first and their last MiB: reading two gigabytes
    would take longer than loading them, and those that hold big models end with a table of check sums of all
    their parts.  Other files are read whole, once: what is `derived` of a large one is kept until it is another.
    """
    stat = path.stat()
    return _contents(path, stat.st_size, stat.st_mtime_ns)


@cache
def _contents(path: Path, size: int, _modified: int) -> str:
    if size < _LARGE:
        return _digest(path, size)
    return derived("contents", [path.absolute()], lambda: _digest(path, size))


def _digest(path: Path, size: int) -> str:
    if size <= _WHOLE or not zipfile.is_zipfile(path):
        return files.digest_file(path)
    with path.open("rb") as file:
        head = file.read(_PIECE)
        file.seek(-_PIECE, 2)
        return files.digest(str(size), head, file.read())


class Once(Generic[K, T]):
    """Makes a thing the first time its key is asked for, once for all threads, and keeps it."""

    def __init__(self, make: Callable[[K], T]) -> None:
        """Prepare to call `make` with each key once; if it raises, it is tried again next time."""
        self._make = make
        self._made: dict[K, T] = {}
        self._lock = threading.Lock()

    def __call__(self, key: K) -> T:
        """The thing of `key`."""
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]
