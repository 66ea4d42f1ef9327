"""What can go wrong, named for who must act.

    AudioeditionError
    ├── ConfigError              the owner: audioedition.toml or a voice file
    ├── PostError                the author: a post that cannot be read or spoken
    ├── EngineError              the operator: a voice failed on a sentence
    │   └── EngineUnavailable    the operator: a voice is not installed or not whole
    ├── ClusterError             the operator: the machines that are to speak
    ├── FetchError               the operator: a file that is needed cannot be had from the web
    ├── AudioError               the operator: ffmpeg, a jingle, a cover, the sound itself
    ├── ArchiveError             the operator: the archive, its records or its disk
    └── FeedError                the owner: a feed that directories would reject

Every message is one sentence or two that name the file, the place and the remedy: `cli` prints it
as it is and exits with 1.  A foreign exception is wrapped at the one door its library has.
"""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Iterator
from pathlib import PurePath

MEMORY = "There was no memory left: close other programs, or give this one more, and run it again; what was done stays."


class AudioeditionError(Exception):
    """The base of every error that a person can mend; if a lack of memory is behind it, it says so."""

    def __str__(self) -> str:
        """The sentence."""
        said = super().__str__()
        return f"{said} {MEMORY}" if is_out_of_memory(self) and MEMORY not in said else said


class ConfigError(AudioeditionError):
    """The configuration is wrong: the owner of the site must act."""


class PostError(AudioeditionError):
    """A post cannot be read, split or spoken: its author must act."""


class EngineError(AudioeditionError):
    """A voice failed on a text: whoever runs the program must act."""


class EngineUnavailable(EngineError):
    """A voice cannot be used on this machine until `remedy` has been typed or done."""

    def __init__(self, engine: str, problem: str, remedy: str) -> None:
        """Say that `engine` cannot be used, for the reason `problem`, until `remedy` is done."""
        problem = " ".join(problem.split())  # it may be a library's, over several lines
        super().__init__(f"The engine {engine!r} cannot be used: {problem}. {remedy}")
        self.engine = engine
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[EngineUnavailable], tuple[str, str, str]]:
        """From another process it comes back whole: an exception would be made anew of its message alone."""
        return type(self), (self.engine, self.problem, self.remedy)


class ClusterError(AudioeditionError):
    """The machines of a cluster cannot be reached, or cannot be used: whoever runs the program must act."""


class FetchError(AudioeditionError):
    """A file cannot be fetched, or kept, until `remedy` has been done."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Say that there is a `problem`, until `remedy` is done."""
        problem = " ".join(problem.split())  # as above
        super().__init__(f"A file cannot be fetched: {problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[FetchError], tuple[str, str]]:
        """As above."""
        return type(self), (self.problem, self.remedy)


class AudioError(AudioeditionError):
    """A sound or a picture could not be read or made."""


class ArchiveError(AudioeditionError):
    """The archive is damaged, claimed by another, or cannot be written."""


class FeedError(AudioeditionError):
    """A feed breaks a rule of the directories, and so is not written: the owner of the site must act."""


def unforeseen(source: str, exc: Exception) -> str:
    """What is said of a fault of ours that a post brought to light: it must not stop the other posts.

    Raises `exc` itself if Ctrl-C is behind it, which some libraries take for an error of theirs.
    """
    if was_interrupted(exc):
        raise exc
    if is_out_of_memory(exc):
        return f"{source} cannot be dealt with. {MEMORY}"
    if isinstance(exc, OSError) and exc.errno:
        return f"{source} cannot be dealt with: {refused(exc)}"
    places = [frame for frame in traceback.extract_tb(exc.__traceback__) if "audioedition" in frame.filename]
    at = f", {PurePath(places[-1].filename).name}:{places[-1].lineno}" if places else ""
    said = " ".join(str(exc).split())
    return (
        f"{source} cannot be dealt with because of a fault in audioedition "
        f"({type(exc).__name__}{': ' if said else ''}{said}{at}): please report it, with the post."
    )


def refused(exc: OSError) -> str:
    """What is said where the system refuses something that a program always may: a disk that is full, or gone."""
    what = (
        os.fsdecode(exc.filename)
        if isinstance(exc.filename, str | bytes | os.PathLike)
        else "A file, or the output,"
    )
    reason = exc.strerror or str(exc)
    full = exc.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    remedy = "free space" if full else "see that its disk is there and in order, and may be read and written"
    return f"{what} cannot be used ({reason}): {remedy}, and run this again."


def was_interrupted(exc: BaseException | None) -> bool:
    """Whether Ctrl-C is behind it: some libraries take that for an error of theirs (langdetect does)."""
    return any(isinstance(each, KeyboardInterrupt) for each in _behind(exc))


def is_out_of_memory(exc: BaseException | None) -> bool:
    """Whether a lack of memory is behind it, which Python, the system and libraries in C++ each tell in their own way."""
    return any(
        isinstance(each, MemoryError)
        or (isinstance(each, OSError) and each.errno == errno.ENOMEM)
        or any(words in str(each).lower() for words in _NO_MEMORY)
        for each in _behind(exc)
        if not isinstance(each, AudioeditionError)  # whose sentence may quote a post about memory
    )


_NO_MEMORY = (
    "cannot allocate memory",
    "bad_alloc",  # C++
    "bad allocation",
    "failed to allocate memory",  # onnxruntime
    "not enough memory",  # torch
    "failed to map segment",  # of a library that is to be loaded, by glibc
    "can't start new thread",  # there is no room for its stack
    "without setting an exception",  # Python, which had no room for one
    "without exception set",
)


def _behind(exc: BaseException | None) -> Iterator[BaseException]:
    """An error, and all that was being dealt with when it came up, or that it was made of."""
    seen: set[int] = set()
    waiting = [exc]
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += (each.__context__, each.__cause__)
