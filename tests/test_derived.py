"""What is worked out from files that seldom change, and kept."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audioedition import derived

Lengths = Callable[[], dict[str, int]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept; it is later than when the files were written."""
    now = time.time
    monkeypatch.setattr(derived, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(time, "time", lambda: now() + 60)
    return tmp_path / "cache" / "derived"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("ferry quay", "utf-8")
    return path


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def lengths(words: Path, made: list[str]) -> Lengths:
    """How long each word is, as another run finds it; it is noted when it is worked out."""

    def work() -> dict[str, int]:
        made.append(words.read_text("utf-8"))
        return {word: len(word) for word in made[-1].split()}

    return lambda: derived.derived("lengths", [words], work)


def test_it_is_worked_out_once_for_all_runs(lengths: Lengths, made: list[str]) -> None:
    assert lengths() == lengths() == {"ferry": 5, "quay": 4}
    assert len(made) == 1


def test_it_is_worked_out_anew_once_a_file_has_changed(
    lengths: Lengths, words: Path, made: list[str]
) -> None:
    lengths()
    words.write_text("ferry pier", "utf-8")  # as long as before
    assert lengths() == {"ferry": 5, "pier": 4}
    before = words.stat()
    other = words.with_name("other.txt")
    other.write_text("ferry boat", "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(words)  # of the same size and time, but another file
    assert lengths() == {"ferry": 5, "boat": 4}
    assert len(made) == 3


def test_another_version_of_the_program_works_it_out_anew(
    lengths: Lengths, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths()
    monkeypatch.setattr(derived, "__version__", "another")
    lengths()
    lengths()
    assert len(made) == 2


def test_another_name_is_another_thing(words: Path) -> None:
    assert derived.derived("one", [words], lambda: 1) == 1
    assert derived.derived("two", [words], lambda: 2) == 2
    assert derived.derived("one", [words], lambda: 3) == 1


@pytest.mark.parametrize("contents", [b"", b"{}", b'["",{}]', b"\xff\n[]"])
def test_what_is_damaged_is_worked_out_anew(
    lengths: Lengths, folder: Path, made: list[str], contents: bytes
) -> None:
    lengths()
    (path,) = folder.iterdir()
    path.write_bytes(contents)
    assert lengths() == {"ferry": 5, "quay": 4}
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    assert lengths() == {"ferry": 5, "quay": 4}
    assert len(made) == 3


def test_of_a_file_that_may_be_changing_nothing_is_kept(
    lengths: Lengths, folder: Path, words: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: words.stat().st_mtime + 1)
    lengths()
    lengths()
    assert len(made) == 2
    assert not folder.exists()


def test_without_a_folder_it_is_worked_out_each_time(
    lengths: Lengths, folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.write_bytes(b"a file is in the way")
    lengths()
    monkeypatch.setattr(derived, "cache_folder", lambda: Path("~/no-home"))
    assert lengths() == {"ferry": 5, "quay": 4}
    assert len(made) == 2


def test_of_what_cannot_be_looked_at_nothing_is_kept(tmp_path: Path, folder: Path) -> None:
    for number in range(2):
        assert derived.derived("none", [tmp_path / "gone"], lambda: number) == number  # noqa: B023 -- called at once
    assert not folder.exists()
