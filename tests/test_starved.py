"""Where there is no memory left, one sentence says so, and not a report of a fault."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from audioedition import cli
from audioedition.cli import crash
from audioedition.errors import MEMORY, AudioError, EngineError, is_out_of_memory, unforeseen, was_interrupted


def after(cause: BaseException, exc: Exception) -> Exception:
    """An error that came up while another was dealt with."""
    exc.__context__ = cause
    return exc


@pytest.mark.parametrize(
    "exc",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
        RuntimeError("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : std::bad_alloc"),
        ImportError("etree.so: failed to map segment from shared object"),
        SystemError("<function f> returned NULL without setting an exception"),
        after(MemoryError(), KeyError("x")),
    ],
    ids=repr,
)
def test_a_lack_of_memory_is_told_as_one(exc: Exception) -> None:
    assert is_out_of_memory(exc)
    assert unforeseen("a.md", exc) == f"a.md cannot be dealt with. {MEMORY}"


@pytest.mark.parametrize(
    "exc",
    [ValueError("a new memory"), OSError(errno.ENOSPC, "No space left"), EngineError("“bad_alloc”, he said")],
    ids=repr,
)
def test_nothing_else_is(exc: Exception) -> None:
    assert not is_out_of_memory(exc)
    assert MEMORY not in unforeseen("a.md", exc)


def test_an_error_of_ours_says_what_is_behind_it_once() -> None:
    inner = after(MemoryError(), AudioError("x.mp3 could not be written."))
    assert str(inner) == f"x.mp3 could not be written. {MEMORY}"
    assert str(after(inner, EngineError(str(inner)))) == str(inner)


def test_what_is_behind_an_error_is_seen_also_beside_its_cause() -> None:
    exc = after(KeyboardInterrupt(), EngineError("no sound"))
    exc.__cause__ = ValueError("no sound")
    assert was_interrupted(exc)
    exc.__cause__ = MemoryError()
    exc.__context__ = exc  # a ring, as careless code makes one
    assert is_out_of_memory(exc)
    assert not was_interrupted(exc)


def starve(*_: object, **__: object) -> None:
    """Behave as whatever needs memory does."""
    raise MemoryError


def test_a_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioedition.cli.split.split.callback", starve)
    done = CliRunner().invoke(cli.main, ["split", __file__])
    assert (done.exit_code, done.output) == (1, f"Error: {MEMORY}\n")


def test_a_thread_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: list[Callable[..., object]] = [threading.excepthook]
    monkeypatch.setattr(threading, "excepthook", hooks[0])
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    crash.without_passwords()
    thread = threading.Thread(target=starve)
    thread.start()
    thread.join()
    assert capsys.readouterr().err == f"Error: {MEMORY}\n"
