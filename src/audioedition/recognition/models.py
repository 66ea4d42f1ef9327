"""Where a recogniser's model lies: in a folder of one's own, or in the cache of the Hugging Face Hub, fetched by name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from audioedition import first_seen
from audioedition.derived import derived
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.files import digest_file
from audioedition.recognition.published import MODELS, Published
from audioedition.strict import nearest

Telling = Callable[[str, int, int], None]
"""Told what is fetched, how many megabytes of it are here, and of how many."""

NAME = "whisper"
FILES = ("config.json", "model.bin", "tokenizer.json")
"""What a model's folder holds at least, besides its vocabulary."""

_VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
_TOKENS = 51_864  # of the smallest vocabulary of any Whisper, that for English only

_REPOSITORY = re.compile(r"([\w-][\w.-]*/[\w-][\w.-]*)(?:@([0-9a-f]{40}))?")
_WANTED = [*FILES, "vocabulary.*", "preprocessor_config.json"]
_MEGABYTE = 1_000_000
_LONGEST = 160  # characters of a library's error
_BLOCKS, _BLOCK = 64, 65_536  # that are read of a large file for its fingerprint, and their bytes


def folder(model: str, root: Path, tell: Telling | None = None) -> Path:
    """The folder of `model`: a path, relative to `root`, or the name of one on the hub, which is fetched if it is not here.

    What comes from the hub is at the revision, and what its makers published, where that is known (`published`); of another
    repository, a revision may be given behind an @, and without one its files must stay what they were when they first came.

    Raises ConfigError for a name that nothing can have, EngineUnavailable with a remedy for a folder that is not whole, for other
    files than were published, or without a network.
    """
    path = root / Path(model).expanduser()
    if path.is_dir():
        lacking = [name for name in FILES if not (path / name).is_file()]
        if _vocabulary(path) is None:
            lacking.append(_VOCABULARIES[0])
        if lacking:
            raise not_whole(path, f"{', '.join(lacking)} is missing")
        return path
    if model.endswith(".en"):
        raise only_english(model)
    known = MODELS.get(model) or next((each for each in MODELS.values() if each.repository == model), None)
    named = _REPOSITORY.fullmatch(model)
    if known is None and named is None:
        message = (
            f"audioedition.toml: [listening] model = {model!r} is neither a folder nor a model that can be fetched "
            f"by its name, {nearest(model, list(MODELS))}."
        )
        raise ConfigError(message)
    wanted = known or Published(named[1] if named else "", (named[2] if named else None) or "", {})
    return _cached(wanted) or _fetched(model, wanted, tell)


def not_whole(path: Path, problem: str) -> EngineUnavailable:
    """The error for a folder that holds no model that can be used, and what to do."""
    remedy = f"Copy the whole folder of a model in CTranslate2's format there anew: {_and([*FILES, _VOCABULARIES[0]])}."
    return EngineUnavailable(NAME, f"its model in {path} is not whole: {problem}", remedy)


def said(exc: BaseException) -> str:
    """What a library's error says, on one line that is not too long."""
    text = " ".join(str(exc).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def only_english(model: str) -> ConfigError:
    """The error for a model that knows one language only."""
    return ConfigError(
        f"audioedition.toml: [listening] model = {model!r} hears nothing but English, and so cannot tell languages: "
        'choose one for all languages, such as "base".'
    )


def check_vocabulary(path: Path) -> None:
    """Raises EngineUnavailable if the vocabulary of the model in `path` is no whole one: it would be taken for one of English only."""
    file = _vocabulary(path)
    try:
        text = file.read_text("utf-8") if file else ""
        size = len(json.loads(text)) if file and file.suffix == ".json" else text.count("\n") + 1
    except (OSError, ValueError, TypeError) as exc:
        raise not_whole(path, f"its vocabulary cannot be read ({said(exc)})") from exc
    if size < _TOKENS:
        raise not_whole(path, f"{file.name if file else _VOCABULARIES[0]} is cut off")


def fingerprint(path: Path) -> str:
    """Of what the files of the model in `path` hold (SHA-256): all of small ones, and many places of large ones.

    Two models of one size differ everywhere, so places tell them apart.
    """
    found = hashlib.sha256()
    for file in [path / name for name in (*FILES, *_VOCABULARIES) if (path / name).is_file()]:
        size = file.stat().st_size
        found.update(f"{file.name} {size}\n".encode())
        with file.open("rb") as data:
            for block in range(_BLOCKS):
                data.seek(max(block * _BLOCK, block * (size - _BLOCK) // (_BLOCKS - 1)))
                found.update(data.read(_BLOCK))
    return found.hexdigest()


def _vocabulary(path: Path) -> Path | None:
    return next((path / name for name in _VOCABULARIES if (path / name).is_file()), None)


def _cached(wanted: Published) -> Path | None:
    """What was fetched before, by whatever program."""
    try:
        return _had(wanted, local_files_only=True)
    except (OSError, ValueError):
        return None


def _fetched(model: str, wanted: Published, tell: Telling | None) -> Path:
    try:
        return _had(wanted, tqdm_class=_bar(f"fetching the recogniser {model}", tell))
    except EngineUnavailable:  # it came, and is another
        raise
    except Exception as exc:  # the hub's client and the network under it have errors of many kinds
        why, connect = _why(exc)
        remedy = (
            f"{connect}; or copy the folder of a model in CTranslate2's format here, which holds {_and([*FILES, _VOCABULARIES[0]])}, "
            "and write its path as model under [listening] in audioedition.toml."
        )
        problem = f"the model {model!r} is not here, and to fetch it from {wanted.repository} {why}"
        raise EngineUnavailable(NAME, problem, remedy) from exc


def _why(exc: BaseException) -> tuple[str, str]:
    """Why nothing came from the hub, as the end of a sentence, and what to do about that."""
    kinds = {type(each).__name__ for each in _causes(exc)}
    connect = "Connect this machine to the internet once, and what was broken off goes on"
    if "OfflineModeIsEnabled" in kinds:
        return "is forbidden here by HF_HUB_OFFLINE", "Take HF_HUB_OFFLINE out of the environment once"
    if any("Connect" in kind for kind in kinds):  # ConnectError, ConnectTimeout, ConnectionError
        return "the Hugging Face Hub cannot be reached", connect
    return f"failed ({type(exc).__name__}: {said(exc)})", connect


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    while exc is not None:
        yield exc
        exc = exc.__cause__ or exc.__context__


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _had(wanted: Published, **settings: Any) -> Path:  # noqa: ANN401 -- the hub's own
    """Raises an OSError or ValueError if it cannot be had, EngineUnavailable if it is another than it should be."""
    path = _snapshot(wanted.repository, revision=wanted.revision or None, **settings)
    check_published(path, wanted)
    return path


def _snapshot(repository: str, *, revision: str | None, **settings: Any) -> Path:  # noqa: ANN401 -- the hub's own
    """Raises an OSError or ValueError if it cannot be had."""
    import huggingface_hub  # noqa: PLC0415 -- an extra: faster-whisper brings it

    path = Path(
        huggingface_hub.snapshot_download(repository, revision=revision, allow_patterns=_WANTED, **settings)
    )
    if not all((path / name).is_file() for name in FILES):
        raise FileNotFoundError(f"{repository} holds no model in CTranslate2's format")
    return path


def check_published(path: Path, wanted: Published) -> None:
    """Raise EngineUnavailable if the files in `path` are others than were published, or, where nobody has told, than first came here.

    Each is read whole, once; then not again as long as it looks the same (`derived`).  Raises OSError.
    """
    for name, (size, sha256) in wanted.files.items():
        file = path / name
        if file.is_file() and (file.stat().st_size != size or _digest(file) != sha256):
            raise EngineUnavailable(
                NAME,
                f"{name} of the model in {path} is not what {wanted.repository} published: it is damaged, or somebody else's",
                f"Delete {path.parent.parent} and run this again: it is fetched anew",
            )
    if not wanted.files:
        found = {file.name: _digest(file) for file in sorted(path.iterdir()) if file.is_file()}
        first_seen.check(NAME, wanted.repository, path.parent.parent / "first-seen.json", found)


def _digest(file: Path) -> str:
    return derived("contents", [file.absolute()], lambda: digest_file(file))


def _bar(title: str, tell: Telling | None) -> type[Any]:
    """A bar for the hub's client that draws nothing, and tells how many bytes have come."""
    from tqdm import tqdm  # noqa: PLC0415 -- an extra: the hub's client brings it

    class Bar(tqdm):  # type: ignore[misc]  # carries no types
        def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 -- tqdm's own
            settings.pop("name", None)
            super().__init__(*args, **{**settings, "disable": True})
            self._counts_bytes = settings.get("unit") == "B"
            self.total = settings.get("total") or 0
            self.n = settings.get("initial") or 0

        def update(self, n: float | None = 1) -> None:
            self.n += n or 0
            if tell is not None and self._counts_bytes:
                tell(title, int(self.n) // _MEGABYTE, int(self.total or self.n) // _MEGABYTE)

    return Bar
